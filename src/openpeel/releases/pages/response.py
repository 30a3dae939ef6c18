"""Response times: first who can't report them and why, then what the others report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from openpeel.catalogue.measures import Measure
from openpeel.catalogue.response_times import Answer, response_times
from openpeel.charts.numbers import NumberFormat
from openpeel.measures.values import Comparison, Value
from openpeel.releases import words
from openpeel.releases.addresses import figure, force_page, measure_page
from openpeel.releases.current import current
from openpeel.releases.measuring import number_format
from openpeel.releases.pages.shell import page
from openpeel.releases.periods import period_words
from openpeel.releases.queries import Index, all_forces, name_of

Column = tuple[str, Measure, Comparison, NumberFormat]


def response(request: HttpRequest) -> HttpResponse:
    """Who can report how soon they reach immediate incidents, and what they report."""
    index = current().index
    listed = response_times()
    unusable = _columns(index, [Answer(measure=listed.unusable, heading="Unusable")])
    answers = _columns(index, listed.answers)
    if not unusable or not answers:
        raise Http404("response times")
    unsent = [code for code in _codes() if not _sent(index, unusable[0], code)]
    silent = [c for c in _codes() if c not in unsent and not _can_report(index, answers, c)]
    spoken = [code for code in _codes() if code not in (*silent, *unsent)]
    return page(
        request,
        "response.html",
        "Response times",
        description="Which forces can say how soon they arrive, which can't, and why.",
        section="/measures/",
        silent=[_silent(index, code, unusable[0], answers) for code in silent],
        unsent=[name_of(code) for code in unsent],
        spoken=len(spoken),
        tables=[
            _table(
                index, spoken, unusable + answers, "Immediate incidents: times and what is left out"
            ),
            _table(index, spoken, _columns(index, listed.clocks), "The same median by four clocks"),
        ],
        definitions=[
            {"name": measure.name, "href": measure_page(measure.id), "pitfalls": measure.pitfalls}
            for _, measure, _, _ in answers
        ],
    )


def has_response_times(index: Index) -> bool:
    """Whether the release holds what the page needs."""
    held = index.release.measures
    listed = response_times()
    return listed.unusable in held and any(answer.measure in held for answer in listed.answers)


def _codes() -> list[str]:
    return [force.code for force in all_forces()]


def _columns(index: Index, answers: Iterable[Answer]) -> list[Column]:
    found = []
    for answer in answers:
        measure = index.release.measures.get(answer.measure)
        comparison = index.latest(measure) if measure else None
        if measure and comparison:
            found.append((answer.heading, measure, comparison, number_format(measure, comparison)))
    return found


def _sent(index: Index, unusable: Column, code: str) -> bool:
    """Whether a force sent incidents at all, so that times could be looked for."""
    value = _value(index, unusable[2], code)
    return value is not None and value.numerator is not None


def _can_report(index: Index, answers: list[Column], code: str) -> bool:
    """Whether any of the answers has a value for the force."""
    return any(
        (value := _value(index, comparison, code)) is not None and value.value is not None
        for _, _, comparison, _ in answers
    )


def _value(index: Index, comparison: Comparison, code: str) -> Value | None:
    standing = index.standing(comparison, code)
    return standing.value if standing else None


def _silent(index: Index, code: str, unusable: Column, answers: list[Column]) -> dict[str, Any]:
    """A force without any answer: how many times are unusable, and the reason for the first gap."""
    first = next(
        (value for _, _, comparison, _ in answers if (value := _value(index, comparison, code))),
        None,
    )
    return {
        "name": name_of(code),
        "href": force_page(code),
        "unusable": _cell(index, code, unusable),
        "why": words.why_missing(first) if first else "[x] Not supplied.",
    }


def _table(index: Index, codes: list[str], columns: list[Column], caption: str) -> dict[str, Any]:
    return {
        "caption": caption,
        "columns": [
            {
                "heading": heading,
                "unit": words.unit_words(measure.unit),
                "href": measure_page(measure.id),
                "period": period_words(comparison.period_start, comparison.period_end),
            }
            for heading, measure, comparison, _ in columns
        ],
        "rows": [
            {
                "name": name_of(code),
                "href": force_page(code),
                "cells": [_cell(index, code, column) for column in columns],
            }
            for code in codes
        ],
        "national": [_shown(column[2].national, column[3]) for column in columns],
    }


def _cell(index: Index, code: str, column: Column) -> dict[str, str]:
    value = _value(index, column[2], code)
    return _shown(value, column[3]) if value else {"value": "", "status": "[x]", "href": ""}


def _shown(value: Value, form: NumberFormat) -> dict[str, str]:
    return {
        "value": "" if value.value is None else words.form_of(value, form).text(value.value),
        "interval": words.interval_words(value, form),
        "status": "" if value.status == "ok" else f"[{value.status}]",
        "href": figure(value),
    }

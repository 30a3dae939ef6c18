"""A measure's page: all forces, both methods, where they disagree, and how it is worked out."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.http import Http404, HttpRequest, HttpResponse

from openpeel.catalogue.measures import Measure
from openpeel.charts.numbers import NumberFormat
from openpeel.measures.values import Comparison, Standing
from openpeel.releases import words
from openpeel.releases.addresses import chart_csv, figure, figures_page, force_page, measure_page
from openpeel.releases.budget import budget
from openpeel.releases.charts import csv_charts, target_words
from openpeel.releases.current import current
from openpeel.releases.definitions import definition
from openpeel.releases.measuring import compared, named, number_format, source_line
from openpeel.releases.pages.marks import mark_view
from openpeel.releases.pages.shell import page
from openpeel.releases.periods import period_short, period_words
from openpeel.releases.queries import Index, all_forces, group_words, slug_of
from openpeel.statistics import Funnel

FLAT = 1.5


def measure(request: HttpRequest, measure_id: str, group: str = "") -> HttpResponse:
    """A measure, or one of its groups, for the latest period, with all earlier ones in a table."""
    index = current().index
    chosen, comparison = _find(index, measure_id, group)
    if comparison is None:
        return page(
            request,
            "measure_empty.html",
            chosen.name,
            section="/measures/",
            measure=chosen,
            definition=definition(chosen),
        )
    form = number_format(chosen, comparison)
    charts = csv_charts(index, chosen, comparison)
    period = period_words(comparison.period_start, comparison.period_end)
    standings = sorted(
        comparison.standings, key=lambda s: (s.value.value is None, -(s.value.value or 0))
    )
    return page(
        request,
        "measure.html",
        named(chosen, comparison.group),
        description=f"{named(chosen, comparison.group)} in 43 police forces, {period}.",
        section="/measures/",
        measure=chosen,
        definition=definition(chosen),
        period=period,
        forces_compared=comparison.compared,
        since=_since(index, chosen, comparison),
        lead=_lead(chosen, comparison, form),
        unit=words.unit_words(chosen.unit),
        unit_sentence=words.unit_sentence(chosen),
        charts={
            name: (chart, chart_csv(measure_id, group, name)) for name, chart in charts.items()
        },
        source=source_line(index, comparison.national),
        hands=[_hand(chosen, comparison, standing, form) for standing in comparison.standings],
        rows=[_row(chosen, standing, form) for standing in standings],
        national=_national(comparison, form),
        missing=_missing(comparison),
        compared=compared(chosen),
        peer_name=index.release.peers.name,
        flat_funnel=_flat(comparison.funnel),
        methods=_methods(chosen, comparison, form),
        budget=budget(comparison.standings),
        agreement=_agreement(comparison),
        groups=_groups(index, chosen, comparison),
        history=_history(index, chosen, comparison.group),
        direction=words.DIRECTION_WORDS[chosen.direction],
    )


def chart_file(request: HttpRequest, measure_id: str, name: str, group: str = "") -> HttpResponse:  # noqa: ARG001
    """The numbers of one of the page's charts."""
    index = current().index
    chosen, comparison = _find(index, measure_id, group)
    for kind, chart in csv_charts(index, chosen, comparison).items() if comparison else ():
        if chart_csv(measure_id, group, kind).endswith(f"/{name}"):
            return HttpResponse(chart.csv(), content_type="text/csv; charset=utf-8")
    raise Http404(name)


def _find(index: Index, measure_id: str, group: str) -> tuple[Measure, Comparison | None]:
    chosen = index.release.measures.get(measure_id)
    if chosen is None:
        raise Http404(measure_id)
    if group and group not in index.groups(chosen)[1:]:
        raise Http404(group)
    return chosen, index.latest(chosen, group or None)


def _lead(chosen: Measure, comparison: Comparison, form: NumberFormat) -> str:
    """The first sentence: the whole, how many forces, how many marked by each method."""
    national = comparison.national
    first = ""
    if national.value is not None:
        whole = words.with_unit(national.value, words.form_of(national, form))
        interval = words.interval_words(national, form)
        supplied = national.reason.partition(";")[0].replace("43 of 43", "all 43")
        first = f"England and Wales: {whole}"
        first += f" (95% interval {interval})" if interval else ""
        first += f", from {supplied}. " if supplied else ". "
    if not compared(chosen):
        what = "count" if chosen.unit == "count" else "sum of money"
        return f"{first}A {what} grows with the size of a force, so it gets no marks."
    if not np.isfinite(comparison.lines.lower):
        return f"{first}Too few forces have a value for lines to be drawn."
    lines = sum(standing.line_mark is not None for standing in comparison.standings)
    funnel = sum(standing.funnel_mark is not None for standing in comparison.standings)
    second = f"Of {comparison.compared} forces compared, {lines} lie beyond the outlier lines"
    if comparison.funnel is not None:
        second += f" and {funnel} beyond the funnel's limits"
    return f"{first}{second}. A mark asks a question; it is not a grade."


def _since(index: Index, chosen: Measure, comparison: Comparison) -> str:
    history = index.full(chosen, comparison.group)
    if len(history) == 1:
        said = "Figures for this period only."
    else:
        first = period_words(history[0].period_start, history[0].period_end)
        said = f"Figures since {'the ' if first.startswith('year') else ''}{first}."
    later = [
        f"{period_words(c.period_start, c.period_end)} ({words.counted(c.compared, 'force')})"
        for c in index.after(comparison)
    ]
    if later:
        said += (
            f" Later, but from fewer forces: {words.listed(later)}, in the table of all periods."
        )
    return said


def _hand(
    chosen: Measure, comparison: Comparison, standing: Standing, form: NumberFormat
) -> dict[str, str]:
    """The force in hand: shown at the top when the address names it."""
    value = standing.value
    return {
        "anchor": f"at-{slug_of(value.force_code)}",
        "name": value.force,
        "value": words.value_sentence(chosen, comparison, standing, form),
        "sentence": words.standing_sentence(chosen, comparison, standing),
        "force": force_page(value.force_code),
        "figure": figure(value),
    }


def _row(chosen: Measure, standing: Standing, form: NumberFormat) -> dict[str, Any]:
    value = standing.value
    line, funnel = words.line_words(standing.line_mark), words.funnel_words(standing)
    return {
        "code": value.force_code,
        "name": value.force,
        "href": force_page(value.force_code),
        "figure": figure(value),
        "value": "" if value.value is None else words.form_of(value, form).text(value.value),
        "interval": words.interval_words(value, form),
        "status": words.status_short(value.status),
        "reason": value.reason,
        "peers": "" if standing.peer_value is None else form.text(standing.peer_value),
        "rank": words.rank_short(standing),
        "line": mark_view(chosen, standing.line_mark, _if_made(standing.z, line)),
        "funnel": mark_view(chosen, standing.funnel_mark, _if_made(standing.funnel_z, funnel)),
    }


def _if_made(z: float | None, shown: str) -> str:
    return "not compared" if z is None else shown


def _national(comparison: Comparison, form: NumberFormat) -> dict[str, str]:
    value = comparison.national
    return {
        "value": "" if value.value is None else words.form_of(value, form).text(value.value),
        "interval": words.interval_words(value, form),
        "note": value.reason,
        "figure": figure(value),
    }


def _missing(comparison: Comparison) -> dict[str, list[dict[str, str]]]:
    """Forces that are not compared, by the reason why."""
    found: dict[str, list[dict[str, str]]] = {}
    for standing in comparison.standings:
        value = standing.value
        if value.status not in words.USED:
            named_force = {"name": value.force, "href": force_page(value.force_code)}
            found.setdefault(words.why_missing(value), []).append(named_force)
    return found


def _flat(funnel: Funnel | None) -> bool:
    """Whether limits are nearly as wide for the largest force as for the smallest."""
    if funnel is None:
        return False
    widths = np.asarray(funnel.upper_998) - np.asarray(funnel.lower_998)
    known = widths[np.isfinite(widths)]
    return bool(known.size) and bool(known.max() < FLAT * known.min())


def _methods(chosen: Measure, comparison: Comparison, form: NumberFormat) -> list[tuple[str, str]]:
    """Everything METHODS asks to be printed beside the lines and the funnel."""
    lines = comparison.lines
    used = "logarithms of the values" if lines.scale == "log" else "the values as they are"
    said = [
        ("Reading of the rule", f"“{lines.reading}”, Shapiro-Wilk at {lines.alpha:g}"),
        ("Scale used", used),
        ("W and p before logging", _test(lines.w_raw, lines.p_raw)),
        ("W and p after logging", _test(lines.w_log, lines.p_log)),
    ]
    if np.isfinite(lines.lower):
        ends = f"{form.text(lines.lower)} and {words.with_unit(lines.upper, form)}"
        said.append(("Outlier lines", ends))
    left_out = f"{lines.left_out} left out and named beside the chart" if lines.left_out else "all"
    said.append(("Forces", f"{lines.forces} compared, {left_out}"))
    if comparison.funnel is not None:
        said.append(("Funnel", target_words(comparison.funnel, chosen, form)))
        over = comparison.funnel.overdispersion or "none"
        said.append(("Overdispersion", f"{over}, winsorised at {comparison.funnel.winsorise:.0%}"))
    return said


def _test(w: float, p: float) -> str:
    if not np.isfinite(w):
        return "cannot be tested"
    return f"W = {w:.3f}, p {'< 0.001' if p < 0.001 else f'= {p:.3f}'}"


def _agreement(comparison: Comparison) -> dict[str, list[str]]:
    """Which method marks whom, and where they differ."""
    marked = comparison.standings
    return {
        "both": [s.value.force for s in marked if s.line_mark and s.line_mark == s.funnel_mark],
        "lines": [s.value.force for s in marked if s.line_mark and not s.funnel_mark],
        "funnel": [s.value.force for s in marked if s.funnel_mark and not s.line_mark],
        "opposed": [
            s.value.force for s in marked
            if s.line_mark and s.funnel_mark and s.line_mark != s.funnel_mark
        ],
    }  # fmt: skip


def _groups(index: Index, chosen: Measure, comparison: Comparison) -> list[dict[str, Any]]:
    groups = index.groups(chosen)
    if len(groups) < 2:
        return []
    found = []
    for group in groups:
        latest = index.latest(chosen, group)
        if latest is None:
            continue
        form = number_format(chosen, latest)
        value = latest.national.value
        found.append(
            {
                "name": group_words(chosen, group),
                "href": measure_page(chosen.id, "" if group == groups[0] else group),
                "here": group == comparison.group,
                "national": "" if value is None else form.text(value),
                "lines": sum(standing.line_mark is not None for standing in latest.standings),
                "funnel": sum(standing.funnel_mark is not None for standing in latest.standings),
                "compared": latest.compared,
            }
        )
    return found


def _whole(comparison: Comparison, form: NumberFormat, full: bool) -> str:
    """England and Wales in one period, with the number of forces where many are missing."""
    if comparison.national.value is None:
        return ""
    written = form.text(comparison.national.value)
    return written if full else f"{written} ({words.counted(comparison.compared, 'force')})"


def _history(index: Index, chosen: Measure, group: str) -> dict[str, Any] | None:
    """Every period of every force: values with the outlier lines' marks."""
    history = [c for c in index.history(chosen, group) if c.compared]
    if len(history) < 2:
        return None
    form = number_format(chosen, history[-1])
    rows = []
    for force in all_forces():
        cells = []
        for comparison in history:
            standing = index.standing(comparison, force.code)
            value = standing.value if standing else None
            cells.append(
                {
                    "text": "" if value is None or value.value is None else form.text(value.value),
                    "status": "" if value is None or value.status == "ok" else f"[{value.status}]",
                    "side": (standing.line_mark if standing else "") or "",
                }
            )
        href = figures_page(chosen.id, force.code)
        rows.append({"code": force.code, "name": force.name, "href": href, "cells": cells})
    return {
        "periods": [period_short(c.period_start, c.period_end) for c in history],
        "rows": rows,
        "national": [_whole(c, form, c in index.full(chosen, group)) for c in history],
        "lines": [
            f"{form.text(c.lines.lower)} to {form.text(c.lines.upper)}"
            if np.isfinite(c.lines.lower)
            else ""
            for c in history
        ],
    }

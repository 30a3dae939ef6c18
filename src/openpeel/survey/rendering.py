"""A published survey for readers: as text, as values for a page, as JSON. One force at a time.

Each begins with the caution. There is no rendering that puts forces side by side.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from openpeel.catalogue.forces import forces
from openpeel.catalogue.survey_questions import ALL, Item
from openpeel.survey.figures import SurveyFigure
from openpeel.survey.published import PublishedSurvey

WIDTH = 46


def text(survey: PublishedSurvey, force_code: str, groups: bool = False) -> str:
    """The results of a force (or `all`) as plain text, with its role groups when asked."""
    return "\n".join(_lines(survey, force_code, groups)) + "\n"


def page(survey: PublishedSurvey, force_code: str) -> dict[str, Any]:
    """The results of a force (or `all`) as plain values for a page, the caution first."""
    return {
        "caution": survey.caution,
        "survey": survey.id,
        "questions": survey.questions.name,
        "collected": survey.period_words,
        "invited": survey.invited_words,
        "simulated": survey.simulated,
        "place": _place(survey, force_code),
        "items": [_item(survey, force_code, item) for item in survey.questions.items],
    }


def as_json(survey: PublishedSurvey, force_code: str) -> str:
    """`page` as JSON."""
    return json.dumps(page(survey, force_code), ensure_ascii=False, indent=2) + "\n"


def _lines(survey: PublishedSurvey, force_code: str, groups: bool) -> Iterator[str]:
    yield survey.caution
    yield ""
    yield f"{survey.questions.name}: {_place(survey, force_code)}"
    yield f"Collected {survey.period_words}; people invited: {survey.invited_words}."
    for item in survey.questions.items:
        yield ""
        yield f"{item.words} (asked: {_asked(survey, item)})"
        yield f"    “{item.ask}”"
        for group in survey.questions.groups(item) if groups else (ALL,):
            figures = _of(survey, force_code, item, group)
            if groups:
                yield f"  {figures[0].group_words}"
            yield from _table(survey, figures)


def _table(survey: PublishedSurvey, figures: list[SurveyFigure]) -> Iterator[str]:
    """The answers to one item, with how many answered."""
    for one in figures:
        if one.status != "ok":
            shown = f"[{one.status}]"
        elif one.percent is None:
            shown = f"{one.count:,}"
        else:
            shown = f"{one.percent}%  {one.count:,}"
        yield f"    {one.answer_words:<{WIDTH}} {shown:>14}"
    base = figures[0].base
    number = figures[0].forces
    of_forces = f", in {number} of {len(forces().all)} forces" if number else ""
    answered = "too few to show" if base is None else f"{base:,}"
    yield f"    {'Answered':<{WIDTH}} {answered:>14}{of_forces}"
    for reason in dict.fromkeys(one.reason for one in figures if one.reason):
        yield f"    {reason}"
    if any(one.count is not None and one.percent is None for one in figures):
        yield f"    {survey.terms.few}"


def _item(survey: PublishedSurvey, force_code: str, item: Item) -> dict[str, Any]:
    theme = survey.questions.themes[item.theme]
    return {
        "id": item.id,
        "words": item.words,
        "ask": item.ask,
        "asked": _asked(survey, item),
        "theme": {"id": item.theme, "name": theme.name, "to explore": theme.words},
        "area": theme.area,
        "groups": [
            _group(_of(survey, force_code, item, group)) for group in survey.questions.groups(item)
        ],
    }


def _group(figures: list[SurveyFigure]) -> dict[str, Any]:
    first = figures[0]
    return {
        "id": first.group,
        "words": first.group_words,
        "base": first.base,
        "forces": first.forces,
        "caution": first.caution,
        "answers": [
            {
                "id": one.answer,
                "words": one.answer_words,
                "count": one.count,
                "percent": one.percent,
                "status": one.status,
                "reason": one.reason,
            }
            for one in figures
        ],
    }


def _of(survey: PublishedSurvey, force_code: str, item: Item, group: str) -> list[SurveyFigure]:
    answers = survey.questions.answers(item)
    return [survey.result(force_code, item.id, answer, group) for answer in answers]


def _place(survey: PublishedSurvey, force_code: str) -> str:
    return next(survey.figures(force_code)).place


def _asked(survey: PublishedSurvey, item: Item) -> str:
    if not item.roles:
        return item.asked
    roles = ", ".join(survey.questions.roles[role] for role in survey.questions.asked(item))
    return roles if item.asked == "everybody" else f"{item.asked}: {roles}"

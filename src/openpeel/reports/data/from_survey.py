"""Figures of the workforce survey: shares of those who answered, and nothing more."""

from __future__ import annotations

from typing import Any

from openpeel.catalogue.survey_questions import ALL
from openpeel.errors import UserError
from openpeel.reports.data.figures import Figure
from openpeel.reports.text.definitions import Definition
from openpeel.survey.published import PublishedSurvey
from openpeel.survey.rendering import page


def figure(id: str, asked: Definition, survey: PublishedSurvey | None, force_code: str) -> Figure:
    """A share of those who answered, in whole percent, or why there is none."""
    if survey is None:
        raise UserError(
            f"figures.yaml, key {id}: it is of a survey; name its published folder with --survey."
        )
    try:
        result = survey.result(
            force_code, str(asked.survey), str(asked.answer), group=asked.group or "all"
        )
    except UserError as problem:
        raise UserError(f"figures.yaml, key {id}: {problem}") from None
    return Figure(
        id=id,
        kind="survey",
        title=f"{result.words}: {result.answer_words}",
        place=result.place,
        period=f"answers collected {survey.period_words}",
        unit="percent",
        value=None if result.percent is None else float(result.percent),
        method="share of those who answered; voluntary, so without an interval",
        numerator=result.count,
        numerator_words=f"{result.among} said “{result.answer_words}”",
        denominator=result.base,
        denominator_words=f"answered ({result.group_words})",
        status=result.status,
        reason=result.reason,
        direction="context",
        source=f"workforce survey {survey.id}",
        name=f"{survey.id}/{asked.survey}",
        provenance="workforce survey",
        caution=result.caution,
        area=result.area,
        simulated=survey.simulated,
    )


def account(survey: PublishedSurvey, force_code: str) -> dict[str, Any]:
    """What a report says of a survey: how it was made, and what those who answered said."""
    shown = page(survey, force_code)
    whole = [
        {**item, "groups": [group for group in item["groups"] if group["id"] == ALL]}
        for item in shown["items"]
    ]
    return {
        "page": {**shown, "items": whole},
        "id": survey.id,
        "caution": survey.caution,
        "words": (
            f"Answers were collected {survey.period_words}; people invited: {survey.invited_words}."
            " Shares are of those who answered. With fewer than"
            f" {survey.terms.nothing_under} answers nothing is shown, with fewer than"
            f" {survey.terms.percent_from} no percentage; no margin of error, no test and no"
            " ranking is made of it, and no grade rests on it."
        ),
        "sha256": dict(survey.sha256),
    }

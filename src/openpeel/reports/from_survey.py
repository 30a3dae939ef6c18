"""Figures of the workforce survey: shares of those who answered, and nothing more."""

from __future__ import annotations

from openpeel.catalogue.forces import forces
from openpeel.errors import UserError
from openpeel.reports.definitions import Definition
from openpeel.reports.figures import Figure
from openpeel.survey.published import PublishedSurvey


def figure(
    id: str, asked: Definition, survey: PublishedSurvey | None, force_code: str
) -> Figure:
    """A share of those who answered, in whole percent, or why there is none."""
    if survey is None:
        raise UserError(
            f"figures.yaml, key {id}: it is of a survey; name its published folder with --survey."
        )
    result = survey.result(
        force_code, str(asked.survey), str(asked.answer), group=asked.group or "all"
    )
    return Figure(
        id=id,
        kind="survey",
        title=f"{result.words}: {result.answer}",
        place=forces().by_code[force_code].name,
        period=survey.period_words,
        unit="percent",
        value=None if result.percent is None else float(result.percent),
        method="share of those who answered; voluntary, so without an interval",
        numerator=result.count,
        numerator_words=f"answered: {result.answer}",
        denominator=result.base,
        denominator_words="answered the question",
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

"""A round of the database as it is published: its answers, and the draw that they rest on."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from openpeel.audits.models import Round
from openpeel.audits.queries import round_answers
from openpeel.errors import UserError
from openpeel.sampling.agreements import QuestionAgreement, by_question
from openpeel.sampling.answers import RoundAnswers
from openpeel.sampling.published import PublishedRound
from openpeel.sampling.recording import OVERALL
from openpeel.sampling.sheets import Sheet, read_sheet

RECORDED_SOURCE = "the force, when the round was opened"


def published_round(
    round: Round,
    *,
    published_by: str,
    published_on: date,
    truth: Mapping[str, float] | None = None,
    recorded_in_year: Mapping[str, int] | None = None,
    recorded_source: str | None = None,
) -> PublishedRound:
    """A round with its draw, its notes and its settled answers, whatever its state.

    Args:
        round: The round.
        published_by: Who answers for it, as the public reads it: a body, not a person.
        published_on: The day of publication; its rules and words hold.
        truth: For a simulated round, the true share of good answers by question, and by question
            and sample (`OU3/outcomes`) where a later sample asks it again.
        recorded_in_year: Recorded crime without fraud by class and `overall`, for an audit of crime
            recording; what was told when the round was opened stands in for it.
        recorded_source: Whose number that is.

    Raises:
        UserError: the sheet has been purged, or is of another version of the design; truth that is
            told of a round which is not simulated.
    """
    audit = round.audit
    if truth and not audit.simulated:
        raise UserError(f"{round} is not simulated, so nobody knows its truth; leave that out.")
    sheet = sheet_of(round)
    if not recorded_in_year and round.recorded and sheet.design.estimate == "crime recording":
        recorded_in_year, recorded_source = {OVERALL: round.recorded}, RECORDED_SOURCE
    return PublishedRound(
        audit=audit.name,
        number=round.number,
        answers=round_answers(round),
        frame=sheet.frame,
        seed=sheet.seed,
        sheet_sha256=round.sheet_sha256,
        drawn_on=sheet.drawn_at.date(),
        published_on=published_on,
        published_by=published_by,
        notes=notes_of(round),
        simulated=audit.simulated,
        truth=truth or {},
        recorded_in_year=recorded_in_year or {},
        recorded_source=recorded_source,
    )


def sheet_of(round: Round) -> Sheet:
    """The draw sheet that a round was loaded from; UserError when it has been purged."""
    if not round.sheet:
        raise UserError(f"{round} has been purged: its draw sheet is gone.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.yaml"
        path.write_text(round.sheet, encoding="utf-8", newline="")
        return read_sheet(path)


def notes_of(round: Round) -> dict[str, str]:
    """What readers are told about a question, by question."""
    return dict(round.notes.values_list("question", "words"))


def unexplained(
    answers: RoundAnswers, notes: Mapping[str, str], *, on: date
) -> list[QuestionAgreement]:
    """Questions on which reviewers agreed too seldom and of which no note says so."""
    return [
        one
        for one in by_question(answers, on=on)
        if one.below_threshold and not notes.get(one.question.id, "").strip()
    ]

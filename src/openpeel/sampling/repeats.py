"""A round beside the one before it: what changed clearly, and what can't be compared.

A difference is between the two weighted shares, with an interval that comes from both designs.
Where a question, what counts, or the files drawn from are no longer the same, no difference is
given: `cannot say`, and why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import ceil

from openpeel.catalogue.audit_designs import Sample
from openpeel.catalogue.question_sets import Question
from openpeel.errors import UserError
from openpeel.sampling.answers import RoundAnswers
from openpeel.sampling.definitions import changes, population_changes
from openpeel.sampling.differences import Verdict, difference, verdict
from openpeel.sampling.estimates import QuestionResult, estimate
from openpeel.sampling.figures import Figure
from openpeel.sampling.recording import RecordingResult, crime_recording
from openpeel.statistics import files_needed


@dataclass(frozen=True)
class Change:
    """One figure in two rounds, the later less the earlier, as shares from 0 to 1.

    A rise is one of the answers that speak for the force. `why` says why a verdict is `cannot say`.
    """

    name: str  # the question's short words, or the class of crimes
    question: Question
    before: Figure | None
    after: Figure | None
    difference: Figure | None
    verdict: Verdict
    why: str | None


@dataclass(frozen=True)
class QuestionChange(Change):
    """The same, of a question with answers to choose from, with both results."""

    first: QuestionResult | None
    second: QuestionResult


@dataclass(frozen=True)
class NextRound:
    """How many files each of two such rounds needs to find a move from one share to another.

    `relevant` files are those that the question applies to; `files` all that are drawn, if as many
    of them are relevant as in the later round. Both are None when no number of files would do.
    """

    start: float
    end: float
    relevant: int | None
    files: int | None


def compare(
    earlier: RoundAnswers, later: RoundAnswers, *, on: date, level: float = 0.95
) -> tuple[QuestionChange, ...]:
    """Every question of the later round beside the same question of the earlier.

    Raises:
        UserError: two rounds of different forces.
    """
    _same_force(earlier, later)
    before = {(r.sample.id, r.question.id): r for r in estimate(earlier, on=on, level=level)}
    return tuple(
        _question_change(earlier, before.get((r.sample.id, r.question.id)), later, r)
        for r in estimate(later, on=on, level=level)
    )


def compare_recording(
    earlier: RoundAnswers, later: RoundAnswers, *, on: date, level: float = 0.95
) -> tuple[Change, ...]:
    """Every recording rate of the later round beside that of the earlier."""
    _same_force(earlier, later)
    before = {
        (r.question.id, r.crime_class): r for r in crime_recording(earlier, on=on, level=level)
    }
    return tuple(
        _recording_change(earlier, before.get((r.question.id, r.crime_class)), later, r)
        for r in crime_recording(later, on=on, level=level)
    )


def next_round(change: QuestionChange, *, to: float | None = None) -> NextRound | None:
    """The sample that the next round needs to find a move from the later share.

    Without `to` the move is as large as the one observed. What the later design cost is allowed
    for, where it cost anything. None where there is no later figure, or nothing moved.

    Raises:
        UserError: `to` is no share from 0 to 1.
    """
    if to is not None and not 0 <= to <= 1:
        raise UserError(f"a share lies from 0 to 1, not at {to}; write 0.9 for 90%.")
    if change.after is None:
        return None
    if to is not None:
        start, end = change.after.value, to
    elif change.before is not None:
        start, end = change.before.value, change.after.value
    else:
        return None
    if start == end:
        return None
    simple = files_needed(start, end)
    if simple is None:
        return NextRound(start, end, None, None)
    relevant = ceil(simple * max(1.0, change.second.design_effect or 1.0))
    return NextRound(start, end, relevant, ceil(relevant * change.second.settled / change.second.y))


def _same_force(earlier: RoundAnswers, later: RoundAnswers) -> None:
    if earlier.force_code != later.force_code:
        raise UserError(
            f"{earlier.name} and {later.name} are rounds of two forces; name two rounds of one."
        )


def _question_change(
    earlier: RoundAnswers, first: QuestionResult | None, later: RoundAnswers, second: QuestionResult
) -> QuestionChange:
    why = None
    if first is None:
        why = "the question was not asked of such files in the earlier round"
    else:
        differ = [
            *changes(earlier.questions, first.question, later.questions, second.question),
            *population_changes(earlier.design, first.sample, later.design, second.sample),
        ]
        why = "; ".join([*differ, *_no_figure(first.why_not, second.why_not)]) or None
    before, after = first.weighted if first else None, second.weighted
    change = None if why or before is None or after is None else difference(after, before)
    return QuestionChange(
        name=second.question.short,
        question=second.question,
        before=before,
        after=after,
        difference=change,
        verdict=verdict(change),
        why=why,
        first=first,
        second=second,
    )


def _recording_change(
    earlier: RoundAnswers,
    first: RecordingResult | None,
    later: RoundAnswers,
    second: RecordingResult,
) -> Change:
    if first is None:
        why = "it was not counted in the earlier round"
    else:
        differ = [
            *changes(earlier.questions, first.question, later.questions, second.question),
            *population_changes(
                earlier.design, _asking(earlier, first.question.id),
                later.design, _asking(later, second.question.id),
            ),
        ]  # fmt: skip
        why = "; ".join([*differ, *_no_figure(first.why_not, second.why_not)])
    before, after = first.rate if first else None, second.rate
    change = None if why or before is None or after is None else difference(after, before)
    return Change(
        name=second.words,
        question=second.question,
        before=before,
        after=after,
        difference=change,
        verdict=verdict(change),
        why=why or None,
    )


def _asking(answers: RoundAnswers, id: str) -> Sample:
    return next(s for s in answers.design.samples if not s.questions or id in s.questions)


def _no_figure(earlier: str | None, later: str | None) -> Iterator[str]:
    for words, why in (("earlier", earlier), ("later", later)):
        if why:
            yield f"there is no figure for the {words} round: {why}"

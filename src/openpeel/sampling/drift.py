"""Whether a reviewer's standard moves, week by week.

Each week is set beside all the weeks before it. A share that moves may also come from other files;
agreement that moves is the surer sign.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from openpeel.catalogue.audit_rules import audit_rules
from openpeel.catalogue.verdict_words import Pair as Words
from openpeel.catalogue.verdict_words import verdict_words
from openpeel.sampling.agreements import agreed_of, headline_pairs, share_of_answers
from openpeel.sampling.answers import Reading, RoundAnswers
from openpeel.sampling.counting import asked, counted
from openpeel.sampling.differences import Verdict, difference, verdict
from openpeel.sampling.figures import Figure

Count = tuple[int, int]
"""So many answers of so many, in one file."""
_ByWeek = defaultdict[tuple[str, date], list[Count]]


@dataclass(frozen=True)
class Moving:
    """A share of answers in one week: x of y, and how it lies to the weeks before."""

    x: int
    y: int
    share: Figure | None
    word: Words | None
    verdict: Verdict


@dataclass(frozen=True)
class Week:
    """One reviewer's week, from its Monday: files read, and files that somebody else read too.

    `status` is "low" for few files; then there is no figure. The same holds of few `pairs` for
    what agreed.
    """

    reviewer: str
    week: date
    files: int
    pairs: int
    good: Moving
    agreed: Moving
    status: Literal["", "low"]


def drift(answers: RoundAnswers, *, on: date, level: float = 0.95) -> tuple[Week, ...]:
    """Each reviewer's weeks in order.

    `good` is the share of a reviewer's own answers that speak for the force, in the week in which
    they submitted them; `agreed` the share that agrees with the other reviewer of the file, over
    the pairs that speak for the round, in the week of the second review.
    """
    read: _ByWeek = defaultdict(list)
    for reading in readings(answers):
        read[reading.by, _monday(reading.at)].append(good_of(answers, reading))
    agreed: _ByWeek = defaultdict(list)
    for pair in headline_pairs(answers):
        for reviewer in (pair.first_by, pair.second_by):
            agreed[reviewer, _monday(pair.at)].append(agreed_of(answers, pair))
    found = []
    for reviewer in sorted({reviewer for reviewer, _ in (*read, *agreed)}):
        mondays = sorted({week for who, week in (*read, *agreed) if who == reviewer})
        good = _moves([read.get((reviewer, week), []) for week in mondays], on, level)
        alike = _moves([agreed.get((reviewer, week), []) for week in mondays], on, level)
        for week, one, other in zip(mondays, good, alike, strict=True):
            files, pairs = len(read[reviewer, week]), len(agreed[reviewer, week])
            low = files < audit_rules(on).smallest_base
            found.append(Week(reviewer, week, files, pairs, one, other, "low" if low else ""))
    return tuple(found)


def readings(answers: RoundAnswers) -> list[Reading]:
    """Every review that is known: of a published round, those of the pairs that speak for it."""
    if answers.readings:
        return list(answers.readings)
    return [
        Reading(pair.stratum, by, pair.at, given)
        for pair in headline_pairs(answers)
        for by, given in ((pair.first_by, pair.first), (pair.second_by, pair.second))
    ]


def good_of(answers: RoundAnswers, reading: Reading) -> Count:
    """How many answers of a review speak for the force, of those that say yes or no."""
    x = y = 0
    for id in asked(answers, reading.stratum):
        question = answers.questions.by_id[id]
        if question.kind == "choice":
            counts = counted(answers.questions, question, reading.answers)
            x += counts == question.good
            y += counts in ("yes", "no")
    return x, y


def _monday(at: datetime) -> date:
    return at.date() - timedelta(days=at.weekday())


def _moves(weeks: Sequence[Sequence[Count]], on: date, level: float) -> Iterator[Moving]:
    """Each week beside all the weeks before it, where both have files enough."""
    fewest = audit_rules(on).smallest_base
    before: list[Count] = []
    for counts in weeks:
        low = len(counts) < fewest
        yield _moving(counts, before if len(before) >= fewest else [], low, on, level)
        before += counts


def _moving(
    counts: Sequence[Count], before: Sequence[Count], low: bool, on: date, level: float
) -> Moving:
    x, y = sum(n for n, _ in counts), sum(n for _, n in counts)
    share = None if low else share_of_answers(counts, level)
    earlier = share_of_answers(before, level)
    change = difference(share, earlier) if share and earlier else None
    word = verdict_words(on).of_files(x, y) if share and y else None
    return Moving(x, y, share, word, verdict(change))

"""Whether a reviewer's standard moves: week by week, from the files that were reviewed twice.

Each week is set beside all the weeks before it. A share that moves may also come from other files;
agreement that moves is the surer sign.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from openpeel.catalogue.audit_rules import audit_rules
from openpeel.catalogue.verdict_words import Pair as Words
from openpeel.catalogue.verdict_words import verdict_words
from openpeel.sampling.agreements import agreed_of, headline_pairs, share_of_answers
from openpeel.sampling.answers import Answers, Pair, RoundAnswers
from openpeel.sampling.counting import asked, counted
from openpeel.sampling.differences import Verdict, difference, verdict
from openpeel.sampling.figures import Figure

Count = tuple[int, int]
"""So many answers of so many, in one file."""


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
    """One reviewer's week, from its Monday. `status` is "low" for few files: no figure is given."""

    reviewer: str
    week: date
    files: int
    good: Moving
    agreed: Moving
    status: Literal["", "low"]


def drift(answers: RoundAnswers, *, on: date, level: float = 0.95) -> tuple[Week, ...]:
    """Each reviewer's weeks in order, over the pairs that speak for the round.

    The week is that of the second review. `good` is the share of a reviewer's own answers that
    speak for the force, `agreed` the share that agrees with the other reviewer of the file.
    """
    held: dict[str, dict[date, list[Pair]]] = defaultdict(lambda: defaultdict(list))
    for pair in headline_pairs(answers):
        day = pair.at.date()
        monday = day - timedelta(days=day.weekday())
        for reviewer in (pair.first_by, pair.second_by):
            held[reviewer][monday].append(pair)
    return tuple(
        week
        for reviewer in sorted(held)
        for week in _weeks(answers, reviewer, held[reviewer], on, level)
    )


def _weeks(
    answers: RoundAnswers, reviewer: str, by_week: dict[date, list[Pair]], on: date, level: float
) -> Iterator[Week]:
    fewest = audit_rules(on).smallest_base
    good_before: list[Count] = []
    agreed_before: list[Count] = []
    for monday, pairs in sorted(by_week.items()):
        low = len(pairs) < fewest
        good = [good_of(answers, pair, reviewer) for pair in pairs]
        agreed = [agreed_of(answers, pair) for pair in pairs]
        enough_before = len(good_before) >= fewest
        yield Week(
            reviewer=reviewer,
            week=monday,
            files=len(pairs),
            good=_moving(good, good_before if enough_before else [], low, on, level),
            agreed=_moving(agreed, agreed_before if enough_before else [], low, on, level),
            status="low" if low else "",
        )
        good_before += good
        agreed_before += agreed


def good_of(answers: RoundAnswers, pair: Pair, reviewer: str) -> Count:
    """How many answers of a reviewer speak for the force, of those that say yes or no."""
    given: Answers = pair.first if reviewer == pair.first_by else pair.second
    x = y = 0
    for id in asked(answers, pair.stratum):
        question = answers.questions.by_id[id]
        if question.kind == "choice":
            counts = counted(answers.questions, question, given)
            x += counts == question.good
            y += counts in ("yes", "no")
    return x, y


def _moving(
    counts: Sequence[Count], before: Sequence[Count], low: bool, on: date, level: float
) -> Moving:
    x, y = sum(n for n, _ in counts), sum(n for _, n in counts)
    share = None if low else share_of_answers(counts, level)
    earlier = share_of_answers(before, level)
    change = difference(share, earlier) if share and earlier else None
    word = verdict_words(on).of_files(x, y) if share and y else None
    return Moving(x, y, share, word, verdict(change))

"""From the settled answers of a round to what they say of the force, question by question.

The headline is the weighted share: each kind of file counts for as many as the frame holds, with
the interval of the design. Beside it stand x of y as they were found, which speak of the files
reviewed and, where kinds were drawn in unequal parts, not of the force.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from openpeel.catalogue.audit_designs import Sample
from openpeel.catalogue.audit_rules import audit_rules
from openpeel.catalogue.question_sets import Question
from openpeel.catalogue.verdict_words import Pair, verdict_words
from openpeel.sampling.answers import FileAnswers, RoundAnswers
from openpeel.sampling.breakdown import StratumResult, by_stratum, wilson
from openpeel.sampling.counting import Counted, asked, counted
from openpeel.sampling.figures import AS_PUBLISHED, Figure, check_simple, figure, finite
from openpeel.statistics import design_effect, share_interval, stratified_share

IntervalName = Literal["covering", "logit", "korn-graubard", "as-published"]
"""`covering` is the logit interval while ten files say yes and ten say no, and Wilson's on the
effective sample otherwise, where the logit's covers too seldom."""


@dataclass(frozen=True)
class QuestionResult:
    """What a sample says about one question.

    `x` of `y` relevant files have the good answer (`question.good`); x is None under the smallest
    base, where `status` is "low". `not_recorded` files count as `not_recorded_as`; where that is
    "left out" they are not among the y. `unanswered` files are settled and have no answer yet.
    `weighted` is the headline; `why_not` says why there is none.
    """

    question: Question
    sample: Sample
    x: int | None
    y: int
    not_recorded: int
    not_applicable: int
    unanswered: int
    drawn: int
    settled: int
    status: Literal["", "low"]
    word: Pair | None
    fraction: str | None  # of the answers against the force: "one fifth"
    weighted: Figure | None
    design_effect: float | None  # of the weighted share
    weighted_word: Pair | None
    unweighted: Figure | None
    why_not: str | None
    strata: tuple[StratumResult, ...]

    @property
    def against(self) -> int | None:
        """How many of the y relevant files have the other answer."""
        return None if self.x is None else self.y - self.x

    @property
    def waiting(self) -> int:
        """How many of the files drawn are not settled yet."""
        return self.drawn - self.settled

    @property
    def headline(self) -> Figure | None:
        """The figure for the force: the weighted share."""
        return self.weighted

    @property
    def not_recorded_as(self) -> str:
        """How "not recorded" counts: `left out` or `no`."""
        return self.question.not_recorded


def estimate(
    answers: RoundAnswers, *, on: date, level: float = 0.95, interval: IntervalName = "covering"
) -> tuple[QuestionResult, ...]:
    """Every question with answers to choose from, in the order of samples and questions.

    Args:
        answers: The round; files in any order.
        on: The day whose words and rules hold.
        level: Of the intervals, from 0 to 1.
        interval: Of the weighted share; `as-published` is, for a simple random sample, the plus or
            minus of the inspectorate's report of 2021/22.

    Raises:
        UserError: `as-published` for a sample of several strata.
    """
    results: list[QuestionResult] = []
    for sample in answers.design.samples:
        strata = [stratum.id for stratum in sample.strata]
        if interval == "as-published":
            check_simple(len(strata))
        files = sorted((f for f in answers.files if f.stratum in strata), key=lambda f: f.number)
        for id in asked(answers, strata[0]):
            question = answers.questions.by_id[id]
            if question.kind == "choice":
                one = _Question(answers, sample, question, files)
                results.append(one.result(on, level, interval))
    return tuple(results)


class _Question:
    """The files of one sample before one question."""

    def __init__(
        self,
        answers: RoundAnswers,
        sample: Sample,
        question: Question,
        files: Sequence[FileAnswers],
    ) -> None:
        self.round, self.sample, self.question, self.files = answers, sample, question, files
        self.counts: list[Counted] = [
            counted(answers.questions, question, file.answers) for file in files
        ]
        self.good = np.array([c == question.good for c in self.counts], dtype=np.float64)
        self.relevant = np.array([c in ("yes", "no") for c in self.counts], dtype=bool)

    def result(self, on: date, level: float, interval: IntervalName) -> QuestionResult:
        smallest = audit_rules(on).smallest_base
        words = verdict_words(on)
        x, y = int(self.good.sum()), int(self.relevant.sum())
        low = y < smallest
        tally = Counter(self.counts)
        why_not = _too_few(y, smallest) if low else self._why_no_figure()
        weighted, effect = (None, None) if why_not else self._weighted(x, y, level, interval)
        drawn = {s.id: self.round.drawn.get(s.id, 0) for s in self.sample.strata}
        return QuestionResult(
            question=self.question,
            sample=self.sample,
            x=None if low else x,
            y=y,
            not_recorded=self._not_recorded(),
            not_applicable=tally["not applicable"],
            unanswered=tally["unanswered"],
            drawn=sum(drawn.values()),
            settled=len(self.files),
            status="low" if low else "",
            word=None if low else words.of_files(x, y),
            fraction=None if low else words.fraction(y - x, y),
            weighted=weighted,
            design_effect=effect,
            weighted_word=words.of_share(weighted.value) if weighted else None,
            unweighted=None if low else wilson(x, y, level),
            why_not=why_not or (None if weighted else "its interval can't be worked out"),
            strata=by_stratum(self._by_stratum(), self.sample.strata, self.round, on, level),
        )

    def _weighted(
        self, x: int, y: int, level: float, interval: IntervalName
    ) -> tuple[Figure | None, float | None]:
        """The share for the force, and what the design cost it."""
        if interval == "as-published":
            share = share_interval(x, y, method="as-published")
            return figure(share, share.level, AS_PUBLISHED), None
        estimated = stratified_share(
            self.good,
            [file.stratum for file in self.files],
            {id: self.round.populations[id] for id in {file.stratum for file in self.files}},
            relevant=self.relevant,
            level=level,
            interval=interval,
        )
        return figure(estimated, level, estimated.method), finite(design_effect(estimated))

    def _why_no_figure(self) -> str | None:
        """Why the sample carries no figure for the force, or None when it does."""
        settled = Counter(file.stratum for file in self.files)
        for stratum in self.sample.strata:
            population = self.round.populations.get(stratum.id)
            drawn = self.round.drawn.get(stratum.id, 0)
            if population is None:
                return f"how many files of “{stratum.words}” the frame holds is not known"
            if population and not drawn:
                return f"none of the {population} files of “{stratum.words}” was drawn"
            if population and not settled[stratum.id]:
                return f"none of the {drawn} files drawn of “{stratum.words}” is settled yet"
            if population > 1 and settled[stratum.id] == 1:
                return (
                    f"only one file of “{stratum.words}” is settled, which can't tell how its"
                    " files differ"
                )
        return None

    def _not_recorded(self) -> int:
        """Files that say so, whether they count as `no` or are left out."""
        questions = self.round.questions
        return sum(
            1
            for file, counts in zip(self.files, self.counts, strict=True)
            if counts not in ("not applicable", "unanswered")
            and questions.counts(file.answers.codes[self.question.id]) == "not recorded"
        )

    def _by_stratum(self) -> Mapping[str, tuple[int, int, int]]:
        """Good answers, relevant files and settled files by stratum."""
        found = {stratum.id: (0, 0, 0) for stratum in self.sample.strata}
        for file, good, relevant in zip(self.files, self.good, self.relevant, strict=True):
            x, y, n = found[file.stratum]
            found[file.stratum] = (x + int(good), y + int(relevant), n + 1)
        return found


def _too_few(y: int, smallest: int) -> str:
    files = "1 relevant file is" if y == 1 else f"{y} relevant files are"
    return f"{files} too few; a figure needs {smallest}"

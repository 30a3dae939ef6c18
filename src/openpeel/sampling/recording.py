"""Crime recording: of the crimes that should have been recorded, how many were.

What was drawn is an incident, and its crimes come as counts: the rate is a ratio of totals and its
interval that of incidents, which are fewer than crimes and alike within.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from openpeel.catalogue.audit_rules import audit_rules
from openpeel.catalogue.question_sets import Question
from openpeel.errors import UserError
from openpeel.sampling.answers import FileAnswers, RoundAnswers
from openpeel.sampling.figures import Figure, figure, finite
from openpeel.statistics import Estimate, ratio_estimate, unrecorded

OVERALL = "overall"


@dataclass(frozen=True)
class RecordingResult:
    """Recorded crimes of one class, or of all, beside those that should have been recorded.

    `recorded` and both figures are None under the smallest base of crimes (`status` is "low"), and
    `why_not` says why there is no rate. `missed` is how many crimes went unrecorded in a year.
    """

    question: Question
    crime_class: str  # a class of the question, or "overall"
    words: str
    files: int  # settled, whether they hold such a crime or not
    drawn: int
    should: int
    recorded: int | None
    rate: Figure | None
    missed: Figure | None  # crimes
    design_effect: float | None  # how many times the variance of so many crimes drawn singly
    status: Literal["", "low"]
    why_not: str | None


def crime_recording(
    answers: RoundAnswers,
    *,
    on: date,
    recorded_in_year: Mapping[str, int] | None = None,
    level: float = 0.95,
) -> tuple[RecordingResult, ...]:
    """The recording rate overall and by class, for each question that asks for counts.

    Args:
        answers: The round.
        on: The day whose rules hold.
        recorded_in_year: Recorded crime of a year without fraud, by class and `overall`; with it
            comes how many crimes went unrecorded.
        level: Of the intervals.

    A partial design gives no overall rate, nor one of a class that it does not name: the reason is
    the design's own. A design that is no audit of crime recording gives none at all: its files are
    not a sample of reported crimes.

    Raises:
        UserError: recorded crime of a class that the question set does not have.
    """
    if answers.design.estimate != "crime recording":
        return ()
    year = recorded_in_year or {}
    for name in sorted(year.keys() - answers.questions.classes.keys() - {OVERALL}):
        classes = ", ".join((OVERALL, *answers.questions.classes))
        raise UserError(f"recorded crime of {name!r}: there is no such class; use {classes}.")
    results = []
    for sample in answers.design.samples:
        strata = {stratum.id for stratum in sample.strata}
        files = sorted((f for f in answers.files if f.stratum in strata), key=lambda f: f.number)
        for id in sample.questions or tuple(answers.questions.by_id):
            question = answers.questions.by_id[id]
            if question.kind == "counts":
                one = _Counts(answers, question, files, strata)
                for name in (OVERALL, *question.classes):
                    results.append(one.result(name, on, year.get(name), level))
    return tuple(results)


class _Counts:
    """The files of one sample before one question that asks for counts."""

    def __init__(
        self,
        answers: RoundAnswers,
        question: Question,
        files: Sequence[FileAnswers],
        strata: set[str],
    ) -> None:
        self.round, self.question, self.files, self.strata = answers, question, files, strata

    def result(
        self, name: str, on: date, recorded_in_year: int | None, level: float
    ) -> RecordingResult:
        counts = [self._crimes(file, name) for file in self.files]
        should, recorded = sum(n for n, _ in counts), sum(n for _, n in counts)
        smallest = audit_rules(on).smallest_base
        design = self.round.design
        partial = None if design.gives_rate_of(name) else design.partial
        low = should < smallest
        why_not = partial or self._why_no_rate()
        if low and not partial:
            why_not = f"{should} crimes are too few; a rate needs {smallest}"
        rate = missed = effect = None
        if why_not is None:
            estimated = self._rate(counts, level)
            rate = figure(estimated, level, estimated.method)
            effect = _design_effect(estimated)
            if recorded_in_year is not None:
                more = unrecorded(recorded_in_year, estimated)
                missed = figure(more, level, "R (1 / rate - 1)")
        return RecordingResult(
            question=self.question,
            crime_class=name,
            words="All crimes" if name == OVERALL else self.round.questions.classes[name],
            files=len(self.files),
            drawn=sum(self.round.drawn.get(id, 0) for id in self.strata),
            should=should,
            recorded=None if low else recorded,
            rate=rate,
            missed=missed,
            design_effect=effect,
            status="low" if low else "",
            why_not=why_not,
        )

    def _rate(self, counts: Sequence[tuple[int, int]], level: float) -> Estimate:
        """The ratio, plus or minus; or within bounds where that would end above 100%."""
        held = {file.stratum for file in self.files}

        def made(interval: Literal["mean", "covering"]) -> Estimate:
            return ratio_estimate(
                [n for _, n in counts],
                [n for n, _ in counts],
                strata=[file.stratum for file in self.files],
                populations={id: self.round.populations[id] for id in held},
                level=level,
                interval=interval,
            )

        plain = made("mean")
        return made("covering") if plain.upper > 1 else plain

    def _crimes(self, file: FileAnswers, name: str) -> tuple[int, int]:
        """Crimes of a class (or all) in a file: how many there should be, how many there are."""
        counts = file.answers.counts.get(self.question.id, {})
        if name != OVERALL:
            return counts.get(name, (0, 0))
        return sum(n for n, _ in counts.values()), sum(n for _, n in counts.values())

    def _why_no_rate(self) -> str | None:
        for id in sorted(self.strata):
            if self.round.populations.get(id) is None:
                return f"how many files of {id} the frame holds is not known"
            settled = sum(file.stratum == id for file in self.files)
            if self.round.populations[id] and settled < min(2, self.round.populations[id]):
                return f"{settled} settled files of {id} can't tell how its files differ"
        return None


def _design_effect(rate: Estimate) -> float | None:
    """The rate's variance over that of as many crimes drawn singly from many."""
    simple = rate.value * (1 - rate.value) / rate.denominator
    return finite(rate.se**2 / simple) if simple > 0 else None

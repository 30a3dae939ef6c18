"""A round with everything that its pages show, each worked out once; and two rounds compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from openpeel.catalogue.audit_designs import Design, Sample
from openpeel.catalogue.audit_rules import audit_rules
from openpeel.catalogue.forces import forces
from openpeel.catalogue.question_sets import Question
from openpeel.sampling.agreements import (
    QuestionAgreement,
    ReviewerAgreement,
    by_question,
    by_reviewer,
)
from openpeel.sampling.answers import RoundAnswers
from openpeel.sampling.drift import Week, drift
from openpeel.sampling.estimates import QuestionResult, estimate
from openpeel.sampling.published import PublishedRound
from openpeel.sampling.recording import OVERALL, RecordingResult, crime_recording
from openpeel.sampling.repeats import Change, QuestionChange, compare, compare_recording

LEVEL = 0.95


@dataclass(frozen=True)
class Results:
    """A round's results. `under_way`: it is not published, and figures may still change."""

    round: PublishedRound
    under_way: bool = False

    @property
    def answers(self) -> RoundAnswers:
        """What every figure is made of."""
        return self.round.answers

    @property
    def design(self) -> Design:
        """How its files were drawn."""
        return self.answers.design

    @property
    def on(self) -> date:
        """The day whose words and rules hold."""
        return self.round.published_on

    @property
    def force(self) -> str:
        """Name of the force."""
        return forces().by_code[self.answers.force_code].name

    @property
    def smallest(self) -> int:
        """Under so many relevant files there is no figure and no word."""
        return audit_rules(self.on).smallest_base

    @property
    def simple(self) -> bool:
        """Whether every sample is one of equal chances, so that no weights are needed."""
        return all(len(sample.strata) == 1 for sample in self.design.samples)

    @cached_property
    def estimates(self) -> tuple[QuestionResult, ...]:
        """What the samples say, by sample and question."""
        return estimate(self.answers, on=self.on, level=LEVEL)

    @cached_property
    def recording(self) -> tuple[RecordingResult, ...]:
        """Crime recording, overall and by class; nothing in an audit of something else."""
        year = self.round.recorded_in_year
        return crime_recording(self.answers, on=self.on, recorded_in_year=year, level=LEVEL)

    @cached_property
    def agreement(self) -> dict[str, QuestionAgreement]:
        """How far two reviewers agree, by question."""
        return {a.question.id: a for a in by_question(self.answers, on=self.on, level=LEVEL)}

    @cached_property
    def reviewers(self) -> tuple[ReviewerAgreement, ...]:
        """The same by reviewer."""
        return by_reviewer(self.answers, on=self.on, level=LEVEL)

    @cached_property
    def weeks(self) -> tuple[Week, ...]:
        """The same by reviewer and week."""
        return drift(self.answers, on=self.on, level=LEVEL)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions that were asked of any of its files, in their order."""
        samples = self.design.samples
        every = any(not sample.questions for sample in samples)
        ids = {id for sample in samples for id in sample.questions}
        return tuple(q for q in self.answers.questions.questions if every or q.id in ids)

    def of_question(self, id: str) -> list[QuestionResult]:
        """What each sample that asks a question says of it."""
        return [result for result in self.estimates if result.question.id == id]

    def of_sample(self, sample: Sample) -> list[QuestionResult]:
        """What one sample says, in the order of the questions."""
        return [result for result in self.estimates if result.sample.id == sample.id]

    def truth(self, result: QuestionResult) -> float | None:
        """In a simulated round the true share among the files that the sample was drawn from."""
        id = result.question.id
        if self.of_question(id)[0] is not result:  # what a later sample asks again
            id = f"{id}/{result.sample.id}"
        return self.round.truth.get(id)

    def truth_of_recording(self, result: RecordingResult) -> float | None:
        """In a simulated round the true share of all crimes that were recorded."""
        return self.round.truth.get(result.question.id) if result.crime_class == OVERALL else None

    @cached_property
    def held(self) -> tuple[int, int]:
        """In a simulated round: how many intervals hold the truth, and how many there are."""
        pairs = [(r.weighted, self.truth(r)) for r in self.estimates]
        pairs += [(r.rate, self.truth_of_recording(r)) for r in self.recording]
        known = [(w, truth) for w, truth in pairs if w is not None and truth is not None]
        return sum(w.lower <= truth <= w.upper for w, truth in known), len(known)


@dataclass(frozen=True)
class Repeated:
    """A round beside the one before it."""

    earlier: Results
    later: Results

    @cached_property
    def questions(self) -> tuple[QuestionChange, ...]:
        """What changed, by question of the later round."""
        return compare(self.earlier.answers, self.later.answers, on=self.later.on, level=LEVEL)

    @cached_property
    def recording(self) -> tuple[Change, ...]:
        """What changed in crime recording."""
        return compare_recording(
            self.earlier.answers, self.later.answers, on=self.later.on, level=LEVEL
        )

    @property
    def every(self) -> Iterator[Change]:
        """All of it: crime recording first, which is what its audit is for."""
        yield from self.recording
        yield from self.questions

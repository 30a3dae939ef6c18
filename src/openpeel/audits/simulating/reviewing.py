"""The reviews of a simulated round, day by day, through the service's own actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from openpeel.audits import settling
from openpeel.audits.actions import allocation, moderation, reviews, risks
from openpeel.audits.clock import as_if
from openpeel.audits.models import FACT, File, Review, Round
from openpeel.audits.questions import asked_of
from openpeel.audits.simulating.plans import RoundPlan, at
from openpeel.audits.simulating.team import Team
from openpeel.catalogue.question_sets import QuestionSet
from openpeel.sampling.answers import Answers
from openpeel.sampling.simulated.readings import Reader
from openpeel.sampling.simulated.truths import Truths

A_FILE = timedelta(minutes=25)
AN_ANSWER = timedelta(seconds=25)

# What reviewers write to an answer against the force; it names no place and nobody.
COMMENTS = {
    "CH4": "The log has free text and no structured triage.",
    "IN4": "There is no entry of a supervisor after the first week.",
    "IN5": "Missed: cameras nearby were not asked for, and one witness was not seen.",
    "IN6": "Nothing was done for 46 days; no reason is on record.",
    "OU3": "There is no entry that the victim was asked.",
}
RISK = "The victim may be at risk: threats go on, and no referral is on record."
TOLD = "Duty inspector, safeguarding hub"


@dataclass
class Reviewing:
    """The work on one round's files: who reviews what when."""

    round: Round
    plan: RoundPlan
    team: Team
    truths: Truths
    seed: int

    def __post_init__(self) -> None:
        key = f"{self.seed}\nround {self.plan.number}"
        self.readers = {
            username: Reader(reviewer, self.truths.shares, key)
            for username, (_, reviewer) in self.team.reviewers.items()
        }
        self.risk_raised = False

    def until_settled(self) -> None:
        """Review every file. First reviews take all days but the last, which is for second ones."""
        for day in self.plan.days:
            for review, begin in self._of_day(day):
                self.make(review, begin)
            self.evening(day)

    def make(self, review: Review, begin: datetime, *, only: int | None = None) -> None:
        """Answer a review as its reviewer reads the file, and submit it.

        `only` so many answers are given when it is to be left unfinished.
        """
        file, by = review.file, review.reviewer
        given = self._reading(review, begin.date())
        moment = begin
        for question, said in list(_said(self.truths.shares.set, given))[:only]:
            moment += AN_ANSWER
            with as_if(moment):
                reviews.save_answer(review, question, said, seen=0, by=by)
        if only is not None:
            return
        with as_if(begin + A_FILE):
            reviews.submit(review, by=by)
            if not self.risk_raised and given.codes.get("SG1") == "no":
                self._raise_risk(file, review, begin + A_FILE)

    def _reading(self, review: Review, day: date) -> Answers:
        file = review.file
        return self.readers[review.reviewer.username].reading(
            file.reference,
            self.truths.file(file.reference),
            asked=[question.id for question in asked_of(file)],
            told=file.facts,
            week=self.plan.week(day),
        )

    def _raise_risk(self, file: File, review: Review, moment: datetime) -> None:
        risk = risks.raise_risk(file, RISK, by=review.reviewer)
        with as_if(moment + timedelta(minutes=12)):
            risks.log_told(risk, TOLD, by=self.team.lead)
        self.risk_raised = True

    def open(self, *kinds: str) -> Iterable[Review]:
        """Reviews of these kinds that are to be made, second reviews before first ones."""
        return (
            Review.objects.filter(
                file__round=self.round, kind__in=kinds, state__in=("allocated", "started")
            )
            .exclude(file__state="replaced")
            .select_related("file__round__audit", "reviewer")
            .order_by("-kind", "file__number")
        )

    def _of_day(self, day: date) -> Iterator[tuple[Review, datetime]]:
        """The reviews that are made on a day, with the time at which each begins."""
        days = self.plan.days
        left = max(len(days) - 1 - days.index(day), 1)  # days for first reviews, this one included
        waiting: dict[tuple[str, str], list[Review]] = defaultdict(list)
        for review in self.open("first", "second"):
            waiting[review.reviewer.username, review.kind].append(review)
        for username in self.team.reviewers:
            firsts = waiting[username, "first"]
            mine = [*waiting[username, "second"], *firsts[: ceil(len(firsts) / left)]]
            for number, review in enumerate(mine):
                yield review, at(day, 8) + number * A_FILE

    def evening(self, day: date) -> None:
        """End a day: second reviews are given out, and conflicts resolved."""
        with as_if(at(day, 19)):
            if self.round.files.filter(state="second review").exists():
                allocation.allocate_evenly(self.round, by=self.team.lead)
            conflicted = self.round.files.filter(state="conflicted").order_by("number")
            for file in conflicted.select_related("round__audit"):
                self._resolve(file)

    def _resolve(self, file: File) -> None:
        """The moderator reads the file once more, and reads it rightly."""
        truth = self.truths.file(file.reference)
        while file.state == "conflicted":
            question = settling.outstanding(file)[0]
            code, counts = "", None
            if question.startswith(FACT):
                code = "yes" if truth.facts[question.removeprefix(FACT)] else "no"
            elif question in truth.counts:
                counts = {name: list(pair) for name, pair in truth.counts[question].items()}
            else:
                code = truth.codes[question]
            reason = "The file was read once more; it shows this."
            file = moderation.resolve(
                file, question, code, reason, by=self.team.moderator, counts=counts
            )


def _said(questions: QuestionSet, given: Answers) -> Iterator[tuple[str, reviews.Said]]:
    """What is sent to the service, in the order of the form: facts, then questions."""
    for id, held in given.facts.items():
        yield FACT + id, reviews.Said(code="yes" if held else "no")
    for number, question in enumerate(questions.questions, start=1):
        evidence = f"entry {number}"
        if question.id in given.counts:
            counts = {name: list(pair) for name, pair in given.counts[question.id].items()}
            yield question.id, reviews.Said(counts=counts, evidence=evidence)
        elif question.id in given.codes:
            code = given.codes[question.id]
            against = questions.counts(code) in ("yes", "no") and (
                questions.counts(code) != question.good
            )
            comment = COMMENTS.get(question.id, "") if against else ""
            yield question.id, reviews.Said(code=code, evidence=evidence, comment=comment)

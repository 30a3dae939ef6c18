"""What a reviewer with known error rates makes of a file of which the truth is known.

A reading hangs on the seed, the reviewer, the file and the question alone, so that the same seed
gives the same readings in whatever order files are read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256

from openpeel.catalogue.question_sets import Question
from openpeel.catalogue.simulated_reviewers import Reviewer
from openpeel.catalogue.simulated_shares import Shares
from openpeel.sampling.answers import Answers
from openpeel.sampling.simulated.truths import TrueFile


@dataclass(frozen=True)
class Reader:
    """A reviewer before the files of one question set.

    `key` stands for the round: another key is another chance. Facts that the frame tells and counts
    of crimes are never misread: the first stand on the form, the second on the crime system.
    """

    reviewer: Reviewer
    shares: Shares
    key: str

    def reading(
        self,
        reference: str,
        truth: TrueFile,
        *,
        asked: Collection[str],
        told: Mapping[str, bool],
        week: int = 0,
    ) -> Answers:
        """All that the reviewer answers about a file, in the order of the form.

        Args:
            reference: The file's.
            truth: What is true of it.
            asked: Ids of the questions that are asked of it.
            told: Facts that the frame tells.
            week: Of the round, from 0.
        """
        questions = self.shares.set
        needed = {c.fact for id in asked for c in questions.by_id[id].when if c.fact}
        facts = {
            fact.id: truth.facts[fact.id] != self._misreads(f"fact:{fact.id}", reference, week)
            for fact in questions.facts
            if fact.id in needed and fact.id not in told
        }
        codes: dict[str, str] = {}
        counts: dict[str, Mapping[str, tuple[int, int]]] = {}
        for question in questions.questions:
            if question.id not in asked:
                continue
            if not questions.relevant(question, {**facts, **told}, codes):
                continue
            if question.kind == "counts":
                counts[question.id] = truth.counts[question.id]
            else:
                codes[question.id] = self._code(question, truth.codes[question.id], reference, week)
        return Answers(facts, codes, counts)

    def _misreads(self, item: str, reference: str, week: int) -> bool:
        return self._chance("misread", item, reference) < self.rate(item, week)

    def rate(self, item: str, week: int) -> float:
        """How often the reviewer reads an answer wrongly; facts are named `fact:vulnerable`."""
        if item.startswith("fact:"):
            fact = self.shares.facts.get(item.removeprefix("fact:"))
            hard = 0.0 if fact is None else fact.misread
        else:
            hard = self.shares.questions[item].misread
        return min(1.0, hard * self.reviewer.wrong_in(week))

    def _code(self, question: Question, true: str, reference: str, week: int) -> str:
        questions = self.shares.set
        if self._misreads(question.id, reference, week):
            others = [
                code
                for code in question.answers
                if code != true and questions.counts(code) != "not applicable"
            ]
            return others[int(self._chance("other", question.id, reference) * len(others))]
        unsaid = [code for code in question.answers if questions.counts(code) == "not recorded"]
        hard = self.shares.questions[question.id].misread
        if unsaid and hard and questions.counts(true) == "yes":
            chance = self._chance("not recorded", question.id, reference)
            return unsaid[0] if chance < self.reviewer.not_recorded else true
        return true

    def _chance(self, *what: str) -> float:
        text = "\n".join((self.key, self.reviewer.username, *what))
        return int.from_bytes(sha256(text.encode()).digest()[:8], "big") / 2.0**64

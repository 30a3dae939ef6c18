"""What has been received: for each force and return, when, how much, and what stays to be answered.

Everything here is worked out from the current submissions of a release, each with its report.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from openpeel.catalogue.contracts import Contract, contracts
from openpeel.catalogue.forces import forces
from openpeel.facts.editions import replaced_for
from openpeel.facts.returns.findings import Finding, Reply
from openpeel.facts.returns.submitted import Submission


@dataclass(frozen=True)
class Question:
    """A query with its number and, when there is one, its reply."""

    number: str
    finding: Finding
    reply: Reply | None


@dataclass(frozen=True)
class Received:
    """One return of one force, as it stands now."""

    contract: Contract
    force_code: str
    submissions: tuple[Submission, ...]  # current ones, the latest first

    @property
    def latest(self) -> Submission:
        """The last one that was sent."""
        return self.submissions[0]

    @property
    def period(self) -> tuple[date, date]:
        """First and last day that the submissions cover."""
        return (
            min(s.period_start for s in self.submissions),
            max(s.period_end for s in self.submissions),
        )

    @property
    def at(self) -> datetime:
        """When the last one was sent."""
        return self.latest.at

    @property
    def corrected(self) -> bool:
        """Whether any of it took the place of an earlier one."""
        return any(s.corrects for s in self.submissions)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The force's queries, open ones first; each once, as the latest file raised it."""
        found = {
            number: Question(number, query, s.report.reply_to(query))
            for s in reversed(self.submissions)
            for query in s.report.queries
            if query.force_code == self.force_code
            for number in [query.number(self.contract.id)]
        }
        return tuple(
            sorted(found.values(), key=lambda q: (q.reply is not None, q.finding.rule, q.number))
        )

    @property
    def open(self) -> int:
        """Queries without a reply."""
        return sum(question.reply is None for question in self.questions)

    @property
    def answered(self) -> int:
        """Queries with one."""
        return len(self.questions) - self.open


class Status:
    """The current submissions, by force and return."""

    def __init__(self, submissions: Iterable[Submission]) -> None:
        every = sorted(submissions, key=lambda s: s.order, reverse=True)
        held: dict[tuple[str, str], list[Submission]] = defaultdict(list)
        for submission in every:
            for force in submission.forces:
                if not replaced_for(force, submission, every):
                    held[force, submission.contract].append(submission)
        self._received = {
            (force, id): Received(contracts()[id], force, tuple(found))
            for (force, id), found in held.items()
            if id in contracts()
        }

    @property
    def any(self) -> bool:
        """Whether anything has been received at all."""
        return bool(self._received)

    def get(self, force_code: str, contract: str) -> Received | None:
        """One return of one force, or None when it has not been received."""
        return self._received.get((force_code, contract))

    def of_force(self, force_code: str) -> list[Received]:
        """What a force has sent, in the contracts' order."""
        return [r for id in contracts() if (r := self.get(force_code, id))]

    def of_contract(self, contract: str) -> list[Received]:
        """What has been received of one return, by force."""
        return [r for force in forces().all if (r := self.get(force.code, contract))]

    def missing_forces(self, contract: str) -> list[str]:
        """Names of the forces that have not sent it."""
        return [force.name for force in forces().all if not self.get(force.code, contract)]

    def missing_returns(self, force_code: str) -> list[Contract]:
        """Returns that a force has not sent."""
        return [c for id, c in contracts().items() if not self.get(force_code, id)]

    @cached_property
    def asked_by_rule(self) -> dict[str, Counter[str]]:
        """For each rule that asked anything, how many queries each force has of it."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for received in self._received.values():
            for question in received.questions:
                found[question.finding.rule][received.force_code] += 1
        return dict(sorted(found.items()))

"""What a check finds, and the report that holds it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Severity = Literal["error", "query"]  # must be fixed; must be fixed or explained


@dataclass(frozen=True)
class Finding:
    """One thing that a rule found in one force's rows.

    `rows` are the numbers of the first rows concerned as a person counts them in the file (the
    header is row 1); empty when the finding is about the whole. `count` is how many there are.
    """

    rule: str
    severity: Severity
    force_code: str  # empty when the row names no force
    subject: str  # the field, share or link that it is about; empty for the whole return
    period: str  # 2025-09 when it is about one month, else empty
    sentence: str  # what was found and what to do
    count: int = 0
    rows: tuple[int, ...] = ()

    def number(self, contract: str) -> str:
        """A number that stays the same as long as the question does, whatever the figures are."""
        text = "|".join((contract, self.force_code, self.rule, self.subject, self.period))
        return f"Q{int(hashlib.sha256(text.encode()).hexdigest(), 16) % 10**8:08d}"


@dataclass(frozen=True)
class Reply:
    """A force's answer to a query. It stays with the data for ever."""

    number: str  # of the query
    words: str
    by: str
    on: date


def latest(replies: Iterable[Reply], number: str) -> Reply | None:
    """The reply that counts: the last one given to a query, of the same day the last in order."""
    given = sorted((r for r in replies if r.number == number), key=lambda reply: reply.on)
    return given[-1] if given else None


@dataclass(frozen=True)
class Filled:
    """One force's rows, and in how many of them each field is filled."""

    rows: int
    fields: dict[str, int]  # fields not sent are absent


@dataclass(frozen=True)
class Report:
    """The result of checking one file: the same file, contract and day give the same report."""

    contract: str
    contract_version: int
    file: str  # its name, without the folder
    sha256: str
    checked_as_of: date
    forces: tuple[str, ...]  # codes, in order
    rows: int
    period_start: date | None
    period_end: date | None
    filled: dict[str, int]  # field -> rows in which it is filled; fields not sent are absent
    findings: tuple[Finding, ...]  # errors first, then by rule, force, subject, period
    rules_run: tuple[str, ...]
    rules_left: tuple[tuple[str, str], ...] = ()  # rule and why it could not be run
    notes: tuple[str, ...] = ()  # how the file was read: encoding, delimiter, sheet, mapping
    replies: tuple[Reply, ...] = ()
    by_force: dict[str, Filled] = field(default_factory=dict)  # by code; empty: one force alone

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What must be fixed."""
        return tuple(found for found in self.findings if found.severity == "error")

    @property
    def queries(self) -> tuple[Finding, ...]:
        """What must be fixed or explained."""
        return tuple(found for found in self.findings if found.severity == "query")

    def filled_of(self, force_code: str) -> Filled:
        """How one force filled the return in."""
        return self.by_force.get(force_code) or Filled(self.rows, self.filled)

    def reply_to(self, finding: Finding) -> Reply | None:
        """The last reply to a query, or None while it is open."""
        return latest(self.replies, finding.number(self.contract))

    @property
    def open(self) -> tuple[Finding, ...]:
        """Queries without a reply."""
        return tuple(found for found in self.queries if self.reply_to(found) is None)

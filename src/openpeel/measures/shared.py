"""What is shared back with a force, as plain records: see `share_back.py` for how it is made."""

from __future__ import annotations

from dataclasses import dataclass

from openpeel.catalogue.measures import Measure
from openpeel.measures.share_back_checks import CheckResult, CountBeside
from openpeel.measures.values import Value


@dataclass(frozen=True)
class LastYear:
    """The same measure a year before, and how it has changed since."""

    value: Value
    difference: float | None  # this year's less last year's, in the measure's unit
    lower: float | None
    upper: float | None
    verdict: str  # higher, lower, no clear change, cannot say
    reason: str  # why nothing can be said; else empty


@dataclass(frozen=True)
class PublishedValue:
    """The same thing as a publisher counts it."""

    measure: Measure
    value: Value
    difference: float | None  # the return's less the published one, in the measure's unit
    words: str  # why the two may differ


@dataclass(frozen=True)
class Mark:
    """That the force differs notably; it asks a question."""

    method: str  # outlier lines, or funnel
    side: str  # above or below
    words: str


@dataclass(frozen=True)
class MeasureBack:
    """One measure (and group) for the force, beside everything it can be held against."""

    measure: Measure
    group: str
    value: Value
    others: tuple[Value, ...]  # of the other forces that supplied it, by name; some hidden
    supplied: int  # forces of the 43 that supplied it
    missing: tuple[str, ...]  # names of those that did not
    national: Value | None
    last_year: LastYear | None
    published: PublishedValue | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class OpenQuery:
    """A query of a current submission that has no reply."""

    contract: str
    number: str
    sentence: str
    file: str


@dataclass(frozen=True)
class Budget:
    """Comparisons made and marks seen by one method, beside what chance alone would give."""

    method: str
    made: int
    marked: int
    by_chance: float


@dataclass(frozen=True)
class ShareBack:
    """All that is shared back with one force."""

    force_code: str
    force: str
    release: str
    simulated: bool
    measures: tuple[MeasureBack, ...]
    budgets: tuple[Budget, ...]
    counts: tuple[CountBeside, ...]
    checks: tuple[CheckResult, ...]
    queries: tuple[OpenQuery, ...]

    @property
    def notable(self) -> tuple[MeasureBack, ...]:
        """Measures with a mark."""
        return tuple(back for back in self.measures if back.marks)

    @property
    def by_theme(self) -> dict[str, list[MeasureBack]]:
        """Measures under their themes, in the order in which they come."""
        found: dict[str, list[MeasureBack]] = {}
        for back in self.measures:
            found.setdefault(back.measure.theme, []).append(back)
        return found

    @property
    def inconsistent(self) -> tuple[CheckResult, ...]:
        """Checks that ask a question."""
        return tuple(check for check in self.checks if check.asks)

"""What a rule is, and the list of them all.

A rule looks at one inspection, or at the record as a whole, and gives what it found. Its name is
that of its function; its level, words and reason stand in the catalogue (`inspection-rules.yaml`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property

from openpeel.catalogue.forces import forces
from openpeel.catalogue.frameworks import Area, Framework, framework
from openpeel.inspecting.places import Place
from openpeel.inspecting.record import Evidence, Inspection, Judgment, Record, Round


@dataclass(frozen=True)
class Context:
    """What a record does not hold itself: the day of the check, and what a site knows.

    `release` is the current one, `superseded` those before it, `figures` the names of the figures
    in it, `audits` the questions that each published audit has an estimate for; None means that
    nobody said. `on` may be any day; `today` is the one on which the record is looked at.
    """

    on: date
    release: str | None = None
    superseded: frozenset[str] = frozenset()
    figures: frozenset[str] | None = None
    audits: Mapping[str, frozenset[str]] | None = None
    today: date = field(default_factory=lambda: datetime.now(UTC).date())


@dataclass(frozen=True)
class Found:
    """Where a rule found something, and what."""

    where: str
    words: str


@dataclass(frozen=True)
class NotLooked:
    """Why a rule could not be looked at."""

    why: str


@dataclass(frozen=True)
class Case:
    """One inspection of a record under its framework."""

    record: Record
    inspection: Inspection
    context: Context

    @cached_property
    def framework(self) -> Framework:
        """The framework of the inspection."""
        return framework(self.inspection.framework)

    @cached_property
    def evidence(self) -> dict[str, Evidence]:
        """Evidence by id."""
        return {one.id: one for one in self.inspection.evidence}

    @cached_property
    def rounds(self) -> dict[str, Round]:
        """Rounds by id."""
        return {one.id: one for one in self.inspection.rounds}

    @property
    def graded(self) -> tuple[Judgment, ...]:
        """Judgments that give a grade."""
        return tuple(one for one in self.inspection.judgments if one.grade is not None)

    def area(self, id: str) -> Area:
        """An area of the framework."""
        return self.framework.area(id)

    def weighed(self, area: str) -> tuple[Evidence, ...]:
        """Evidence that speaks for or against in an area; a survey never does."""
        return tuple(
            one
            for one in self.inspection.evidence
            if one.area == area and one.speaks != "context" and one.kind != "survey"
        )


Findings = Iterable[Found | NotLooked]
InspectionRule = Callable[[Case], Findings]
RecordRule = Callable[[Record], Findings]

ON_INSPECTIONS: dict[str, InspectionRule] = {}
ON_RECORDS: dict[str, RecordRule] = {}


def inspection_rule(function: InspectionRule) -> InspectionRule:
    """Enter a rule that looks at one inspection after the other."""
    ON_INSPECTIONS[_id(function)] = function
    return function


def record_rule(function: RecordRule) -> RecordRule:
    """Enter a rule that looks at the record as a whole."""
    ON_RECORDS[_id(function)] = function
    return function


def spot(place: Place, key: str = "") -> str:
    """Where something stands, as a problem names it: its file, and its key in that file."""
    file, at = place
    named = at(key).rstrip(".")
    return f"{file}, {named}" if named else file


def force_names(codes: Iterable[str]) -> str:
    """Forces by name, for a sentence."""
    return ", ".join(forces().by_code[code].name for code in codes)


def _id(function: Callable[..., object]) -> str:
    id = function.__name__.replace("_", "-")
    assert id not in ON_INSPECTIONS.keys() | ON_RECORDS.keys(), f"two rules are named {id}"
    return id

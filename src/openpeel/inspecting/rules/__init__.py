"""Rules of a consistent record: what can be told wrong without knowing the force.

What does not resolve is refused when a record is read; these rules are about what was decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openpeel.catalogue.inspection_rules import LEVELS, Level, inspection_rules
from openpeel.inspecting.record import Record
from openpeel.inspecting.rules import (
    concerns,
    documents,
    enquiry,
    entries,
    figures,
    findings,
    grades,
    histories,
    moderation,
    programme,
    regions,
    sources,
    weighing,
)
from openpeel.inspecting.rules.registry import (
    ON_INSPECTIONS,
    ON_RECORDS,
    Case,
    Context,
    Findings,
    NotLooked,
)

__all__ = ["Context", "Problem", "check_record", "rule_ids"]

# Importing a module enters its rules.
_MODULES = (
    concerns, documents, enquiry, entries, figures, findings, grades, histories, moderation,
    programme, regions, sources, weighing,
)  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """What a rule has to say: `where` is a file of the record with a key, empty for all of it."""

    rule: str
    level: Level
    where: str
    words: str


def rule_ids() -> frozenset[str]:
    """The names of all rules."""
    return frozenset(ON_INSPECTIONS.keys() | ON_RECORDS.keys())


def check_record(record: Record, context: Context) -> tuple[Problem, ...]:
    """Everything that the rules say of a record: errors, then warnings, then notes, by place.

    Its references must resolve (`references.broken`), as those of a record that was read do. A
    rule that lacks something of the context says so in a note.
    """
    found = dict.fromkeys(_problems(record, context))  # each once
    return tuple(sorted(found, key=lambda one: (LEVELS.index(one.level), one.where, one.rule)))


def _problems(record: Record, context: Context) -> Iterator[Problem]:
    for id, look in ON_RECORDS.items():
        yield from _of(id, look(record))
    for inspection in record.inspections:
        case = Case(record, inspection, context)
        for id, look_at in ON_INSPECTIONS.items():
            yield from _of(id, look_at(case))


def _of(rule: str, findings: Findings) -> Iterator[Problem]:
    for found in findings:
        if isinstance(found, NotLooked):
            yield Problem(rule, "note", "", f"This was not looked at: {found.why}.")
        else:
            yield Problem(rule, inspection_rules()[rule].level, found.where, found.words)

"""Rules of audits that change with the years: thresholds of agreement, bases, the schedule."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from pydantic import Field, field_validator

from openpeel.catalogue.dated import Checked, Dated, at, first_overlap
from openpeel.catalogue.loading import DATA, Entry, load_yaml
from openpeel.errors import UserError


class AgreementRule(Entry):
    """When two reviewers agree too seldom for a question to be published without a note."""

    pairs: int = Field(ge=2)  # fewer say nothing about agreement
    ac1: float = Field(gt=0, lt=1)
    percent: float = Field(gt=0, lt=1)  # a share from 0 to 1


class ScheduleRule(Entry):
    """How often a force is assessed, and its crime recording tested."""

    cycle_months: int = Field(ge=1)
    recording_years: int = Field(ge=1)
    recording_every: int = Field(ge=1)  # of so many assessments on end, one tests recording


class Rules(Dated):
    """The rules of some years."""

    smallest_base: int = Field(ge=1)
    agreement: AgreementRule
    schedule: ScheduleRule


class _RulesFile(Entry):
    checked: Checked
    editions: tuple[Rules, ...] = Field(min_length=1)

    @field_validator("editions")
    @classmethod
    def _one_at_a_time(cls, listed: tuple[Rules, ...]) -> tuple[Rules, ...]:
        both = first_overlap(("rules", edition) for edition in listed)
        if both is not None:
            raise at((both[1], "from"), "two editions of the rules hold on one day")
        return listed


def load_audit_rules(path: Path) -> tuple[Rules, ...]:
    """The editions in a file; UserError names file, line and key."""
    return load_yaml(path, _RulesFile).editions


@cache
def _editions() -> tuple[Rules, ...]:
    return load_audit_rules(DATA / "audit-rules.yaml")


def audit_rules(on: date) -> Rules:
    """The rules that hold on a day; UserError when there are none.

    >>> audit_rules(date(2026, 11, 23)).smallest_base
    10
    """
    for rules in _editions():
        if rules.start <= on and (rules.end is None or on <= rules.end):
            return rules
    raise UserError(f"audit-rules.yaml has no rules for {on}; give a later day or add an edition.")

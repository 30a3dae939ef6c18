"""Limits of the checker's rules: dated numbers, each with the reason for it."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from pydantic import field_validator

from openpeel.catalogue.dated import Checked, Dated, at, first_overlap
from openpeel.catalogue.loading import DATA, Entry, load_yaml
from openpeel.errors import UserError

FILE = DATA / "checks.yaml"


class Limit(Dated):
    """A number that a rule uses from one day to another, and why it is that number."""

    value: float
    words: str


class Limits(Entry):
    """The limits of every rule: rule, name of the limit, its dated values."""

    checked: Checked
    limits: dict[str, dict[str, tuple[Limit, ...]]]

    @field_validator("limits")
    @classmethod
    def _one_at_a_time(
        cls, limits: dict[str, dict[str, tuple[Limit, ...]]]
    ) -> dict[str, dict[str, tuple[Limit, ...]]]:
        for rule, named in limits.items():
            for name, values in named.items():
                if clash := first_overlap((name, value) for value in values):
                    raise at((rule, name, clash[1], "from"), "two values hold on the same day")
        return limits

    def value(self, rule: str, name: str, on: date) -> float:
        """The limit of that name on a day; the first one before it held, so old files check."""
        values = sorted(self.limits[rule][name], key=lambda limit: limit.start)
        held = [limit for limit in values if limit.start <= on]
        return (held or values)[-1 if held else 0].value


def load_limits(path: Path) -> Limits:
    """Limits from a file; UserError names file, line and key."""
    found = load_yaml(path, Limits)
    if not found.limits:
        raise UserError(f"{path}, key limits: there is no limit; give each rule its own.")
    return found


@cache
def limits() -> Limits:
    """The limits of every rule."""
    return load_limits(FILE)

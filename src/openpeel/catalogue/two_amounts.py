"""How the words of a comparison say which of its two amounts is which, as dated data."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from openpeel.catalogue.dated import Checked, at
from openpeel.catalogue.loading import DATA, Entry, load_yaml
from openpeel.catalogue.patterns import Regex

PLACES = ("ONE", "TWO")


class Pattern(Entry):
    """One way to say it: `own` is the figure's amount, the other that of what it stands beside."""

    id: str = Field(pattern=r"^[a-z][a-z-]*$")
    own: Literal["ONE", "TWO"]
    words: str
    pattern: Regex

    @field_validator("pattern")
    @classmethod
    def _names_both(cls, pattern: str) -> str:
        if any(place not in pattern for place in PLACES):
            raise at((), f"{pattern!r} does not name both ONE and TWO")
        return pattern


class _PatternsFile(Entry):
    checked: Checked
    patterns: tuple[Pattern, ...]


def load_patterns(path: Path) -> tuple[Pattern, ...]:
    """Patterns from a file, in its order; UserError names file, line and key."""
    return load_yaml(path, _PatternsFile).patterns


@cache
def two_amounts() -> tuple[Pattern, ...]:
    """The patterns in force."""
    return load_patterns(DATA / "two-amounts.yaml")

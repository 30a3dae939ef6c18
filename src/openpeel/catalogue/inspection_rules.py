"""What a consistent record of an inspection is: the rules by name, with level, words and reason.

How each is looked for stands in `inspecting.rules`; the names are the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints

from openpeel.catalogue.dated import Checked
from openpeel.catalogue.loading import DATA, Entry, load_yaml

Level = Literal["error", "warning", "note"]
LEVELS: tuple[Level, ...] = get_args(Level)
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]*[a-z]$")]


class InspectionRule(Entry):
    """One rule: what it finds, why that matters, and whose rule it is."""

    level: Level
    sentence: str = Field(min_length=1)
    why: str = Field(min_length=1)
    source: str = Field(min_length=1)


class _RulesFile(Entry):
    checked: Checked
    rules: dict[Id, InspectionRule] = Field(min_length=1)


def load_inspection_rules(path: Path) -> Mapping[str, InspectionRule]:
    """The rules in a file by id; UserError names file, line and key."""
    return load_yaml(path, _RulesFile).rules


@cache
def inspection_rules() -> Mapping[str, InspectionRule]:
    """The rules by id, in the order of the file."""
    return load_inspection_rules(DATA / "inspection-rules.yaml")

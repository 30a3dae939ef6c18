"""Counting rules: what forces must have in common before a measure compares them."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from pydantic import field_validator

from openpeel.catalogue.dated import Checked, at
from openpeel.catalogue.loading import DATA, Entry, load_yaml


class Change(Entry):
    """A day on which the rule itself changed: figures before it are not like those after."""

    on: date
    words: str


class Rule(Entry):
    """One counting rule."""

    words: str
    changed: tuple[Change, ...] = ()

    @field_validator("changed")
    @classmethod
    def _in_order(cls, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        for number, (one, next_) in enumerate(pairwise(changes), start=1):
            if next_.on <= one.on:
                raise at((number, "on"), f"{next_.on} does not come after {one.on}; sort by day")
        return changes


class _RulesFile(Entry):
    checked: Checked
    rules: dict[str, Rule]


def load_rules(path: Path) -> dict[str, Rule]:
    """Counting rules from a file by word; UserError names file, line and key."""
    return load_yaml(path, _RulesFile).rules


@cache
def rules() -> dict[str, Rule]:
    """The counting rules that measures name under `comparability`."""
    return load_rules(DATA / "comparability.yaml")

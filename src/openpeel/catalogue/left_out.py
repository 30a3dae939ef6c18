"""The reference list of measures beside the measure files: what is left out, and what differs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import field_validator

from openpeel.catalogue.dated import Checked, at
from openpeel.catalogue.loading import DATA, Entry, load_yaml


class LeftOut(Entry):
    """Measures of the list without a file, and why."""

    ids: tuple[str, ...]
    reason: str


class BesideTheList(Entry):
    """What to know when the list and the files are laid side by side.

    `other_direction` has, by a measure's id, why its better direction is not that of the list.
    """

    checked: Checked
    left_out: tuple[LeftOut, ...]
    other_direction: dict[str, str]

    @field_validator("left_out")
    @classmethod
    def _once(cls, entries: tuple[LeftOut, ...]) -> tuple[LeftOut, ...]:
        seen: set[str] = set()
        for number, entry in enumerate(entries):
            if again := seen & set(entry.ids):
                raise at((number, "ids"), f"the id {min(again)} stands twice; keep one")
            seen |= set(entry.ids)
        return entries

    @property
    def reasons(self) -> dict[str, str]:
        """Why each measure of the list has no file, by its id there."""
        return {id: entry.reason for entry in self.left_out for id in entry.ids}


def load_beside_the_list(path: Path) -> BesideTheList:
    """The file; UserError names file, line and key."""
    return load_yaml(path, BesideTheList)


@cache
def beside_the_list() -> BesideTheList:
    """What comes with openpeel."""
    return load_beside_the_list(DATA / "left-out.yaml")

"""The reference list of measures beside the files: what audits answer, is left out, or differs."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from openpeel.catalogue.dated import Checked, at
from openpeel.catalogue.loading import DATA, Entry, load_yaml


class LeftOut(Entry):
    """Measures of the list without a file, and why."""

    ids: tuple[str, ...]
    reason: str


class Audited(LeftOut):
    """Measures of the list that audits answer: their figures are among the results of audits.

    Questions name the measures that they answer, but for one that is worked out `from` another.
    """

    worked_from: str | None = Field(default=None, alias="from")


class BesideTheList(Entry):
    """What to know when the list and the files are laid side by side.

    A measure stands once, among the `audited` or among those `left_out`. `other_direction` has, by
    a measure's id, why its better direction is not that of the list.
    """

    checked: Checked
    audited: tuple[Audited, ...] = ()
    left_out: tuple[LeftOut, ...]
    other_direction: dict[str, str]

    @model_validator(mode="after")
    def _once(self) -> Self:
        seen: set[str] = set()
        for name, entries in (("audited", self.audited), ("left_out", self.left_out)):
            for number, entry in enumerate(entries):
                if again := seen & set(entry.ids):
                    raise at((name, number, "ids"), f"the id {min(again)} stands twice; keep one")
                seen |= set(entry.ids)
        return self

    @property
    def audited_ids(self) -> frozenset[str]:
        """Measures of the list that audits answer."""
        return frozenset(id for entry in self.audited for id in entry.ids)

    @property
    def worked_from(self) -> dict[str, str]:
        """Measures that audits work out from another, and that other."""
        return {id: e.worked_from for e in self.audited for id in e.ids if e.worked_from}

    @property
    def reasons(self) -> dict[str, str]:
        """Why each measure of the list is left out, by its id there."""
        return {id: entry.reason for entry in self.left_out for id in entry.ids}


def load_beside_the_list(path: Path) -> BesideTheList:
    """The file; UserError names file, line and key."""
    return load_yaml(path, BesideTheList)


@cache
def beside_the_list() -> BesideTheList:
    """What comes with openpeel."""
    return load_beside_the_list(DATA / "left-out.yaml")

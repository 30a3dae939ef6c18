"""Reason codes for figures that are missing or qualified, and the cases known beforehand.

Readers find the gaps that a file marks itself. `exceptions` are those that a file does not mark
where the number stands: without them a force that changed its system half way through a year
would look like the force that searches least.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, field_validator, model_validator

from openpeel.catalogue.dated import Checked, Dated, ForceCode, at, first_overlap
from openpeel.catalogue.loading import DATA, Entry, load_yaml
from openpeel.catalogue.tables import tables
from openpeel.errors import UserError


class Status(Entry):
    """A reason code: what it says, and what may be done with a value that carries it.

    `shown`: a value stands beside the code. `compared`: that value may enter means, lines, limits
    and marks.
    """

    code: str
    label: str
    sentence: str
    shown: bool
    compared: bool

    @property
    def shorthand(self) -> str:
        """The code as it stands in a table: [x]."""
        return f"[{self.code}]"

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.compared and not self.shown:
            raise at(("compared",), "a value that is not shown can't be compared")
        return self


class Exception_(Dated):
    """A force whose figures in one table, for some dates, need a reason code or a note.

    `status` is a code of statuses.yaml, or None when the value stands and only the reason is to
    be read with it.
    """

    table: str
    force_code: ForceCode = Field(alias="force")
    status: str | None
    reason: str
    source: str

    @property
    def period_start(self) -> date:
        """First day for which it holds."""
        return self.start

    @property
    def period_end(self) -> date | None:
        """Last day for which it holds; None when no end is known."""
        return self.end

    @field_validator("table")
    @classmethod
    def _table(cls, name: str) -> str:
        if name not in tables():
            raise ValueError(f"there is no table {name!r} in tables.yaml")
        return name

    @field_validator("status")
    @classmethod
    def _status(cls, code: str | None) -> str | None:
        if code is not None and code not in statuses():
            raise ValueError(f"{code!r} is no reason code; use one of {', '.join(statuses())}")
        return code


class _StatusesFile(Entry):
    checked: Checked
    statuses: tuple[Status, ...]

    @field_validator("statuses")
    @classmethod
    def _once(cls, listed: tuple[Status, ...]) -> tuple[Status, ...]:
        codes = [status.code for status in listed]
        for number, code in enumerate(codes):
            if code in codes[:number]:
                raise at((number, "code"), f"{code!r} stands twice")
        return listed


class _CoverageFile(Entry):
    checked: Checked
    exceptions: tuple[Exception_, ...]

    @field_validator("exceptions")
    @classmethod
    def _apart(cls, listed: tuple[Exception_, ...]) -> tuple[Exception_, ...]:
        clash = first_overlap(((entry.table, entry.force_code), entry) for entry in listed)
        if clash:
            first, second = clash
            raise at(
                (second, "from"),
                f"its dates overlap with entry {first + 1}, for the same table and force",
            )
        return listed


def load_statuses(path: Path) -> dict[str, Status]:
    """Reason codes from a file, in its order; UserError names file, line and key."""
    return {status.code: status for status in load_yaml(path, _StatusesFile).statuses}


def load_coverage(path: Path) -> tuple[Exception_, ...]:
    """Exceptions from a file, in its order; UserError names file, line and key."""
    return load_yaml(path, _CoverageFile).exceptions


@cache
def statuses() -> dict[str, Status]:
    """Every reason code."""
    return load_statuses(DATA / "statuses.yaml")


@cache
def _exceptions() -> tuple[Exception_, ...]:
    return load_coverage(DATA / "coverage.yaml")


def exceptions(table: str) -> tuple[Exception_, ...]:
    """The exceptions known for one table; UserError when there is no such table."""
    if table not in tables():
        raise UserError(f"There is no table {table!r}; choose one of {', '.join(tables())}.")
    return tuple(entry for entry in _exceptions() if entry.table == table)

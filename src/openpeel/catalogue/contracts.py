"""Return contracts: what a force is asked to send, column by column, as dated files.

A contract is one file in `data/returns`. From it come the docs page, the empty templates, the
checks, and the lake's table. Two fields need no mention because every return has them: `force`
(whose return it is) and `area` (the local policing area).
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field as Key
from pydantic import model_validator

from openpeel.catalogue.codes import listed
from openpeel.catalogue.loading import DATA, Entry, load_yaml
from openpeel.errors import UserError

FOLDER = DATA / "returns"

FieldType = Literal[
    "reference",  # the force's own key for a record; stored as a salted hash
    "code",  # one of a list
    "label",  # a short word or number from another's list, such as an offence code
    "flag",  # yes or no
    "whole",  # a whole number
    "number",  # a number with a fraction
    "pounds",  # an amount of money
    "date",  # a day
    "time",  # a day and a time by the clock on the wall in the United Kingdom
]
ColumnType = Literal["VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "DATE", "TIMESTAMP"]
Unit = Literal["milliseconds", "seconds", "hours", "days"]

STORED: dict[FieldType, ColumnType] = {
    "reference": "VARCHAR",
    "code": "VARCHAR",
    "label": "VARCHAR",
    "flag": "BOOLEAN",
    "whole": "BIGINT",
    "number": "DOUBLE",
    "pounds": "DOUBLE",
    "date": "DATE",
    "time": "TIMESTAMP",
}
MILLISECONDS: dict[Unit, int] = {
    "milliseconds": 1,
    "seconds": 1_000,
    "hours": 3_600_000,
    "days": 86_400_000,
}
PROBLEMS = ("missing", "negative", "too-long", "clock-change")


class Field(Entry):
    """One column that a force is asked for."""

    type: FieldType
    words: str
    required: bool = False  # an empty cell is an error
    codes: str | tuple[str, ...] | None = None  # a list of codes.yaml, or the codes themselves
    names: tuple[str, ...] = ()  # what force systems call it, for the first draft of a mapping
    least: float | None = None  # numbers below it are an error
    most: float | None = None
    pattern: str | None = None  # a regular expression that a label must match as a whole
    known_after: int = Key(default=0, ge=0)  # months until there is an answer
    example: str = ""  # a value as it may stand in the file

    @property
    def stored(self) -> ColumnType:
        """The engine's type."""
        return STORED[self.type]

    @property
    def allowed(self) -> tuple[str, ...] | None:
        """The codes it may hold, or None when they are not listed."""
        return listed(self.codes)

    @model_validator(mode="after")
    def _whole(self) -> Field:
        if (self.type == "code") != (self.codes is not None):
            raise ValueError("a field of type `code` needs `codes`, and no other may have them")
        if self.pattern and self.type != "label":
            raise ValueError("only a label has a `pattern`")
        return self


class Duration(Entry):
    """A whole number of units between two times; null when it can't be worked out or can't be.

    Beside it stands a column `<name>_problem`: null when the number is good or none is expected,
    else one of `PROBLEMS`.
    """

    start: str = Key(alias="from")
    end: str = Key(alias="to")
    unit: Unit
    longest: int  # in units; anything longer is no duration but a slip
    words: str
    expected: str | None = None  # SQL: rows that ought to have it; default: those with both times
    unless: str | None = None  # a field: rows where it is filled have no such duration


class Derived(Entry):
    """A column worked out from the others of its row."""

    type: FieldType
    sql: str  # over fields and durations, in SQL that every engine reads alike
    words: str
    codes: str | tuple[str, ...] | None = None


class Link(Entry):
    """A field that holds the key of another return's record."""

    field: str
    to: str  # the other contract's id


class Share(Entry):
    """A share that is nearly always within bounds; outside them the checker asks why."""

    part: str  # SQL
    of: str = "true"
    least: float | None = None  # per cent
    most: float | None = None
    words: str


class Published(Entry):
    """A published count that the number of rows should come near to."""

    table: str
    sum: str
    where: str = "true"  # SQL over the published table
    of: str = "true"  # SQL over the return: the rows that it counts
    within: float  # per cent of the published number
    words: str


class PeriodOf(Entry):
    """How a row finds its period."""

    field: str
    by: Literal["day", "month", "year"]  # year: from April to March


class _Checked(Entry):
    on: date
    next: date


class Contract(Entry):
    """One return."""

    id: str = Key(pattern=r"^[a-z]+(-[a-z]+)*$")
    version: int = Key(ge=1)
    since: date  # the first day of the periods for which it is asked
    name: str
    why: str
    row: str  # what a row is: "one call offered to the force"
    kind: Literal["log", "snapshot"]  # what happened in a period, or what stood at a moment
    people: bool = False  # a row is about one person, so small counts are hidden
    table: str = ""  # the lake's table; the id with underscores unless the name is taken
    period: PeriodOf
    key: tuple[str, ...]
    fields: dict[str, Field]
    durations: dict[str, Duration] = Key(default_factory=dict)
    derived: dict[str, Derived] = Key(default_factory=dict)
    order: tuple[tuple[str, ...], ...] = ()  # times that must follow one another
    links: tuple[Link, ...] = ()
    shares: dict[str, Share] = Key(default_factory=dict)
    published: tuple[Published, ...] = ()
    breaks: tuple[str, ...] = ()  # code and flag fields whose mix should not change at a stroke
    notes: tuple[str, ...] = ()  # how to fill it in, one sentence each
    checked: _Checked

    @property
    def lake_table(self) -> str:
        """The table of the lake that holds its rows."""
        return self.table or self.id.replace("-", "_")

    @property
    def asked(self) -> dict[str, Field]:
        """Every field of the return: force and area, then its own."""
        return EVERY | self.fields

    @property
    def times(self) -> tuple[str, ...]:
        """Fields that hold a day and a time."""
        return tuple(name for name, field in self.fields.items() if field.type == "time")

    @model_validator(mode="after")
    def _names_known(self) -> Contract:
        columns = self.fields.keys() | self.durations.keys() | self.derived.keys()
        asked = [self.period.field, *self.key, *(link.field for link in self.links)]
        asked += [name for run in self.order for name in run]
        asked += [name for d in self.durations.values() for name in (d.start, d.end)]
        asked += [d.unless for d in self.durations.values() if d.unless]
        for name in asked:
            if name not in self.fields:
                raise ValueError(f"{self.id} has no field {name!r}")
        for name in self.breaks:
            if name not in columns:
                raise ValueError(f"{self.id} has no column {name!r} whose mix could change")
        if self.fields[self.period.field].type not in ("date", "time"):
            raise ValueError(f"the period field {self.period.field!r} is no date or time")
        if taken := self.fields.keys() & EVERY.keys():
            raise ValueError(f"every return has {', '.join(sorted(taken))}; leave it out")
        return self


EVERY: dict[str, Field] = {
    "force": Field(
        type="label",
        words="the force whose return it is: its name, ONS code, or short name",
        required=True,
        names=("force name", "force code", "police force", "pfa"),
        example="West Mercia",
    ),
    "area": Field(
        type="label",
        words="the local policing area, by name or code; empty when the place is not known",
        names=("lpa", "local policing area", "area code", "csp", "bcu", "district"),
        example="Shropshire",
    ),
}


def load_contract(path: Path) -> Contract:
    """One contract from its file, whose name must be its id."""
    found = load_yaml(path, Contract)
    if found.id != path.stem:
        raise UserError(f"{path}, key id: {found.id!r} must be the file's name, {path.stem!r}.")
    return found


@cache
def contracts() -> dict[str, Contract]:
    """Every contract by id."""
    found = {path.stem: load_contract(path) for path in sorted(FOLDER.glob("*.yaml"))}
    for contract in found.values():
        for link in contract.links:
            if link.to not in found:
                raise UserError(f"{FOLDER / contract.id}.yaml, key links: no return {link.to!r}.")
    return found


def contract(name: str) -> Contract:
    """A contract by id (underscores and case do not matter); UserError when there is none."""
    id = name.strip().lower().replace("_", "-").replace(" ", "-")
    if id not in contracts():
        raise UserError(
            f"there is no return {name!r}; `openpeel returns` lists them: {', '.join(contracts())}."
        )
    return contracts()[id]


@cache
def contract_of_table(table: str) -> Contract | None:
    """The contract whose rows a table of the lake holds, or None for a published table."""
    return next((c for c in contracts().values() if c.lake_table == table), None)

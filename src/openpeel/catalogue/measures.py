"""Measures are files: what each one counts, over what, in which direction, and why it matters.

The model checks what can be checked without an engine; the `where` clauses are parsed by
`openpeel.measures.where`.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator

from openpeel.catalogue import dated
from openpeel.catalogue.codes import codes
from openpeel.catalogue.comparability import rules
from openpeel.catalogue.contracts import contract_of_table
from openpeel.catalogue.dated import at, blame
from openpeel.catalogue.loading import DATA, Entry, Key, load_yaml
from openpeel.catalogue.tables import tables
from openpeel.catalogue.units import (
    LENGTHS,
    PER,
    QUOTIENTS,
    UNDIVIDED,
    Unit,
    converted,
    duration_unit,
)

FOLDER = DATA / "measures"

Direction = Literal["higher", "lower", "neutral", "context"]
Kind = Literal["share", "rate", "ratio", "count", "quantile", "mean", "amount"]

NUMBERS = ("BIGINT", "DOUBLE")
POPULATIONS = ("population", "population_ethnicity")


def is_reference(table: str, column: str) -> bool:
    """Whether a column holds the keys of records, each of which stands once or a few times."""
    contract = contract_of_table(table)
    field = contract.fields.get(column) if contract else None
    return field is not None and field.type == "reference"


def groups_of(table: str, by: str) -> tuple[str, ...] | None:
    """The codes into which a column of words parts a table; None when they are not listed."""
    column = tables()[table].columns.get(by)
    if column is None or column.type != "VARCHAR":
        raise at(("by",), f"`by` must name a column of words of {table}, not {by!r}")
    if is_reference(table, by):
        raise at(("by",), f"{by} holds the keys of records, so it has no groups")
    return tuple(codes(column.codes).codes) if isinstance(column.codes, str) else column.codes


class Part(Entry):
    """The unit of computation: a table, a condition, and what to add up."""

    table: str
    where: str | None = None
    sum: str | None = None  # the column to add up; rows are counted when there is none
    quantile: float | None = Field(default=None, gt=0, lt=1)  # 0.5 is the median
    column: str | None = None  # the duration whose quantile it is
    by: str | None = None  # of a denominator: the column that holds the numerator's groups
    words: str

    @field_validator("table")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in tables():
            raise ValueError(f"there is no table {name!r} in tables.yaml")
        return name

    @model_validator(mode="after")
    def _sum_known(self) -> Part:
        table = tables()[self.table]
        numbers = [name for name, column in table.columns.items() if column.type in NUMBERS]
        if self.sum is not None and self.sum not in numbers:
            known = f"it has {', '.join(numbers)}" if numbers else "it has none, so leave `sum` out"
            raise at(("sum",), f"table {self.table} has no number {self.sum!r} to add up; {known}")
        if self.sum is None and self.quantile is None and table.kind == "counts":
            raise ValueError(f"table {self.table} holds counts, so say which column to `sum`")
        if self.by is not None:
            groups_of(self.table, self.by)
        return self

    @model_validator(mode="after")
    def _quantile_known(self) -> Part:
        if (self.quantile is None) != (self.column is None):
            key = "column" if self.column else "quantile"
            raise at((key,), "`quantile` and `column` go together")
        if self.column is None:
            return self
        if self.sum is not None:
            raise at(("sum",), "a quantile adds nothing up, so leave `sum` out")
        if duration_unit(self.table, self.column) is None:
            raise at(("column",), f"table {self.table} has no duration {self.column!r}")
        return self

    @property
    def is_amount(self) -> bool:
        """Whether it adds up something else than things counted: money, hours, part-time posts."""
        if self.sum is None:
            return False
        table = tables()[self.table]
        return table.kind == "events" or table.columns[self.sum].type == "DOUBLE"

    @property
    def is_population(self) -> bool:
        """Whether the part counts residents, so that its date is matched, not equal."""
        return self.table in POPULATIONS


class Ratio(Entry):
    """The rate of each group over the rate of the group named here."""

    to: str


class Standard(Entry):
    """A standard that forces are held to, from a date."""

    since: date
    value: float
    words: str


class Checked(dated.Checked):
    """Who looked at the entry, when, and when it must be looked at again."""

    by: str


class Measure(Entry):
    """One measure, as its file has it."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    version: int = Field(ge=1)
    name: str
    why: str
    theme: str
    numerator: Part
    denominator: Part | None = None
    ratio: Ratio | None = None
    by: str | None = None  # a column of the numerator: one value for each of its codes, and for all
    groups: tuple[str, ...] = ()  # only these codes of `by`; empty means every code found
    rest: tuple[str, ...] = ()  # codes of `by` that count in `all` but get no value of their own
    all: bool = True  # with `by`: also one value over all codes
    areas: bool = False  # also by community safety partnership
    period: Literal["as published", "year ending March"] = "as published"
    unit: Unit
    direction: Direction
    minimum: int = Field(default=0, ge=0)  # smallest denominator that gives a value
    standard: tuple[Standard, ...] = ()
    comparability: str = ""
    themes: tuple[str, ...] = ()
    pitfalls: tuple[str, ...] = ()
    reference: str = Field(default="", pattern=r"^([A-Z][0-9]{2})?$")  # in the list of measures
    panel: str = ""  # measures with the same word stand beside each other as one question
    checked: Checked

    @property
    def kind(self) -> Kind:
        """Which statistics apply."""
        if self.numerator.quantile is not None:
            return "quantile"
        if self.unit == "count":
            return "count"
        if self.unit in LENGTHS and self.denominator is not None:
            return "mean"
        over_amount = self.denominator is not None and self.denominator.is_amount
        if self.numerator.is_amount or (self.unit == "percent" and over_amount):
            return "amount"
        if self.unit == "ratio":
            return "ratio"
        return "share" if self.unit == "percent" else "rate"

    @property
    def complete(self) -> bool:
        """Whether its values are complete counts or amounts, which have no sampling interval."""
        return self.kind in ("count", "amount")

    @property
    def per(self) -> int:
        """What a quotient is multiplied by: 100 for percent, 1,000 for per 1,000."""
        return PER.get(self.unit, 1)

    def shown(self, number: float) -> float:
        """A number of the parts in the measure's unit: times `per`, durations converted."""
        held = duration_unit(
            self.numerator.table, self.numerator.column or self.numerator.sum or ""
        )
        if held is not None and self.unit in LENGTHS:
            return converted(number, held, self.unit)
        return number * self.per

    @property
    def resident(self) -> bool:
        """Whether it divides by residents, which says nothing for City of London."""
        return self.denominator is not None and self.denominator.is_population

    @cached_property
    def signature(self) -> str:
        """Version and a short hash of the definition: changes when anything in the file does."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True)
        return f"{self.version}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"

    @model_validator(mode="after")
    def _whole(self) -> Measure:
        divided = self.denominator is not None
        if divided and self.unit in UNDIVIDED:
            raise at(("denominator",), f"unit `{self.unit}` has no denominator")
        if not divided and self.unit in QUOTIENTS:
            raise at(("denominator",), f"unit `{self.unit}` needs a denominator")
        if (self.unit == "ratio") != (self.ratio is not None):
            raise ValueError("unit `ratio` and key `ratio` go together")
        if self.unit == "ratio" and self.kind == "amount":
            raise at(("unit",), "groups are compared by counts; a ratio of amounts has no interval")
        if self.ratio and not (self.by and self.denominator and self.denominator.by):
            raise ValueError("a ratio compares groups, so measure and denominator need `by`")
        if self.areas and tables()[self.numerator.table].people:
            raise at(("areas",), f"{self.numerator.table} is about people: too few in a small area")
        return self

    @model_validator(mode="after")
    def _fits_its_unit(self) -> Measure:
        top, bottom = self.numerator, self.denominator
        if bottom is not None and bottom.quantile is not None:
            raise at(("denominator", "quantile"), "only a numerator can be a quantile")
        if top.quantile is not None:
            if bottom is not None:
                raise at(("denominator",), "a quantile has no denominator")
            if self.unit not in LENGTHS:
                raise at(("unit",), f"a quantile of a duration is in {', '.join(LENGTHS)}")
            if self.period != "as published":
                raise at(("period",), "quantiles of months do not add up to that of a year")
        elif self.kind == "mean":
            if top.sum is None or duration_unit(top.table, top.sum) is None:
                raise at(("numerator", "sum"), f"a mean in {self.unit} adds up a duration")
            if bottom is None or bottom.sum is not None or bottom.table != top.table:
                raise at(("denominator",), f"a mean divides by the rows of {top.table}")
            if f"{top.sum} is not null" not in (bottom.where or ""):
                raise at(
                    ("denominator", "where"),
                    f"a mean divides by the rows with a number; write `{top.sum} is not null`",
                )
        elif self.unit in ("pounds", "pounds per resident", "hours per person", *LENGTHS):
            if not top.is_amount:
                raise at(("numerator", "sum"), f"`{self.unit}` adds up a column; name it")
            if self.unit == "pounds per resident" and not self.resident:
                raise at(("denominator", "table"), "pounds per resident divide by `population`")
        return self

    @model_validator(mode="after")
    def _groups_known(self) -> Measure:
        named: list[tuple[Key, str]] = [(("groups", n), code) for n, code in enumerate(self.groups)]
        named += [(("rest", n), code) for n, code in enumerate(self.rest)]
        named += [(("ratio", "to"), self.ratio.to)] if self.ratio else []
        if self.by is None:
            if named:
                raise at(named[0][0], "groups are codes of a column; name the column with `by`")
            return self
        listed = groups_of(self.numerator.table, self.by)
        for key, code in named:
            if listed is not None and code not in listed:
                raise at(key, f"{self.by} has no code {code!r}; it has {', '.join(listed)}")
        return self


class Theme(Entry):
    """A heading under which measures stand on a force's page."""

    name: str
    words: str


class _ThemesFile(Entry):
    checked: dict[str, date]
    themes: dict[str, Theme]


@cache
def themes() -> dict[str, Theme]:
    """Themes in the order in which pages show them."""
    return load_yaml(DATA / "themes.yaml", _ThemesFile).themes


def load_measure(path: Path) -> Measure:
    """One measure from its file, whose name must be its id."""
    measure = load_yaml(path, Measure)
    if measure.id != path.stem:
        words = f"the id is {measure.id!r}; it must be the file's name, {path.stem!r}"
        raise blame(path, ("id",), words)
    if measure.theme not in themes():
        words = f"there is no theme {measure.theme!r}; known are {', '.join(themes())}"
        raise blame(path, ("theme",), words)
    if measure.comparability and measure.comparability not in rules():
        words = f"there is no counting rule {measure.comparability!r} in comparability.yaml"
        raise blame(path, ("comparability",), words)
    return measure


def load_measures(folder: Path) -> dict[str, Measure]:
    """Every measure of a folder by id, sorted by theme (in the order of themes.yaml) and file."""
    paths: dict[str, Path] = {}
    for path in sorted(folder.rglob("*.yaml")):
        if path.stem in paths:
            words = f"{paths[path.stem]} defines the measure {path.stem!r} too; keep one"
            raise blame(path, ("id",), words)
        paths[path.stem] = path
    found = [load_measure(path) for path in paths.values()]
    order = list(themes())
    return {m.id: m for m in sorted(found, key=lambda m: (order.index(m.theme), m.id))}


@cache
def measures() -> dict[str, Measure]:
    """The measures that come with openpeel."""
    return load_measures(FOLDER)

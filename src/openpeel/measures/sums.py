"""A part as the engine sees it, and what it gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlglot import exp

from openpeel.measures.where import Condition

KEYS = ("force_code", "period_start", "period_end")
EXACT = exp.DataType.build("decimal(38, 12)")  # in which fractions add up in any order alike
WHOLE = exp.DataType.build("decimal(38, 0)")  # in which whole numbers do; Parquet can hold it


@dataclass(frozen=True)
class Sum:
    """What to add up, under which condition, by which columns."""

    condition: Condition
    column: str | None = None  # None counts rows
    by: str | None = None
    areas: bool = False
    squares: bool = False  # add up the column's squares

    @property
    def table(self) -> str:
        """The table it is computed on."""
        return self.condition.table

    @property
    def keys(self) -> tuple[str, ...]:
        """Columns by which its result is grouped."""
        return grouped_by(self.by, self.areas)


class Cell(NamedTuple):
    """A part's result for one force, area, period and group."""

    force_code: str | None
    area_code: str
    period_start: date
    period_end: date
    group: str
    rows: int
    total: float | None  # None when none of the rows holds a number
    status: str | None  # reason code of a row that holds no number


def grouped_by(by: str | None, areas: bool) -> tuple[str, ...]:
    """Columns by which a part is grouped: force and period, area, group."""
    return (*KEYS, *(("area_code",) if areas else ()), *((by,) if by else ()))


def name_of(column: str) -> exp.Column:
    """A column, quoted."""
    return exp.column(column, quoted=True)


def number_of(value: int) -> exp.Expr:
    """A whole number as SQL."""
    return exp.Literal.number(value) if value >= 0 else exp.Neg(this=exp.Literal.number(-value))


def only_where(aggregate: exp.Expr, tree: exp.Expr | None) -> exp.Expr:
    """An aggregate over the rows of which a condition is true."""
    if tree is None:
        return aggregate
    return exp.Filter(this=aggregate, expression=exp.Where(this=tree.copy()))


def grouped(select: exp.Select, keys: int) -> exp.Select:
    """A query grouped by its first `keys` columns."""
    return select.group_by(*(exp.Literal.number(number + 1) for number in range(keys)))

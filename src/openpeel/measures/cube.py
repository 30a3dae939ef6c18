"""Many parts of one table, read once.

A `select` with sixty `count(*) filter (where ...)` evaluates every filter on every row. Instead
the table is first grouped by its force, area and period, by the small columns that the parts
test, and by the *bands* into which their thresholds cut whole-number columns; each part is then a
sum over that small cube. Counts and sums add up, so the cube gives exactly what the rows give.
For a few parts the cube is not worth its keys, and the rows are asked directly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from duckdb import DuckDBPyConnection
from sqlglot import exp

from openpeel.catalogue.tables import tables
from openpeel.facts.engine import EXACT
from openpeel.measures.where import Condition

KEYS = ("force_code", "period_start", "period_end")
BAND = "__band"
DIRECT = 4  # so many parts are asked of the rows themselves


@dataclass(frozen=True)
class Sum:
    """A part as the engine sees it: what to add up, under which condition, by which columns."""

    condition: Condition
    column: str | None = None  # None counts rows
    by: str | None = None
    areas: bool = False

    @property
    def table(self) -> str:
        """The table it is computed on."""
        return self.condition.table


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


def compute(
    con: DuckDBPyConnection, source: str, sums: Sequence[Sum]
) -> Iterator[tuple[Sum, list[Cell]]]:
    """Every part over `source` (a table or view of the one table that all `sums` name)."""
    if len(sums) <= DIRECT:
        asked = {part: part.condition.tree for part in sums}
        measured = _Rows(sums[0].table)
    else:
        cube = Cube(sums)
        con.execute(f"create or replace temp table parts_cube as {cube.sql(source)}")
        source = "parts_cube"
        asked = {part: cube.banded(part.condition) for part in sums}
        measured = cube
    for (by, areas), group in _alike(sums).items():
        select = _Select(by, areas)
        for part in group:
            select.add(part, asked[part], measured)
        rows = con.execute(select.sql(source)).fetchall()
        for part in group:
            yield part, list(select.cells(part, rows))


class _Rows:
    """How to count, add up and find missing numbers when the rows themselves are asked."""

    def __init__(self, table: str) -> None:
        self.table = table
        self.counts = tables()[table].kind == "counts"

    def aggregates(self, part: Sum) -> tuple[str, str, str | None]:
        """SQL for a part's number of rows, its total, and the status of rows without a number."""
        if not part.column:
            return "count(*)", "count(*)", None
        return "count(*)", self.total(part.column), self.missing(part.column)

    def total(self, column: str) -> str:
        """SQL that adds up a column; exact, so that no order of rows or files changes the sum."""
        fraction = tables()[self.table].columns[column].type == "DOUBLE"
        return f'sum("{column}"::{EXACT})' if fraction else f'sum("{column}")'

    def missing(self, column: str) -> str | None:
        """SQL for a reason code of rows that lack the number; events lack none."""
        if not self.counts:
            return None
        return f"max(case when \"{column}\" is null then coalesce(status, 'x') end)"


class Cube(_Rows):
    """The small table that all parts can be read from."""

    def __init__(self, sums: Sequence[Sum]) -> None:
        super().__init__(sums[0].table)
        self.areas = any(part.areas for part in sums)
        self.columns = sorted({part.column for part in sums if part.column})
        self.cuts: dict[str, list[int]] = {}
        for part in sums:
            for name, cuts in part.condition.cuts.items():
                self.cuts[name] = sorted({*self.cuts.get(name, ()), *cuts})
        tested = {name for part in sums for name in part.condition.columns}
        self.dims = sorted((tested | {part.by for part in sums if part.by}) - self.cuts.keys())

    def sql(self, source: str) -> str:
        """The query that makes the cube out of the rows."""
        keys = [*KEYS, *(("area_code",) if self.areas else ()), *self.dims]
        select = exp.select(*(exp.column(key, quoted=True) for key in keys))
        for name, cuts in self.cuts.items():
            select = select.select(exp.alias_(_band(name, cuts), name + BAND, quoted=True))
        select = select.select(exp.alias_(exp.Count(this=exp.Star()), "rows", quoted=True))
        for name in self.columns:
            select = select.select(f'{self.total(name)} as "{name}__sum"', dialect="duckdb")
            if missing := self.missing(name):
                select = select.select(f'{missing} as "{name}__status"', dialect="duckdb")
        group = ", ".join(str(number + 1) for number in range(len(keys) + len(self.cuts)))
        return f"{select.from_(source).sql(dialect='duckdb')} group by {group}"

    def banded(self, condition: Condition) -> exp.Expr | None:
        """The condition as it reads on the cube: thresholds become band numbers."""
        if condition.tree is None:
            return None
        return condition.tree.transform(self._rewrite)

    def _rewrite(self, node: exp.Expr) -> exp.Expr:
        column = node.this
        if not isinstance(column, exp.Column) or column.name not in self.cuts:
            return node
        name = column.name
        band = exp.column(name + BAND, quoted=True)
        if isinstance(node, exp.Is):
            return exp.Is(this=band, expression=node.expression.copy())
        if isinstance(node, exp.In):
            values = [int(literal.sql()) for literal in node.expressions]
            return exp.paren(exp.or_(*(self._between(band, name, v, v) for v in values)))
        if isinstance(node, exp.Between):
            low, high = int(node.args["low"].sql()), int(node.args["high"].sql())
            return self._between(band, name, low, high)
        value = int(node.expression.sql())
        rewritten: dict[type[exp.Expr], Callable[[], exp.Expr]] = {
            exp.LT: lambda: self._below(band, name, value),
            exp.LTE: lambda: self._below(band, name, value + 1),
            exp.GT: lambda: self._from(band, name, value + 1),
            exp.GTE: lambda: self._from(band, name, value),
            exp.EQ: lambda: self._between(band, name, value, value),
            exp.NEQ: lambda: exp.not_(self._between(band, name, value, value)),
        }
        return rewritten[type(node)]()

    # A band is the number of cuts at or below the value, so x < cut k when the band is at most k.
    def _below(self, band: exp.Column, name: str, cut: int) -> exp.Expr:
        return exp.LTE(this=band.copy(), expression=_number(self.cuts[name].index(cut)))

    def _from(self, band: exp.Column, name: str, cut: int) -> exp.Expr:
        return exp.GT(this=band.copy(), expression=_number(self.cuts[name].index(cut)))

    def _between(self, band: exp.Column, name: str, low: int, high: int) -> exp.Expr:
        return exp.paren(exp.and_(self._from(band, name, low), self._below(band, name, high + 1)))

    def aggregates(self, part: Sum) -> tuple[str, str, str | None]:
        """The same on the cube, whose rows already are counts and sums."""
        if not part.column:
            return 'sum("rows")', 'sum("rows")', None
        status = f'max("{part.column}__status")' if self.counts else None
        return 'sum("rows")', f'sum("{part.column}__sum")', status


def _band(name: str, cuts: list[int]) -> exp.Expr:
    column = exp.column(name, quoted=True)
    case = exp.case().when(exp.Is(this=column, expression=exp.null()), exp.null())
    for number, cut in enumerate(cuts):
        case = case.when(exp.LT(this=column.copy(), expression=_number(cut)), _number(number))
    return exp.cast(case.else_(_number(len(cuts))), "smallint")


def _number(value: int) -> exp.Expr:
    return exp.Literal.number(value) if value >= 0 else exp.Neg(this=exp.Literal.number(-value))


def _alike(sums: Sequence[Sum]) -> dict[tuple[str | None, bool], list[Sum]]:
    """Parts that are grouped by the same columns can share a query."""
    groups: dict[tuple[str | None, bool], list[Sum]] = {}
    for part in sums:
        groups.setdefault((part.by, part.areas), []).append(part)
    return groups


class _Select:
    """One query for parts that share their keys."""

    def __init__(self, by: str | None, areas: bool) -> None:
        self.keys = [*KEYS, *(("area_code",) if areas else ()), *((by,) if by else ())]
        self.by, self.areas = by, areas
        self.columns = [f'"{key}"' for key in self.keys]
        self._at: dict[Sum, tuple[int, int, int | None]] = {}  # rows, total, status

    def add(self, part: Sum, tree: exp.Expr | None, measured: _Rows) -> None:
        filtered = f" filter (where {tree.sql(dialect='duckdb')})" if tree is not None else ""
        rows, total, status = measured.aggregates(part)
        at = self._column(rows + filtered)
        self._at[part] = (
            at,
            self._column(total + filtered) if part.column else at,
            self._column(status + filtered) if status else None,
        )

    def _column(self, text: str) -> int:
        self.columns.append(text)
        return len(self.columns) - 1

    def sql(self, source: str) -> str:
        group = ", ".join(str(number + 1) for number in range(len(self.keys)))
        return f"select {', '.join(self.columns)} from {source} group by {group} order by {group}"

    def cells(self, part: Sum, rows: list[tuple[Any, ...]]) -> Iterator[Cell]:
        at, at_total, at_status = self._at[part]
        for row in rows:
            if not row[at]:
                continue
            total = None if row[at_total] is None else float(row[at_total])
            yield Cell(
                force_code=row[0],
                period_start=row[1],
                period_end=row[2],
                area_code=(row[3] or "") if self.areas else "",
                group=(row[len(self.keys) - 1] or "") if self.by else "",
                rows=int(row[at]),
                total=total,
                status=None if at_status is None else row[at_status],
            )

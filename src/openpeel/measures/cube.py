"""Many parts of one table, out of few looks at it.

A `select` with sixty `count(*) filter (where ...)` evaluates every filter on every row. Instead
the table is first grouped by its force, area and period, by the small columns that the parts
test, and by the *bands* into which they cut the large ones: whole numbers by their thresholds,
references, times and labels by whether they are there and by the labels that a part names. Each
part is then a sum over that small cube. Counts and sums add up, so the cube gives exactly what the
rows give. Parts that test unlike columns have cubes of their own (`lots.py`). For a few parts a
cube is not worth its keys, and the rows are asked directly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from duckdb import DuckDBPyConnection
from sqlglot import exp

from openpeel.catalogue.tables import tables
from openpeel.measures.engines import Engine, engine_of
from openpeel.measures.lots import lots
from openpeel.measures.sums import (
    EXACT,
    KEYS,
    WHOLE,
    Cell,
    Sum,
    grouped,
    grouped_by,
    name_of,
    number_of,
    only_where,
)
from openpeel.measures.where import Condition

BAND = "__band"
DIRECT = 4  # so many parts are asked of the rows themselves


def compute(
    engine: Engine | DuckDBPyConnection, source: str, sums: Sequence[Sum]
) -> Iterator[tuple[Sum, list[Cell]]]:
    """Every part over `source` (a table or view of the one table that all `sums` name)."""
    engine = engine_of(engine)
    if len(sums) <= DIRECT:
        yield from ask(engine, source, sums, Rows(sums[0].table))
        return
    for lot in lots(sums):
        cube = Cube(lot)
        yield from ask(engine, engine.create("parts_cube", cube.query(source)), lot, cube)


def ask(
    engine: Engine, source: str, sums: Sequence[Sum], measured: Rows
) -> Iterator[tuple[Sum, list[Cell]]]:
    """Every part, of the rows themselves or of a cube that is there; a query for like keys."""
    for (by, areas), alike in _alike(sums).items():
        select = PartsSelect(by, areas, measured)
        for part in alike:
            select.add(part)
        rows = engine.rows(select.query(source))
        for part in alike:
            yield part, list(select.cells(part, rows))


class Rows:
    """How to count, add up and find missing numbers when the rows themselves are asked."""

    def __init__(self, table: str) -> None:
        self.table = table
        self.counts = tables()[table].kind == "counts"

    def tree(self, condition: Condition) -> exp.Expr | None:
        """The condition as it reads here."""
        return condition.tree

    def rows(self) -> exp.Expr:
        """How many rows."""
        return exp.Count(this=exp.Star())

    def total(self, column: str, squares: bool) -> exp.Expr:
        """A column added up: exactly, so that no order of rows or files changes the sum."""
        value: exp.Expr = name_of(column)
        if tables()[self.table].columns[column].type == "DOUBLE":
            return exp.Sum(this=exp.cast(value, EXACT))
        if squares:
            value = exp.cast(exp.Mul(this=value, expression=value.copy()), WHOLE)
        return exp.Sum(this=value)

    def missing(self, column: str) -> exp.Expr | None:
        """A reason code of rows that lack the number; events lack none."""
        if not self.counts:
            return None
        code = exp.func("coalesce", name_of("status"), exp.Literal.string("x"))
        lacks = exp.Is(this=name_of(column), expression=exp.null())
        return exp.Max(this=exp.case().when(lacks, code))


class Cube(Rows):
    """The small table that all parts can be read from."""

    def __init__(self, sums: Sequence[Sum]) -> None:
        super().__init__(sums[0].table)
        self.areas = any(part.areas for part in sums)
        self.columns = sorted({(part.column, part.squares) for part in sums if part.column})
        self.groups = {part.by for part in sums if part.by}
        self.cuts: dict[str, list[int]] = {}  # of whole numbers
        self.named: dict[str, list[str]] = {}  # of words: those that parts name
        tested: set[str] = set()
        for part in sums:
            tested.update(part.condition.columns)
            for name, cuts in part.condition.cuts.items():
                self.cuts[name] = sorted({*self.cuts.get(name, ()), *cuts})
            for name, words in part.condition.named.items():
                self.named[name] = sorted({*self.named.get(name, ()), *words})
        whole = set[str]().union(*(part.condition.whole for part in sums)) | self.groups
        self.named = {name: words for name, words in self.named.items() if name not in whole}
        self.dims = sorted((tested | self.groups) - self.cuts.keys() - self.named.keys())

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Columns of the table that are columns of the cube."""
        return (*KEYS, *(("area_code",) if self.areas else ()), *self.dims)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every column of the cube, in order."""
        return tuple(column.alias_or_name for column in self.query("rows").selects)

    def query(self, source: str) -> exp.Select:
        """The query that makes the cube out of the rows."""
        select = exp.select(*(name_of(key) for key in self.keys))
        for name, cuts in self.cuts.items():
            select = select.select(_named(_band_of_number(name, cuts), name + BAND))
        for name, words in self.named.items():
            select = select.select(_named(_band_of_words(name, words), name + BAND))
        rows = Rows(self.table)
        select = select.select(_named(rows.rows(), "rows"))
        for name, squares in self.columns:
            total = rows.total(name, squares)
            fraction = tables()[self.table].columns[name].type == "DOUBLE"
            whole = total if fraction else exp.cast(total, WHOLE)
            select = select.select(_named(whole, _sum(name, squares)))
            if (missing := rows.missing(name)) and not squares:
                select = select.select(_named(missing, f"{name}__status"))
        return grouped(select.from_(source), len(self.keys) + len(self.cuts) + len(self.named))

    def tree(self, condition: Condition) -> exp.Expr | None:
        """The condition as it reads on the cube: thresholds and labels become band numbers."""
        return None if condition.tree is None else condition.tree.transform(self._rewrite)

    def _rewrite(self, node: exp.Expr) -> exp.Expr:
        column = node.this
        if not isinstance(column, exp.Column) or not isinstance(node, (exp.Predicate, exp.Is)):
            return node
        name = column.name
        band = name_of(name + BAND)
        if isinstance(node, exp.Is) and (name in self.cuts or name in self.named):
            return exp.Is(this=band, expression=node.expression.copy())
        if name in self.named:
            return self._named(node, band, name)
        return self._cut(node, band, name) if name in self.cuts else node

    def _named(self, node: exp.Expr, band: exp.Column, name: str) -> exp.Expr:
        def at(literal: exp.Expr) -> exp.Expr:
            return number_of(self.named[name].index(literal.name))

        if isinstance(node, exp.In):
            return exp.In(this=band, expressions=[at(literal) for literal in node.expressions])
        return type(node)(this=band, expression=at(node.expression))

    def _cut(self, node: exp.Expr, band: exp.Column, name: str) -> exp.Expr:
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
        return exp.LTE(this=band.copy(), expression=number_of(self.cuts[name].index(cut)))

    def _from(self, band: exp.Column, name: str, cut: int) -> exp.Expr:
        return exp.GT(this=band.copy(), expression=number_of(self.cuts[name].index(cut)))

    def _between(self, band: exp.Column, name: str, low: int, high: int) -> exp.Expr:
        return exp.paren(exp.and_(self._from(band, name, low), self._below(band, name, high + 1)))

    def rows(self) -> exp.Expr:
        """How many rows: the cube's rows are counts already."""
        return exp.Sum(this=name_of("rows"))

    def total(self, column: str, squares: bool) -> exp.Expr:
        """A column added up: the cube holds sums."""
        return exp.Sum(this=name_of(_sum(column, squares)))

    def missing(self, column: str) -> exp.Expr | None:
        """A reason code of rows that lack the number."""
        return exp.Max(this=name_of(f"{column}__status")) if self.counts else None


def _sum(column: str, squares: bool) -> str:
    return f"{column}__squares" if squares else f"{column}__sum"


def _named(expression: exp.Expr, name: str) -> exp.Expr:
    return exp.alias_(expression, name, quoted=True)


def _band_of_number(name: str, cuts: list[int]) -> exp.Expr:
    column = name_of(name)
    case = exp.case().when(exp.Is(this=column, expression=exp.null()), exp.null())
    for number, cut in enumerate(cuts):
        case = case.when(exp.LT(this=column.copy(), expression=number_of(cut)), number_of(number))
    return exp.cast(case.else_(number_of(len(cuts))), "smallint")


def _band_of_words(name: str, words: list[str]) -> exp.Expr:
    """The place of the word among those named; one more for every other, null for none."""
    column = name_of(name)
    case = exp.case().when(exp.Is(this=column, expression=exp.null()), exp.null())
    for number, word in enumerate(words):
        same = exp.EQ(this=column.copy(), expression=exp.Literal.string(word))
        case = case.when(same, number_of(number))
    return exp.cast(case.else_(number_of(len(words))), "smallint")


def _alike(sums: Sequence[Sum]) -> dict[tuple[str | None, bool], list[Sum]]:
    """Parts that are grouped by the same columns can share a query."""
    groups: dict[tuple[str | None, bool], list[Sum]] = {}
    for part in sums:
        groups.setdefault((part.by, part.areas), []).append(part)
    return groups


class PartsSelect:
    """One query for parts that share their keys."""

    def __init__(self, by: str | None, areas: bool, measured: Rows) -> None:
        self.by, self.areas, self.measured = by, areas, measured
        self.keys = grouped_by(by, areas)
        self._asked: list[exp.Expr] = []
        self._at: dict[Sum, tuple[int, int, int | None]] = {}  # rows, total, status

    def add(self, part: Sum) -> None:
        """Ask for a part's rows, its total, and the status of rows without a number."""
        tree = self.measured.tree(part.condition)
        at = total = self._ask(self.measured.rows(), tree)
        status: int | None = None
        if part.column:
            total = self._ask(self.measured.total(part.column, part.squares), tree)
            if missing := self.measured.missing(part.column):
                status = self._ask(missing, tree)
        self._at[part] = (at, total, status)

    def _ask(self, aggregate: exp.Expr, tree: exp.Expr | None) -> int:
        at = len(self.keys) + len(self._asked)
        self._asked.append(_named(only_where(aggregate, tree), f"n{at}"))
        return at

    def query(self, source: str) -> exp.Select:
        """The query over rows or cube."""
        select = exp.select(*(name_of(key) for key in self.keys), *self._asked).from_(source)
        order = (exp.Literal.number(number + 1) for number in range(len(self.keys)))
        return grouped(select, len(self.keys)).order_by(*order)

    def cells(self, part: Sum, rows: list[tuple[Any, ...]]) -> Iterator[Cell]:
        """A part's cells out of what the query gave."""
        at, at_total, at_status = self._at[part]
        group = len(self.keys) - 1
        for row in rows:  # there may be a million, so everything here is plain
            if not row[at]:
                continue
            total = row[at_total]
            yield Cell(
                row[0],
                (row[3] or "") if self.areas else "",
                row[1],
                row[2],
                (row[group] or "") if self.by else "",
                int(row[at]),
                None if total is None else float(total),
                None if at_status is None else row[at_status],
            )

"""Quantiles of durations: exact, from the rows, with an interval and a count of what is left out.

Quantiles do not add up: those of England and Wales and of a force are asked of the rows, never
made out of those of forces and months.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlglot import exp

from openpeel.catalogue.contracts import PROBLEMS
from openpeel.measures.engines import Engine, Row
from openpeel.measures.sums import KEYS, grouped, grouped_by, name_of, number_of
from openpeel.measures.where import Condition
from openpeel.statistics.quantiles import enclosing, quantile_grid

AT_ONCE = 60_000_000  # numbers that a query may hold in memory: about half a gigabyte
LEVEL = 0.95
DIGITS = 3  # of a quantile between two whole numbers; engines differ on the sixteenth


@dataclass(frozen=True)
class Spread:
    """A duration, of which rows, by which columns. `national`: of all forces together."""

    condition: Condition
    column: str
    by: str | None = None
    areas: bool = False
    national: bool = False

    @property
    def table(self) -> str:
        """The table it is computed on."""
        return self.condition.table

    @property
    def keys(self) -> tuple[str, ...]:
        """Columns by which its quantiles are grouped."""
        keys = grouped_by(self.by, self.areas)
        return keys[1:] if self.national else keys


class Quantile(NamedTuple):
    """A quantile in the column's unit; no interval where too few numbers give none."""

    value: float
    lower: float | None
    upper: float | None


class QuantileCell(NamedTuple):
    """What a duration is like for a force (None: all together), area, period and group."""

    force_code: str | None
    area_code: str
    period_start: date
    period_end: date
    group: str
    rows: int  # of which the condition is true
    numbers: int  # of those, the rows with a number
    left_out: tuple[int, ...]  # rows that ought to have one, by problem, in the order of PROBLEMS
    quantiles: dict[float, Quantile]  # by probability; empty without numbers


class Left(NamedTuple):
    """A force whose rows of a period and group are in no quantile of England and Wales."""

    force_code: str
    period_start: date
    group: str


def spread_cells(
    engine: Engine,
    source: str,
    asked: Mapping[Spread, Iterable[float]],
    starts: Iterable[date],
    without: frozenset[Left] = frozenset(),
) -> dict[Spread, list[QuantileCell]]:
    """Quantiles of each spread at the probabilities asked, in periods that begin on `starts`.

    Asks for as many at once as memory allows. `without` is left out of national spreads.
    """
    found: dict[Spread, list[QuantileCell]] = {spread: [] for spread in asked}
    sizes = _sizes(engine, source, starts)
    alike: dict[tuple[object, ...], list[Spread]] = defaultdict(list)
    for spread in asked:  # a condition by itself is quicker than many `filter` clauses on all rows
        alike[spread.condition, spread.keys].append(spread)
    for spreads in alike.values():
        together = max(1, AT_ONCE // max(1, *sizes.values(), 1))
        for first in range(0, len(spreads), together):
            some = spreads[first : first + together]
            queries = [_Query(spread, sorted(set(asked[spread]))) for spread in some]
            for chosen in _chunks(sizes, AT_ONCE // len(some)):
                rows = engine.rows(_select(queries, source, chosen, without, engine.dialect))
                for at, query in enumerate(queries):
                    found[query.spread] += query.cells(rows, at)
    return found


def _sizes(engine: Engine, source: str, starts: Iterable[date]) -> dict[date, int]:
    columns = [name_of("period_start"), exp.Count(this=exp.Star())]
    rows = engine.rows(grouped(exp.select(*columns).from_(source), 1))
    held = {start: int(count) for start, count in rows}
    return {start: held[start] for start in sorted(starts) if start in held}


def _chunks(sizes: Mapping[date, int], most: int) -> Iterator[list[date]]:
    """Periods in lots of at most so many rows; a larger one by itself."""
    lot: list[date] = []
    rows = 0
    for start, size in sizes.items():
        if lot and rows + size > most:
            yield lot
            lot, rows = [], 0
        lot.append(start)
        rows += size
    if lot:
        yield lot


WIDTH = 3 + len(PROBLEMS)  # columns of a spread in a query: rows, numbers, list, problems


class _Query:
    """What is asked of one spread in a query, and how its answer is read."""

    def __init__(self, spread: Spread, probabilities: Sequence[float]) -> None:
        self.spread = spread
        self.grids = {p: quantile_grid(p) for p in probabilities}
        self.points = sorted({point for grid in self.grids.values() for point in grid})
        self._at = {point: at for at, point in enumerate(self.points)}

    def columns(self, dialect: str) -> list[exp.Expr]:
        """Rows, numbers, a list of quantiles, and the rows with each problem."""
        column = name_of(self.spread.column)
        problem = name_of(f"{self.spread.column}_problem")
        points = exp.array(*(exp.Literal.number(point) for point in self.points))
        name = "percentile" if dialect == "spark" else "quantile_cont"
        asked: list[exp.Expr] = [
            exp.Count(this=exp.Star()),
            exp.Count(this=column),
            exp.Anonymous(this=name, expressions=[column.copy(), points]),
        ]
        for code in PROBLEMS:
            same = exp.EQ(this=problem.copy(), expression=exp.Literal.string(code))
            asked.append(exp.Count(this=exp.case().when(same, number_of(1))))
        return asked

    def cells(self, rows: Sequence[Row], at: int) -> Iterator[QuantileCell]:
        """The spread's cells out of what the query gave, `at` being its place in the query."""
        keys = self.spread.keys
        first = len(keys) + at * WIDTH
        ends = {
            p: enclosing([row[first + 1] for row in rows], p, grid, LEVEL)
            for p, grid in self.grids.items()
        }
        for number, row in enumerate(rows):
            held = dict(zip(keys, row, strict=False))
            count, numbers, points, *problems = row[first : first + WIDTH]
            yield QuantileCell(
                force_code=held.get("force_code"),
                area_code=held.get("area_code") or "",
                period_start=held["period_start"],
                period_end=held["period_end"],
                group=(row[len(keys) - 1] or "") if self.spread.by else "",
                rows=int(count),
                numbers=int(numbers),
                left_out=tuple(int(problem) for problem in problems),
                quantiles={
                    p: self._quantile(p, points, ends[p][number]) for p in self.grids if numbers
                },
            )

    def _quantile(
        self, p: float, points: Sequence[float], ends: tuple[int, int] | None
    ) -> Quantile:
        grid = self.grids[p]
        asked = (p,) if ends is None else (p, grid[ends[0]], grid[ends[1]])
        value, *interval = (round(float(points[self._at[point]]), DIGITS) for point in asked)
        lower, upper = interval or (None, None)
        return Quantile(value, lower, upper)


def _select(
    queries: Sequence[_Query],
    source: str,
    starts: Sequence[date],
    without: frozenset[Left],
    dialect: str,
) -> exp.Select:
    spread = queries[0].spread
    select = exp.select(*(name_of(key) for key in spread.keys))
    columns = [column for query in queries for column in query.columns(dialect)]
    select = select.select(
        *(exp.alias_(column, f"n{at}", quoted=True) for at, column in enumerate(columns))
    ).from_(exp.alias_(exp.to_table(source), "r", table=True))
    days = [exp.cast(exp.Literal.string(str(start)), "date") for start in starts]
    select = select.where(exp.In(this=name_of("period_start"), expressions=days))
    if spread.condition.tree is not None:
        select = select.where(spread.condition.tree.copy())
    if spread.national:
        select = select.where(exp.not_(exp.Is(this=name_of("force_code"), expression=exp.null())))
        if left := {lost for lost in without if lost.period_start in starts}:
            select = select.where(exp.not_(_is_left(spread, left)))
    order = (exp.Literal.number(number + 1) for number in range(len(spread.keys)))
    return grouped(select, len(spread.keys)).order_by(*order)


def _is_left(spread: Spread, without: Iterable[Left]) -> exp.Expr:
    """Whether a row is of a force, period and group that is left out."""
    lines = [
        exp.Tuple(expressions=[
            exp.Literal.string(lost.force_code),
            exp.cast(exp.Literal.string(str(lost.period_start)), "date"),
            exp.Literal.string(lost.group),
        ])
        for lost in sorted(without)
    ]  # fmt: skip
    names = ["force_code", "period_start", "grp"]
    table = exp.alias_(exp.Values(expressions=lines), "e", table=names)
    group: exp.Expr = exp.Literal.string("")
    if spread.by:
        group = exp.func("coalesce", exp.column(spread.by, table="r", quoted=True), group)
    same = [exp.EQ(this=exp.column(n, table="e"), expression=exp.column(n, table="r"))
            for n in KEYS[:2]]  # fmt: skip
    same.append(exp.EQ(this=exp.column("grp", table="e"), expression=group))
    return exp.Exists(this=exp.select("1").from_(table).where(*same))

"""What a release has worked out before: cubes of batches, and quantiles of periods.

A new month costs a new month. Cubes add up, so each large batch keeps its own beside the lake's
rows and a release adds up those of its batches. Quantiles do not, so those of a period are kept
together with the names of the batches and slices that they were worked out from.

    LAKE/cubes/<batch>-<definition>-<hash of the file>.parquet
    LAKE/cubes/<definition>.json                                 first line: hash of the rest

Everything here can be removed at any time; a file that is damaged is worked out again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from sqlglot import exp

from openpeel.catalogue.tables import tables
from openpeel.catalogue.unusable import most_unusable
from openpeel.facts.lake import Batch, Lake, Slice
from openpeel.facts.places import may_write
from openpeel.measures.cube import DIRECT, Cube, Rows, ask, compute
from openpeel.measures.engines import Engine
from openpeel.measures.lots import lots
from openpeel.measures.quantiles import Left, Quantile, QuantileCell, Spread, spread_cells
from openpeel.measures.sums import KEYS, Cell, Sum, name_of
from openpeel.measures.waiting import DERIVED, month_before, waiting_hours
from openpeel.measures.waiting import TABLE as WAITING
from openpeel.statistics.quantiles import quantile_grid

FOLDER = "cubes"
VERSION = 2  # of what is kept; part of every definition
BASES = 4  # of a period that are kept: measures differ in the forces that they leave out
WORTH_KEEPING = 10_000  # rows; those of a smaller batch are read again each time
Dropped = Sequence[tuple[str, Slice]]  # batch id and slice: rows that a later batch replaces


class Facts:
    """The rows of some batches that count, and what is known of them from before."""

    def __init__(
        self, engine: Engine, lake: Lake, batches: Sequence[Batch], dropped: Dropped
    ) -> None:
        self.engine, self.lake, self.batches, self.dropped = engine, lake, batches, dropped
        self.folder = lake.root / FOLDER
        places = (place for place in (lake.root, self.folder) if place.exists())
        self.writable = all(may_write(place) for place in places)

    def rows(self, table: str, batches: Iterable[Batch] | None = None) -> str:
        """The name of a view of a table's rows that count, of all batches or of some."""
        held = self._holding(table) if batches is None else list(batches)
        return self.engine.attach(self.lake, table, held, self.dropped)

    def _holding(self, table: str) -> list[Batch]:
        return [batch for batch in self.batches if table in batch.facts]

    def holds(self, table: str) -> bool:
        """Whether any batch holds a table, or that from which it is worked out."""
        return bool(self._holding(DERIVED.get(table, table)))

    def sums(self, table: str, sums: Sequence[Sum]) -> dict[Sum, list[Cell]]:
        """Every part of a table."""
        if table in DERIVED:
            return dict(compute(self.engine, self._waiting(), sums))
        found: dict[Sum, list[Cell]] = {}
        for lot in lots(sums):
            found |= self._lot(table, lot, few=len(sums) <= DIRECT)
        return found

    def _lot(self, table: str, sums: Sequence[Sum], few: bool) -> dict[Sum, list[Cell]]:
        """Parts that share a cube; when there are `few` in all, the rows are asked sooner."""
        cube = Cube(sums)
        signature = _hash(str(VERSION), table, cube.query("rows").sql(dialect="duckdb"))[:16]
        kept = {b.id: b for b in self._holding(table) if self._keeps(table, b)}
        there = {id: path for id in kept if (path := self._find(f"{id}-{signature}"))}
        if few and len(there) < len(kept):
            return dict(ask(self.engine, self.rows(table), sums, Rows(table)))
        for id, batch in kept.items():
            if id not in there:
                query = cube.query(self.engine.attach(self.lake, table, [batch], ()))
                query = query.select(exp.alias_(exp.Literal.string(id), "batch", quoted=True))
                there[id] = self._keep(f"{id}-{signature}", query)
        rest = [batch for batch in self._holding(table) if batch.id not in there]
        views = [self._kept_cubes(table, cube, there)] if there else []
        if rest:
            views.append(self.engine.create("cube_of_rest", cube.query(self.rows(table, rest))))
        return dict(ask(self.engine, self._united(cube, views), sums, cube))

    def _keeps(self, table: str, batch: Batch) -> bool:
        """Whether a batch's cube is worth keeping, and can tell what of it is replaced."""
        whole = not tables()[table].slice or all(id != batch.id for id, _ in self.dropped)
        return self.writable and whole and batch.facts[table] >= WORTH_KEEPING

    def _find(self, stem: str) -> Path | None:
        """The file that was kept under a name, if it is whole."""
        for path in sorted(self.folder.glob(f"{stem}-*.parquet")):
            with suppress(OSError):
                if path.stem.endswith(hashlib.sha256(path.read_bytes()).hexdigest()[:16]):
                    return path
        return None

    def _keep(self, stem: str, query: exp.Query) -> Path:
        """A file of what a query gives, kept under a name in one step."""
        self.folder.mkdir(exist_ok=True)
        waiting = self.folder / f"{stem}.{os.getpid()}.part"
        try:
            self.engine.save(query, waiting)
            digest = hashlib.sha256(waiting.read_bytes()).hexdigest()[:16]
            return waiting.replace(self.folder / f"{stem}-{digest}.parquet")
        finally:
            waiting.unlink(missing_ok=True)

    def _waiting(self) -> str:
        """The hours in which incidents wait, month by month from before where nothing changed."""
        table = DERIVED[WAITING]
        bases = self._bases(table, frozenset())
        if not self.writable:
            query = waiting_hours(self.rows(table), list(bases))
            return self.engine.create("waiting_of_rows", query)
        definition = waiting_hours("rows", [date.min]).sql(dialect="duckdb")
        stems = {
            start: f"{WAITING}-"
            + _hash(
                str(VERSION),
                definition,
                str(most_unusable(start)),
                str(start),
                base,
                bases.get(month_before(start), ""),
            )[:32]
            for start, base in bases.items()
        }
        there = {start: path for start, stem in stems.items() if (path := self._find(stem))}
        if missing := [start for start in bases if start not in there]:
            needed = {*missing, *map(month_before, missing)}
            rows = self.rows(table, self._covering(table, needed))
            found = self.engine.create("waiting_found", waiting_hours(rows, missing))
            for start in missing:
                day = exp.cast(exp.Literal.string(str(start)), "date")
                query = exp.select("*").from_(found).where(name_of("period_start").eq(day))
                there[start] = self._keep(stems[start], query)
        return self.engine.files(WAITING, list(there.values()))

    def _kept_cubes(self, table: str, cube: Cube, there: Mapping[str, Path]) -> str:
        """The cubes that are kept, less what later batches replace."""
        view = self.engine.files("cubes_kept", list(there.values()))
        gone = [part for part in self.dropped if part[1].table == table and part[0] in there]
        if not gone:
            return view
        keys = ("batch", *KEYS)
        lines = [_line(id, part) for id, part in gone]
        replaced = exp.alias_(exp.Values(expressions=lines), "d", table=list(keys))
        same = [_same(key) for key in keys]
        query = exp.select(*(name_of(name) for name in cube.names))
        query = query.from_(exp.alias_(exp.to_table(view), "r", table=True))
        query = query.where(exp.not_(exp.Exists(this=exp.select("1").from_(replaced).where(*same))))
        return self.engine.create("cubes_counting", query)

    def _united(self, cube: Cube, views: Sequence[str]) -> str:
        if len(views) == 1:
            return views[0]
        one, other = (
            exp.select(*(name_of(name) for name in cube.names)).from_(view) for view in views
        )
        return self.engine.create("parts_cube", exp.union(one, other, distinct=False))

    def spreads(
        self, asked: Mapping[Spread, Iterable[float]], without: frozenset[Left] = frozenset()
    ) -> dict[Spread, list[QuantileCell]]:
        """Quantiles of spreads of one table, by period from before where nothing has changed."""
        table = next(iter(asked)).table
        bases = self._bases(table, without)
        stores = {spread: _Store(self.folder, spread, set(ps)) for spread, ps in asked.items()}
        missing: dict[tuple[date, ...], dict[Spread, Iterable[float]]] = {}
        for spread, store in stores.items():
            starts = tuple(start for start, base in bases.items() if not store.has(start, base))
            missing.setdefault(starts, {})[spread] = asked[spread]
        for starts, spreads in missing.items():
            if starts:
                source = self.rows(table, self._covering(table, set(starts)))
                found = spread_cells(self.engine, source, spreads, starts, without)
                for spread, cells in found.items():
                    stores[spread].add({start: bases[start] for start in starts}, cells)
                    if self.writable:
                        stores[spread].write()
        return {spread: list(store.cells(bases)) for spread, store in stores.items()}

    def _covering(self, table: str, starts: set[date]) -> list[Batch]:
        return [
            batch
            for batch in self._holding(table)
            if any(part.table == table and part.period_start in starts for part in batch.slices)
        ]

    def _bases(self, table: str, without: frozenset[Left]) -> dict[date, str]:
        """What the quantiles of each period rest on: batches, what is replaced, who is left out."""
        gone = set(self.dropped)
        rests: dict[date, list[str]] = {}
        for batch in self._holding(table):
            for part in batch.slices:
                if part.table == table:
                    counts = (batch.id, part) not in gone
                    rests.setdefault(part.period_start, []).append(
                        f"{batch.id} {part.force_code} {part.period_end} {part.key} {counts}"
                    )
        for lost in without:
            rests.setdefault(lost.period_start, []).append(f"without {lost}")
        return {start: _hash(*sorted(lines)) for start, lines in sorted(rests.items())}


class _Store:
    """The quantiles of one spread that are kept, by the first day of their period."""

    def __init__(self, folder: Path, spread: Spread, probabilities: set[float]) -> None:
        self.probabilities = sorted(probabilities)
        grids = [quantile_grid(p) for p in self.probabilities]
        self.path = folder / f"{_hash(str(VERSION), repr(spread), repr(grids))[:32]}.json"
        self._periods: dict[str, dict[str, list[Any]]] = {}  # start -> base -> cells
        with suppress(OSError, ValueError):
            digest, text = self.path.read_text(encoding="utf-8").split("\n", 1)
            if digest == _hash(text):
                self._periods = json.loads(text)

    def has(self, start: date, base: str) -> bool:
        """Whether the quantiles of a period that rest on these rows are here."""
        return base in self._periods.get(str(start), {})

    def add(self, bases: Mapping[date, str], cells: Iterable[QuantileCell]) -> None:
        """Take in the quantiles of some periods."""
        for start, base in bases.items():
            before = list(self._periods.get(str(start), {}).items())
            self._periods[str(start)] = dict(before[1 - BASES :]) | {base: []}
        for cell in cells:
            quantiles = [[p, *found] for p, found in cell.quantiles.items()]
            plain = [*cell[:2], str(cell.period_start), str(cell.period_end), *cell[4:8], quantiles]
            self._periods[str(cell.period_start)][bases[cell.period_start]].append(plain)

    def write(self) -> None:
        """Keep them, in one step."""
        text = json.dumps(self._periods)
        self.path.parent.mkdir(exist_ok=True)
        waiting = self.path.with_suffix(f".{os.getpid()}.part")
        waiting.write_text(f"{_hash(text)}\n{text}", encoding="utf-8")
        waiting.replace(self.path)

    def cells(self, bases: Mapping[date, str]) -> Iterator[QuantileCell]:
        """The cells of some periods."""
        for start, base in bases.items():
            for cell in self._periods[str(start)][base]:
                force, area, first, last, group, rows, numbers, lost, found = cell
                yield QuantileCell(
                    force, area, date.fromisoformat(first), date.fromisoformat(last), group,
                    rows, numbers, tuple(lost), {p: Quantile(*ends) for p, *ends in found},
                )  # fmt: skip


def _line(id: str, part: Slice) -> exp.Expr:
    start, end = (
        exp.cast(exp.Literal.string(str(day)), "date")
        for day in (part.period_start, part.period_end)
    )
    force = exp.Literal.string(part.force_code) if part.force_code else exp.null()
    return exp.Tuple(expressions=[exp.Literal.string(id), force, start, end])


def _same(key: str) -> exp.Expr:
    return exp.EQ(this=exp.column(key, table="d"), expression=exp.column(key, table="r"))


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()

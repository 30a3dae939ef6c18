"""Engines: what it takes to compute parts somewhere else than in DuckDB.

Everything that the measures ask is built as a tree of sqlglot (`cube.py`, `quantiles.py`,
`waiting.py`), so an engine only has to render it in its own dialect and run it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

import duckdb
from duckdb import DuckDBPyConnection
from sqlglot import exp

from openpeel.facts.engine import quoted
from openpeel.facts.lake import Batch, Lake, Slice, attach
from openpeel.facts.places import address

Row = tuple[Any, ...]
Without = Iterable[tuple[str, Slice]]  # batch id and slice: rows that a later batch replaces


class Engine(Protocol):
    """What computes.

    Queries come as trees; `query.sql(dialect=engine.dialect)` is what to run. They use only
    comparisons, `case`, `cast`, `count`, `sum`, `max`, `filter (where ...)`, `group by` and `order
    by` positions, `exists`, `union all`, windows, and `quantile_cont(column, list)`, which sqlglot
    writes as `percentile(column, array(...))` for Spark.

    A row is a tuple of what Python has for the column's type: int or Decimal for whole numbers
    and exact sums, float, str, bool, date, datetime, None, list.
    """

    dialect: str  # of sqlglot: duckdb, spark

    def attach(self, lake: Lake, table: str, batches: Sequence[Batch], without: Without) -> str:
        """The name of a view of a table over some batches, less some of their slices."""
        ...

    def files(self, name: str, paths: Sequence[Path]) -> str:
        """The name of a view `name` over Parquet files of the same columns."""
        ...

    def rows(self, query: exp.Query) -> list[Row]:
        """What a query gives."""
        ...

    def create(self, name: str, query: exp.Query) -> str:
        """A table `name` of the session that holds what the query gives; replaces one before it."""
        ...

    def save(self, query: exp.Query, path: Path) -> None:
        """One Parquet file of what the query gives."""
        ...


class DuckDBEngine:
    """DuckDB inside the process."""

    dialect = "duckdb"

    def __init__(self, con: DuckDBPyConnection) -> None:
        self.con = con

    def attach(self, lake: Lake, table: str, batches: Sequence[Batch], without: Without) -> str:
        """As `facts.lake.attach`."""
        return attach(self.con, lake, table, batches, without)

    def files(self, name: str, paths: Sequence[Path]) -> str:
        """A view over the files."""
        listed = ", ".join(quoted(address(self.con, path)) for path in paths)
        self.con.execute(
            f'create or replace temp view "{name}" as select * from read_parquet([{listed}])'
        )
        return name

    def rows(self, query: exp.Query) -> list[Row]:
        """All rows at once: what measures ask for is small."""
        return self.con.execute(self._sql(query)).fetchall()

    def create(self, name: str, query: exp.Query) -> str:
        """A temporary table."""
        self.con.execute(f'create or replace temp table "{name}" as {self._sql(query)}')
        return name

    def save(self, query: exp.Query, path: Path) -> None:
        """A Parquet file, compressed."""
        self.con.execute(
            f"copy ({self._sql(query)}) to {quoted(address(self.con, path))}"
            " (format parquet, compression zstd)"
        )

    def _sql(self, query: exp.Query) -> str:
        return query.sql(dialect=self.dialect)


def engine_of(given: Engine | DuckDBPyConnection) -> Engine:
    """A connection of DuckDB as an engine; an engine as it is."""
    return DuckDBEngine(given) if isinstance(given, duckdb.DuckDBPyConnection) else given

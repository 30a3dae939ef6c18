"""Parquet files with the contract's columns and a mark that says they are simulated.

The same rows give the same bytes: DuckDB writes with one thread, in the order of insertion.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from openpeel.catalogue.tables import tables
from openpeel.facts.simulator.dice import Ints
from openpeel.facts.simulator.events import NULL, Coded, Columns

TABLE_KEY = "openpeel.table"
SIMULATED_KEY = "openpeel.simulated"
CONTRACT_KEY = "openpeel.contract"

# One thread keeps the order, and with it the bytes; the network is never asked for extensions.
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "memory_limit": "1GB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def contract_version(table: str) -> str:
    """A fingerprint of a table's columns and types; it changes when the contract does."""
    types = ", ".join(f"{name} {kind}" for name, kind in tables()[table].types.items())
    return hashlib.sha256(types.encode()).hexdigest()[:12]


class ParquetWriter:
    """Collects one table after another on disk and writes each as one Parquet file.

    Rows wait in a database in `folder`, so memory holds one batch whatever the scale.
    """

    def __init__(self, folder: Path, mark: str, start: date) -> None:
        self._folder = folder
        self._mark = mark
        self._start = start
        self._waiting = folder / ".waiting.duckdb"
        self._con = duckdb.connect(str(self._waiting), config=_SETTINGS)

    def __enter__(self) -> ParquetWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._con.close()
        self._waiting.unlink(missing_ok=True)

    def begin(self, table: str) -> None:
        """Start a table; `add` and `add_rows` fill it until `finish`."""
        columns = ", ".join(f'"{name}" {kind}' for name, kind in tables()[table].types.items())
        # one transaction a table: a commit for each batch would cost more than its rows
        self._con.execute(f"create table {table} ({columns}); begin transaction")

    def add(self, table: str, force_code: str, day: Ints, columns: Columns) -> None:
        """Rows of one force as arrays; `day` counts from the first day of the year.

        A row's period is its month, as in a monthly return; only searches carry their day.
        """
        on = "(start_day + batch.day::integer)"
        given = {
            "force_code": "force",
            "period_start": f"date_trunc('month', {on})",
            "period_end": f"last_day({on})",
            "searched_on": on,
        }
        batch: dict[str, Any] = {"day": day}
        lists: dict[str, Sequence[str | bool | None]] = {}
        for name, column in columns.items():
            if isinstance(column, Coded):
                batch[name] = column.codes
                lists[name] = column.values
                given[name] = f'(${name})[batch."{name}" + 1]'
            else:
                batch[name] = column
                kind = tables()[table].types[name]
                given[name] = f"nullif({name}, {NULL})" if kind == "BIGINT" else name
        chosen = ", ".join(given.get(name, "null") for name in tables()[table].types)
        self._con.execute(
            f"insert into {table} select {chosen}"
            " from batch, (select $force as force, $start::date as start_day)",
            {name: list(values) for name, values in lists.items()}
            | {"force": force_code, "start": self._start},
        )

    def add_rows(self, table: str, rows: Sequence[dict[str, Any]]) -> None:
        """A few hundred rows, each a dict of columns; those not named are null."""
        names = list(tables()[table].types)
        unnested = ", ".join(f"unnest(${name})" for name in names)
        self._con.execute(
            f"insert into {table} select {unnested}",
            {name: [row.get(name) for row in rows] for name in names},
        )

    def finish(self, table: str) -> int:
        """Write the table's file and forget its rows; the number of rows."""
        marks = {
            TABLE_KEY: table,
            SIMULATED_KEY: self._mark,
            CONTRACT_KEY: contract_version(table),
        }
        listed = ", ".join(f"'{key}': '{value}'" for key, value in marks.items())
        path = str(self._folder / f"{table}.parquet").replace("'", "''")
        self._con.execute("commit")
        written = self._con.execute(
            f"copy {table} to '{path}' (format parquet, compression zstd, kv_metadata {{{listed}}})"
        ).fetchone()
        self._con.execute(f"drop table {table}")
        assert written is not None
        return int(written[0])

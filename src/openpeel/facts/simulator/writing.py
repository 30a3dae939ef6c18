"""Parquet files as forces would send them, with marks that say what they hold and who made it.

The same rows give the same bytes: DuckDB writes with one thread, in the order in which rows came.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from openpeel.catalogue.contracts import Contract, Field
from openpeel.catalogue.tables import tables
from openpeel.facts.simulator.rows import Column, Columns

SIMULATED_KEY = "openpeel.simulated"
TABLE_KEY = "openpeel.table"
CONTRACT_KEY = "openpeel.contract"
VERSION_KEY = "openpeel.contract-version"

PIECE_ROWS = 500_000  # as many wait in memory
EVERY = ("force", "area", "status")  # what stands in every return beside its own fields

# One thread keeps the order, and with it the bytes; the network is never asked for extensions.
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "memory_limit": "1GB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


class ReturnFile:
    """One contract's file. Rows wait in memory, then in pieces on disk, until it is finished.

    So memory holds the same whatever the scale. The rows are those of forces in turn, each in the
    order of time: a reader who wants one force or month finds it in a few groups of rows.
    """

    def __init__(self, path: Path, contract: Contract, marks: dict[str, str]) -> None:
        self.rows = 0
        self._path = path
        self._contract = contract
        self._marks = marks | {
            TABLE_KEY: contract.lake_table,
            CONTRACT_KEY: contract.id,
            VERSION_KEY: str(contract.version),
        }
        self._waiting: list[Columns] = []
        self._waiting_rows = 0
        self._pieces: list[Path] = []

    def add(self, force_code: str, area: Column, status: Column, columns: Columns) -> None:
        """Rows of one force. A field that is not among the columns is empty."""
        n = len(area)
        force = np.full(n, force_code, dtype=object)
        self._waiting.append({"force": force, "area": area, "status": status, **columns})
        self._waiting_rows += n
        self.rows += n
        if self._waiting_rows >= PIECE_ROWS:
            piece = self._path.with_name(f".{self._path.stem}.{len(self._pieces)}.piece")
            self._pieces.append(piece)
            self._copy(piece, "compression snappy")

    def finish(self) -> None:
        """Write the file."""
        listed = ", ".join(f"'{key}': '{value}'" for key, value in self._marks.items())
        options = f"compression zstd, kv_metadata {{{listed}}}"
        if not self._pieces:
            self._copy(self._path, options)
            return
        if self._waiting:
            piece = self._path.with_name(f".{self._path.stem}.{len(self._pieces)}.piece")
            self._pieces.append(piece)
            self._copy(piece, "compression snappy")
        files = ", ".join(quoted(piece) for piece in self._pieces)
        _write(f"from read_parquet([{files}])", self._path, options)
        for piece in self._pieces:
            piece.unlink()

    def _copy(self, path: Path, options: str) -> None:
        batch = _joined(self._waiting)
        self._waiting, self._waiting_rows = [], 0
        chosen = [f'cast({_text(batch, name)} as varchar) as "{name}"' for name in EVERY]
        chosen += [
            f'cast({_value(self._contract, name, field, batch)} as {field.stored}) as "{name}"'
            for name, field in self._contract.fields.items()
        ]
        _write(f"select {', '.join(chosen)} from batch", path, options, batch)


def _joined(parts: Sequence[Columns]) -> Columns:
    if not parts:
        return {"force": np.array([], dtype=object)}
    joined: Columns = {}
    for name in parts[0]:
        columns = [part[name] for part in parts]
        masked = any(isinstance(column, np.ma.MaskedArray) for column in columns)
        join: Any = np.ma.concatenate if masked else np.concatenate
        joined[name] = join(columns)
    return joined


def _text(batch: Columns, name: str) -> str:
    return f'"{name}"' if name in batch else "null"


def _value(contract: Contract, name: str, field: Field, batch: Columns) -> str:
    """SQL for a field: a record's number becomes a key such as a force's system would have."""
    if field.type != "reference" or name not in batch:
        return _text(batch, name)
    to = next((link.to for link in contract.links if link.field == name), contract.id)
    return f'"force" || \'-{to[:2].upper()}\' || "{name}"'


def write_table(path: Path, table: str, rows: Sequence[dict[str, Any]], mark: str) -> None:
    """A few hundred rows of a published table; columns that a row does not name are null."""
    types = tables()[table].types
    unnested = ", ".join(f'unnest(${name})::{kind} as "{name}"' for name, kind in types.items())
    marks = f"kv_metadata {{'{TABLE_KEY}': '{table}', '{SIMULATED_KEY}': '{mark}'}}"
    values = {name: [row.get(name) for row in rows] for name in types}
    with duckdb.connect(config=_SETTINGS) as con:
        con.execute(f"copy (select {unnested}) to {quoted(path)} (format parquet, {marks})", values)


def _write(sql: str, path: Path, options: str, batch: Columns | None = None) -> None:
    with duckdb.connect(config=_SETTINGS) as con:
        if batch is not None:
            con.register("batch", batch)
        con.execute(f"copy ({sql}) to {quoted(path)} (format parquet, {options})")


def quoted(path: Path) -> str:
    """A path in SQL."""
    return "'" + str(path).replace("'", "''") + "'"

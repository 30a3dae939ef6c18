"""Parquet: its columns as text, as a CSV of the same table would hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from openpeel.facts.engine import connect, quoted
from openpeel.facts.returns.apart import NotReadableError, apart
from openpeel.facts.returns.limits import COLUMNS, Taken
from openpeel.facts.returns.records import Rows, pattern

MOST_ROWS = 200_000_000  # five national years of incidents
_NO_TEXT = ("STRUCT", "MAP", "UNION", "BLOB", "BIT", "GEOMETRY", "VARIANT")


@dataclass(frozen=True)
class Columns:
    """The columns of a Parquet file."""

    file: Taken
    header: tuple[str, ...]

    def load(self, _: DuckDBPyConnection, columns: Mapping[str, int], scratch: Path) -> Rows:
        """Write the columns wanted as text. A row's number counts the header as row 1."""
        target = scratch / "raw.parquet"
        wanted = {name: self.header[at] for name, at in columns.items()}
        apart(
            self.file,
            "parquet:extract",
            path=str(self.file.path),
            target=str(target),
            wanted=wanted,
        )
        return Rows(target, "file_row_number + 2")


def open_parquet(file: Taken) -> Columns:
    """The columns of a file; UserError when it is damaged, encrypted, nested, or too much."""
    return Columns(file, tuple(apart(file, "parquet:describe", path=str(file.path))["header"]))


def _connection() -> DuckDBPyConnection:
    con = connect(memory="1GB", threads=2)
    con.execute("set TimeZone = 'UTC'")
    return con


def describe(given: dict[str, Any]) -> dict[str, Any]:
    """Done apart: the names of the columns, when all is well."""
    source = f"read_parquet({pattern(Path(given['path']))})"
    try:
        con = _connection()
        columns = con.execute(f"describe select * from {source}").fetchall()
        rows = con.execute(
            f"select num_rows from parquet_file_metadata({pattern(Path(given['path']))})"
        ).fetchone()
    except duckdb.Error as problem:
        raise _refused(problem) from None
    if len(columns) > COLUMNS:
        raise NotReadableError(
            f"it has {len(columns):,} columns, and no return has more than {COLUMNS:,}"
        )
    if rows is None or not 0 <= rows[0] <= MOST_ROWS:
        raise NotReadableError(f"it has more than {MOST_ROWS:,} rows; split it by period")
    for name, kind, *_ in columns:
        if kind.startswith(_NO_TEXT) or kind.endswith("]"):
            raise NotReadableError(
                f"column {name[:100]!r} holds {kind.split('(')[0].lower()} values and not plain"
                " ones; leave it out, or spread it over several columns"
            )
    return {"header": [name for name, *_ in columns]}


def extract(given: dict[str, Any]) -> dict[str, Any]:
    """Done apart: the columns wanted, as text."""
    source = pattern(Path(given["path"]))
    try:
        con = _connection()
        kinds = {
            name: kind
            for name, kind, *_ in con.execute(
                f"describe select * from read_parquet({source})"
            ).fetchall()
        }
        select = ", ".join(
            f"{_text(column, kinds[column])} as {_name(name)}"
            for name, column in given["wanted"].items()
        )
        con.execute(
            f"copy (select {select} from read_parquet({source})) to {quoted(given['target'])}"
            " (format parquet, compression lz4)"
        )
    except (duckdb.Error, KeyError) as problem:
        raise _refused(problem) from None
    return {}


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(column: str, kind: str) -> str:
    column = f"cast({_name(column)} as varchar)"
    if kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL"):
        column = f"regexp_replace({column}, '\\.0+$', '')"
    if kind != "VARCHAR":  # nothing to trim
        return column
    return f"nullif(trim(replace(replace({column}, chr(160), ' '), chr(9), ' ')), '')"


def _refused(problem: Exception) -> NotReadableError:
    first = str(problem).partition("\n")[0]
    if "ncrypt" in first:
        return NotReadableError("the file is encrypted; write it without encryption")
    return NotReadableError("the Parquet in it is damaged; write it again, or send CSV")

"""Parquet: its columns as text, as a CSV of the same table would hold them."""

from __future__ import annotations

import os
import re
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
_TAIL = 8  # bytes: the length of the footer, and the mark
# in Thrift's compact protocol: field 1 (the version, a number), then field 2 (the schema, a list
# of 15 structures or more) with its length, in bytes of 7 bits
_SCHEMA = re.compile(rb"\x15[\x80-\xff]*[\0-\x7f]\x19\xfc([\x80-\xff]*[\0-\x7f])", re.DOTALL)
_DAMAGED = "the Parquet in it is damaged; write it again, or send CSV"
_TOO_WIDE = f"it has more than {COLUMNS:,} columns, which no return has; check the export"
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
        apart(self.file, "parquet:extract", self.file.path, target=str(target), wanted=wanted)
        return Rows(target, "file_row_number + 2")


def open_parquet(file: Taken) -> Columns:
    """The columns of a file; UserError when it is damaged, encrypted, nested, or too much."""
    if _stated_columns(file.path) > COLUMNS:
        raise file.refuse(_TOO_WIDE)
    return Columns(file, tuple(apart(file, "parquet:describe", file.path)["header"]))


def _stated_columns(path: Path) -> int:
    """How many columns the footer begins by saying there are; 0 when it has few, or is damaged.

    A library takes hours to read a million of them.
    """
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _TAIL))
        length = int.from_bytes(file.read(4), "little")
        file.seek(max(0, size - _TAIL - length))
        found = _SCHEMA.match(file.read(32))
    if not found:
        return 0
    length_in_sevens: bytes = found[1]
    return sum((byte & 0x7F) << 7 * at for at, byte in enumerate(length_in_sevens)) - 1


def _connection() -> DuckDBPyConnection:
    con = connect(memory="1GB", threads=2)
    con.execute("set TimeZone = 'UTC'")
    return con


def describe(given: dict[str, Any]) -> dict[str, Any]:
    """Done apart: the names of the columns, when all is well."""
    source = pattern(Path(given["path"]))
    try:
        con = _connection()
        columns = con.execute(f"describe select * from read_parquet({source})").fetchall()
        rows = _stated_rows(con, source)
    except duckdb.Error as problem:
        raise _refused(problem) from None
    if len(columns) > COLUMNS:
        raise NotReadableError(_TOO_WIDE)
    if not 0 <= rows <= MOST_ROWS:
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
        if _stated_rows(con, source) != _stated_rows(con, quoted(given["target"])):
            raise NotReadableError(_DAMAGED)
    except (duckdb.Error, KeyError) as problem:
        raise _refused(problem) from None
    return {}


def _stated_rows(con: DuckDBPyConnection, source: str) -> int:
    found = con.execute(f"select num_rows from parquet_file_metadata({source})").fetchone()
    return int(found[0]) if found else 0


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
    return NotReadableError(_DAMAGED)

"""Write small editions of a publication, and read them as a build would."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from openpeel.errors import UserError
from openpeel.facts.sources.reading import Reader, Reading, SourceFile

Rows = Sequence[Sequence[object]]
Read = tuple[Reading, duckdb.DuckDBPyConnection]


def engine() -> duckdb.DuckDBPyConnection:
    """An engine as a build uses it: no extension is fetched or loaded."""
    con = duckdb.connect()
    con.execute("set autoinstall_known_extensions = false")
    con.execute("set autoload_known_extensions = false")
    con.execute("set threads = 2")
    return con


def text_of(rows: Rows, delimiter: str = ",", newline: str = "\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return out.getvalue()


def written(path: Path, content: str | bytes | Rows, encoding: str = "utf-8") -> Path:
    """A file with that text, bytes or rows; gzip if the name ends so."""
    if not isinstance(content, str | bytes):
        content = text_of(content)
    raw = content.encode(encoding) if isinstance(content, str) else content
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    return path


def read(
    reader: Reader,
    path: Path,
    name: str | None = None,
    con: duckdb.DuckDBPyConnection | None = None,
) -> tuple[Reading, duckdb.DuckDBPyConnection]:
    """Recognise and read; the connection holds the tables."""
    con = con or engine()
    file = SourceFile(path, name or path.name)
    assert reader.recognise(file), f"{file.name} is not recognised"
    return reader.read(file, con), con


def facts(
    reader: Reader, path: Path, columns: str, name: str | None = None
) -> list[tuple[Any, ...]]:
    """The named columns of the only fact table, in the order of the file."""
    reading, con = read(reader, path, name)
    (table,) = reading.tables.values()
    return con.execute(f"select {columns} from {table}").fetchall()


def refusal(reader: Reader, path: Path) -> str:
    """The sentence with which a recognised file is refused."""
    with pytest.raises(UserError) as caught:
        read(reader, path)
    sentence = str(caught.value)
    assert sentence.startswith(path.name) and sentence.endswith(".") and "\n" not in sentence
    return sentence


def aside(reading: Reading) -> dict[str, int]:
    """Rows set aside by the beginning of the reason."""
    return {part.reason.partition(":")[0]: part.rows for part in reading.set_aside}


def changed(rows: Rows, row: int, column: str, value: object) -> list[list[object]]:
    """The rows with one field changed; `row` as in a spreadsheet, 1 is the header."""
    copy = [list(cells) for cells in rows]
    copy[row - 1][copy[0].index(column)] = value
    return copy


def without(rows: Rows, column: str) -> list[list[object]]:
    """The rows without a column."""
    at = list(rows[0]).index(column)
    return [[*cells[:at], *cells[at + 1 :]] for cells in rows]

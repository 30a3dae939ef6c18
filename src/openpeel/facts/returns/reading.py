"""Any file that a force sends: its header, then its rows as text, with the number of each row.

    found = open_file(path, scratch, known)      # what it is, and the header
    rows = found.load(con, {"call_ref": 2})    # the columns wanted, as Parquet in `scratch`

Content decides what a file is, not its name: delimited text (packed with gzip or not), XLSX, ODS,
XLS or Parquet. All of them give the same text for the same value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from duckdb import DuckDBPyConnection

from openpeel.facts.returns.headers import readable
from openpeel.facts.returns.limits import Taken, take, unzipped_text
from openpeel.facts.returns.parquet import open_parquet
from openpeel.facts.returns.records import Rows, describe, load_text
from openpeel.facts.returns.text import find_header, look_through
from openpeel.facts.returns.workbook import open_workbook


@dataclass(frozen=True)
class Found:
    """A table that was found in a file, not yet read.

    `load` is given names and the places of their columns (from 0).
    """

    file: Taken
    header: tuple[str, ...]
    header_row: int  # from 1, as a person counts
    load: Callable[[DuckDBPyConnection, Mapping[str, int]], Rows]
    notes: tuple[str, ...]


def open_file(path: Path, scratch: Path, known: frozenset[str], sheet: str | None = None) -> Found:
    """The table in a file; UserError when there is none or the file is not to be trusted.

    `known` holds headers (as `plain_header` makes them) by which the header's row and sheet are
    found.
    """
    file = take(path, scratch)
    if file.kind in ("zip", "ole"):
        book = open_workbook(file, scratch, known, sheet)
        load = partial(book.load, scratch=scratch)
        return Found(file, _readable(book.header), book.header_row, load, book.notes)
    if sheet is not None:
        raise file.refuse(f"this is no workbook, so it has no sheet {sheet!r}; leave out the sheet")
    if file.kind == "parquet":
        columns = open_parquet(file)
        load = partial(columns.load, scratch=scratch)
        return Found(file, _readable(columns.header), 1, load, ("Parquet.",))
    if file.kind == "gzip":
        file = unzipped_text(file, scratch / "unzipped")
    return _open_text(file, scratch, known)


def _open_text(file: Taken, scratch: Path, known: frozenset[str]) -> Found:
    looked = look_through(file, scratch)
    header = find_header(file, looked, known)

    def load(con: DuckDBPyConnection, columns: Mapping[str, int]) -> Rows:
        return load_text(con, file, looked, header, columns, scratch)

    notes = (describe(looked, header),)
    return Found(file, _readable(header.cells), header.row, load, notes)


def _readable(header: Iterable[str]) -> tuple[str, ...]:
    return tuple(readable(cell) for cell in header)

"""Any file that a force sends: its header, then its rows as text, with the number of each row.

    found = open_file(path, scratch, fit)      # what it is, and the header
    rows = found.load(con, {"call_ref": 2})    # the columns wanted, as Parquet in `scratch`

Content decides what a file is, not its name: delimited text (packed with gzip or not), XLSX, ODS,
XLS or Parquet. All of them give the same text for the same value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from openpeel.facts.returns.limits import Taken, take, unzipped_text
from openpeel.facts.returns.records import Rows, describe, load_text
from openpeel.facts.returns.text import Fit, find_header, look_through


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


def open_file(path: Path, scratch: Path, fit: Fit, sheet: str | None = None) -> Found:
    """The table in a file; UserError when there is none or the file is not to be trusted.

    `fit` counts the headers known among those of a row, and so finds the header's row and sheet.
    """
    file = take(path, scratch)
    return _open_text(
        unzipped_text(file, scratch / "unzipped") if file.kind == "gzip" else file, scratch, fit
    )


def _open_text(file: Taken, scratch: Path, fit: Fit) -> Found:
    looked = look_through(file, scratch)
    header = find_header(file, looked, fit)

    def load(con: DuckDBPyConnection, columns: Mapping[str, int]) -> Rows:
        return load_text(con, file, looked, header, columns, scratch)

    return Found(file, header.cells, header.row, load, (describe(looked, header),))

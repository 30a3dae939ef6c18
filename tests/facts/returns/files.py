"""Small return files of each format, as force systems and Excel write them."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

HEADER = ["Call ID", "Queue", "Call Received", "Answered", "Abandoned", "Target"]
CALLS: list[list[Any]] = [
    ["C1", "Emergency", datetime(2025, 4, 1, 8, 15, 2), datetime(2025, 4, 1, 8, 15, 9), "N", 10],
    ["C2", "101", datetime(2025, 4, 1, 8, 16), None, "Y", 30],
    ["C3", "999", datetime(2025, 4, 2), datetime(2025, 4, 2, 0, 0, 4), "N", 10],
]


def in_uk(value: Any) -> str:
    """A value as an English Excel writes it to CSV."""
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M:%S")
    return "" if value is None else str(value)


def text_of(rows: Sequence[Sequence[Any]], delimiter: str = ",", end: str = "\r\n") -> str:
    """A header and rows as delimited text."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerows([[in_uk(value) for value in row] for row in rows])
    return out.getvalue()


def write_csv(path: Path, rows: Sequence[Sequence[Any]] = (), **options: str) -> Path:
    """A CSV file in UTF-8 with the calls above, or other rows."""
    path.write_bytes(text_of(rows or [HEADER, *CALLS], **options).encode())
    return path


def write_xlsx(path: Path, sheets: dict[str, Sequence[Sequence[Any]]] | None = None) -> Path:
    """A workbook with typed cells, as an export to Excel has them."""
    with xlsxwriter.Workbook(path) as book:
        clock = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in (sheets or {"Calls": [HEADER, *CALLS]}).items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, value in enumerate(cells):
                    if isinstance(value, datetime | time):
                        sheet.write_datetime(row, column, value, clock)
                    elif isinstance(value, date):
                        sheet.write_datetime(row, column, value, day)
                    elif isinstance(value, str) and not value.startswith("="):
                        sheet.write_string(row, column, value)
                    elif value is not None:
                        sheet.write(row, column, value)
    return path


def write_ods(path: Path, rows: Sequence[Sequence[Any]] = ()) -> Path:
    """An OpenDocument workbook with typed cells."""
    from odfdo import Document, Row, Table

    document = Document("spreadsheet")
    document.body.clear()
    table = Table("Calls")
    for cells in rows or [HEADER, *CALLS]:
        row = Row()
        row.set_values([value if value is not None else None for value in cells])
        table.append_row(row)
    document.body.append(table)
    document.save(str(path))
    return path


def write_parquet(path: Path) -> Path:
    """A Parquet file with typed columns."""
    values = ", ".join(
        "("
        + ", ".join("null" if v is None else repr(v) if isinstance(v, int) else f"'{v}'" for v in r)
        + ")"
        for r in CALLS
    )
    kinds = ["varchar", "varchar", "timestamp", "timestamp", "varchar", "double"]
    select = ", ".join(
        f'cast(c{at} as {kind}) as "{name}"'
        for at, (name, kind) in enumerate(zip(HEADER, kinds, strict=True))
    )
    names = ", ".join(f"c{at}" for at in range(len(HEADER)))
    duckdb.connect().execute(
        f"copy (select {select} from (values {values}) t({names})) to '{path}' (format parquet)"
    )
    return path


def write_gzip(path: Path) -> Path:
    """A CSV packed with gzip."""
    path.write_bytes(gzip.compress(text_of([HEADER, *CALLS]).encode(), mtime=0))
    return path


def write_zip(path: Path, parts: dict[str, bytes]) -> Path:
    """A zip of any parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def parts_of(path: Path) -> dict[str, bytes]:
    """The parts of a workbook, to be changed and packed again."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}

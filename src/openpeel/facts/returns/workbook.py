"""Workbooks (XLSX, XLSB, ODS, XLS): the sheet with the return's header, as regular text.

A cell becomes the text that a CSV of the same sheet would hold: 12 and not 12.0, dates and times
in ISO form, TRUE and FALSE for booleans. Formulas are never worked out: the value that was stored
with them counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from openpeel.facts.returns.apart import NotReadableError, apart
from openpeel.facts.returns.headers import HEADER_WITHIN, rank
from openpeel.facts.returns.limits import COLUMNS, Taken
from openpeel.facts.returns.packed import repack
from openpeel.facts.returns.records import Rows, filled, load_numbered, numbered_writer

_PASSWORD = "EncryptedPackage".encode("utf-16-le")  # what Office calls a workbook with a password


@dataclass(frozen=True)
class Sheet:
    """A sheet that was found; its rows lie as regular text in `path`."""

    file: Taken
    path: Path
    header: tuple[str, ...]
    header_row: int
    notes: tuple[str, ...]

    def load(self, con: DuckDBPyConnection, columns: Mapping[str, int], scratch: Path) -> Rows:
        """Write the columns wanted as Parquet."""
        return load_numbered(con, self.file, self.path, len(self.header), columns, scratch)


def open_workbook(file: Taken, scratch: Path, known: frozenset[str], sheet: str | None) -> Sheet:
    """The sheet named, or the one whose header has the most known names."""
    notes: list[str] = []
    if file.kind == "ole":
        _refuse_password(file)
        path = file.path.rename(scratch / "workbook.xls")
    else:
        unpacked = repack(file, scratch)
        path = unpacked.path
        if unpacked.formulas:
            notes.append(
                "Formula cells of the workbook without a stored value, read as empty:"
                f" {unpacked.formulas:,}; open it in a spreadsheet program, save it, and send it"
                " again."
            )
        if unpacked.errors:
            notes.append(
                "Cells of the workbook with an error such as #N/A, read as empty:"
                f" {unpacked.errors:,}."
            )
    target = scratch / "regular.csv"
    found = apart(
        file, "workbook:extract", path, target=str(target), known=sorted(known), sheet=sheet
    )
    path.unlink()
    notes.insert(0, f"Sheet {found['sheet']!r}, header in row {found['row']}.")
    return Sheet(file, target, tuple(found["header"]), found["row"], tuple(notes))


def _refuse_password(file: Taken) -> None:
    with file.path.open("rb") as source:
        tail = b""
        while piece := source.read(1 << 20):
            if _PASSWORD in tail + piece:
                raise file.refuse("the workbook is protected by a password; save it without one")
            tail = piece[-len(_PASSWORD) :]


def extract(given: dict[str, Any]) -> dict[str, Any]:
    """The work that is done apart: choose the sheet and write its rows with their numbers."""
    known = frozenset(given["known"])
    try:
        with CalamineWorkbook.from_path(given["path"]) as workbook:
            name, sheet, (row, header) = _choose(workbook, known, given["sheet"])
            with Path(given["target"]).open("w", encoding="utf-8", newline="") as out:
                writer = numbered_writer(out)
                for number, cells in enumerate(_rows(sheet), start=1):
                    if number > row and filled(cells):
                        # no cell stands beyond the header, or it is not the return's
                        writer.writerow((number, *cells[: len(header)]))
    except CalamineError as problem:
        raise NotReadableError(
            f"no workbook can be read in it ({problem}); save it again"
        ) from None
    return {"sheet": name, "row": row, "header": header}


Top = tuple[int, list[str]]  # number and cells of the header's row


def _choose(
    workbook: CalamineWorkbook, known: frozenset[str], wanted: str | None
) -> tuple[str, CalamineSheet, Top]:
    sheets = [meta.name for meta in workbook.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    if wanted is not None:
        named = [name for name in sheets if name.strip().casefold() == wanted.strip().casefold()]
        if not named:
            raise NotReadableError(
                f"there is no sheet {wanted!r}; its sheets are {', '.join(map(repr, sheets))}"
            )
        sheets = named
    found: list[tuple[int, str, CalamineSheet, Top]] = []
    for name in sheets:
        sheet = workbook.get_sheet_by_name(name)
        top = _header(sheet, known)
        if top:
            found.append((rank(top[1], top[0], known)[0], name, sheet, top))
    if not found:
        raise NotReadableError("there is no sheet with a header; export it again")
    most = max(names for names, *_ in found)
    best = [entry for entry in found if entry[0] == most]
    if len(best) > 1 and most:
        names = " and ".join(repr(name) for _, name, *_ in best)
        raise NotReadableError(f"the sheets {names} fit equally well; name one with --sheet")
    _, name, sheet, top = best[0]
    return name, sheet, top


def _header(sheet: CalamineSheet, known: frozenset[str]) -> Top | None:
    if sheet.end is None:
        return None
    if sheet.end[1] >= COLUMNS:
        raise NotReadableError(
            f"sheet {sheet.name!r} has cells in column {sheet.end[1] + 1:,}, and no return has more"
            f" than {COLUMNS:,}; delete what stands to the right of the table"
        )
    tops = [
        (number, [cell.strip() for cell in cells])
        for number, cells in zip(range(1, HEADER_WITHIN + 1), _rows(sheet), strict=False)
        if filled(cells)
    ]
    if not tops:
        return None
    number, cells = max(tops, key=lambda top: rank(top[1], top[0], known))
    while cells and not cells[-1]:
        cells.pop()
    return number, cells


def _rows(sheet: CalamineSheet) -> Iterator[list[str]]:
    """Every row from the first of the sheet on, as text."""
    for cells in sheet.iter_rows():
        yield [text(cell) for cell in cells]


def text(cell: object) -> str:
    """A cell's value as a CSV would hold it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        # a whole number of up to 15 digits is what a spreadsheet can show
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(cell)

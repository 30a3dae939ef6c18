"""Delimited text (or the sheets of a workbook) as one table of text columns in DuckDB.

A reader says which columns it needs and under which headers publishers print them. The header is
found by its words, in any order, case and punctuation, with other columns around it. DuckDB then
reads the rows with every option given: its sniffer goes wrong on an empty last header. It is
strict, so a ragged row or a broken quotation mark stops the file with its row and loses nothing.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection, InvalidInputException, IOException
from python_calamine import CalamineError, CalamineWorkbook

from openpeel.errors import UserError
from openpeel.facts.sources.reading import Ledger, SourceFile

ROWS = "file_rows"  # the temporary table into which a file's rows are loaded
HEADER_WITHIN = 20  # a header further down is not looked for
DELIMITERS = ",;\t|"
GZIP = b"\x1f\x8b"
ENDLESS = (
    16 << 20
)  # no row of any publication is so long, in bytes; the engine's buffer holds twice


@dataclass(frozen=True)
class Field:
    """A column a reader uses: its name here, and the headers publishers give it, best first."""

    name: str
    headers: tuple[str, ...]  # as `plain_header` makes them
    needed: bool = True


@dataclass(frozen=True)
class Header:
    """The header of a table as found."""

    row: int  # from 1
    cells: tuple[str, ...]
    delimiter: str = ","

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """The headers as they are compared."""
        return tuple(plain_header(cell) for cell in self.cells)

    def column(self, field: Field) -> int | None:
        """Position of the column for `field`, from 0, or None."""
        plain = self.plain
        return next((plain.index(header) for header in field.headers if header in plain), None)

    def has(self, fields: Iterable[Field]) -> bool:
        """Whether every one of the fields has a column."""
        return all(self.column(field) is not None for field in fields)


def plain_header(text: str) -> str:
    """A header without case and punctuation: `Financial_Year` is `financial year`."""
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())


def text_rows(
    file: SourceFile, delimiter: str = ",", limit: int = HEADER_WITHIN
) -> list[list[str]]:
    """The first rows of a delimited text, as far as they can be read."""
    rows: list[list[str]] = []
    try:
        for cells in islice(
            csv.reader(io.StringIO(file.text_head, newline=None), delimiter=delimiter), limit
        ):
            rows.append(cells)
    except csv.Error:
        pass
    return rows


def find_header(file: SourceFile, test: Callable[[Header], bool]) -> Header | None:
    """The first row of a delimited text that passes the test, or None."""
    for delimiter in DELIMITERS:
        for row, cells in enumerate(text_rows(file, delimiter), start=1):
            header = Header(row, tuple(cells), delimiter)
            if len(cells) > 1 and test(header):
                return header
    return None


def csv_header(file: SourceFile, signature: Sequence[Field]) -> Header | None:
    """The header row of a delimited text that has every field of the signature, or None."""
    return find_header(file, lambda header: header.has(signature))


def sheet_headers(file: SourceFile, signature: Sequence[Field]) -> Iterator[tuple[str, Header]]:
    """The sheets of a workbook that have such a header, each with it."""
    if file.workbook is None:
        return
    try:
        tops = _sheet_tops(file.workbook)
    except CalamineError:  # a damaged workbook is nobody's
        return
    for name, rows in tops.items():
        headers = (Header(row, cells) for row, cells in enumerate(rows, start=1))
        if header := next((header for header in headers if header.has(signature)), None):
            yield name, header


@lru_cache(maxsize=2)
def _sheet_tops(workbook: CalamineWorkbook) -> dict[str, list[tuple[str, ...]]]:
    """The first rows of every sheet; kept, because looking means decoding the whole sheet."""
    return {
        name: [
            tuple(_text(cell) for cell in cells)
            for cells in workbook.get_sheet_by_name(name).to_python(
                skip_empty_area=False, nrows=HEADER_WITHIN
            )
        ]
        for name in workbook.sheet_names
    }


def is_table(file: SourceFile, signature: Sequence[Field]) -> bool:
    """Whether a text file, or a sheet of a workbook, has a header with all these fields."""
    if file.workbook is not None:
        return next(sheet_headers(file, signature), None) is not None
    return csv_header(file, signature) is not None


def load(
    file: SourceFile, con: DuckDBPyConnection, signature: Sequence[Field], fields: Sequence[Field]
) -> Ledger:
    """Put the rows into the temporary table `file_rows`: `sheet`, `row` and a column a field.

    All as text without outer and no-break spaces, an empty field ''. `row` counts from 1 with the
    header, as a spreadsheet shows it; `sheet` is null outside workbooks. A column that is not
    needed and that the edition lacks is empty throughout. Rows without anything in these fields
    are set aside here; the ledger returned holds them. UserError when a needed column is missing
    or a row can't be read.
    """
    names = [field.name for field in fields]
    columns = ", ".join(f'"{name}" varchar' for name in names)
    con.execute(f"create or replace temp table {ROWS} (sheet varchar, row bigint, {columns})")
    if file.workbook is None:
        header = csv_header(file, signature)
        if header is None:
            raise file.refuse("no row holds the headers of this publication")
        _load_text(file, con, header, _positions(file, header, fields, ""))
    for sheet, header in sheet_headers(file, signature):
        _load_sheet(file, con, sheet, header, _positions(file, header, fields, sheet))
    _refuse_nul(file, con, names)
    return _without_empty_rows(con, names)


def place(sheet: str | None, row: int) -> str:
    """Where a row stands, for an error or a reference."""
    return f"sheet {sheet!r} row {row}" if sheet else f"row {row}"


def _positions(
    file: SourceFile, header: Header, fields: Sequence[Field], sheet: str
) -> list[int | None]:
    positions = []
    for field in fields:
        position = header.column(field)
        if position is None and field.needed:
            raise file.refuse(
                f"there is no column {field.headers[0]!r}; the columns are"
                f" {', '.join(repr(cell) for cell in header.cells if cell.strip())}",
                place(sheet, header.row),
            )
        if position is not None and header.plain.count(header.plain[position]) > 1:
            raise file.refuse(
                f"the column {header.cells[position]!r} stands twice; keep one",
                place(sheet, header.row),
            )
        positions.append(position)
    return positions


def _load_text(
    file: SourceFile, con: DuckDBPyConnection, header: Header, positions: Sequence[int | None]
) -> None:
    zipped = _is_gzip(file.path)
    _refuse_endless_row(file, zipped)
    try:
        _insert(con, file.path, header, positions, zipped)
    except IOException:
        raise file.refuse("the compressed data are damaged or cut short; fetch it again") from None
    except InvalidInputException as problem:
        if not _mendable(problem):
            raise _row_refused(file, problem) from None
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "rows.csv"
            _mended_copy(file, copy, zipped)
            try:
                _insert(con, copy, header, positions, zipped=False)
            except InvalidInputException as still:
                raise _row_refused(file, still) from None


def _insert(
    con: DuckDBPyConnection,
    path: Path,
    header: Header,
    positions: Sequence[int | None],
    zipped: bool,
) -> None:
    types = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(header.cells)))
    select = ", ".join(
        "''" if at is None else f"coalesce(trim(replace(c{at}, chr(160), ' ')), '')"
        for at in positions
    )
    # a path is a pattern to the engine, so the signs that patterns use are bracketed
    pattern = re.sub(r"([\[*?])", r"[\1]", str(path))
    con.execute(
        f"insert into {ROWS} select null, row_number() over () + {header.row}, {select}"
        " from read_csv(?, auto_detect = false, header = false, skip = ?, delim = ?,"
        f""" quote = '"', escape = '"', columns = {{{types}}}, compression = ?)""",
        [pattern, header.row, header.delimiter, "gzip" if zipped else "none"],
    )


def _refuse_endless_row(file: SourceFile, zipped: bool) -> None:
    """Refuse a row beyond the engine's buffer: at the end of a file it would be lost silently."""
    with file.path.open("rb") as raw:
        size = raw.seek(0, io.SEEK_END)
        if zipped and size >= 4:
            raw.seek(-4, io.SEEK_END)
            size = int.from_bytes(raw.read(4), "little")  # gzip ends with the size unpacked
    if size <= ENDLESS:
        return
    rows = since = 0
    try:
        with gzip.open(file.path) if zipped else file.path.open("rb") as text:
            while piece := text.read(1 << 20):
                last = max(piece.rfind(b"\n"), piece.rfind(b"\r"))
                since = since + len(piece) if last < 0 else len(piece) - last
                if since > ENDLESS:
                    what = "the row is longer than any row of this publication"
                    raise file.refuse(what, f"row {rows + 1}")
                rows += piece.count(b"\n")
    except (OSError, EOFError):
        return  # damaged: the engine says so


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == GZIP


def _mendable(problem: InvalidInputException) -> bool:
    """Whether the engine stumbles over the encoding or over two kinds of line end in one file."""
    return "not utf-8 encoded" in str(problem) or "invalid state" in str(problem)


def _mended_copy(file: SourceFile, copy: Path, zipped: bool) -> None:
    """The same text in UTF-8 with one kind of line end."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            with (
                gzip.open(file.path) if zipped else file.path.open("rb") as raw,
                io.TextIOWrapper(raw, encoding) as text,
                copy.open("w", encoding="utf-8", newline="\n") as out,
            ):
                shutil.copyfileobj(text, out, 1 << 20)
                return
        except UnicodeDecodeError:
            continue
    raise file.refuse("the text is neither UTF-8 nor Windows-1252; save it as UTF-8")


def _row_refused(file: SourceFile, problem: InvalidInputException) -> UserError:
    text = str(problem)
    line = re.search(r"CSV Error on Line: (\d+)", text)
    where = f"row {line[1]}" if line else ""
    if fields := re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", text):
        what = f"the row has {fields[2]} fields where the header has {fields[1]}"
        return file.refuse(f"{what}; mend the row or fetch the file again", where)
    if "Maximum line size" in text:
        return file.refuse("the row is longer than any row of this publication", where)
    if "unterminated quote" in text:
        return file.refuse("a quotation mark is opened and not closed properly", where)
    return file.refuse("the row can't be read as delimited text; fetch the file again", where)


def _load_sheet(
    file: SourceFile,
    con: DuckDBPyConnection,
    sheet: str,
    header: Header,
    positions: Sequence[int | None],
) -> None:
    assert file.workbook is not None
    rows = file.workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    numbers: list[int] = []
    columns: list[list[str]] = [[] for _ in positions]
    for number, cells in enumerate(rows[header.row :], start=header.row + 1):
        if not any(_text(cell) for cell in cells):
            continue  # workbooks pad their tables with any number of empty rows
        numbers.append(number)
        for column, at in zip(columns, positions, strict=True):
            column.append("" if at is None else _text(cells[at]))
    unnested = ", ".join("unnest(?::varchar[])" for _ in columns)
    con.execute(
        f"insert into {ROWS} select ?, unnest(?::bigint[]), {unnested}", [sheet, numbers, *columns]
    )


def _text(cell: Any) -> str:
    """A cell as a publisher would have typed it: whole numbers without a decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).replace("\xa0", " ").strip()


def _refuse_nul(file: SourceFile, con: DuckDBPyConnection, names: Sequence[str]) -> None:
    columns = ", ".join(f'"{name}"' for name in names)
    found = con.execute(
        f"select sheet, row from {ROWS} where contains(concat({columns}), chr(0)) limit 1"
    ).fetchone()
    if found:
        raise file.refuse("the row holds a NUL byte; fetch the file again", place(*found))


def _without_empty_rows(con: DuckDBPyConnection, names: Sequence[str]) -> Ledger:
    ledger = Ledger()
    empty = " and ".join(f"\"{name}\" in ('', 'NA')" for name in names)
    found = con.execute(f"select count(*), min(row) from {ROWS} where {empty}").fetchone()
    if found and found[0]:
        con.execute(f"delete from {ROWS} where {empty}")
        ledger.set_aside("empty row (nothing or only NA)", "", f"row {found[1]}", found[0])
    return ledger

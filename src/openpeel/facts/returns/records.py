"""The rows of a delimited text, as Parquet of text columns.

If a text is regular (UTF-8, one kind of line break, no blank lines, every row as long as the
header) the engine reads it at full speed and must find exactly the records counted before.
Anything else goes through Python's `csv`, which knows a row from a line, and comes out regular:
rows with cells too many or too few are kept, cut or padded, and reported.

Rows are numbered as a spreadsheet shows them: the header is row 1 (lower when something stands
above it), a blank line counts, and a record whose quoted cells contain line breaks counts once,
because it is one row on the screen. An editor of text would show it on several lines.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import duckdb
from duckdb import DuckDBPyConnection

from openpeel.errors import UserError
from openpeel.facts.engine import quoted
from openpeel.facts.returns.findings import Finding
from openpeel.facts.returns.limits import LINE, Taken
from openpeel.facts.returns.text import DELIMITERS, Header, Looked

if TYPE_CHECKING:
    import _csv

BLANKS = " \t\xa0"  # what doesn't count around a value; `plain` says the same in SQL
SHOWN = 20  # numbers of rows kept for each kind of problem


@dataclass
class Ragged:
    """Rows that are not as the header says, by what is wrong with them."""

    rows: dict[str, list[int]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def note(self, rule: str, row: int) -> None:
        """Count a row, and keep its number if it is among the first."""
        self.counts[rule] = self.counts.get(rule, 0) + 1
        if self.counts[rule] <= SHOWN:
            self.rows.setdefault(rule, []).append(row)

    def findings(self) -> tuple[Finding, ...]:
        """One error for each kind."""
        return tuple(
            Finding(
                rule=rule,
                severity="error",
                force_code="",
                subject="",
                period="",
                sentence=sentence,
                count=self.counts[rule],
                rows=tuple(self.rows[rule]),
            )
            for rule, sentence in RAGGED.items()
            if rule in self.counts
        )


RAGGED = {
    "row-too-long": "Rows have more cells than the header: a delimiter inside a value needs"
    " quotation marks around the value. The cells beyond the header were left out.",
    "row-too-short": "Rows have fewer cells than the header: an export may have been cut short."
    " The missing cells were taken as empty.",
    "row-broken": "Rows have a quotation mark in the wrong place and could not be split into"
    " cells: double the quotation marks inside values. The rows were left out, with any lines that"
    " an open quotation mark joins to them.",
}


@dataclass(frozen=True)
class Rows:
    """Rows in a Parquet file: where, SQL for the number of a row, and what is wrong with them."""

    path: Path
    row: str  # SQL over read_parquet(path, file_row_number = true)
    problems: tuple[Finding, ...] = ()


def load_text(
    con: DuckDBPyConnection,
    file: Taken,
    looked: Looked,
    header: Header,
    columns: Mapping[str, int],
    scratch: Path,
) -> Rows:
    """Write `scratch/raw.parquet`: one VARCHAR column for each name, from the cell at its place.

    Values are without outer spaces; an empty one is NULL. UserError when the rows can't be told
    apart.
    """
    target = scratch / "raw.parquet"
    width = len(header.cells)
    if looked.regular and "\n" not in "".join(header.cells):
        try:
            _copy(
                con,
                looked.path,
                header.delimiter,
                width,
                header.skip,
                columns,
                looked.blanks,
                target,
            )
            if _count(con, target) == looked.records - header.skip:
                return Rows(target, f"file_row_number + {header.row + 1}")
        except duckdb.Error:  # not regular after all: `csv` will say where
            pass
    copy, ragged = scratch / "regular.csv", Ragged()
    _write_regular(file, looked, header, copy, ragged)
    rows = load_numbered(con, file, copy, width, columns, scratch, looked.blanks)
    return replace(rows, problems=ragged.findings())


def load_numbered(
    con: DuckDBPyConnection,
    file: Taken,
    path: Path,
    width: int,
    columns: Mapping[str, int],
    scratch: Path,
    blanks: bool = True,
) -> Rows:
    """`load_text` for what `numbered_writer` wrote: no header, each row starts with its number."""
    target = scratch / "raw.parquet"
    numbered = {"row": 0} | {name: at + 1 for name, at in columns.items()}
    try:
        _copy(con, path, ",", width + 1, 0, numbered, blanks, target, end="\\n")
    except duckdb.Error as problem:
        first = str(problem).partition("\n")[0]
        raise file.refuse(f"its rows can't be read ({first}); check the export") from None
    path.unlink()
    return Rows(target, "cast(row as bigint)")


def numbered_writer(out: TextIO) -> _csv.Writer:
    """A writer of rows for `load_numbered`; open the file with `newline=""`.

    Everything is in quotation marks and rows end in a line feed alone, because the engine then
    takes every other line break for part of a value.
    """
    return csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)


def filled(cells: Iterable[str]) -> bool:
    """Whether a row has anything in it but blanks."""
    return any(cell.strip(BLANKS) for cell in cells)


def _copy(
    con: DuckDBPyConnection,
    path: Path,
    delimiter: str,
    width: int,
    skip: int,
    columns: Mapping[str, int],
    blanks: bool,
    target: Path,
    end: str = "",
) -> None:
    types = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(width))
    select = ", ".join(f'{plain(f"c{at}", blanks)} as "{name}"' for name, at in columns.items())
    con.execute(
        f"copy (select {select} from read_csv({pattern(path)}, auto_detect = false,"
        f" header = false, skip = {skip}, delim = {quoted(delimiter)}, quote = '\"',"
        f" escape = '\"', strict_mode = true, null_padding = false, columns = {{{types}}},"
        f" compression = 'none'{end and f', new_line = {quoted(end)}'}))"
        f" to {quoted(str(target))} (format parquet, compression lz4)"
    )


def plain(column: str, blanks: bool) -> str:
    """SQL: a text without outer spaces, NULL when nothing is left."""
    if blanks:  # only where some were seen, because it costs as much as reading
        column = f"replace(replace({column}, chr(160), ' '), chr(9), ' ')"
    return f"nullif(trim({column}), '')"


def pattern(path: Path) -> str:
    """A path as an SQL literal that the engine takes for a path and not for a pattern."""
    text = "".join(f"[{sign}]" if sign in "[*?" else sign for sign in str(path))
    return quoted(text)


def _count(con: DuckDBPyConnection, path: Path) -> int:
    found = con.execute(f"select count(*) from read_parquet({pattern(path)})").fetchone()
    assert found is not None
    return int(found[0])


def _write_regular(
    file: Taken, looked: Looked, header: Header, target: Path, ragged: Ragged
) -> None:
    width = len(header.cells)
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = numbered_writer(out)
        for row, cells in _numbered(file, looked, header, ragged):
            if len(cells) != width:
                if filled(cells[width:]):
                    ragged.note("row-too-long", row)
                elif len(cells) < width and filled(cells):
                    ragged.note("row-too-short", row)
                cells = (cells + [""] * (width - len(cells)))[:width]
            writer.writerow((row, *cells))


def _numbered(
    file: Taken, looked: Looked, header: Header, ragged: Ragged
) -> Iterator[tuple[int, list[str]]]:
    """The rows below the header, each with its number; not the lines on which nothing stands.

    Rows are told apart as a spreadsheet does, which takes quotation marks in wrong places for
    text, so that the numbers are the spreadsheet's; but a row with such marks is left out.
    """
    for record, line, lines, cells in _records(file, looked, header):
        row = record - header.skip + header.row
        if len(lines) > 1 and sum(len(cell.encode()) for cell in cells) > LINE:
            raise file.refuse(
                f"the row is longer than {LINE >> 20} MB, which no row of a return is;"
                " check the quotation marks",
                f"line {line:,} (row {row:,})",
            )
        wrong = _wrong_marks(lines, header.delimiter) if looked.quotes else ""
        if wrong == _UNCLOSED:
            raise _unclosed(file, line, row)
        if record <= header.skip or not (len(cells) > 1 or filled(cells)):
            continue
        if wrong:
            ragged.note("row-broken", row)
        else:
            yield row, cells


def _records(
    file: Taken, looked: Looked, header: Header
) -> Iterator[tuple[int, int, list[str], list[str]]]:
    """Every record: its number, that of its first line (both from 1), its lines, its cells.

    Without quotation marks in the file a record is one line, and the lines are not kept.
    """
    lines: list[str] = []
    with looked.path.open(encoding="utf-8-sig", newline="") as source:
        kept = _remembered(source, lines) if looked.quotes else source
        reader = csv.reader(kept, delimiter=header.delimiter, skipinitialspace=True)
        for record in count(1):
            lines.clear()
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                raise _unclosed(file, line, record - header.skip + header.row) from None
            yield record, line, lines, cells


def _remembered(source: Iterable[str], lines: list[str]) -> Iterator[str]:
    for line in source:
        lines.append(line)
        yield line


_SPACES = re.compile('" +')  # that follow a value do no harm
_UNCLOSED = "unexpected end of data"  # what `csv` calls it


def _wrong_marks(lines: list[str], delimiter: str) -> str:
    """What is wrong with the quotation marks in the lines of a record; empty when nothing is."""
    if '"' not in (lines[0] if len(lines) == 1 else "".join(lines)):
        return ""
    marked = [_SPACES.sub('"', line) for line in lines]
    try:
        for _ in csv.reader(marked, delimiter=delimiter, skipinitialspace=True, strict=True):
            pass
    except csv.Error as problem:
        return str(problem)
    return ""


def _unclosed(file: Taken, line: int, row: int) -> UserError:
    return file.refuse(
        "a quotation mark opens here and is not closed, or the cell is longer than"
        f" {csv.field_size_limit():,} characters; check the export",
        f"line {line:,} (row {row:,})",
    )


def describe(looked: Looked, header: Header) -> str:
    """A sentence on how a text was read."""
    words = DELIMITERS.get(header.delimiter, repr(header.delimiter))
    return f"Text in {looked.encoding}, delimiter {words}, header in row {header.row}."

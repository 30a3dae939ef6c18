"""Read a spreadsheet of answers that came back: XLSX, ODS, XLS or CSV, and hostile until read.

Workbooks are taken apart in a process of its own, as returns are. What is wrong with the file as
a whole is told at once; what its rows say is judged by whoever knows the round.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpeel.facts.returns.headers import plain_header
from openpeel.facts.returns.limits import Taken, shown_name, take
from openpeel.facts.returns.text import find_header, look_through
from openpeel.facts.returns.workbook import open_workbook
from openpeel.sampling.review_sheets import COLUMNS, unguarded

MOST_BYTES = 20 << 20
MOST_ROWS = 50_000
"""No reviewer has so many questions to answer."""


@dataclass(frozen=True)
class ReadRow:
    """A row of the table: what stands in its cells, and where that is."""

    where: str  # "answers.xlsx, row 12"
    cells: dict[str, str]


def read_sheet_of_answers(path: Path) -> list[ReadRow]:
    """The rows of a spreadsheet.

    Raises:
        UserError: the file is no such spreadsheet; a column is missing; it is too large.
    """
    with tempfile.TemporaryDirectory(prefix="openpeel-") as folder:
        scratch = Path(folder)
        file = take(path, scratch)
        if file.path.stat().st_size > MOST_BYTES:
            raise file.refuse(
                f"it is larger than {MOST_BYTES >> 20} MB, which no sheet of answers is"
            )
        try:
            return list(_rows(file, scratch))
        except csv.Error as problem:
            raise file.refuse(f"its rows can't be told apart ({problem})") from None


def _rows(file: Taken, scratch: Path) -> Iterator[ReadRow]:
    known = frozenset(map(plain_header, COLUMNS))
    if file.kind in ("zip", "ole"):
        sheet = open_workbook(file, scratch, known, None)
        with sheet.path.open(encoding="utf-8", newline="") as text:
            found = ((int(row[0]), row[1:]) for row in csv.reader(text))
            yield from _named(file, sheet.header, found, guard=False)
    elif file.kind == "text":
        looked = look_through(file, scratch)
        header = find_header(file, looked, known)
        with looked.path.open(encoding="utf-8-sig", newline="") as text:
            rows = csv.reader(text, delimiter=header.delimiter)
            numbered = ((n, row) for n, row in enumerate(rows, 1) if n > header.row)
            yield from _named(file, header.cells, numbered, guard=True)
    else:
        raise file.refuse("send the spreadsheet back as XLSX or CSV")


def _named(
    file: Taken,
    header: Sequence[str],
    rows: Iterator[tuple[int, list[str]]],
    *,
    guard: bool,
) -> Iterator[ReadRow]:
    places = _places(file, header)
    number = 0
    for number, (line, cells) in enumerate(_filled(rows), start=1):
        if number > MOST_ROWS:
            raise file.refuse(
                f"it has more than {MOST_ROWS:,} rows, which no reviewer's files have; send back"
                " the sheet that was made for you"
            )
        values = {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()}
        if guard:
            values = {name: unguarded(value) for name, value in values.items()}
        yield ReadRow(f"{shown_name(Path(file.name))}, row {line:,}", values)
    if not number:
        raise file.refuse("there is no row in it; send back the sheet that was made for you")


def _filled(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    return ((line, cells) for line, cells in rows if any(cell.strip() for cell in cells))


def _places(file: Taken, header: Sequence[str]) -> dict[str, int]:
    """Where each column stands; all of them have to be there, once, in any order."""
    plain = [cell.strip().casefold() for cell in header]
    missing = [name for name in COLUMNS if name not in plain]
    if missing:
        raise file.refuse(
            f"the column {missing[0]!r} is missing; send back the sheet that was made for you,"
            " with all its columns"
        )
    twice = [name for name in COLUMNS if plain.count(name) > 1]
    if twice:
        raise file.refuse(f"the column {twice[0]!r} stands twice; take one away")
    return {name: plain.index(name) for name in COLUMNS}

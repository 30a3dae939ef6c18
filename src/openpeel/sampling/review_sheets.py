"""One reviewer's open files as a spreadsheet, for teams that must work offline.

A row is a question of a file, or one class of a question that asks for counts. Every cell is text,
and none is ever a formula, whatever somebody wrote into it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from openpeel.errors import UserError


@dataclass(frozen=True)
class SheetRow:
    """A row; its fields are the columns. `class_` is empty but for a question that counts.

    `version` says which answer the sheet was made with: one that somebody saved since is not
    written over. It is 0 where there was none.
    """

    round: str  # SLUG/NUMBER
    file: str
    reference: str
    question: str
    asked: str
    relevant_when: str
    class_: str
    answer: str
    should: str
    recorded: str
    evidence: str
    comment: str
    note: str
    version: str


COLUMNS = tuple(field.name.replace("_", " ").strip() for field in fields(SheetRow))
TYPED = ("answer", "should", "recorded", "evidence", "comment", "note")
"""The columns that a reviewer fills in; the others stay as they are."""
WIDTHS = (20, 6, 18, 16, 60, 36, 18, 26, 10, 10, 26, 44, 44, 9)
SHEET, COVER, LISTS = "answers", "read this first", "lists"

# What a spreadsheet program takes for the beginning of a formula, and what hides one.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def sheet_xlsx(
    rows: Sequence[SheetRow], choices: Sequence[Sequence[str]], cover: Sequence[str], at: datetime
) -> bytes:
    """A workbook: instructions, the table, and the lists that its cells offer.

    Args:
        rows: The table.
        choices: For each row the words of its answers; none where counts are asked for.
        cover: The instructions, a paragraph each.
        at: When it was made; stands in the file's properties.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}  # fmt: skip
    book = Workbook(out, options)
    book.set_properties({"author": "openpeel", "created": at.replace(tzinfo=None)})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    locked = book.add_format(
        {"text_wrap": True, "valign": "top", "num_format": "@", "bg_color": "#E8EAED"}
    )
    first = book.add_worksheet(COVER)
    first.set_column(0, 0, 100)
    for line, words in enumerate(cover):
        first.write_string(line, 0, words, wrap if line else bold)
    table = book.add_worksheet(SHEET)
    lists = book.add_worksheet(LISTS)
    _table(table, rows, bold, wrap, locked)
    _offer(table, lists, choices)
    book.close()
    return out.getvalue()


def sheet_csv(rows: Iterable[SheetRow]) -> str:
    """The same table as CSV; a value that would be taken for a formula stands behind a '."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([guarded(value) for value in astuple(row)])
    return out.getvalue()


def guarded(value: str) -> str:
    """A value that no spreadsheet program takes for a formula.

    >>> guarded("=cmd|' /C calc'!A0"), guarded("page 4")
    ("'=cmd|' /C calc'!A0", 'page 4')
    """
    return f"'{value}" if _FORMULA.match(value) else value


def unguarded(value: str) -> str:
    """The value that was guarded.

    >>> unguarded("'=1"), unguarded("''=1"), unguarded("'tis")
    ('=1', "'=1", "'tis")
    """
    return value[1:] if value.startswith("'") and _FORMULA.match(value) else value


def _table(
    sheet: Worksheet, rows: Sequence[SheetRow], bold: Format, wrap: Format, locked: Format
) -> None:
    sheet.freeze_panes(1, 4)
    for column, (name, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, bold)
    looks = [wrap if name in TYPED else locked for name in COLUMNS]
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(astuple(row)):
            # an empty string would be left out, and the cell would lose its look
            if not value:
                sheet.write_blank(line, column, None, looks[column])
            elif sheet.write_string(line, column, value, looks[column]):
                raise UserError(
                    f"file {row.file}, {row.question}: the {COLUMNS[column]} is too long for a cell"
                    " of a workbook; take the CSV instead."
                )
    if rows:
        sheet.autofilter(0, 0, len(rows), len(COLUMNS) - 1)


def _offer(sheet: Worksheet, lists: Worksheet, choices: Sequence[Sequence[str]]) -> None:
    """Lists of answers to choose from, each written once and offered by every row that has it."""
    column = COLUMNS.index("answer")
    places: dict[tuple[str, ...], str] = {}
    for line, words in enumerate(choices, start=1):
        if not words:
            continue
        key = tuple(words)
        if key not in places:
            at = len(places)
            for n, word in enumerate(key):
                lists.write_string(n, at, word)
            name = _letters(at)
            places[key] = f"={LISTS}!${name}$1:${name}${len(key)}"
        sheet.data_validation(line, column, line, column, _rule(places[key]))
    lists.hide()


def _rule(source: str) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": source,
        "error_title": "None of its answers",
        "error_message": "Choose one of the list; leave the cell empty if there is no answer yet.",
    }


def _letters(column: int) -> str:
    """The name of a column from 0: A, B, ... Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name

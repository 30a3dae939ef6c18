"""Sheets of a published workbook as words and figures, and the account of their rows.

Publishers hang things on cells: footnote digits and "[note 3]" on names and headings, no-break and
doubled spaces, revision marks on numbers, tokens where a number is missing. They are taken off
here, once, for every workbook. A cell that is neither a number nor a token with a known meaning is
never guessed: reading it raises.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from openpeel.errors import UserError
from openpeel.facts.sources.dates import dates_in
from openpeel.facts.sources.reading import Ledger, SourceFile

_PLAINER = str.maketrans("–—’", "--'", "¹²³⁰⁴⁵⁶⁷⁸⁹")
_BRACKETED = re.compile(r"\s*(\[[^\]]*\]|\(\w{1,2}(,\s*\w{1,2})*\))")
_STUCK_DIGITS = re.compile(r"(?<=[^\W\d_]|[)’'])\d{1,2}(\s*,\s*\d{1,2})*(?=\W|$)")

_MARKED = re.compile(r"\s*(\[(r|p|e|b|u|note[^\]]*)\]|\(r\)|r)$", re.IGNORECASE)
_NUMBER = re.compile(r"-?(\d+|\d{1,3}([, ]\d{3})+)(\.\d+)?")

# What a token means where the sheet's own notes do not say. "-" is not here: it is nil in one
# table and a suppressed figure in the next.
_TOKENS = {
    ":": "x",
    "..": "x",
    "…": "x",
    "[x]": "x",
    "no data": "x",
    ".": "z",
    "n/a": "z",
    "na": "z",
    "[z]": "z",
    "+": "c",
    "*": "c",
    "~": "c",
    "[c]": "c",
    "[low]": "c",
}
_ZERO = "zero"
_LEGEND = re.compile(
    r"(?:\d{1,2}\.\s*)?['‘’\"“”]?(?P<token>\.\.|\[\w+\]|[:.+*~–-])['‘’\"“”]?"
    r"\s*(?:=|:|–|-|denotes|indicates|means|represents)\s*(?P<meaning>[^=].*)",
    re.IGNORECASE,
)
_MEANINGS = (
    ("z", ("not applicable",)),
    ("x", ("not available", "unavailable", "not supplied", "not provided", "not collected")),
    ("x", ("missing", "no data", "not recorded")),
    (_ZERO, ("nil", "zero")),
    ("c", ("suppress", "confidential", "disclos", "fewer than", "less than", "small")),
)


def words(cell: Any) -> str:
    """A cell as words: one line, single spaces; a whole number without its decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return " ".join(str(cell).replace("\xa0", " ").replace("\u200b", "").split())


def label(cell: Any) -> str:
    """A name or heading without footnote marks: "Cheshire7", "Kent [note 2]", "Essex (R)".

    Dashes and apostrophes become the plain ones.
    """
    text = _BRACKETED.sub("", words(cell).translate(_PLAINER))
    return _STUCK_DIGITS.sub("", text).strip()


@dataclass(frozen=True)
class Figure:
    """A published number, or the reason code that stands in its place."""

    value: float | None
    status: str | None = None


@dataclass(frozen=True)
class Sheet:
    """One sheet. Rows are numbered from 1, as a spreadsheet program shows them."""

    name: str
    rows: tuple[tuple[Any, ...], ...]

    def numbered(self) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """The rows that hold anything, with their numbers."""
        for number, row in enumerate(self.rows, 1):
            if any(words(cell) for cell in row):
                yield number, row

    def top(self, rows: int = 15) -> str:
        """The words of the first rows, in one line."""
        return " | ".join(
            text for row in self.rows[:rows] for cell in row[:20] if (text := words(cell))
        )

    @cached_property
    def title(self) -> str:
        """What the sheet calls itself: a cell near the top that begins with "Table", or the first.

        Links ("Contents") may stand before it; further down, "Table" begins a list of tables.
        """
        texts = [text for row in self.rows[:12] for cell in row[:3] if (text := words(cell))]
        tables = (text for text in texts[:3] if re.match(r"table\s*\w+\W", text, re.IGNORECASE))
        return next(tables, texts[0] if texts else "")

    @cached_property
    def tokens(self) -> dict[str, str]:
        """Tokens with their meaning: what the sheet's notes say, else the usual one."""
        meanings = dict(_TOKENS)
        for row in self.rows:
            for cell in row:
                if not isinstance(cell, str) or not (found := _LEGEND.fullmatch(words(cell))):
                    continue
                meaning = found["meaning"].casefold()
                for status, signs in _MEANINGS:
                    if any(sign in meaning for sign in signs):
                        meanings[found["token"].casefold().replace("–", "-")] = status
                        break
        return meanings

    def where(self, row: int) -> str:
        """The place as an error names it."""
        return f"sheet {self.name.strip()!r}, row {row}"

    def reference(self, row: int) -> str:
        """The place as a fact keeps it: "Table_1!8"."""
        return f"{self.name}!{row}"

    def is_figure(self, cell: Any) -> bool:
        """Whether a cell holds a number or a token."""
        return self._parse(cell) is not None

    def figure(self, cell: Any, row: int, column: str, file: SourceFile) -> Figure:
        """A cell's figure; an empty cell is a number that was not given, never zero."""
        if not words(cell):
            return Figure(None, "x")
        figure = self._parse(cell)
        if figure is None:
            raise file.refuse(
                f"column {column!r} holds {words(cell)!r}, which is neither a number nor a token"
                " whose meaning is known; check the cell or the notes under the table",
                self.where(row),
            )
        return figure

    def count(self, cell: Any, row: int, column: str, file: SourceFile) -> Figure:
        """A figure that must be a whole number, not negative."""
        figure = self.figure(cell, row, column, file)
        value = figure.value
        if value is not None and (value < 0 or abs(value - round(value)) > 1e-6):
            raise file.refuse(
                f"column {column!r} holds {words(cell)!r}, which is not a count", self.where(row)
            )
        return Figure(None if value is None else round(value), figure.status)

    def _parse(self, cell: Any) -> Figure | None:
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return Figure(float(cell)) if math.isfinite(cell) else None
        if not isinstance(cell, str):
            return None
        text = words(cell)
        plain = _MARKED.sub("", text)
        if _NUMBER.fullmatch(plain):
            return Figure(float(plain.replace(",", "").replace(" ", "")))
        meaning = self.tokens.get(text.casefold().replace("–", "-"))
        if meaning is None:
            return None
        return Figure(0.0) if meaning == _ZERO else Figure(None, meaning)


def sheets(file: SourceFile) -> tuple[Sheet, ...]:
    """The sheets of a workbook, in order; none when the file is no workbook or is damaged."""
    if file.workbook is None:
        return ()
    stat = file.path.stat()
    return _sheets(file.path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=2)  # every reader looks at a workbook before one of them reads it
def _sheets(path: Path, _changed: int, _size: int) -> tuple[Sheet, ...]:
    try:
        book = CalamineWorkbook.from_path(str(path))
        return tuple(
            Sheet(name, tuple(map(tuple, book.get_sheet_by_name(name).to_python(False))))
            for name in book.sheet_names
        )
    except (CalamineError, OSError, ValueError):
        return ()


def published(book: tuple[Sheet, ...]) -> date | None:
    """The release date that the cover or contents state, if they do."""
    updated: list[date] = []
    for sheet in book[:4]:
        for _, row in sheet.numbered():
            for cell in row:
                text = words(cell).casefold()
                if re.search(r"publi(shed|cation date)|release date|released", text) and not (
                    re.search(r"\b(next|scheduled|forthcoming)\b", text)
                ):
                    stated = [day for day, exact in dates_in(text) if exact]
                    if stated:
                        return stated[0]
        updated += _under(sheet, "last updated")
    return max(updated, default=None)


def _under(sheet: Sheet, heading: str) -> list[date]:
    """The dates in the column below a heading."""
    for number, row in sheet.numbered():
        for column, cell in enumerate(row):
            if words(cell).casefold() == heading:
                below = (words(r[column]) for r in sheet.rows[number:] if column < len(r))
                return [day for text in below for day, exact in dates_in(text) if exact]
    return []


@dataclass
class Rows:
    """What became of every row of a workbook; rows nobody spoke for are headings or notes."""

    book: tuple[Sheet, ...]
    _used: set[tuple[str, int]] = field(default_factory=set)
    _aside: dict[tuple[str, int], str] = field(default_factory=dict)
    _sheets: dict[str, str] = field(default_factory=dict)

    def use(self, sheet: Sheet, row: int) -> None:
        """The row became facts."""
        self._used.add((sheet.name, row))

    def set_aside(self, sheet: Sheet, row: int, reason: str) -> None:
        """The row did not, and why."""
        self._aside[sheet.name, row] = reason

    def set_sheet_aside(self, sheet: Sheet, reason: str) -> None:
        """No row of the sheet became facts."""
        self._sheets[sheet.name] = reason

    def ledger(self) -> Ledger:
        """Every row that is not empty, counted once."""
        ledger = Ledger()
        for sheet in self.book:
            for number, row in sheet.numbered():
                if (sheet.name, number) in self._used:
                    ledger.use()
                    continue
                reason = self._sheets.get(sheet.name) or self._aside.get((sheet.name, number))
                example = next((text for cell in row if (text := words(cell))), "")[:80]
                ledger.set_aside(reason or "heading, note or source line", sheet.name, example)
        return ledger


def nothing_read(file: SourceFile, book: tuple[Sheet, ...], looked_for: str) -> UserError:
    """The refusal of a file of a publication in which no sheet holds what is looked for."""
    names = ", ".join(repr(sheet.name.strip()) for sheet in book)
    return file.refuse(f"none of its sheets ({names}) holds {looked_for}")

"""How findings are worded: numbers, shares, months, and cells that nobody can trust."""

from __future__ import annotations

import calendar
import unicodedata
from collections.abc import Iterable
from datetime import date

LONGEST_CELL = 40  # characters of a cell that a finding may show
SHOWN_ROWS = 5


def many(number: float) -> str:
    """A whole number with separators.

    >>> many(1234567)
    '1,234,567'
    """
    return f"{number:,.0f}"


def rows_of(number: int) -> str:
    """`1 row`, `1,234 rows`."""
    return f"{many(number)} {'row' if number == 1 else 'rows'}"


def percent(count: float, of: float) -> str:
    """A share in per cent to one decimal; never 0.0% when there is one, nor 100.0% short of all.

    >>> percent(1, 3), percent(1, 100_000), percent(99_999, 100_000)
    ('33.3%', 'under 0.1%', 'over 99.9%')
    """
    share = 100 * count / of
    if 0 < share < 0.05:
        return "under 0.1%"
    if 99.95 <= share < 100:
        return "over 99.9%"
    return f"{share:.1f}%"


def share_of(count: int, of: int) -> str:
    """`12 of 340 rows (3.5%)`."""
    return f"{many(count)} of {rows_of(of)} ({percent(count, of)})"


def month_key(day: date) -> str:
    """A month as findings name it: 2025-09."""
    return f"{day.year:04d}-{day.month:02d}"


def month_words(month: str) -> str:
    """`2025-09` as September 2025."""
    return f"{_MONTHS[int(month[5:])]} {month[:4]}"


# not calendar.month_name, which speaks the language of the machine
_MONTHS = (
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def days_in(month: str) -> int:
    """How many days `2025-09` has."""
    return calendar.monthrange(int(month[:4]), int(month[5:]))[1]


def first_rows(rows: Iterable[int], count: int) -> str:
    """` First rows: 2, 5 and 9.`, or nothing when a finding is about the whole."""
    shown = [many(row) for row in rows][:SHOWN_ROWS]
    if not shown:
        return ""
    head = "Row" if len(shown) == count == 1 else "Rows" if len(shown) == count else "First rows"
    return f" {head}: {listed(shown)}."


def listed(names: Iterable[str]) -> str:
    """`a, b and c`."""
    *start, last = list(names)
    return f"{', '.join(start)} and {last}" if start else last


def shown(cell: str) -> str:
    """A cell as a finding may show it: in quotes, cut at 40 characters, nothing unprintable.

    >>> shown("N/A"), shown("a" + chr(0) + "b" + chr(0x202E))
    ("'N/A'", "'a\\\\x00b\\\\u202e'")
    """
    # cut first: a cell may be very long
    text = "".join(_plain(character) for character in cell[:LONGEST_CELL])
    return f"'{text[:LONGEST_CELL]}...'" if _cut(cell, text) else f"'{text}'"


def _cut(cell: str, text: str) -> bool:
    return len(cell) > LONGEST_CELL or len(text) > LONGEST_CELL


def _plain(character: str) -> str:
    if character == " " or (character.isprintable() and unicodedata.category(character)[0] != "C"):
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"

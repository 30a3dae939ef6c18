"""Periods in words, and in addresses."""

from __future__ import annotations

from calendar import month_name, monthrange
from datetime import date
from functools import lru_cache

MONTHS = month_name[1:]


@lru_cache(maxsize=1024)
def period_words(start: date, end: date) -> str:
    """A period as people say it.

    >>> period_words(date(2019, 4, 1), date(2020, 3, 31))
    'year ending March 2020'
    >>> period_words(date(2020, 6, 30), date(2020, 6, 30))
    '30 June 2020'
    >>> period_words(date(2021, 7, 1), date(2021, 7, 31))
    'July 2021'
    >>> period_words(date(2020, 4, 1), date(2020, 6, 30))
    'April to June 2020'
    """
    if start == end:
        return day_words(end)
    whole = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if not whole:
        return f"{day_words(start)} to {day_words(end)}"
    if months == 1:
        return f"{MONTHS[end.month - 1]} {end.year}"
    if months == 12:
        return f"year ending {MONTHS[end.month - 1]} {end.year}"
    first_year = "" if start.year == end.year else f" {start.year}"
    return f"{MONTHS[start.month - 1]}{first_year} to {MONTHS[end.month - 1]} {end.year}"


@lru_cache(maxsize=1024)
def period_short(start: date, end: date) -> str:
    """A period for the head of a narrow column: `Mar 2020`, `30 Jun 2020`."""
    month = f"{MONTHS[end.month - 1][:3]} {end.year}"
    return f"{end.day} {month}" if start == end else month


def day_words(day: date) -> str:
    """`30 June 2020`, without a leading zero."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

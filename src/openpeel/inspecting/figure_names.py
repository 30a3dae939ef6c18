"""What the name of a figure says: `calls-101-abandoned.west-mercia.2020-21`, or with a group."""

from __future__ import annotations

import re
from datetime import date, timedelta

from openpeel.catalogue.forces import forces
from openpeel.measures.periods import Period

_YEAR = re.compile(r"(\d{4})-(\d\d)")
_MONTHS = re.compile(r"(\d{4}-\d\d)-to-(\d{4}-\d\d)")
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)(?:-to-(\d{4}-\d\d-\d\d))?")


def figure_force(name: str) -> str | None:
    """The code of the force that a figure is about; None when its name names none."""
    parts = name.split(".")
    force = forces().by_slug.get(parts[1]) if len(parts) > 2 else None
    return force.code if force else None


def figure_period(name: str) -> Period | None:
    """The days that a figure is about; None when its name leaves it open.

    2011-12 may be a year or a month, so it says nothing.

    >>> figure_period("calls-101-abandoned.west-mercia.2020-21")
    Period(start=datetime.date(2020, 4, 1), end=datetime.date(2021, 3, 31))
    >>> figure_period("calls-101-abandoned.west-mercia.2011-12") is None
    True
    """
    parts = name.split(".")
    try:
        return _period(parts[2]) if len(parts) > 2 else None
    except ValueError:  # no such month or day
        return None


def _period(text: str) -> Period | None:
    if found := _DAYS.fullmatch(text):
        start = date.fromisoformat(found[1])
        return Period(start, date.fromisoformat(found[2]) if found[2] else start)
    if found := _MONTHS.fullmatch(text):
        return Period(date.fromisoformat(f"{found[1]}-01"), _month_end(found[2]))
    if found := _YEAR.fullmatch(text):
        year, rest = int(found[1]), int(found[2])
        follows = (year + 1) % 100 == rest
        if follows and rest <= 12:
            return None
        if follows:
            return Period(date(year, 4, 1), date(year + 1, 3, 31))
        return Period(date(year, rest, 1), _month_end(text))
    return None


def _month_end(month: str) -> date:
    first = date.fromisoformat(f"{month}-01")
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)

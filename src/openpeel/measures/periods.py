"""Periods: the days from which to which a number counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple


class Period(NamedTuple):
    """First and last day."""

    start: date
    end: date

    @property
    def middle(self) -> date:
        """The day in the middle."""
        return self.start + (self.end - self.start) // 2

    @property
    def is_day(self) -> bool:
        """Whether it is one day: a snapshot, not a span."""
        return self.start == self.end

    @property
    def months(self) -> int:
        """How many whole months it covers."""
        after = self.end + timedelta(days=1)
        return (after.year - self.start.year) * 12 + after.month - self.start.month


def year_ending_march(period: Period) -> Period:
    """The year from April to March in which a month or quarter lies."""
    year = period.start.year if period.start.month > 3 else period.start.year - 1
    return Period(date(year, 4, 1), date(year + 1, 3, 31))


def period_name(period: Period) -> str:
    """A period in addresses and figure names.

    >>> period_name(Period(date(2019, 4, 1), date(2020, 3, 31)))
    '2019-20'
    >>> period_name(Period(date(2019, 1, 1), date(2019, 1, 31)))
    '2019-01'
    >>> period_name(Period(date(2020, 6, 30), date(2020, 6, 30)))
    '2020-06-30'
    >>> period_name(Period(date(2018, 10, 1), date(2019, 9, 30)))
    '2018-10-to-2019-09'
    """
    start, end = period
    if start == end:
        return start.isoformat()
    whole = start.day == 1 and (end + timedelta(days=1)).day == 1
    if whole and period.months == 1:
        return f"{start:%Y-%m}"
    if whole and start.month == 4 and period.months == 12:
        return f"{start:%Y}-{end:%y}"
    return f"{start:%Y-%m}-to-{end:%Y-%m}" if whole else f"{start}-to-{end}"

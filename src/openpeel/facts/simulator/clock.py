"""The simulated year, and clocks on the wall in the United Kingdom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from openpeel.facts.simulator.dice import Ints

DAY = 86_400  # seconds
HOUR = 3_600


@dataclass(frozen=True)
class Year:
    """Twelve months from the first of a month."""

    start: date

    def month(self, number: int) -> date:
        """First day of the month with that number, from 0; 12 is the day after the year."""
        years, month = divmod(self.start.month - 1 + number, 12)
        return date(self.start.year + years, month + 1, 1)

    @property
    def end(self) -> date:
        """The last day."""
        return self.month(12) - timedelta(days=1)

    @property
    def days(self) -> list[date]:
        """Every day of the year, in order."""
        length = (self.month(12) - self.start).days
        return [self.start + timedelta(days=number) for number in range(length)]

    def month_of(self, day: date) -> int:
        """The number of the month in which a day lies, from 0."""
        return (day.month - self.start.month) % 12

    def before(self, years: int) -> Year:
        """The year that began so many years earlier."""
        return Year(self.start.replace(year=self.start.year - years))

    @property
    def seconds(self) -> int:
        """Its first moment as seconds of the clock on the wall since 1970."""
        return seconds_of(self.start)


def seconds_of(day: date) -> int:
    """The first moment of a day as seconds of the clock on the wall since 1970."""
    return (day - date(1970, 1, 1)).days * DAY


def last_sunday(year: int, month: int) -> date:
    """The day in a month of 31 days on which clocks change."""
    last = date(year, month, 31)
    return last - timedelta(days=last.isoweekday() % 7)


# Moments at which the clocks change, spring and autumn in turn: in UTC, and on the clock itself,
# where the hour that comes twice in October is taken for the first of the two.
_CHANGES = [(last_sunday(year, month), month) for year in range(2000, 2060) for month in (3, 10)]
_UTC = np.array(
    [int(datetime(d.year, d.month, d.day, 1, tzinfo=UTC).timestamp()) for d, _ in _CHANGES]
)
_WALL = _UTC + np.array([HOUR if month == 10 else 0 for _, month in _CHANGES])


_GAPS = _WALL[0::2] // HOUR  # hours that March leaves out


def existing(moment: Ints) -> Ints:
    """Seconds on the clock, moved out of the hour that March leaves out."""
    if not len(moment):
        return moment
    hour = moment // HOUR
    gaps = _GAPS[(hour.min() <= _GAPS) & (hour.max() >= _GAPS)]
    for gap in gaps:
        moment = np.where(hour == gap, moment + HOUR, moment)
    return moment


def later(start: Ints, seconds: Ints, *, as_written: bool = False) -> Ints:
    """What the clock on the wall shows so many seconds after it showed `start`.

    Where the clocks go back in between and the answer would lie before the start, it is told by
    the clock as it went before, unless `as_written`: that is a trap of its own.
    """
    end = start + seconds
    utc = end - (np.searchsorted(_WALL, start, side="right") & 1) * HOUR
    there = utc + (np.searchsorted(_UTC, utc, side="right") & 1) * HOUR
    return there if as_written else np.where(there < start, end, there)

"""The rows of one force's return while they are drawn: what all the builders share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openpeel.facts.simulator.clock import DAY, Year, existing, seconds_of
from openpeel.facts.simulator.dice import Bools, Dice, Ints
from openpeel.facts.simulator.truth import ForceTruth

Column = NDArray[Any]  # of booleans, whole numbers, text or None, or moments; masked where null
Columns = dict[str, Column]

NOWHERE = 0.02  # rows without an area
_ONE = 1 << 32  # a share of 1 in the whole numbers in which quotas are counted
_YEARS_APART = 10**9  # numbers of records of one year


@dataclass
class Rows:
    """Rows in the order of time. A builder turns them into columns."""

    truth: ForceTruth
    dice: Dice
    seed: int
    scale: float
    day: Ints  # the number of the day in the year, from 0
    start: Ints  # seconds on the clock on the wall since 1970
    first: int  # rows of this force and year that went before
    a_year: int  # rows of this force and year
    owed: dict[str, int] = field(default_factory=dict)  # parts of rows left over by quotas

    def __post_init__(self) -> None:
        self.n = len(self.day)
        self.year = self.truth.year
        self.month = np.array([self.year.month_of(day) for day in self.year.days])[self.day]
        self.index = self.first + np.arange(self.n, dtype=np.int64)

    @property
    def number(self) -> Ints:
        """A number for each row that no other year has."""
        return numbered(self.year, self.index)

    def share(self, parameter: str) -> float | NDArray[np.float64]:
        """The truth's share: one number, or one a row when it moves in the year."""
        if parameter in self.truth.monthly:
            return np.asarray(np.array(self.truth.monthly[parameter])[self.month])
        return self.truth.values[parameter]

    def happens(self, parameter: str, where: Bools | None = None) -> Bools:
        """Which rows (of those `where`) have what a parameter is the share of.

        By chance; or, for what is stated of a force, in exactly that share.
        """
        share = self.share(parameter)
        if parameter in self.truth.exact:
            return self.exactly(parameter, share, where)
        hits = self.dice.happens(share, self.n)
        return hits if where is None else hits & where

    def exactly(
        self, name: str, share: float | NDArray[np.float64], where: Bools | None = None
    ) -> Bools:
        """Rows picked at random, as many as the share asks for; what is left over is carried on."""
        among = np.ones(self.n, dtype=np.bool_) if where is None else where
        hits = self.dice.happens(share, self.n) & among
        parts = np.broadcast_to((np.asarray(share) * _ONE).astype(np.int64), self.n)
        due = self.owed.get(name, 0) + int(parts[among].sum())
        wanted = (due + _ONE // 2) // _ONE
        self.owed[name] = due - wanted * _ONE
        surplus = int(hits.sum()) - wanted
        candidates = np.flatnonzero(hits if surplus > 0 else among & ~hits)
        turned = self.dice.rng.permutation(candidates)[: abs(surplus)]
        hits[turned] = surplus < 0
        return hits

    def chance(self, share: float | NDArray[np.float64]) -> Bools:
        """Which rows have something that nobody asks about."""
        return self.dice.happens(share, self.n)

    def between(self, low: Ints | int, high: Ints | int) -> Ints:
        """Whole numbers, most of them near `low`."""
        return self.dice.skewed(low, high, self.n)

    @property
    def today(self) -> Ints:
        """The first moment of each row's day."""
        return self.start // DAY * DAY

    @property
    def extracted(self) -> int:
        """The day on which records were taken from the system, as seconds."""
        return seconds_of(self.truth.extracted)

    def all(self, moment: int) -> Column:
        """The same moment for every row."""
        return moments(np.full(self.n, moment, dtype=np.int64))

    def known(self, moment: Ints, so: Bools) -> Column:
        """Moments that are on record: `so`, and past when the records were taken."""
        return where(so & (moment < self.extracted), moments(moment))

    def pick(self, weights: Sequence[float], values: Sequence[str | None]) -> Column:
        """One of some words for each row."""
        return words(self.dice.pick(weights, self.n), values)

    def areas(self) -> Column:
        """Local policing areas, in proportion to residents; a few rows have no place."""
        areas = self.truth.areas
        weights = [persons * (1 - NOWHERE) for persons in areas.values()]
        return self.pick([*weights, sum(areas.values()) * NOWHERE], (*areas, None))


def kept(columns: Columns, rows: Bools) -> Columns:
    """Some of the rows."""
    return {name: column[rows] for name, column in columns.items()}


def numbered(year: Year, index: Ints) -> Ints:
    """Numbers of records: the year, then the place in it."""
    return (year.start.year % 100) * _YEARS_APART + index + 1


def words(codes: Ints, values: Sequence[str | None]) -> Column:
    """Positions in a list as the words that stand there."""
    return np.array(values, dtype=object)[codes]


def where(known: Bools, column: Column) -> Column:
    """A column that is null where it is not known."""
    if column.dtype.kind == "M":
        return np.where(known, column, np.datetime64("NaT", "ms"))
    if column.dtype.kind == "O":
        return np.where(known, column, None)  # type: ignore[call-overload, no-any-return]
    return np.ma.masked_array(column, mask=~known)


def moments(seconds: Ints) -> Column:
    """Seconds of a clock since 1970 as moments that a clock can show."""
    return (existing(seconds) * 1_000).view("datetime64[ms]")

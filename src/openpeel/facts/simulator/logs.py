"""When rows happen: how many on each day of a force's year, and at what hour."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from openpeel.facts.simulator.clock import DAY, HOUR, existing, last_sunday, seconds_of
from openpeel.facts.simulator.dice import Dice, Ints
from openpeel.facts.simulator.national import HOURS, WEEKDAYS
from openpeel.facts.simulator.plants import LAST_SEARCH_DAY, LAST_SEARCH_MONTH, MISSING_MONTHS
from openpeel.facts.simulator.rows import Column, Rows, numbered, where
from openpeel.facts.simulator.truth import ForceTruth
from openpeel.facts.simulator.volumes import VOLUMES

BATCH_ROWS = 500_000  # about this many rows are drawn at once

_OCTOBER_SHARE = 0.5  # of the rows of that day which the trap moves into its night


def per_day(table: str, truth: ForceTruth, seed: int, scale: float) -> Ints:
    """Rows on each day of the year: the same for whoever asks."""
    volume = VOLUMES[table]
    if volume.of:
        return per_day(volume.of, truth, seed, scale)
    dice = Dice(seed, table, "days", truth.force.code, str(truth.year.start.year))
    weights = _weights(table, truth)
    expected = volume.expected(truth, scale)
    if volume.when != "through the year":
        rows = np.zeros(len(weights), dtype=np.int64)
        first_days = np.flatnonzero([day.day == 1 for day in truth.year.days])
        on = {"first day": [0], "last day": [-1]}.get(volume.when, first_days)
        rows[on] = round(expected) // len(on)
    elif volume.drawn == "exactly":
        days = dice.pick(weights.tolist(), round(expected))
        rows = np.bincount(days, minlength=len(weights)).astype(np.int64)
    else:
        rows = dice.rng.poisson(expected * weights)
    return _less_what_is_missing(table, truth, rows)


def _less_what_is_missing(table: str, truth: ForceTruth, rows: Ints) -> Ints:
    if (table == "calls" and truth.has("no-calls")) or (
        table == "force_records" and truth.has("no-use-of-force")
    ):
        rows[:] = 0
    if table == "incidents" and truth.has("months-missing"):
        rows[np.isin(month_of_day(truth), MISSING_MONTHS)] = 0
    if table == "stop_searches" and truth.has("searches-stop"):
        rows[last_search_day(truth) + 1 :] = 0
    return rows


def month_of_day(truth: ForceTruth) -> Ints:
    """The number of the month, from 0, of each day of the year."""
    return np.array([truth.year.month_of(day) for day in truth.year.days])


def last_search_day(truth: ForceTruth) -> int:
    """The number of the last day of the force that stops supplying searches."""
    return (truth.year.month(LAST_SEARCH_MONTH) - truth.year.start).days + LAST_SEARCH_DAY - 1


def drawn(table: str, truth: ForceTruth, seed: int, scale: float) -> Iterator[Rows]:
    """One force's year of a table in runs of days, in the order of time, still without columns."""
    table = VOLUMES[table].of or table
    rows = per_day(table, truth, seed, scale)
    dice = Dice(seed, table, truth.force.code, str(truth.year.start.year))
    owed: dict[str, int] = {}
    first = 0
    for days in _runs(rows):
        day = np.repeat(days, rows[days])
        second = _clock(table, truth, dice, day)
        yield Rows(truth, dice, seed, scale, day, second, first, int(rows.sum()), owed)
        first += len(day)


def _weights(table: str, truth: ForceTruth) -> NDArray[np.float64]:
    """The part of a year's rows that is expected on each day."""
    weekdays = np.array([WEEKDAYS[day.weekday()] for day in truth.year.days])
    months = month_of_day(truth)
    in_month = np.bincount(months, weights=weekdays, minlength=12)
    volume = np.array(truth.volume[table if table in truth.volume else "other"])
    return np.asarray(volume[months] * weekdays / in_month[months])


def _runs(rows: Ints) -> Iterator[Ints]:
    """The days in runs of about `BATCH_ROWS` rows."""
    batch = (np.cumsum(rows) - rows) // BATCH_ROWS
    for number in np.unique(batch):
        days = np.flatnonzero(batch == number)
        if rows[days].any():
            yield days


def _clock(table: str, truth: ForceTruth, dice: Dice, day: Ints) -> Ints:
    """Seconds on the clock for rows of some days, in order; nights at the week's end are busy."""
    n = len(day)
    start = truth.year.seconds
    hours = dice.pick(HOURS.get(table, HOURS["other"]), n)
    second = start + day * DAY + hours * HOUR + dice.below(HOUR, n)
    if table == "incidents" and truth.has("october-hour"):
        change = last_sunday(truth.year.month(6).year, 10)
        night = seconds_of(change) + HOUR
        moved = (day == (change - truth.year.start).days) & dice.happens(_OCTOBER_SHARE, n)
        second = np.where(moved, night + 2_400 + dice.below(1_200, n), second)
    return np.sort(existing(second))


def incidents_in_a_year(truths: tuple[ForceTruth, ...]) -> float:
    """Incidents of all forces expected in a year at scale 1."""
    return sum(VOLUMES["incidents"].expected(truth, 1.0) for truth in truths)


class Linked:
    """Which rows of a log led to, or came from, an incident of the same month, and which one.

    Each incident is linked at most once, rows and incidents in the same order. No draw is needed,
    so the two logs can be made apart.
    """

    def __init__(self, table: str, share: float, rows: Rows) -> None:
        months = month_of_day(rows.truth)
        self._rows = _by_month(per_day(table, rows.truth, rows.seed, rows.scale), months)
        self._incidents = _by_month(per_day("incidents", rows.truth, rows.seed, rows.scale), months)
        self._links = np.minimum((self._rows * share).astype(np.int64), self._incidents)

    def of(self, rows: Rows) -> Ints:
        """The place of each row's incident among those of the year, or -1."""
        before, incidents = (np.cumsum(counts) - counts for counts in (self._rows, self._incidents))
        month = rows.month
        place = rows.index - before[month]
        links, of = self._links[month], self._rows[month]
        number = place * links // of
        linked = (place + 1) * links // of > number
        there = number * self._incidents[month] // np.maximum(links, 1)
        return np.where(linked, incidents[month] + there, -1)


def _by_month(rows: Ints, months: Ints) -> Ints:
    return np.bincount(months, weights=rows, minlength=12).astype(np.int64)


def some(table: str, rows: Rows, share: float = 1.0) -> Column:
    """The number of some record of another return of the force and the year, in a share of rows."""
    there = int(per_day(table, rows.truth, rows.seed, rows.scale).sum())
    found = numbered(rows.year, rows.dice.below(max(there, 1), rows.n))
    return where(rows.chance(share if there else 0.0), found) if share < 1 else found

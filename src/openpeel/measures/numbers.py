"""Numbers for the parts of a measure: by force, area, period and group, or why there is none.

A force that supplies a table for a period and has no row that fits has a true zero when the table
holds events. When the table holds published counts, a number that is not there was not supplied.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from openpeel.catalogue.coverage import Exception_, exceptions, statuses
from openpeel.catalogue.tables import tables
from openpeel.measures.periods import Period, year_ending_march
from openpeel.measures.sums import Cell, Sum

MONTHS_IN_YEAR = 12


@dataclass(frozen=True, slots=True)
class Number:
    """A part's number, or a reason code and words for there being none (or only some of it)."""

    number: float | None
    rows: int
    status: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Present:
    """That a table holds rows of a force for a period, and whether an edition changed them."""

    period: Period
    revised: str = ""  # in words, when a later edition gave other numbers


class Presence:
    """Which forces supplied a table, for which of its own periods."""

    def __init__(self, supplied: Iterable[tuple[str, Present]]) -> None:
        self._of: dict[str, dict[Period, Present]] = defaultdict(dict)
        for force, present in supplied:
            self._of[force][present.period] = present

    def of(self, force: str) -> dict[Period, Present]:
        """A force's periods."""
        return self._of.get(force, {})

    @property
    def forces(self) -> tuple[str, ...]:
        """Forces that supplied anything."""
        return tuple(self._of)

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """Every period that any force supplied, in order."""
        return tuple(sorted({period for periods in self._of.values() for period in periods}))


class Numbers:
    """One part's numbers."""

    def __init__(self, part: Sum, cells: Iterable[Cell], presence: Presence, yearly: bool) -> None:
        self.part = part
        self.presence = presence
        self.yearly = yearly
        self.counts = tables()[part.table].kind == "counts"
        self._cells: dict[tuple[str | None, str, Period, str], Cell] = {}
        groups: set[str] = set()
        for cell in _last_snapshots(cells) if yearly else cells:
            period = self._period(Period(cell.period_start, cell.period_end))
            key = (cell.force_code, cell.area_code, period, cell.group)
            self._cells[key] = added(self._cells[key], cell) if key in self._cells else cell
            groups.add(cell.group)
        self.groups = tuple(sorted(groups - {""}))  # rows of no group count in `all` only
        self._known: dict[str, list[Exception_]] = defaultdict(list)
        for known in exceptions(part.table):
            self._known[known.force_code].append(known)
        self._supplied: dict[tuple[str, Period], list[Present]] = defaultdict(list)
        for force in presence.forces:
            for present in presence.of(force).values():
                self._supplied[force, self._period(present.period)].append(present)

    def _period(self, period: Period) -> Period:
        return year_ending_march(period) if self.yearly else period

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """Every period for which there can be a number, in order."""
        return tuple(sorted({self._period(period) for period in self.presence.periods}))

    @cached_property
    def _held(self) -> frozenset[Period]:
        return frozenset(period for _, _, period, _ in self._cells)

    def nearest(self, period: Period) -> Period | None:
        """Of the periods with numbers, that whose middle is nearest; of two, the earlier."""
        return min(
            self._held,
            key=lambda own: (abs((own.middle - period.middle).days), own.start),
            default=None,
        )

    def get(self, force: str, period: Period, group: str = "", area: str = "") -> Number:
        """The number, or why there is none."""
        supplied = self._supplied.get((force, period))
        if not supplied:
            return Number(None, 0, "x", "not supplied for this period")
        cell = self._cells.get((force, area, period, group))
        if cell is None and self.counts:
            return Number(None, 0, "x", "not supplied")
        number = 0.0 if cell is None else cell.total
        rows = 0 if cell is None else cell.rows
        if number is None:
            code = cell.status if cell and cell.status else "x"
            return Number(None, rows, code, statuses()[code].label)
        status, reason = self._qualified(force, period, supplied, cell)
        shown = status is None or statuses()[status].shown
        return Number(number if shown else None, rows, status, reason)

    def _qualified(
        self, force: str, period: Period, supplied: list[Present], cell: Cell | None
    ) -> tuple[str | None, str]:
        known = [
            entry
            for entry in self._known.get(force, ())
            if entry.period_start <= period.end
            and (entry.period_end is None or entry.period_end >= period.start)
        ]
        months = sum(present.period.months for present in supplied)
        snapshot = any(present.period.is_day for present in supplied)  # it stands for the year
        revised = next((present.revised for present in supplied if present.revised), "")
        found: list[tuple[str | None, str]] = [
            (entry.status, entry.reason) for entry in known if entry.status
        ]
        if cell is not None and cell.status:
            found.append(("p", "some of the numbers that make it up were not supplied"))
        if self.yearly and not snapshot and months < MONTHS_IN_YEAR:
            found.append(("p", f"{months} of {MONTHS_IN_YEAR} months supplied"))
        if revised:
            found.append(("r", revised))
        found += [(None, entry.reason) for entry in known if not entry.status]
        return min(found, key=lambda pair: _rank(pair[0]), default=(None, ""))


def _last_snapshots(cells: Iterable[Cell]) -> Iterator[Cell]:
    """Of a force's snapshots in one year the last: who is in post on two days is not two people."""
    held = list(cells)
    last: dict[tuple[str | None, Period], date] = {}
    for cell in held:
        if cell.period_start == cell.period_end:
            key = cell.force_code, year_ending_march(Period(cell.period_start, cell.period_end))
            last[key] = max(cell.period_end, last.get(key, cell.period_end))
    for cell in held:
        period = Period(cell.period_start, cell.period_end)
        if not period.is_day or last[cell.force_code, year_ending_march(period)] == period.end:
            yield cell


# The first of these that holds says why a number is missing or qualified; notes come last.
PRECEDENCE = ("x", "z", "n", "c", "low", "p", "r")


def _rank(status: str | None) -> int:
    return PRECEDENCE.index(status) if status else len(PRECEDENCE)


def added(one: Cell, other: Cell) -> Cell:
    """Two cells as one; when only one of them holds a number, the sum is partial."""
    totals = [cell.total for cell in (one, other) if cell.total is not None]
    return one._replace(
        rows=one.rows + other.rows,
        total=sum(totals) if totals else None,
        status=one.status or other.status or ("x" if len(totals) == 1 else None),
    )

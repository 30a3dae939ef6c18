"""What rules are given: the return in hand, and what was counted in it beforehand.

Everything is counted once: filled cells, cells that can't be read, and rows by force and period.
Rules on the whole return work on these small numbers and not on millions of rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from duckdb import DuckDBPyConnection

from openpeel.catalogue.checks import limits
from openpeel.catalogue.contracts import Contract
from openpeel.facts.returns.baseline import Baseline, Other

ROWS, RAW, UNREAD = "return_rows", "return_raw", "return_unread"
FIRST_ROWS = 20  # row numbers that a finding keeps
COMMON_OF = {"force": "force_code", "area": "area_code"}  # sent field -> column of the lake


@dataclass(frozen=True)
class Period:
    """One force's rows of one period."""

    force: str
    start: date
    end: date
    rows: int
    filled: dict[str, int]  # field -> rows in which it is filled
    parts: dict[str, tuple[int, int]]  # share -> rows in it, rows it is a share of
    published: tuple[int, ...]  # for each published total: the rows that it counts


@dataclass(frozen=True)
class Case:
    """A return that is being checked."""

    con: DuckDBPyConnection
    contract: Contract
    sent: tuple[str, ...]
    as_of: date
    against: Baseline | None
    others: Mapping[str, Other]
    filled: dict[str, int]  # field -> rows in which its cell is not empty
    unreadable: tuple[str, ...]  # fields of which some cells could not be read

    def limit(self, rule: str, name: str) -> float:
        """A limit as of the day of the check."""
        return limits().value(rule, name, self.as_of)

    def sends(self, *names: str) -> bool:
        """Whether all these fields were sent."""
        return set(names) <= set(self.sent)

    @property
    def own(self) -> tuple[str, ...]:
        """Sent fields of the contract itself, in its order: all but force and area."""
        return tuple(name for name in self.contract.fields if name in self.sent)

    @property
    def happened(self) -> tuple[str, ...]:
        """Sent days and times of what has happened; a day that is due may lie ahead."""
        contract = self.contract
        names = {contract.period.field, *(name for run in contract.order for name in run)}
        names |= {end for d in contract.durations.values() for end in (d.start, d.end)}
        return tuple(name for name in self.own if name in names)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Sent times that must follow one another, each with the next one that was sent."""
        found: dict[tuple[str, str], None] = {}
        for run in self.contract.order:
            sent = [name for name in run if name in self.sent]
            found |= dict.fromkeys(pairwise(sent))
        return tuple(found)

    def needs(self, sql: str) -> set[str]:
        """The contract's fields on which a condition of it rests."""
        words = set(re.findall(r"[a-z][a-z0-9_]*", re.sub(r"'[^']*'", "", sql)))
        found = words & self.contract.fields.keys()
        for name, duration in self.contract.durations.items():
            if name in words or f"{name}_problem" in words:
                found |= {duration.start, duration.end}
        for name, derived in self.contract.derived.items():
            if name in words:
                found |= self.needs(derived.sql)
        return found

    def can_ask(self, *conditions: str) -> bool:
        """Whether all fields on which conditions rest were sent: not sent is never `no`."""
        return all(self.needs(sql) <= set(self.sent) for sql in conditions)

    @property
    def shares(self) -> dict[str, tuple[str, str]]:
        """Shares that can be worked out: name -> SQL of the part, SQL of the whole."""
        found = {}
        for name, share in self.contract.shares.items():
            if self.can_ask(share.part, share.of):
                # a row that doesn't say is in neither
                found[name] = (share.part, f"({share.of}) and ({share.part}) is not null")
        return found

    @cached_property
    def in_bounds(self) -> str:
        """SQL: rows whose period is neither absurdly early nor ahead."""
        year = int(self.limit("date-far-past", "year"))
        return f"period_start between date '{year}-01-01' and date '{self.as_of}'"

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """Rows by force and period, in order; rows without force or period are left out."""
        shares = self.shares
        published = [
            entry.of if self.can_ask(entry.of) else "false" for entry in self.contract.published
        ]
        columns = [f'count("{name}")' for name in self.own]
        columns += [
            f"count(*) filter ({sql})"
            for part, of in shares.values()
            for sql in (f"where ({of}) and ({part})", f"where {of}")
        ]
        columns += [f"count(*) filter (where {sql})" for sql in published]
        found = self.con.execute(
            f"select force_code, period_start, period_end, {', '.join(['count(*)', *columns])}"
            f" from {ROWS} where force_code is not null and {self.in_bounds}"
            " group by all order by all"
        ).fetchall()
        return tuple(self._period(row, tuple(shares), len(published)) for row in found)

    def _period(self, row: tuple[object, ...], shares: tuple[str, ...], published: int) -> Period:
        force, start, end, *numbers = row
        assert isinstance(force, str) and isinstance(start, date) and isinstance(end, date)
        rows, *counts = (number for number in numbers if isinstance(number, int))
        own, parts = len(self.own), len(self.own) + 2 * len(shares)
        return Period(
            force, start, end, rows,
            dict(zip(self.own, counts[:own], strict=True)),
            {name: (counts[own + 2 * n], counts[own + 2 * n + 1]) for n, name in enumerate(shares)},
            tuple(counts[parts : parts + published]),
        )  # fmt: skip

    @cached_property
    def forces(self) -> dict[str, tuple[Period, ...]]:
        """Periods by force."""
        found: dict[str, list[Period]] = {}
        for period in self.periods:
            found.setdefault(period.force, []).append(period)
        return {force: tuple(periods) for force, periods in found.items()}

    @property
    def monthly(self) -> dict[str, tuple[Period, ...]]:
        """Months by force when the contract counts by month, else nothing."""
        return self.forces if self.contract.period.by == "month" else {}

    def rows_by_force(self, condition: str, source: str = ROWS) -> Iterator[tuple[str, int, Rows]]:
        """Force, number of rows and first rows of those that a condition holds for."""
        for force, count, rows in self.con.execute(
            f"select coalesce(force_code, '') as force, count(*), min(row, {FIRST_ROWS})"
            f" from {source} where {condition} group by force order by force"
        ).fetchall():
            yield force, count, tuple(rows)

    @cached_property
    def day_after(self) -> date:
        """The first day that lies ahead."""
        return self.as_of + timedelta(days=1)


Rows = tuple[int, ...]


def last_sundays(contract: Contract, as_of: date, month: int) -> str:
    """SQL list of the last Sundays of a month in the years that a return can be about."""
    days = []
    for year in range(contract.since.year - 1, as_of.year + 1):
        last = date(year, month, 31)
        days.append(last - timedelta(days=(last.weekday() + 1) % 7))
    return ", ".join(f"date '{day}'" for day in days)

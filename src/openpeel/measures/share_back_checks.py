"""What a force's returns say beside published counts and beside each other, from the lake."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from duckdb import DuckDBPyConnection

from openpeel.catalogue.consistency import Check, Rows, consistency
from openpeel.catalogue.contracts import Contract, Published, contracts
from openpeel.catalogue.tables import tables
from openpeel.facts.editions import attach_counting, replaced
from openpeel.facts.lake import Batch, Lake
from openpeel.measures.where import condition

FEW = 5  # people: counts from 1 to 4 are not shown
MONTHS = 12  # over which returns are held against each other


@dataclass(frozen=True)
class CountBeside:
    """The rows of a return in a period beside the published count."""

    contract: str
    words: str  # which publication
    period_start: date
    period_end: date
    counted: int | None  # None when it would tell of fewer than 5 people
    published: float
    difference: float | None  # per cent of the published count
    within: float  # what the contract takes for near enough, per cent

    @property
    def asks(self) -> bool:
        """Whether the two lie further apart than they should."""
        return self.difference is not None and abs(self.difference) > self.within


@dataclass(frozen=True)
class CheckResult:
    """One check of consistency.yaml over the months for which both tables were supplied."""

    check: Check
    period_start: date
    period_end: date
    months: int
    part: int | None  # None when it would tell of fewer than 5 people
    of: int | None
    share: float | None  # per cent; None when there is nothing to compare or it is hidden
    asks: bool

    @property
    def sentence(self) -> str:
        """What was found, and the question."""
        part = f"fewer than {FEW}" if self.part is None else f"{self.part:,}"
        of = f"fewer than {FEW}" if self.of is None else f"{self.of:,}"
        share = "" if self.share is None else f" ({self.share:.1f}%)"
        found = f"{part} {self.check.part.words} beside {of} {self.check.of.words}{share}"
        return f"{found}. {self.check.question}" if self.asks else f"{found}."


Months = dict[date, int]  # first day of a month -> rows
Counts = dict[tuple[date, date], float]  # first and last day -> published count


class Returns:
    """The rows that count in the tables that returns fill, and published counts beside them.

    What is published in a returns' table is left out. Each question is put to the engine once, for
    all forces.
    """

    def __init__(self, con: DuckDBPyConnection, lake: Lake, batches: Iterable[Batch]) -> None:
        self._con, self._lake = con, lake
        held = list(batches)
        self._returns = [batch for batch in held if batch.submission or batch.simulated]
        self._published = [batch for batch in held if not batch.submission and not batch.simulated]
        self._counted: dict[tuple[str, str], dict[str, Months]] = {}
        self._counts: dict[Published, dict[str, Counts]] = {}
        gone = {(lost.batch.id, lost.slice) for lost in replaced(self._returns)}
        self._months: dict[tuple[str, str], set[date]] = defaultdict(set)
        for batch in self._returns:
            for part in batch.slices:
                if part.force_code and (batch.id, part) not in gone:
                    self._months[part.table, part.force_code].add(part.period_start)

    def months(self, table: str, force_code: str) -> set[date]:
        """First days of the months (or other periods) that a force supplied."""
        return self._months.get((table, force_code), set())

    def counted(self, table: str, where: str, force_code: str) -> Months:
        """Rows that meet the SQL, in each month supplied; months without such rows are zero."""
        if (table, where) not in self._counted:
            found: dict[str, Months] = defaultdict(dict)
            view = attach_counting(self._con, self._lake, table, self._returns)
            for force, month, count in self._con.execute(
                f"select force_code, period_start, count(*) from {view} where {where} group by all"
            ).fetchall():
                found[force][month] = count
            self._counted[table, where] = found
        rows = self._counted[table, where].get(force_code, {})
        return dict.fromkeys(self.months(table, force_code), 0) | rows

    def rows(self, rows: Rows, label: str, force_code: str) -> Months:
        """The same for the rows of a check."""
        where = condition(rows.table, rows.where, f"consistency.yaml, check {label}")
        tree = where.tree
        sql = tree.sql(dialect="duckdb") if tree is not None else "true"
        return self.counted(rows.table, sql, force_code)

    def published(self, entry: Published, force_code: str) -> Counts:
        """The published counts of a force by period; none when no file holds them."""
        if entry not in self._counts:
            found: dict[str, Counts] = defaultdict(dict)
            if any(entry.table in batch.facts for batch in self._published):
                view = attach_counting(self._con, self._lake, entry.table, self._published)
                for force, start, end, count in self._con.execute(
                    f'select force_code, period_start, period_end, sum("{entry.sum}")::double'
                    f' from {view} where ({entry.where}) and "{entry.sum}" is not null'
                    " group by all"
                ).fetchall():
                    found[force][start, end] = count
            self._counts[entry] = found
        return self._counts[entry].get(force_code, {})


def counts_beside(returns: Returns, force_code: str) -> list[CountBeside]:
    """Rows of a force's returns beside published counts, where they cover the whole period."""
    found: list[CountBeside] = []
    for contract in contracts().values():
        if returns.months(contract.lake_table, force_code):
            for entry in contract.published:
                counts = returns.published(entry, force_code)
                if counts:
                    rows = returns.counted(contract.lake_table, entry.of, force_code)
                    found += _beside(contract, entry, rows, counts)
    return found


def check_returns(returns: Returns, force_code: str) -> list[CheckResult]:
    """Every check of consistency.yaml for which a force supplied both tables."""
    found = []
    for check in consistency().checks:
        tables_of = (check.part.table, check.of.table)
        common = set.intersection(*(returns.months(table, force_code) for table in tables_of))
        months = [
            month for month in sorted(common)
            if check.start <= month and (check.end is None or month <= check.end)
        ][-MONTHS:]  # fmt: skip
        if months:
            held = (returns.rows(rows, check.id, force_code) for rows in (check.part, check.of))
            part, of = (sum(counts[month] for month in months) for counts in held)
            found.append(_result(check, months, part, of))
    return found


def _result(check: Check, months: list[date], part: int, of: int) -> CheckResult:
    share = 100 * part / of if of else None
    asks = share is not None and (
        (check.least is not None and share < check.least)
        or (check.most is not None and share > check.most)
    )
    shown = [_shown(rows.table, count) for rows, count in ((check.part, part), (check.of, of))]
    return CheckResult(
        check, months[0], _month_end(months[-1]), len(months), shown[0], shown[1],
        None if None in shown else share, asks,
    )  # fmt: skip


def _beside(
    contract: Contract, entry: Published, rows: Months, counts: Counts
) -> Iterator[CountBeside]:
    for (start, end), published in sorted(counts.items()):
        months = _months(start, end)
        if all(month in rows for month in months):
            counted = _shown(contract.lake_table, sum(rows[month] for month in months))
            difference = None
            if counted is not None and published:
                difference = 100 * (counted - published) / published
            yield CountBeside(
                contract.id, entry.words, start, end, counted, published, difference, entry.within
            )


def _shown(table: str, count: int) -> int | None:
    """A count fit to be shown: none of 1 to 4 people."""
    return None if tables()[table].people and 0 < count < FEW else count


def _months(start: date, end: date) -> list[date]:
    found = [start.replace(day=1)]
    while (after := _month_end(found[-1]) + timedelta(days=1)) <= end:
        found.append(after)
    return found


def _month_end(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)

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


class _Returns:
    """One force's rows in the tables that returns fill, without what is published of them."""

    def __init__(
        self, con: DuckDBPyConnection, lake: Lake, batches: Iterable[Batch], force_code: str
    ) -> None:
        self._con, self._lake, self._force = con, lake, force_code
        self._batches = [batch for batch in batches if batch.submission or batch.simulated]
        gone = {(lost.batch.id, lost.slice) for lost in replaced(self._batches)}
        self.months: dict[str, set[date]] = defaultdict(set)
        for batch in self._batches:
            for part in batch.slices:
                if part.force_code == force_code and (batch.id, part) not in gone:
                    self.months[part.table].add(part.period_start)

    def counted(self, table: str, where: str) -> Months:
        """Rows that meet the SQL, in each month supplied; months without such rows are zero."""
        view = attach_counting(self._con, self._lake, table, self._batches)
        rows = self._con.execute(
            f"select period_start, count(*) from {view} where force_code = ? and ({where})"
            " group by period_start",
            [self._force],
        ).fetchall()
        return dict.fromkeys(self.months[table], 0) | dict(rows)

    def rows(self, rows: Rows, label: str) -> Months:
        """The same for the rows of a check."""
        where = condition(rows.table, rows.where, f"consistency.yaml, check {label}")
        tree = where.tree
        return self.counted(rows.table, tree.sql(dialect="duckdb") if tree is not None else "true")


def counts_beside(
    con: DuckDBPyConnection, lake: Lake, batches: Iterable[Batch], force_code: str
) -> list[CountBeside]:
    """Rows of a force's returns beside published counts, where they cover the whole period."""
    held = list(batches)
    returns = _Returns(con, lake, held, force_code)
    published = [batch for batch in held if not batch.submission and not batch.simulated]
    found: list[CountBeside] = []
    for contract in contracts().values():
        for entry in contract.published:
            there = any(entry.table in batch.facts for batch in published)
            if there and returns.months[contract.lake_table]:
                counts = _published_counts(con, lake, published, entry, force_code)
                rows = returns.counted(contract.lake_table, entry.of)
                found += _beside(contract, entry, rows, counts)
    return found


def check_returns(
    con: DuckDBPyConnection, lake: Lake, batches: Iterable[Batch], force_code: str
) -> list[CheckResult]:
    """Every check of consistency.yaml for which a force supplied both tables."""
    returns = _Returns(con, lake, batches, force_code)
    found = []
    for check in consistency().checks:
        common = returns.months[check.part.table] & returns.months[check.of.table]
        months = [
            month for month in sorted(common)
            if check.start <= month and (check.end is None or month <= check.end)
        ][-MONTHS:]  # fmt: skip
        if months:
            part = returns.rows(check.part, check.id)
            of = returns.rows(check.of, check.id)
            sums = (sum(held[month] for month in months) for held in (part, of))
            found.append(_result(check, months, *sums))
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
    contract: Contract, entry: Published, rows: Months, counts: dict[tuple[date, date], float]
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


def _published_counts(
    con: DuckDBPyConnection,
    lake: Lake,
    published: list[Batch],
    entry: Published,
    force_code: str,
) -> dict[tuple[date, date], float]:
    view = attach_counting(con, lake, entry.table, published)
    rows = con.execute(
        f'select period_start, period_end, sum("{entry.sum}")::double from {view}'
        f' where force_code = ? and ({entry.where}) and "{entry.sum}" is not null'
        " group by all",
        [force_code],
    ).fetchall()
    return {(start, end): float(count) for start, end, count in rows}


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

"""Which periods a submission covers, and which of them it says are empty."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from openpeel.catalogue.contracts import Contract
from openpeel.facts.lake import Slice
from openpeel.facts.returns.findings import Report
from openpeel.facts.returns.submitted import Submission

EMPTY_MONTH = "month-empty"  # the query on a month without rows inside the period of a log


def with_zeros(contract: Contract, slices: Iterable[Slice], own: Submission) -> tuple[Slice, ...]:
    """The slices, with one of no rows for each month that a reply explains to be empty.

    An empty month that nobody has explained is no zero but missing (METHODS 7).
    """
    found = {(part.force_code, part.period_start): part for part in slices}
    for query in own.report.queries:
        if query.rule == EMPTY_MONTH and not query.subject and own.report.reply_to(query):
            start = date.fromisoformat(f"{query.period}-01")
            end = last_day(contract, start)
            if own.covers(query.force_code, start, end):
                zero = Slice(contract.lake_table, query.force_code, start, end, (), 0, None)
                found.setdefault((query.force_code, start), zero)
    return tuple(found[key] for key in sorted(found, key=str))


def covered(contract: Contract, report: Report, slices: Iterable[Slice]) -> tuple[date, date]:
    """First and last day of the whole periods that the report and the rows span."""
    starts = [part.period_start for part in slices]
    ends = [part.period_end for part in slices]
    if report.period_start:
        starts.append(first_day(contract, report.period_start))
    if report.period_end:
        ends.append(last_day(contract, report.period_end))
    return min(starts), max(ends)


def first_day(contract: Contract, day: date) -> date:
    """The first day of the contract's period in which a day lies."""
    if contract.period.by == "day":
        return day
    if contract.period.by == "month":
        return day.replace(day=1)
    return date(day.year - (day.month < 4), 4, 1)


def last_day(contract: Contract, day: date) -> date:
    """The last day of that period."""
    start = first_day(contract, day)
    if contract.period.by == "day":
        return start
    if contract.period.by == "month":
        return date(start.year + start.month // 12, start.month % 12 + 1, 1) - timedelta(days=1)
    return date(start.year + 1, 3, 31)

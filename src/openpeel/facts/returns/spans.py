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
    """The slices, with one of no rows for each month covered that is truly empty.

    A month of a log without rows is a zero where the checker saw no reason to ask about it (so
    few rows are usual that chance empties months) or where its query has a reply. While the query
    is open the month is missing (METHODS 7), and so it is when nobody looked.
    """
    found = {(part.force_code, part.period_start): part for part in slices}
    if contract.kind == "log" and contract.period.by == "month" and _looked(own.report):
        asked = {
            (query.force_code, query.period)
            for query in own.report.open
            if query.rule == EMPTY_MONTH
        }
        for force in own.forces:
            start = own.period_start
            while start <= own.period_end:
                end = last_day(contract, start)
                if (force, f"{start:%Y-%m}") not in asked:
                    zero = Slice(contract.lake_table, force, start, end, (), 0, None)
                    found.setdefault((force, start), zero)
                start = end + timedelta(days=1)
    return tuple(found[key] for key in sorted(found, key=str))


def _looked(report: Report) -> bool:
    return EMPTY_MONTH in report.rules_run


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

"""Numbers of rows from month to month, and fields that fall empty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import accumulate
from statistics import median

from openpeel.facts.returns.rules.case import Case, Period
from openpeel.facts.returns.rules.evidence import robust_scores
from openpeel.facts.returns.rules.phrases import (
    days_in,
    many,
    month_key,
    month_words,
    percent,
    rows_of,
    share_of,
)
from openpeel.facts.returns.rules.registry import Found, Left, whole_rule


@whole_rule("query", "months")
def month_empty(case: Case) -> Iterator[Found | Left]:
    """A month without rows among months with rows."""
    if not case.monthly:
        yield Left("the return does not count by month, or holds no row with a month")
        return
    first = min(period.start for period in case.periods)
    last = max(period.start for period in case.periods)
    usual_least = case.limit("month-empty", "usual")
    for force, periods in case.monthly.items():
        usual = median(period.rows for period in periods)
        held = {period.start for period in periods}
        if usual >= usual_least:
            for month in _months(first, last):
                if month not in held:
                    says = (
                        f"{month_words(month_key(month))} has no rows; {many(usual)} a month are"
                        " usual in this return."
                    )
                    do = "Send them, or say why there are none; until then the month is missing."
                    yield Found(force, "", says, do, month_key(month))


@whole_rule("query", "months")
def month_jump(case: Case) -> Iterator[Found | Left]:
    """A month far above or below the others."""
    least = int(case.limit("month-jump", "months"))
    if not any(len(periods) >= least for periods in case.monthly.values()):
        yield Left(f"fewer than {least} months with rows")
        return
    for force, periods in case.monthly.items():
        if len(periods) >= least:
            yield from _jumps(case, force, periods)


def _jumps(case: Case, force: str, periods: tuple[Period, ...]) -> Iterator[Found]:
    usual = case.limit("month-jump", "usual")
    far, change = case.limit("month-jump", "scores"), case.limit("month-jump", "change")
    months = [month_key(period.start) for period in periods]
    counts = [period.rows for period in periods]
    scores = robust_scores(counts, [float(days_in(month)) for month in months])
    for month, count, (expected, score) in zip(months, counts, scores, strict=True):
        moved = abs(count - expected)
        if expected >= usual and abs(score) > far and 100 * moved > change * expected:
            way = "more" if count > expected else "fewer"
            says = (
                f"{month_words(month)} has {rows_of(count)}, {percent(moved, expected)} {way} than"
                f" the {many(expected)} that the return's other months lead to expect."
            )
            if month in (months[0], months[-1]) and way == "fewer":
                says += " Is the month complete?"
            yield Found(force, "", says, period=month, count=count)


@whole_rule("query", "months")
def field_mostly_empty(case: Case) -> Iterator[Found]:
    """A field that is hardly filled, or no longer filled from some month on."""
    rows = case.limit("field-mostly-empty", "rows")
    low = case.limit("field-mostly-empty", "filled") / 100
    used = case.limit("field-mostly-empty", "before") / 100
    for force, periods in case.forces.items():
        total = sum(period.rows for period in periods)
        if total < rows:
            continue
        for name in case.own:
            # what is required, and what can't be read, is an error already
            if case.contract.fields[name].required or name in case.unreadable:
                continue
            known = _known(periods, case.contract.fields[name].known_after)
            filled = [period.filled[name] for period in known]
            total = sum(period.rows for period in known)
            if total >= rows and sum(filled) < low * total:
                yield _hardly(force, name, sum(filled), total)
            elif case.contract.period.by == "month":
                cut = _stops([p.rows for p in known], filled, rows, low, used)
                if cut:
                    yield _stopped(force, name, known, cut)


def _known(periods: tuple[Period, ...], after: int) -> tuple[Period, ...]:
    """Periods that lie so many months before the last one that an answer can be known."""
    last = periods[-1].start
    return tuple(
        period
        for period in periods
        if 12 * (last.year - period.start.year) + last.month - period.start.month >= after
    )


def _hardly(force: str, name: str, filled: int, total: int) -> Found:
    says = (
        f"`{name}` is filled in {share_of(filled, total)}."
        if filled
        else f"`{name}` is in the file and empty in all of its {rows_of(total)}."
    )
    do = "Fill it; or say why it is right, or leave the column out if the system does not hold it."
    return Found(force, name, says, do, count=total - filled)


def _stopped(force: str, name: str, periods: tuple[Period, ...], cut: int) -> Found:
    before, after = periods[:cut], periods[cut:]
    filled, left = (sum(p.filled[name] for p in part) for part in (before, after))
    rows, rest = (sum(p.rows for p in part) for part in (before, after))
    month = month_key(after[0].start)
    says = (
        f"From {month_words(month)} on `{name}` is filled in {percent(left, rest)} of rows, before"
        f" in {percent(filled, rows)}."
    )
    return Found(force, name, says, period=month, count=rest - left)


def _stops(rows: list[int], filled: list[int], least: float, low: float, used: float) -> int | None:
    """The first month from which on a field is hardly filled, having been in use before."""
    before_rows, before_filled = list(accumulate(rows)), list(accumulate(filled))
    for cut in range(1, len(rows)):
        then, n = before_filled[cut - 1], before_rows[cut - 1]
        now, m = before_filled[-1] - then, before_rows[-1] - n
        if min(n, m) >= least and then >= used * n and now <= low * m:
            return cut
    return None


def _months(first: date, last: date) -> Iterator[date]:
    month = first
    while month <= last:
        yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)

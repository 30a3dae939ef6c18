"""Shares and totals beside what is usual, what was sent before, and what is published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from openpeel.catalogue.contracts import Share
from openpeel.facts.returns.baseline import LAST_PERIODS, Before, PublishedCount
from openpeel.facts.returns.rules.case import Case, Period
from openpeel.facts.returns.rules.evidence import share_change, wilson
from openpeel.facts.returns.rules.phrases import many, percent, rows_of, share_of
from openpeel.facts.returns.rules.registry import Found, Left, whole_rule


@whole_rule("query", "totals")
def share_out_of_range(case: Case) -> Iterator[Found | Left]:
    """A share outside the bounds within which it nearly always lies."""
    least = case.limit("share-out-of-range", "rows")
    for name in case.contract.shares:
        if name not in case.shares:
            yield Left(f"`{name}` rests on a field that was not sent")
            continue
        share = case.contract.shares[name]
        for force, periods in case.forces.items():
            count, of = _parts(periods, name)
            bound = _bound(share, count, of, least)
            if bound:
                says = f"{_capital(share.words)}: {share_of(count, of)}; {bound} is usual."
                yield Found(force, name, says, count=count)


def _bound(share: Share, count: int, of: int, rows: float) -> str:
    """The bound that a share surely breaks, in words; nothing when it may lie within."""
    low, high = (100 * end for end in wilson(count, of))
    if share.most == 0 and count:  # what never happens needs no sample
        return "none"
    if of >= rows and share.least is not None and high < share.least:
        return f"at least {share.least:g}%"
    if of >= rows and share.most is not None and low > share.most:
        return f"at most {share.most:g}%"
    return ""


@whole_rule("query", "totals")
def last_period_change(case: Case) -> Iterator[Found | Left]:
    """Numbers far from what the force sent before."""
    before = case.against.before if case.against else {}
    if not before:
        yield Left("no earlier return of the force was given")
        return
    for force, periods in case.forces.items():
        if force in before:
            yield from _total_change(case, force, periods, before[force])
            yield from _share_changes(case, force, periods, before[force])


def _total_change(
    case: Case, force: str, periods: tuple[Period, ...], before: Before
) -> Iterator[Found]:
    least = case.limit("last-period-change", "rows")
    again = [p for p in periods if p.start.isoformat() in before.periods]
    if again:
        limit = case.limit("last-period-change", "same")
        now = sum(p.rows for p in again)
        then = sum(before.periods[p.start.isoformat()] for p in again)
        what = f"for the periods sent before ({len(again)})"
    else:
        limit = case.limit("last-period-change", "other")
        last = sorted(before.periods)[-LAST_PERIODS:]
        now = round(sum(p.rows for p in periods) / len(periods))
        then = round(sum(before.periods[start] for start in last) / len(last))
        what = "a period on average"
    moved = abs(now - then)
    # beyond chance as well as beyond the limit: twice a standard deviation of the difference
    if moved >= least and 100 * moved > limit * then and moved > 2 * (now + then) ** 0.5:
        change = f", {percent(moved, then)} {'more' if now > then else 'fewer'}" if then else ""
        says = f"The return has {rows_of(now)} {what}; there were {many(then)}{change}."
        yield Found(force, "", says, count=now)


def _share_changes(
    case: Case, force: str, periods: tuple[Period, ...], before: Before
) -> Iterator[Found]:
    points = case.limit("last-period-change", "points")
    for name in case.shares:
        count, of = _parts(periods, name)
        then, then_of = before.shares.get(name, (0, 0))
        if not of or not then_of:
            continue
        low, high = share_change(count, of, then, then_of)
        if abs(count / of - then / then_of) * 100 > points and not low <= 0 <= high:
            says = (
                f"{_capital(case.contract.shares[name].words)}: {share_of(count, of)}; in what was"
                f" sent before {percent(then, then_of)}."
            )
            yield Found(force, name, says, count=count)


@whole_rule("query", "totals")
def published_total(case: Case) -> Iterator[Found | Left]:
    """Totals away from the published statistics."""
    published = case.against.published if case.against else ()
    if not case.contract.published:
        yield Left("the contract names no published table for its rows")
        return
    if not published:
        yield Left("no published numbers were given")
        return
    left = {n for n, e in enumerate(case.contract.published) if not case.can_ask(e.of)}
    for entry in (case.contract.published[n] for n in sorted(left)):
        yield Left(f"to compare with the {entry.words} a field is needed that was not sent")
    for number in published:
        entry = case.contract.published[number.entry]
        periods = _within(case.forces.get(number.force_code, ()), number)
        if not periods or number.entry in left:
            continue
        count = sum(period.published[number.entry] for period in periods)
        moved = abs(count - number.count)
        if 100 * moved > entry.within * abs(number.count):
            yield _away(number, entry.words, entry.within, count)


def _away(number: PublishedCount, words: str, within: float, count: int) -> Found:
    way = "more" if count > number.count else "fewer"
    by = (
        f"{percent(abs(count - number.count), number.count)} {way}; {within:g}% is the limit"
        if number.count > 0
        else f"{many(abs(count - number.count))} {way}"
    )
    says = (
        f"From {number.start.isoformat()} to {number.end.isoformat()} the return counts"
        f" {many(count)}, the {words} {many(number.count)}: {by}."
    )
    period = f"{number.start.isoformat()} to {number.end.isoformat()}"
    return Found(number.force_code, "", says, period=period, count=count)


def _within(periods: tuple[Period, ...], number: PublishedCount) -> tuple[Period, ...]:
    """The return's periods that make up a published one, or nothing when they don't cover it."""
    inside = tuple(p for p in periods if number.start <= p.start and p.end <= number.end)
    days = sum(((p.end - p.start) + _DAY for p in inside), timedelta())
    return inside if days == (number.end - number.start) + _DAY else ()


_DAY = timedelta(days=1)


def _parts(periods: tuple[Period, ...], share: str) -> tuple[int, int]:
    return (
        sum(period.parts[share][0] for period in periods),
        sum(period.parts[share][1] for period in periods),
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]

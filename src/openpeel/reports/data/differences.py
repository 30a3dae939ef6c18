"""The difference of two sides of a comparison, from what the site publishes of each.

METHODS 2: a difference has a 95% interval, or nothing is said. Shares and rates are compared by
their parts. A mean or a quantile has no parts that say how sure it is, but its published interval
does: the two intervals are put together by squaring and adding, as for shares and rates.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from openpeel.catalogue.measures import Measure
from openpeel.reports.data.site_release import Row
from openpeel.statistics import (
    Change,
    Interval,
    compare_intervals,
    compare_rates,
    compare_shares,
)
from openpeel.statistics.means import pooled_mean

LEVEL = 0.95
NO_INTERVAL = "one of the two has no interval, so nothing can be said of their difference"
NO_PARTS = "not each of them has parts that are published, so they can't be put together"
NOT_POOLED = {
    "quantile": "a median or other quantile of several forces can't be worked out from theirs",
    "ratio": "a ratio of rates of several forces can't be worked out from theirs",
    "count": "a number grows with the forces counted, so several together are no measure of one",
}


@dataclass(frozen=True)
class Side:
    """One side: its value and interval in the measure's unit, and its parts where it has some."""

    value: float
    lower: float | None
    upper: float | None
    numerator: float | None
    denominator: float | None


@dataclass(frozen=True)
class Difference:
    """The first side less the second, in the measure's unit; `ratio` is times."""

    difference: float
    lower: float
    upper: float
    ratio: float | None
    method: str


def side(row: Row) -> Side:
    """A published value."""
    return Side(row["value"], row["lower"], row["upper"], row["numerator"], row["denominator"])


def pooled(measure: Measure, rows: Sequence[Row]) -> Side | str:
    """Several forces together, or a sentence that says why they can't be put together."""
    if measure.denominator is None or measure.kind == "ratio":
        return NOT_POOLED.get(measure.kind, NOT_POOLED["count"])
    if not rows or any(row["numerator"] is None or not row["denominator"] for row in rows):
        return NO_PARTS
    top = math.fsum(row["numerator"] for row in rows)
    base = math.fsum(row["denominator"] for row in rows)
    if measure.kind != "mean":
        return Side(measure.shown(top / base), None, None, top, base)
    if any(row["upper"] is None for row in rows):
        return "one of them has no interval, so they can't be put together"
    means, upper, n = ([r[key] for r in rows] for key in ("value", "upper", "denominator"))
    whole = pooled_mean(means, upper, n, level=LEVEL)
    return Side(float(whole.value), float(whole.lower), float(whole.upper), top, base)


def rest_of(measure: Measure, whole: Row, row: Row) -> Side | str:
    """England and Wales without a force, or a sentence that says why it can't be worked out."""
    if measure.denominator is None or measure.kind == "ratio":
        return NOT_POOLED.get(measure.kind, NOT_POOLED["count"])
    parts = [one[key] for one in (whole, row) for key in ("numerator", "denominator")]
    if None in parts:
        return NO_PARTS
    top, base = parts[0] - parts[2], parts[1] - parts[3]
    return Side(measure.shown(top / base), None, None, top, base) if base > 0 else NO_PARTS


def difference(measure: Measure, first: Side, second: Side) -> Difference | str:
    """The first less the second with its interval, or a sentence that says why there is none."""
    ratio = first.value / second.value if second.value else None
    if measure.complete:
        apart = first.value - second.value
        return Difference(apart, apart, apart, ratio, "complete counts: the difference itself")
    change, scale = _change(measure, first, second)
    if change is None:
        return NO_INTERVAL
    apart, lower, upper = (
        scale * float(end) for end in (change.difference, change.lower, change.upper)
    )
    if math.isnan(lower) or math.isnan(upper):
        return NO_INTERVAL
    return Difference(apart, lower, upper, ratio, change.method)


def _change(measure: Measure, first: Side, second: Side) -> tuple[Change | None, int]:
    """The change, and what turns its numbers into the measure's unit."""
    if measure.kind in ("share", "rate"):
        x1, n1, x2, n2 = first.numerator, first.denominator, second.numerator, second.denominator
        if x1 is None or not n1 or x2 is None or not n2:
            return None, 1
        if measure.kind == "share":
            return compare_shares(x1, n1, x2, n2, level=LEVEL), measure.per
        return compare_rates(x1, n1, x2, n2, per=measure.per, level=LEVEL), 1
    if None in (first.lower, first.upper, second.lower, second.upper):
        return None, 1
    return compare_intervals(_interval(first), _interval(second)), 1


def _interval(one: Side) -> Interval:
    lower, upper = one.lower, one.upper
    assert lower is not None and upper is not None
    return Interval(one.value, lower, upper, LEVEL, "as published", 0, 0, "as published")

"""Two periods, two reviews or two forces: a difference, its interval, and the word for it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from openpeel.statistics.arrays import Numbers, Values, floats, one_of, plain
from openpeel.statistics.intervals import Interval, RateMethod, rate_interval, share_interval

Verdict = Literal["higher", "lower", "no clear change", "cannot say"]
Direction = Literal["higher", "lower", "neutral", "context"]


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """The first figure less the second, with the interval and the verdict.

    `verdict` tells how the first lies to the second: "higher" or "lower" only where the interval
    excludes zero, else "no clear change"; "cannot say" where the two can't be compared (the
    numbers are then NaN) or one of them is missing. It is a tuple where the arguments were
    arrays.
    """

    difference: Numbers
    lower: Numbers
    upper: Numbers
    verdict: Verdict | tuple[Verdict, ...]
    level: float
    method: str
    first: Interval
    second: Interval


def compare_shares(
    x1: Values, n1: Values, x2: Values, n2: Values, level: float = 0.95, *, comparable: bool = True
) -> Change:
    """Compare two independent shares, x1 / n1 less x2 / n2.

    Args:
        x1, n1: Count and base of the first share (the later period, say); numbers or arrays.
        x2, n2: The same of the second.
        level: Nominal coverage.
        comparable: False where definition, counting rule, population base or framework differ:
            no difference is then given and the verdict is "cannot say".

    Source: Newcombe 1998 (Statistics in Medicine 17: 873-890), method 10: the Wilson limits of
    each share, put together by squaring and adding.

    Raises:
        ValueError: as `share_interval`.

    >>> change = compare_shares(101, 107, 253, 273)
    >>> f"{change.difference:.3f} ({change.lower:.3f} to {change.upper:.3f}): {change.verdict}"
    '0.017 (-0.049 to 0.065): no clear change'
    >>> compare_shares(101, 107, 253, 273, comparable=False).verdict
    'cannot say'
    """
    first, second = share_interval(x1, n1, level=level), share_interval(x2, n2, level=level)
    return _change(first, second, "newcombe", comparable=comparable)


def compare_rates(
    x1: Values,
    e1: Values,
    x2: Values,
    e2: Values,
    per: float = 1,
    method: RateMethod = "mid-p",
    level: float = 0.95,
    *,
    comparable: bool = True,
) -> Change:
    """Compare two independent rates, `per * x1 / e1` less `per * x2 / e2`.

    Args:
        x1, e1: Events and exposure of the first rate; numbers or arrays.
        x2, e2: The same of the second.
        per: The rates' unit.
        method: Poisson interval of each rate: `mid-p`, or `exact`, which is wider and never
            covers less than `level` for one rate alone.
        level: Nominal coverage.
        comparable: As for `compare_shares`.

    Source: Zou and Donner 2008 (Statistics in Medicine 27: 1693-1702): limits of each rate, put
    together by squaring and adding, as Newcombe does for shares.

    Raises:
        ValueError: as `rate_interval`.

    >>> change = compare_rates(60, 50_000, 30, 50_000, per=1000)
    >>> f"{change.difference:.1f} ({change.lower:.2f} to {change.upper:.2f}): {change.verdict}"
    '0.6 (0.23 to 0.98): higher'
    """
    first = rate_interval(x1, e1, per=per, method=method, level=level)
    second = rate_interval(x2, e2, per=per, method=method, level=level)
    return _change(first, second, f"square-and-add, {method}", comparable=comparable)


def compare_intervals(first: Interval, second: Interval, *, comparable: bool = True) -> Change:
    """Compare two independent figures that have nothing but a value and an interval each.

    For means, medians and other quantiles, whose limits are worked out elsewhere. Shares and rates
    have their own ways, which do the same with the limits that suit them.

    Args:
        first, second: The figures, their intervals of one level; numbers or arrays.
        comparable: As for `compare_shares`.

    Where the second figure holds the first (a force within both countries) the two rise and fall
    together, and the interval is too wide rather than too narrow.

    Source: Zou and Donner 2008 (Statistics in Medicine 27: 1693-1702). Of two means with normal
    limits it is the usual interval of their difference.

    Raises:
        ValueError: intervals of two levels.

    >>> def days(value, lower, upper):
    ...     return Interval(value, lower, upper, 0.95, "order statistics", 0, 0, "simple random")
    >>> change = compare_intervals(days(35, 33, 38), days(31, 30, 32))
    >>> f"{change.difference:.1f} ({change.lower:.2f} to {change.upper:.2f}): {change.verdict}"
    '4.0 (1.76 to 7.16): higher'
    """
    if first.level != second.level:
        raise ValueError(f"the intervals are of two levels, {first.level} and {second.level}.")
    return _change(first, second, "square-and-add of the two intervals", comparable=comparable)


def rate_difference(
    x1: Values,
    e1: Values,
    x2: Values,
    e2: Values,
    per: float = 1,
    method: RateMethod = "mid-p",
    level: float = 0.95,
) -> Interval:
    """Return the difference of two rates as an interval: `compare_rates` without the verdict.

    The numerator and denominator of the result are the two rates.

    >>> difference = rate_difference(60, 50_000, 30, 50_000, per=1000)
    >>> f"{difference.value:.1f} ({difference.lower:.2f} to {difference.upper:.2f})"
    '0.6 (0.23 to 0.98)'
    """
    change = compare_rates(x1, e1, x2, e2, per=per, method=method, level=level)
    return Interval(
        value=change.difference,
        lower=change.lower,
        upper=change.upper,
        level=level,
        method=change.method,
        numerator=change.first.value,
        denominator=change.second.value,
        design="two poisson counts",
        per=per,
    )


def verdict_words(verdict: Verdict, direction: Direction) -> str:
    """Turn "higher" and "lower" into "better" and "worse" where one way is good.

    Args:
        verdict: A verdict of `compare_shares`, `compare_rates` or `compare_intervals`.
        direction: Which way is good, as the measure says; "neutral" and "context" measures keep
            the plain words.

    Raises:
        ValueError: an unknown verdict or direction.

    >>> verdict_words("higher", "lower"), verdict_words("higher", "neutral")
    ('worse', 'higher')
    >>> verdict_words("no clear change", "lower")
    'no clear change'
    """
    one_of(verdict, ("higher", "lower", "no clear change", "cannot say"), "verdict")
    one_of(direction, ("higher", "lower", "neutral", "context"), "direction")
    if verdict not in ("higher", "lower") or direction not in ("higher", "lower"):
        return verdict
    return "better" if verdict == direction else "worse"


def _change(first: Interval, second: Interval, method: str, *, comparable: bool) -> Change:
    p1, low1, high1, p2, low2, high2 = np.broadcast_arrays(
        *(floats(end, "limits") for end in (first.value, first.lower, first.upper)),
        *(floats(end, "limits") for end in (second.value, second.lower, second.upper)),
    )
    difference = np.where(comparable, p1 - p2, np.nan)
    lower = difference - np.hypot(p1 - low1, high2 - p2)
    upper = difference + np.hypot(high1 - p1, p2 - low2)
    words = [_verdict(low, high) for low, high in zip(lower.flat, upper.flat, strict=True)]
    return Change(
        difference=plain(difference),
        lower=plain(lower),
        upper=plain(upper),
        verdict=words[0] if difference.ndim == 0 else tuple(words),
        level=first.level,
        method=method,
        first=first,
        second=second,
    )


def _verdict(lower: float, upper: float) -> Verdict:
    if np.isnan(lower) or np.isnan(upper):
        return "cannot say"
    return "higher" if lower > 0 else "lower" if upper < 0 else "no clear change"

"""Intervals for one share and for one rate."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from openpeel.statistics.arrays import (
    FloatArray,
    Numbers,
    Values,
    check_share,
    floats,
    not_negative,
    one_of,
    plain,
)

ShareMethod = Literal[
    "wilson", "wilson-cc", "clopper-pearson", "jeffreys", "agresti-coull", "wald", "as-published"
]
RateMethod = Literal["byar-exact", "exact", "byar", "mid-p"]

AS_PUBLISHED_LEVEL = 0.90
EXACT_BELOW = 10
"""Rates use the exact Poisson interval under this many events."""


@dataclass(frozen=True, slots=True, eq=False)
class Interval:
    """A figure with its interval, and how both were worked out.

    Every number is a float, or an array where the arguments were arrays. NaN means that the
    figure (or that end of the interval) can't be worked out; no number is ever infinite.
    """

    value: Numbers
    lower: Numbers
    upper: Numbers
    level: float
    method: str
    numerator: Numbers
    denominator: Numbers
    design: str
    per: float = 1.0


def share_interval(
    x: Values, n: Values, method: ShareMethod = "wilson", level: float = 0.95
) -> Interval:
    """Return the share x / n with its interval.

    Args:
        x: How many have the property; a number or an array. Weighted counts need not be whole.
        n: How many there are; a number or an array of the same shape. Zero gives NaN.
        method: `wilson` (Wilson 1927), `wilson-cc` (the same with continuity correction,
            Newcombe 1998, method 4), `clopper-pearson` (Clopper and Pearson 1934), `jeffreys`
            (Brown, Cai and DasGupta 2001), `agresti-coull` (Agresti and Coull 1998), `wald`, or
            `as-published`.
        level: Nominal coverage, between 0 and 1.

    `agresti-coull` and `wald` are given as their formulas stand: they may leave 0 to 1, which is
    one reason not to use them. `as-published` draws x / n plus or minus the half-width of a 90%
    Agresti-Coull interval, which is what reproduces the inspectorate's 94.4% +/- 3.9 for 101 of
    107; its level is 0.90 whatever `level` asks, and the result says so.

    Raises:
        ValueError: x below 0 or above n, n below 0, an unknown method or a level outside 0 to 1.

    >>> share = share_interval(101, 107)
    >>> f"{share.value:.3f} ({share.lower:.3f} to {share.upper:.3f}), {share.method}"
    '0.944 (0.883 to 0.974), wilson'
    >>> share = share_interval(101, 107, method="as-published")
    >>> f"{share.value:.1%} +/- {share.upper - share.value:.1%} at {share.level:.0%}"
    '94.4% +/- 3.9% at 90%'
    """
    one_of(method, list(_SHARE_METHODS), "method")
    check_share(level, "level")
    count, base = np.broadcast_arrays(floats(x, "x"), floats(n, "n"))
    not_negative(count, "x")
    if np.any(count > base):
        raise ValueError("x must not be greater than n.")
    if method == "as-published":
        level = AS_PUBLISHED_LEVEL
    usable = np.where(base > 0, base, np.nan)
    with np.errstate(invalid="ignore"):
        lower, upper = _SHARE_METHODS[method](count, usable, 1 - level)
    known = ~np.isnan(count / usable)
    return Interval(
        value=plain(count / usable),
        lower=plain(np.where(known, lower, np.nan)),
        upper=plain(np.where(known, upper, np.nan)),
        level=level,
        method=method,
        numerator=plain(count),
        denominator=plain(base),
        design="binomial",
    )


def rate_interval(
    events: Values,
    exposure: Values,
    per: float = 1,
    method: RateMethod = "byar-exact",
    level: float = 0.95,
) -> Interval:
    """Return the rate `per * events / exposure` with its Poisson interval.

    Args:
        events: Count of events; a number or an array, not below zero.
        exposure: Population, hours, or whatever the events are counted over; same shape. Zero
            gives NaN.
        per: The rate's unit: 1,000 for a rate per 1,000.
        method: `byar-exact` (exact under 10 events, Byar's from 10: Public Health England's
            rule), `exact` (Garwood 1936), `byar` (Breslow and Day 1987), or `mid-p` (Cohen and
            Yang 1994), narrower than exact because it counts half of the observed value.
        level: Nominal coverage, between 0 and 1.

    Byar's lower end falls below zero for one or two events at high levels: it is then 0.

    Raises:
        ValueError: a negative count or exposure, an unknown method, a level outside 0 to 1.

    >>> rate = rate_interval(4661, 1298422, per=1000)
    >>> f"{rate.value:.2f} ({rate.lower:.2f} to {rate.upper:.2f})"
    '3.59 (3.49 to 3.69)'
    """
    one_of(method, list(_COUNT_METHODS), "method")
    check_share(level, "level")
    count, base = np.broadcast_arrays(floats(events, "events"), floats(exposure, "exposure"))
    not_negative(count, "events")
    not_negative(base, "exposure")
    usable = np.where(base > 0, base, np.nan)
    lower, upper = _COUNT_METHODS[method](count, 1 - level)
    return Interval(
        value=plain(per * count / usable),
        lower=plain(per * lower / usable),
        upper=plain(per * upper / usable),
        level=level,
        method=method,
        numerator=plain(count),
        denominator=plain(base),
        design="poisson",
        per=per,
    )


Ends = tuple[FloatArray, FloatArray]


def normal_quantile(alpha: float) -> float:
    """Return the z that leaves alpha / 2 in each tail of the normal distribution."""
    return float(special.ndtri(1 - alpha / 2))


def _wilson(x: FloatArray, n: FloatArray, alpha: float) -> Ends:
    z = normal_quantile(alpha)
    centre, width = 2 * x + z**2, z * np.sqrt(z**2 + 4 * x * (n - x) / n)
    return _certain_ends(
        x, n, (centre - width) / (2 * (n + z**2)), (centre + width) / (2 * (n + z**2))
    )


def _wilson_cc(x: FloatArray, n: FloatArray, alpha: float) -> Ends:
    z, p = normal_quantile(alpha), x / n
    low = z * np.sqrt(np.maximum(z**2 - 2 - 1 / n + 4 * p * (n - x + 1), 0))
    high = z * np.sqrt(np.maximum(z**2 + 2 - 1 / n + 4 * p * (n - x - 1), 0))
    lower = (2 * x + z**2 - 1 - low) / (2 * (n + z**2))
    upper = (2 * x + z**2 + 1 + high) / (2 * (n + z**2))
    return _certain_ends(x, n, np.maximum(lower, 0), np.minimum(upper, 1))


def _clopper_pearson(x: FloatArray, n: FloatArray, alpha: float) -> Ends:
    lower = np.asarray(special.betaincinv(x, n - x + 1, alpha / 2), dtype=np.float64)
    upper = np.asarray(special.betaincinv(x + 1, n - x, 1 - alpha / 2), dtype=np.float64)
    return _certain_ends(x, n, lower, upper)


def _jeffreys(x: FloatArray, n: FloatArray, alpha: float) -> Ends:
    ends = np.array([alpha / 2, 1 - alpha / 2]).reshape(2, *[1] * x.ndim)
    lower, upper = np.asarray(special.betaincinv(x + 0.5, n - x + 0.5, ends), dtype=np.float64)
    return _certain_ends(x, n, lower, upper)


def _agresti_coull(x: FloatArray, n: FloatArray, alpha: float) -> Ends:
    z = normal_quantile(alpha)
    n_more = n + z**2
    p_more = (x + z**2 / 2) / n_more
    half = z * np.sqrt(p_more * (1 - p_more) / n_more)
    return p_more - half, p_more + half


def _wald(x: FloatArray, n: FloatArray, alpha: float) -> Ends:
    p = x / n
    half = normal_quantile(alpha) * np.sqrt(p * (1 - p) / n)
    return p - half, p + half


def _as_published(x: FloatArray, n: FloatArray, alpha: float) -> Ends:
    lower, upper = _agresti_coull(x, n, alpha)
    return x / n - (upper - lower) / 2, x / n + (upper - lower) / 2


def _certain_ends(x: FloatArray, n: FloatArray, lower: FloatArray, upper: FloatArray) -> Ends:
    """Set the lower end to exactly 0 where nobody has the property, the upper to 1 where all do."""
    return np.where(x == 0, 0.0, lower), np.where(x == n, 1.0, upper)


def _exact(x: FloatArray, alpha: float) -> Ends:
    # The chi-squared form of the Poisson interval; the inverse needs a shape above 0.
    lower = np.asarray(special.gammaincinv(np.where(x == 0, 1.0, x), alpha / 2), dtype=np.float64)
    upper = np.asarray(special.gammainccinv(x + 1, alpha / 2), dtype=np.float64)
    return np.where(x == 0, 0.0, lower), upper


def _byar(x: FloatArray, alpha: float) -> Ends:
    z, more, safe = normal_quantile(alpha), x + 1, np.where(x == 0, 1.0, x)
    lower = x * (1 - 1 / (9 * safe) - z / (3 * np.sqrt(safe))) ** 3
    upper = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return np.maximum(lower, 0), upper


def _byar_exact(x: FloatArray, alpha: float) -> Ends:
    few = x < EXACT_BELOW
    (exact_lower, exact_upper), (lower, upper) = _exact(x, alpha), _byar(x, alpha)
    return np.where(few, exact_lower, lower), np.where(few, exact_upper, upper)


def _mid_p(x: FloatArray, alpha: float) -> Ends:
    """Solve P(X < x) + P(X = x) / 2 = 1 - alpha / 2 and alpha / 2 by halving the exact interval."""
    outer_lower, outer_upper = _exact(x, alpha)

    def solve(tail: float) -> FloatArray:
        low, high = outer_lower, outer_upper
        for _ in range(60):  # the bracket shrinks by 2 each time, to below rounding
            middle = (low + high) / 2
            below = (special.gammaincc(x, middle) + special.gammaincc(x + 1, middle)) / 2
            low, high = np.where(below > tail, middle, low), np.where(below > tail, high, middle)
        return (low + high) / 2

    return np.where(x == 0, 0.0, solve(1 - alpha / 2)), solve(alpha / 2)


_SHARE_METHODS: dict[str, Callable[[FloatArray, FloatArray, float], Ends]] = {
    "wilson": _wilson,
    "wilson-cc": _wilson_cc,
    "clopper-pearson": _clopper_pearson,
    "jeffreys": _jeffreys,
    "agresti-coull": _agresti_coull,
    "wald": _wald,
    "as-published": _as_published,
}
_COUNT_METHODS: dict[str, Callable[[FloatArray, float], Ends]] = {
    "byar-exact": _byar_exact,
    "exact": _exact,
    "byar": _byar,
    "mid-p": _mid_p,
}


def standard_error(lower: float, upper: float, level: float) -> float:
    """The standard error that a two-sided normal interval of a level from 0 to 1 was made of."""
    return (upper - lower) / (2 * normal_quantile(1 - level))

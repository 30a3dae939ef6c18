"""The ratio of two rates."""

import numpy as np
from scipy import special

from openpeel.statistics.arrays import (
    FloatArray,
    Values,
    check_share,
    floats,
    not_negative,
    plain,
)
from openpeel.statistics.intervals import EXACT_BELOW, Interval, normal_quantile


def rate_ratio(x1: Values, e1: Values, x2: Values, e2: Values, level: float = 0.95) -> Interval:
    """Return the ratio of two rates, (x1 / e1) / (x2 / e2), with its interval.

    Args:
        x1, e1: Events and exposure of the first rate (the group); numbers or arrays.
        x2, e2: The same of the second (the reference).
        level: Nominal coverage.

    From 10 events in both, log-normal: log ratio +/- z sqrt(1 / x1 + 1 / x2) (Rothman 1986).
    With fewer in either, exact: given x1 + x2 the first count is binomial, so Clopper-Pearson
    limits for its share become limits for the ratio (Przyborowski and Wilenski 1940).

    Nothing is ever infinite. With x2 = 0 the ratio and its upper end do not exist and are NaN,
    and the lower end is the exact one ("at least so many times"); with x1 = 0 the ratio and its
    lower end are 0 and the upper end is exact; with both 0, or an exposure of 0, all are NaN.

    Raises:
        ValueError: negative numbers or a level outside 0 to 1.

    >>> ratio = rate_ratio(210, 9_000, 3533, 1_200_000)
    >>> f"{ratio.value:.1f} ({ratio.lower:.1f} to {ratio.upper:.1f})"
    '7.9 (6.9 to 9.1)'
    >>> none_in_reference = rate_ratio(6, 1_000, 0, 1_000)
    >>> none_in_reference.value, round(none_in_reference.lower, 2), none_in_reference.upper
    (nan, 1.18, nan)
    """
    check_share(level, "level")
    named = zip((x1, e1, x2, e2), ("x1", "e1", "x2", "e2"), strict=True)
    first, base1, second, base2 = np.broadcast_arrays(*(floats(v, name) for v, name in named))
    for array, name in ((first, "x1"), (base1, "e1"), (second, "x2"), (base2, "e2")):
        not_negative(array, name)
    usable = (base1 > 0) & (base2 > 0) & (first + second > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where(usable, base2 / base1, np.nan)
        odds = np.where(second > 0, first / second, np.nan)
        few = (first < EXACT_BELOW) | (second < EXACT_BELOW)
        reach = np.exp(normal_quantile(1 - level) * np.sqrt(1 / first + 1 / second))
        exact_lower, exact_upper = _exact_odds(first, second, 1 - level)
        lower = np.where(few, exact_lower, odds / reach)
        upper = np.where(few, exact_upper, odds * reach)
    return Interval(
        value=plain(odds * scale),
        lower=plain(lower * scale),
        upper=plain(upper * scale),
        level=level,
        method="log-normal, exact under 10 events",
        numerator=plain(first / np.where(base1 > 0, base1, np.nan)),
        denominator=plain(second / np.where(base2 > 0, base2, np.nan)),
        design="two poisson counts",
    )


def _exact_odds(x1: FloatArray, x2: FloatArray, alpha: float) -> tuple[FloatArray, FloatArray]:
    """Return Clopper-Pearson limits for x1 of x1 + x2, as odds."""
    low = special.betaincinv(np.where(x1 > 0, x1, 1.0), x2 + 1, alpha / 2)
    high = special.betaincinv(x1 + 1, np.where(x2 > 0, x2, 1.0), 1 - alpha / 2)
    lower = np.where(x1 > 0, low / (1 - low), 0.0)
    upper = np.where(x2 > 0, high / (1 - high), np.nan)
    return lower, upper

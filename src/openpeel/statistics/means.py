"""Intervals for means: out of what adds up, and of several groups together."""

import numpy as np
from scipy import special

from openpeel.statistics.arrays import Values, floats, plain
from openpeel.statistics.intervals import Interval


def mean_interval(total: Values, n: Values, squares: Values, level: float = 0.95) -> Interval:
    """Return the mean total / n with its interval by the normal approximation.

    Args:
        total: The sum of the numbers.
        n: How many there are. Under two give no interval, none give no mean.
        squares: The sum of their squares.
        level: Of the interval.

    Good from a few dozen numbers on; of long tails (waiting times) the upper end is a little low.

    >>> found = mean_interval(30, 10, 100)
    >>> round(found.value, 3), round(found.lower, 3), round(found.upper, 3)
    (3.0, 2.347, 3.653)
    """
    x, size, ss = floats(total, "total"), floats(n, "n"), floats(squares, "squares")
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(size > 0, x / size, np.nan)
        variance = np.where(size > 1, np.maximum(ss - x * mean, 0) / (size - 1), np.nan)
        half = special.ndtri((1 + level) / 2) * np.sqrt(variance / size)
    return Interval(
        value=plain(mean),
        lower=plain(mean - half),
        upper=plain(mean + half),
        level=level,
        method="normal",
        numerator=plain(x),
        denominator=plain(size),
        design="simple random",
    )


def pooled_mean(means: Values, upper: Values, n: Values, level: float = 0.95) -> Interval:
    """Return the mean over several groups together, from each group's mean and normal interval.

    Args:
        means: One mean a group.
        upper: The upper end of each one's interval. A group without leaves the whole without one.
        n: How many numbers each mean rests on.
        level: Of the intervals, and of the whole's.

    The groups are those there are, not a sample of groups: each mean's error counts by its part.

    >>> two = mean_interval([30, 60], [10, 30], [100, 150])
    >>> found = pooled_mean(two.value, two.upper, [10, 30])
    >>> round(found.value, 3), round(found.lower, 3), round(found.upper, 3)
    (2.25, 1.932, 2.568)
    """
    mean, high, size = floats(means, "means"), floats(upper, "upper"), floats(n, "n")
    whole, total = size.sum(), (mean * size).sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        value = total / whole
        half = np.sqrt((((high - mean) * size) ** 2).sum()) / whole
    return Interval(
        value=plain(value),
        lower=plain(value - half),
        upper=plain(value + half),
        level=level,
        method="normal",
        numerator=plain(total),
        denominator=plain(whole),
        design="groups with a simple random sample each",
    )

"""Intervals for a median or another quantile, whatever the shape of the numbers.

The interval runs from one order statistic to another: how many of n numbers lie below the true
quantile is binomial. Engines give quantiles at fixed probabilities only, so the ends are taken
from a fixed grid, at the next point outwards: the interval is at most a little too wide.
"""

from collections.abc import Sequence

import numpy as np
from scipy import special

from openpeel.statistics.arrays import FloatArray, Values, floats

STEP = 1.35
"""Each point of the grid is so many times as far from the quantile as the one before it."""
NEAREST = 1e-4
"""The point nearest to the quantile: fine enough for ten million numbers."""


def quantile_ranks(n: Values, probability: float, level: float = 0.95) -> tuple[FloatArray, ...]:
    """Ranks (from 1) of the two order statistics between which the quantile lies.

    NaN where there is none: with few numbers the smallest or largest is not far enough out.
    Source: Conover, Practical Nonparametric Statistics, section 3.2.

    >>> lower, upper = quantile_ranks([5, 30], 0.5)
    >>> lower.tolist(), upper.tolist()
    ([nan, 10.0], [nan, 21.0])
    """
    size = floats(n, "n")
    tail = (1 - level) / 2
    lower = _binomial_quantile(tail, size, probability)
    upper = _binomial_quantile(1 - tail, size, probability) + 1
    there = (lower >= 1) & (upper <= size)
    return np.where(there, lower, np.nan), np.where(there, upper, np.nan)


def quantile_grid(probability: float) -> tuple[float, ...]:
    """Probabilities from 0 to 1 at which to ask for quantiles, `probability` among them.

    >>> grid = quantile_grid(0.9)
    >>> grid[0], grid[-1], 0.9 in grid
    (0.0, 1.0, True)
    """
    offsets = NEAREST * STEP ** np.arange(int(np.log(1 / NEAREST) / np.log(STEP)) + 1)
    points = np.concatenate([[0, probability, 1], probability - offsets, probability + offsets])
    inside = (points >= 0) & (points <= 1)
    return tuple(float(point) for point in np.unique(points[inside].round(12)))


def enclosing(
    n: Values, probability: float, grid: Sequence[float], level: float = 0.95
) -> list[tuple[int, int] | None]:
    """Positions in `grid` of the quantiles that enclose the order statistics, for each n.

    The engine's quantile at g lies between the order statistics around rank 1 + g (n - 1).

    >>> enclosing([30, 5], 0.5, (0, 0.25, 0.3, 0.5, 0.7, 0.75, 1))
    [(2, 4), None]
    """
    lower, upper = quantile_ranks(n, probability, level)
    at = np.outer(floats(n, "n") - 1, np.asarray(grid))
    below = (at <= lower[:, np.newaxis] - 1).sum(axis=1) - 1
    above = (at < upper[:, np.newaxis] - 1).sum(axis=1)
    ends = zip(below.tolist(), above.tolist(), np.isnan(lower).tolist(), strict=True)
    return [None if none else (first, last) for first, last, none in ends]


def _binomial_quantile(q: float, n: FloatArray, p: float) -> FloatArray:
    """The smallest k of which P(at most k) is at least q."""
    k = np.ceil(special.bdtrik(q, n, p))
    before = np.clip(k - 1, 0, np.maximum(n - 1, 0))
    k = np.where((k >= 1) & (special.betainc(n - before, before + 1, 1 - p) >= q), k - 1, k)
    found: FloatArray = np.where((n > 0) & (k >= 0), k, 0.0)
    return found

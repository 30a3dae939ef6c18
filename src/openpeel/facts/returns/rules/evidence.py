"""How sure a count is, for rules that must not fire on a handful of rows.

Closed formulas only: the checker starts without loading a statistics library, and runs the same
arithmetic everywhere.
"""

from __future__ import annotations

from math import sqrt
from statistics import median

Z = 1.959963984540054  # 95%, two-sided


def wilson(count: float, of: float) -> tuple[float, float]:
    """Wilson's 95% interval of a share (Wilson 1927), as fractions; 0 to 1 when nothing is known.

    >>> [round(end, 3) for end in wilson(101, 107)]
    [0.883, 0.974]
    """
    if of <= 0:
        return 0.0, 1.0
    share, square = count / of, Z * Z / of
    middle = (share + square / 2) / (1 + square)
    half = Z * sqrt(share * (1 - share) / of + square / (4 * of)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def share_above(count: int, of: int, percent: float, at_least: float = 1) -> bool:
    """Whether a share is surely above a limit in per cent, on enough rows."""
    return count >= at_least and 100 * wilson(count, of)[0] > percent


def share_change(count: float, of: float, before: float, before_of: float) -> tuple[float, float]:
    """95% interval of a share less an earlier share, as fractions (Newcombe 1998, method 10)."""
    now, then = count / of, before / before_of
    low, high = wilson(count, of)
    low_then, high_then = wilson(before, before_of)
    difference = now - then
    down = sqrt((now - low) ** 2 + (high_then - then) ** 2)
    up = sqrt((high - now) ** 2 + (then - low_then) ** 2)
    return difference - down, difference + up


def robust_scores(counts: list[int], exposure: list[float]) -> list[tuple[float, float]]:
    """For each count what was to be expected, and how far off it is in standard deviations.

    Expected is the median rate times the exposure. The standard deviation is Poisson's, widened by
    what the counts as a whole show beyond it: 1.4826 times the median absolute deviation of the
    standardised counts, which a few odd months can't move.
    """
    rate = median(count / days for count, days in zip(counts, exposure, strict=True))
    expected = [rate * days for days in exposure]
    if rate <= 0:
        return [(0.0, 0.0) for _ in counts]
    standard = [(c - e) / sqrt(e) for c, e in zip(counts, expected, strict=True)]
    middle = median(standard)
    spread = max(1.0, 1.4826 * median(abs(score - middle) for score in standard))
    return [(e, score / spread) for e, score in zip(expected, standard, strict=True)]


def mixes_apart(part: list[int], rest: list[int]) -> tuple[float, float]:
    """How far two mixes of the same values are apart: total variation, and a normal score.

    The distance is from 0 to 1. The score is that of Pearson's chi-square by the cube root of
    Wilson and Hilferty (1931), which needs no table.
    """
    n, m = sum(part), sum(rest)
    distance = sum(abs(a / n - b / m) for a, b in zip(part, rest, strict=True)) / 2
    chi, kinds = 0.0, 0
    for a, b in zip(part, rest, strict=True):
        if a + b:
            kinds += 1
            for seen, size in ((a, n), (b, m)):
                expected = (a + b) * size / (n + m)
                chi += (seen - expected) ** 2 / expected
    if kinds < 2:
        return distance, 0.0
    ninth = 2 / (9 * (kinds - 1))
    return distance, ((chi / (kinds - 1)) ** (1 / 3) - (1 - ninth)) / sqrt(ninth)

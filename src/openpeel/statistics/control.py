"""Control charts: has anything changed over time, or is it the usual noise?"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from openpeel.statistics.arrays import BoolArray, FloatArray, Values, floats, frozen, not_negative
from openpeel.statistics.runs import COMMON_CAUSE, special_causes

XMR_SIGMA = 2.66 / 3
"""One sigma in mean moving ranges: Wheeler's 2.66 puts the limits three sigma out."""
SCREEN = 3.267
RANGE_TO_SIGMA = 1.128
MINIMUM_POINTS = 12
RULES = (
    "outside the limits",
    "7 in a row rising or falling",
    "2 in 3 close to a limit",
    "7 in a row on one side of the centre line",
)


@dataclass(frozen=True, slots=True, eq=False)
class ControlChart:
    """A chart: points, centre line, limits and signals, one of each per point in time order.

    `signals` holds a label a point ("Common Cause" where no rule speaks); `special` is True
    where one does. `warnings` are sentences to print on the chart. `segment` numbers the
    stretches between rebases from 0.
    """

    values: FloatArray
    mean: FloatArray
    lower: FloatArray
    upper: FloatArray
    signals: tuple[str, ...]
    segment: tuple[int, ...]
    warnings: tuple[str, ...]
    method: Literal["xmr", "p-prime", "u-prime"]
    rules: tuple[str, ...] = RULES

    @property
    def special(self) -> BoolArray:
        """Whether each point is a signal."""
        return np.array([signal != COMMON_CAUSE for signal in self.signals], dtype=bool)


def xmr(
    values: Values,
    baseline: int | None = None,
    rebase_at: Sequence[int] = (),
    screen: bool = True,
    *,
    minimum: int = MINIMUM_POINTS,
) -> ControlChart:
    """Return the XmR chart (individuals and moving range) of a series of measurements.

    Centre line: the mean. Limits: the mean +/- 2.66 times the mean moving range.

    Args:
        values: One number a period, in time order; None or NaN where missing (no moving range is
            taken across the gap, and it breaks runs).
        baseline: Work out mean and limits from the first so many points (of each segment) and
            keep them for the rest; None uses all.
        rebase_at: Positions, counted from 0, at which a new segment begins, with its own mean
            and limits. Nothing is rebased on its own: a position stands for a date and a reason,
            which the caller keeps and prints.
        screen: Leave out moving ranges of 3.267 times their mean or more, then take the mean
            again, so that one freak point does not widen the limits.
        minimum: A series with fewer points gets a warning and no limits; so does a segment of
            fewer, but with limits.

    Source: Wheeler 2000, Understanding Variation; rules, screening and labels as
    NHSRplotthedots 0.2.2 (NHS England).

    Raises:
        ValueError: values not one-dimensional, a baseline under 2 points, or a position at which
            no segment can begin.

    >>> chart = xmr([51, 49, 52, 50, 48, 51, 50, 52, 49, 50, 51, 60])
    >>> f"{chart.mean[0]:.2f} ({chart.lower[0]:.2f} to {chart.upper[0]:.2f})"
    '51.08 (45.76 to 56.40)'
    >>> chart.signals[-1]
    'Above UCL'
    """
    y = _series(values, "values")
    if baseline is not None and baseline < 2:
        raise ValueError(f"baseline must be at least 2 points, and is {baseline!r}.")
    segments = _segments(y.size, rebase_at)
    mean, sigma = np.full_like(y, np.nan), np.full_like(y, np.nan)
    for part in segments:
        base = y[part][:baseline]
        mean[part] = _mean(base)
        sigma[part] = XMR_SIGMA * _mean_moving_range(base, screen=screen)
    return _chart("xmr", y, mean, sigma, segments, minimum)


def p_prime(
    numerators: Values,
    denominators: Values,
    rebase_at: Sequence[int] = (),
    *,
    minimum: int = MINIMUM_POINTS,
) -> ControlChart:
    """Return Laney's p-prime chart of shares of large counts.

    An ordinary p chart of large counts has limits so narrow that every point is a signal; here
    they are widened by the moving range of the points' z-scores.

    Args:
        numerators, denominators: One of each a period, in time order; a period with one missing,
            or with a denominator of 0, is missing.
        rebase_at, minimum: As for `xmr`.

    Limits stay within 0 and 1. Source: Laney 2002 (Quality Engineering 14: 531-537).

    Raises:
        ValueError: shapes that differ, negative numbers, a numerator above its denominator, or a
            position at which no segment can begin.

    >>> chart = p_prime([480, 520, 505, 470, 530, 495] * 2, [1000] * 12)
    >>> f"{chart.mean[0]:.3f} ({chart.lower[0]:.3f} to {chart.upper[0]:.3f})"
    '0.500 (0.407 to 0.593)'
    """
    x, n = _counts(numerators, denominators)
    if np.any(x > n):
        raise ValueError("numerators must not be greater than denominators.")
    return _prime("p-prime", x, n, rebase_at, minimum)


def u_prime(
    numerators: Values,
    denominators: Values,
    rebase_at: Sequence[int] = (),
    *,
    minimum: int = MINIMUM_POINTS,
) -> ControlChart:
    """Return Laney's u-prime chart of rates of large counts: events over exposure.

    Arguments, source and errors as for `p_prime`; a rate may be above 1, and the lower limit
    stays at 0 or above.

    >>> chart = u_prime([480, 520, 505, 470, 530, 495] * 2, [100] * 12)
    >>> f"{chart.mean[0]:.2f} ({chart.lower[0]:.2f} to {chart.upper[0]:.2f})"
    '5.00 (4.07 to 5.93)'
    """
    x, n = _counts(numerators, denominators)
    return _prime("u-prime", x, n, rebase_at, minimum)


def _prime(
    method: Literal["p-prime", "u-prime"],
    x: FloatArray,
    n: FloatArray,
    rebase_at: Sequence[int],
    minimum: int,
) -> ControlChart:
    y = x / n
    segments = _segments(y.size, rebase_at)
    mean, sigma = np.full_like(y, np.nan), np.full_like(y, np.nan)
    for part in segments:
        known = ~np.isnan(y[part])
        if not known.any():
            continue
        middle = _pooled(x[part][known], n[part][known])
        variance = middle * (1 - middle) if method == "p-prime" else middle
        within = np.sqrt(variance / n[part])
        mean[part] = middle
        if variance > 0:
            z = (y[part] - middle) / within
            sigma[part] = within * _mean_moving_range(z, screen=False) / RANGE_TO_SIGMA
    return _chart(method, y, mean, sigma, segments, minimum)


def _chart(
    method: Literal["xmr", "p-prime", "u-prime"],
    y: FloatArray,
    mean: FloatArray,
    sigma: FloatArray,
    segments: list[slice],
    minimum: int,
) -> ControlChart:
    warnings = []
    points = int((~np.isnan(y)).sum())
    if points < minimum:
        warnings.append(f"Only {points} points: too few for limits, which need {minimum}.")
        sigma = np.full_like(sigma, np.nan)
    signals: list[str] = []
    for number, part in enumerate(segments):
        used = int((~np.isnan(y[part])).sum())
        if points >= minimum and used < minimum:
            warnings.append(f"Segment {number + 1} has {used} points: its limits are uncertain.")
        if points < minimum:
            signals += [COMMON_CAUSE] * y[part].size
        else:
            signals += special_causes(y[part], mean[part], sigma[part])
    least = -np.inf if method == "xmr" else 0.0
    most = 1.0 if method == "p-prime" else np.inf
    return ControlChart(
        values=frozen(y),
        mean=frozen(mean),
        lower=frozen(np.maximum(mean - 3 * sigma, least)),
        upper=frozen(np.minimum(mean + 3 * sigma, most)),
        signals=tuple(signals),
        segment=tuple(number for number, part in enumerate(segments) for _ in y[part]),
        warnings=tuple(warnings),
        method=method,
    )


def _series(values: Values, name: str) -> FloatArray:
    array = floats(values, name)
    if array.ndim != 1:
        raise ValueError(f"{name} must be one-dimensional: one number a period.")
    return array


def _counts(numerators: Values, denominators: Values) -> tuple[FloatArray, FloatArray]:
    x, n = _series(numerators, "numerators"), _series(denominators, "denominators")
    if x.shape != n.shape:
        raise ValueError("numerators and denominators must be lists of the same length.")
    not_negative(x, "numerators")
    not_negative(n, "denominators")
    return x, np.where(n > 0, n, np.nan)


def _segments(size: int, rebase_at: Sequence[int]) -> list[slice]:
    """Return the stretches between rebases; none may be empty."""
    if any(not 0 < place < size for place in rebase_at) or len(set(rebase_at)) < len(rebase_at):
        raise ValueError(f"rebase_at must hold different positions from 1 to {size - 1}.")
    edges = [0, *sorted(rebase_at), size]
    return [slice(start, stop) for start, stop in pairwise(edges)]


def _mean(values: FloatArray) -> float:
    known = values[~np.isnan(values)]
    if known.size == 0:
        return np.nan
    # The mean of equal numbers may round away from them, and then mark them all.
    return float(known[0]) if np.ptp(known) == 0 else float(known.mean())


def _pooled(x: FloatArray, n: FloatArray) -> float:
    return float(x[0] / n[0]) if np.ptp(x / n) == 0 else float(x.sum() / n.sum())


def _mean_moving_range(values: FloatArray, *, screen: bool) -> float:
    ranges = np.abs(np.diff(values))
    ranges = ranges[~np.isnan(ranges)]
    if ranges.size == 0:
        return np.nan
    if screen and ranges.mean() > 0:
        ranges = ranges[ranges < SCREEN * ranges.mean()]
    return float(ranges.mean())

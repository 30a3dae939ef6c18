"""The runs rules of a control chart, as NHS England's "making data count" applies them.

Each rule takes arrays for consecutive points. The labels and their order of precedence are those
of NHSRplotthedots 0.2.2. A missing point (NaN) breaks every run.
"""

import numpy as np
from numpy.typing import NDArray

from openpeel.statistics.arrays import FloatArray, Values, floats

IntArray = NDArray[np.int64]

RUN = 7
COMMON_CAUSE = "Common Cause"


def seven_one_side(signs: Values) -> IntArray:
    """Return 1 at each point that ends a run of at least seven on one side of the centre line.

    Args:
        signs: 1 above, -1 below, 0 on the line (which breaks a run).

    >>> seven_one_side([1, 1, 1, 1, 1, 1, 1, 1, -1]).tolist()
    [0, 0, 0, 0, 0, 0, 1, 1, 0]
    """
    sides = floats(signs, "signs")
    return np.abs(_ends_of_runs(sides, RUN))


def seven_trend(values: Values) -> IntArray:
    """Return 1 (rising) or -1 (falling) at each point that ends seven in a row, each past the last.

    Equal neighbours break a trend.

    >>> seven_trend([2, 1, 2, 3, 4, 5, 6, 7, 3]).tolist()
    [0, 0, 0, 0, 0, 0, 0, 1, 0]
    """
    y = floats(values, "values")
    steps = np.sign(np.diff(y, prepend=np.nan))
    return _ends_of_runs(steps, RUN - 1)


def two_in_three(close: Values, side: Values) -> IntArray:
    """Return 1 at points in any three in a row, all on one side, of which two are close to a limit.

    Args:
        close: 1 where a point lies between two and three sigma, else 0.
        side: 1 above, -1 below the centre line.

    >>> two_in_three([0, 0, 1, 0, 1, 0, 0], [1, 1, 1, 1, 1, 1, 1]).tolist()
    [0, 0, 1, 1, 1, 0, 0]
    """
    near, sides = floats(close, "close"), floats(side, "side")
    found = np.zeros(near.size, dtype=np.int64)
    for start in range(near.size - 2):
        three = slice(start, start + 3)
        if near[three].sum() >= 2 and abs(sides[three].sum()) == 3:
            found[three] = 1
    return found


def special_causes(values: FloatArray, centre: FloatArray, sigma: FloatArray) -> tuple[str, ...]:
    """Return each point's label, "Common Cause" where no rule speaks.

    In order: outside the limits (centre +/- 3 sigma), part of seven rising or falling, one of
    two in three close to a limit, part of seven on one side. A missing point is common cause.

    Args:
        values: The points in time order.
        centre: The centre line at each point.
        sigma: A third of the way from the centre line to a limit, at each point.

    >>> values = np.array([1.0, 2.0, 1.0, 9.0])
    >>> special_causes(values, np.full(4, 1.5), np.full(4, 0.5))
    ('Common Cause', 'Common Cause', 'Common Cause', 'Above UCL')
    """
    side = np.sign(values - centre)
    outside = (values > centre + 3 * sigma) | (values < centre - 3 * sigma)
    close = ~outside & ((values > centre + 2 * sigma) | (values < centre - 2 * sigma))
    trend = _part_of_seven(seven_trend(values))
    pair = close & (two_in_three(close, side) == 1)
    one_side = _part_of_seven(seven_one_side(side))
    rising = _rising(values, trend)
    above = side > 0
    labels = np.full(values.size, COMMON_CAUSE, dtype=object)
    # Written from the last in precedence to the first.
    for found, yes, when_yes, when_no in (
        (one_side, above, "7 Points Above CL", "7 Points Below CL"),
        (pair, above, "2 in 3 Above CL", "2 in 3 Below CL"),
        (trend, rising, "7 Point Trend (Increasing)", "7 Point Trend (Decreasing)"),
        (outside, above, "Above UCL", "Below LCL"),
    ):
        labels[found & yes], labels[found & ~yes] = when_yes, when_no
    return tuple(labels.tolist())


def _ends_of_runs(signs: FloatArray, length: int) -> IntArray:
    """Return the sign at each point that ends at least `length` equal signs other than 0."""
    ends = np.zeros(signs.size, dtype=np.int64)
    run = 0
    for place, sign in enumerate(signs):
        same = place > 0 and sign == signs[place - 1]
        run = 0 if np.isnan(sign) or sign == 0 else run + 1 if same else 1
        if run >= length:
            ends[place] = int(sign)
    return ends


def _part_of_seven(ends: IntArray) -> NDArray[np.bool_]:
    """Spread each run's end back over the seven points that make it."""
    part = np.zeros(ends.size, dtype=bool)
    for place in np.flatnonzero(ends):
        part[place - RUN + 1 : place + 1] = True
    return part


def _rising(values: FloatArray, trend: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which way each point of a trend goes: by the step to the next one, or else the last.

    A turning point between two trends goes with the one that follows.
    """
    steps = np.diff(values)
    before, after = np.concatenate([[0.0], steps]), np.concatenate([steps, [0.0]])
    next_in_trend = np.concatenate([trend[1:], [False]])
    return np.where(next_in_trend, after, before) > 0

"""Many comparisons at once: adjusted p-values, and how many marks chance alone would give."""

from typing import Literal

import numpy as np
from scipy import special

from openpeel.statistics.arrays import FloatArray, Values, floats, frozen, one_of

Adjustment = Literal["benjamini-hochberg", "holm", "bonferroni"]
ChanceRule = Literal["one-sd", "funnel-95", "funnel-998"]

CHANCE_RATES: dict[str, float] = {
    "one-sd": float(2 * special.ndtr(-1.0)),
    "funnel-95": 0.05,
    "funnel-998": 0.002,
}
"""Share of forces that each rule marks when nothing is going on and scores are normal."""


def adjust(pvalues: Values, method: Adjustment = "benjamini-hochberg") -> FloatArray:
    """Return p-values adjusted for the number of them, in the order given.

    Args:
        pvalues: One-dimensional; None or NaN (a comparison not made) stays NaN and is not
            counted.
        method: `benjamini-hochberg` (Benjamini and Hochberg 1995: false discovery rate), `holm`
            (Holm 1979) or `bonferroni` (both: chance of any false mark).

    Raises:
        ValueError: a p-value outside 0 to 1, not one-dimensional, an unknown method.

    >>> adjust([0.01, 0.04, None, 0.03], method="holm").tolist()
    [0.03, 0.06, nan, 0.06]
    """
    one_of(method, ("benjamini-hochberg", "holm", "bonferroni"), "method")
    given = floats(pvalues, "pvalues")
    if given.ndim != 1 or np.any((given < 0) | (given > 1)):
        raise ValueError("pvalues must be a list of numbers from 0 to 1.")
    adjusted = given.copy()
    made = np.flatnonzero(~np.isnan(given))
    order = made[np.argsort(given[made], kind="stable")]
    p, m = given[order], order.size
    place = np.arange(1, m + 1)
    if method == "bonferroni":
        p = p * m
    elif method == "holm":
        p = np.maximum.accumulate(p * (m - place + 1))
    else:
        p = np.minimum.accumulate((p * m / place)[::-1])[::-1]
    adjusted[order] = np.minimum(p, 1)
    return frozen(adjusted)


def chance_budget(comparisons: int, rule: ChanceRule = "one-sd") -> float:
    """Return how many marks chance alone would give over so many comparisons.

    `one-sd` marks about 32% of forces by construction; the funnel's limits 5% and 0.2%. This is
    the figure for normal scores: with forces of very unequal size one-SD lines mark somewhat
    fewer (about 10 of 43), because the small forces stretch the SD.

    Raises:
        ValueError: a negative number of comparisons or an unknown rule.

    >>> round(chance_budget(43, "one-sd"), 1), round(chance_budget(43, "funnel-998"), 3)
    (13.6, 0.086)
    """
    one_of(rule, list(CHANCE_RATES), "rule")
    if comparisons < 0:
        raise ValueError("comparisons must not be negative.")
    return comparisons * CHANCE_RATES[rule]

"""The difference of two figures that were estimated apart, and whether it is clear."""

from __future__ import annotations

from math import hypot
from typing import Literal

from openpeel.sampling.figures import Figure

Verdict = Literal["clear rise", "clear fall", "no clear change", "cannot say"]


def difference(later: Figure, earlier: Figure) -> Figure:
    """The later figure less the earlier; the limits of each are put together by squares.

    Source: Zou and Donner 2008 (Statistics in Medicine 27: 1693-1702), which for two plain shares
    with Wilson's limits is Newcombe's tenth method.

    Raises:
        ValueError: intervals of different levels.

    >>> made = difference(
    ...     Figure(0.944, 0.883, 0.974, 0.95, "wilson"), Figure(0.927, 0.890, 0.952, 0.95, "wilson")
    ... )
    >>> f"{made.value:.3f} ({made.lower:.3f} to {made.upper:.3f})"
    '0.017 (-0.049 to 0.065)'
    """
    if later.level != earlier.level:
        raise ValueError("two figures are compared at one level.")
    value = later.value - earlier.value
    return Figure(
        value=value,
        lower=value - hypot(later.value - later.lower, earlier.upper - earlier.value),
        upper=value + hypot(later.upper - later.value, earlier.value - earlier.lower),
        level=later.level,
        method=f"square-and-add of {_both(later.method, earlier.method)}",
    )


def verdict(change: Figure | None) -> Verdict:
    """The word for a difference: clear only where its interval leaves zero out."""
    if change is None:
        return "cannot say"
    if change.lower > 0:
        return "clear rise"
    return "clear fall" if change.upper < 0 else "no clear change"


def _both(one: str, other: str) -> str:
    return one if one == other else f"{one} and {other}"

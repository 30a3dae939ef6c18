"""The scales on which shares, rates and ratios vary alike whatever their size.

Each transform says where a value lies on the scale (`place`), what chance alone would spread it
(`spread`, at the observed count; `expected`, at the target), and the way there and back for the
middle and limits of a funnel.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from openpeel.statistics.arrays import FloatArray

Kind = Literal["share", "rate", "ratio"]
StandardisedMethod = Literal["SHMI", "CQC"]


@dataclass(frozen=True, slots=True)
class Transform:
    """One scale: x counts, n denominators, t the target; all in the units of the caller."""

    name: str
    place: Callable[[FloatArray, FloatArray], FloatArray]
    spread: Callable[[FloatArray, FloatArray, float], FloatArray]
    expected: Callable[[FloatArray, float], FloatArray]
    forward: Callable[[float], float]
    back: Callable[[FloatArray], FloatArray]


def transform(kind: Kind, sr_method: StandardisedMethod = "SHMI") -> Transform:
    """Return the scale for a kind of figure.

    >>> transform("share").name, transform("ratio", "CQC").name
    ('arcsine square root', 'square root')
    """
    if kind == "share":
        return ARCSINE
    if kind == "rate":
        return LOG_COUNTS
    return LOG_RATIO if sr_method == "SHMI" else SQUARE_ROOT


def _arcsine_back(y: FloatArray) -> FloatArray:
    # Beyond a quarter turn the sine comes back; a limit stays at 0 or 1 there.
    return np.sin(np.clip(y, 0, np.pi / 2)) ** 2


def _half_root(n: FloatArray) -> FloatArray:
    return 1 / (2 * np.sqrt(n))


def _counts_spread(x: FloatArray, n: FloatArray) -> FloatArray:
    return np.sqrt(x / (x + 0.5) ** 2 + n / (n + 0.5) ** 2)


ARCSINE = Transform(
    name="arcsine square root",
    place=lambda x, n: np.arcsin(np.sqrt(x / n)),
    spread=lambda x, n, t: _half_root(n),  # noqa: ARG005
    expected=lambda n, t: _half_root(n),  # noqa: ARG005
    forward=lambda t: float(np.arcsin(np.sqrt(t))),
    back=_arcsine_back,
)
LOG_COUNTS = Transform(
    name="log of counts",
    place=lambda x, n: np.log((x + 0.5) / (n + 0.5)),
    # The observed count gives a zero count no spread of its own: take the expected one's.
    spread=lambda x, n, t: _counts_spread(np.where(x > 0, x, n * t), n),
    expected=lambda n, t: _counts_spread(n * t, n),
    forward=lambda t: float(np.log(t)),
    back=np.exp,
)
LOG_RATIO = Transform(
    name="log",
    place=lambda x, n: np.log(np.where(x > 0, x, 0.5) / n),
    spread=lambda x, n, t: 1 / np.sqrt(n * t),  # noqa: ARG005
    expected=lambda n, t: 1 / np.sqrt(n * t),
    forward=lambda t: float(np.log(t)),
    back=np.exp,
)
SQUARE_ROOT = Transform(
    name="square root",
    place=lambda x, n: np.sqrt(x / n),
    spread=lambda x, n, t: _half_root(n),  # noqa: ARG005
    expected=lambda n, t: _half_root(n),  # noqa: ARG005
    forward=lambda t: float(np.sqrt(t)),
    back=lambda y: np.maximum(y, 0) ** 2,
)

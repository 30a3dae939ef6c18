"""Funnel limits at any denominator: exact, normal, or widened on a transformed scale."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from openpeel.statistics.arrays import BoolArray, FloatArray, frozen
from openpeel.statistics.transforms import Kind, Transform

Overdispersion = Literal["additive", "multiplicative"] | None

TAILS = (0.025, 0.975, 0.001, 0.999)
ROUNDED_QUANTILES = np.array([-1.959964, 1.959964, -3.090232, 3.090232])
"""The normal quantiles as published with the SHMI and in FunnelPlotR."""


@dataclass(frozen=True, slots=True, eq=False)
class FunnelLimits:
    """The 95% and 99.8% limits at each denominator, in the units of the values."""

    denominators: FloatArray
    lower_95: FloatArray
    upper_95: FloatArray
    lower_998: FloatArray
    upper_998: FloatArray


@dataclass(frozen=True, slots=True)
class LimitRule:
    """Everything needed to draw a funnel's limits at any denominator."""

    kind: Kind
    scale: Transform
    target: float
    phi: float
    tau2: float
    overdispersion: Overdispersion
    unadjusted: Literal["exact", "normal"]
    as_funnelplotr: bool

    @property
    def adjusted(self) -> bool:
        """Whether the limits are wider than chance alone would make them."""
        return self.tau2 > 0 or (self.overdispersion == "multiplicative" and self.phi > 1)

    @property
    def method(self) -> str:
        """What the limits are, in words."""
        if self.adjusted:
            return f"{self.overdispersion} overdispersion, {self.scale.name} scale"
        law = "binomial" if self.kind == "share" else "Poisson"
        return f"{self.unadjusted} {law} limits"

    def widened(self, spread: FloatArray) -> FloatArray:
        """Return standard errors on the transformed scale with the overdispersion in them."""
        factor = self.phi if self.overdispersion == "multiplicative" and self.phi > 1 else 1.0
        return np.sqrt(factor * spread**2 + self.tau2)

    def at(self, denominators: FloatArray) -> FunnelLimits:
        """Return the limits at `denominators` (any shape; NaN where not above 0)."""
        n = np.where(denominators > 0, denominators, np.nan)
        ends = self._widened_at(n) if self.adjusted else self._plain_at(n)
        return FunnelLimits(frozen(n), *(frozen(end) for end in ends))

    def _widened_at(self, n: FloatArray) -> list[FloatArray]:
        copy_rate = self.as_funnelplotr and self.kind == "rate"
        spread = 1 / (2 * np.sqrt(n)) if copy_rate else self.scale.expected(n, self.target)
        copy_root = self.as_funnelplotr and self.scale.name == "square root"
        middle, reach = self.scale.forward(self.target), self.widened(spread)
        ends = [middle + quantile * reach for quantile in ROUNDED_QUANTILES]
        return ends if copy_root else [self.scale.back(end) for end in ends]

    def _plain_at(self, n: FloatArray) -> list[FloatArray]:
        top = 1.0 if self.kind == "share" else np.inf
        if not 0 < self.target < top:  # none have it, or all: no chance to draw limits of
            return [np.full_like(n, np.nan) for _ in TAILS]
        if self.unadjusted == "normal":
            variance = self.target * (1 - self.target if self.kind == "share" else 1)
            error = np.sqrt(variance / n)
            return [np.clip(self.target + special.ndtri(p) * error, 0, top) for p in TAILS]
        if self.kind == "share":
            return [binomial_limit(p, n, self.target) / n for p in TAILS]
        return [poisson_limit(p, n * self.target) / n for p in TAILS]


def poisson_limit(p: float, expected: FloatArray) -> FloatArray:
    """Return the exact Poisson limit (a count, not whole) about an expected count.

    The chi-squared form: the end of the exact interval for a count equal to the expected one.

    Source: Garwood 1936; FunnelPlotR's unadjusted limits for standardised ratios.

    >>> expected = np.array([15.0])
    >>> (poisson_limit(0.025, expected) / expected).round(7).tolist()
    [0.5596924]
    """
    if p < 0.5:
        return np.asarray(special.gammaincinv(expected, p), dtype=np.float64)
    return np.asarray(special.gammainccinv(expected + 1, 1 - p), dtype=np.float64)


def binomial_limit(p: float, n: FloatArray, share: float) -> FloatArray:
    """Return the binomial limit (a count, interpolated between whole counts) at probability p.

    With r the p-quantile of the binomial distribution and F its distribution function, the limit
    is r - (F(r) - p) / (F(r) - F(r - 1)). It lies between -1 and n, below 0 where p is less than
    the chance of no case at all.

    Source: Spiegelhalter 2005, appendix A.1.1.

    >>> binomial_limit(0.025, np.array([143.0]), 0.119614341669177).round(6).tolist()
    [9.334886]
    """

    def below(count: FloatArray) -> FloatArray:
        inside = np.clip(count, 0, np.maximum(n - 1, 0))
        chance = special.betainc(n - inside, inside + 1, 1 - share)
        return np.where(count < 0, 0.0, np.where(count >= n, 1.0, chance))

    r = _smallest(lambda count: below(count) >= p, np.floor(n))
    at, before = below(r), below(r - 1)
    return np.asarray(r - (at - p) / (at - before), dtype=np.float64)


def _smallest(reached: Callable[[FloatArray], BoolArray], top: FloatArray) -> FloatArray:
    """Return the smallest whole number, 0 to `top`, at which `reached` holds, by bisection."""
    low, high = np.full_like(top, -1.0), np.array(top)
    while np.any(high - low > 1):
        middle = np.floor((low + high) / 2)
        hit = reached(middle)
        low, high = np.where(hit, low, middle), np.where(hit, middle, high)
    return np.where(np.isnan(top), np.nan, high)

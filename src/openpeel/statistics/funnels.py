"""Funnels: limits by size, widened for the spread between forces that size does not explain."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from openpeel.statistics.arrays import (
    BoolArray,
    FloatArray,
    Mark,
    Values,
    floats,
    frozen,
    marks_beyond,
    not_negative,
    one_of,
)
from openpeel.statistics.funnel_limits import FunnelLimits, LimitRule, Overdispersion
from openpeel.statistics.transforms import Kind, StandardisedMethod, transform

MARK_TAIL = 0.001
"""What chance alone would put beyond each of the 99.8% limits."""


@dataclass(frozen=True, slots=True, eq=False)
class Funnel:
    """A funnel: its middle, how much more than chance the forces differ, limits and marks.

    Arrays and `marks` follow the input's order. A force without a usable value has NaN and no
    mark. `z` is before, `z_adjusted` after the allowance for overdispersion; `phi` is the mean of
    the squared winsorised z (1 if there is only chance) and `tau2` the variance between forces
    on the transformed scale (0 unless overdispersion is "additive"). Limits are at each force's
    own denominator; `limits` gives them at any other.
    """

    kind: Kind
    values: FloatArray
    denominators: FloatArray
    target: float
    phi: float
    tau2: float
    z: FloatArray
    z_adjusted: FloatArray
    lower_95: FloatArray
    upper_95: FloatArray
    lower_998: FloatArray
    upper_998: FloatArray
    marks: tuple[Mark | None, ...]
    overdispersion: Overdispersion
    winsorise: float
    method: str
    forces: int
    left_out: int
    rule: LimitRule

    def limits(self, denominators: Values) -> FunnelLimits:
        """Return the four limits at the denominators given, to draw them as curves."""
        return self.rule.at(floats(denominators, "denominators"))

    @property
    def p_values(self) -> FloatArray:
        """Two-sided p-values of `z_adjusted`, NaN where a force has no value."""
        return frozen(2 * special.ndtr(-np.abs(self.z_adjusted)))


def funnel(
    numerators: Values,
    denominators: Values,
    kind: Kind = "share",
    overdispersion: Overdispersion = "additive",
    winsorise: float = 0.1,
    target: float | None = None,
    *,
    sr_method: StandardisedMethod = "SHMI",
    unadjusted: Literal["exact", "normal"] = "exact",
    as_funnelplotr: bool = True,
) -> Funnel:
    """Draw a funnel through the forces' shares, rates or standardised ratios.

    Args:
        numerators: One count a force; None or NaN leaves the force out.
        denominators: One base a force, in the same order: of whom (share), population counted
            in persons (rate), expected count (ratio). None, NaN or 0 leaves the force out.
        kind: `share` (x of n; arcsine square root), `rate` (events in a population; log of
            counts with a half added to each) or `ratio` (observed to expected; log). With
            sr_method "CQC" ratios use the square root.
        overdispersion: `additive` adds a variance between forces, tau2, to each force's own
            (DerSimonian and Laird's moment estimator); `multiplicative` widens limits by the
            square root of phi where phi is above 1; None draws plain limits.
        winsorise: Share of z-scores pulled in at each end before phi is estimated. For ratios
            by "SHMI" they are dropped instead, as NHS Digital does.
        target: The middle of the funnel. By default the pooled value of the forces for shares
            and rates, and 1 for ratios.
        sr_method: "SHMI" or "CQC", for ratios alone.
        unadjusted: How plain limits are drawn: `exact` (binomial for shares, interpolated as
            Spiegelhalter 2005 does; Poisson for rates and ratios) or `normal` (target +/- z
            standard errors, as the Fingertips funnels of Public Health England).
        as_funnelplotr: Draw overdispersed limits exactly as FunnelPlotR 0.6.0, the reference. That
            package takes 1 / (2 sqrt(n)) as the standard error of a rate's log, which is far too
            small where events are rare among many people, and leaves CQC limits on the
            square-root scale. With False the standard error is that of the count expected at
            the target and CQC limits are squared back: openpeel's own comparisons use False.

    Forces are marked beyond the 99.8% limits, but a count of none (or, for a share, of all) is
    marked only if chance makes it rarer than 0.1% at the target. An exact lower limit for a
    share falls a little below 0 (by less than one case) where even no case at all would not lie
    beyond it. Where additive overdispersion finds tau2 = 0 the limits are the plain ones. With
    `additive` or `multiplicative` the quantiles are 1.959964 and 3.090232 and limits are
    back-transformed. A zero count has no log: ratios use half an event in its place, and rates
    the standard error of the expected count.

    Winsorising 10% of normal z-scores at each end takes away about a third of their variance,
    so that tau2 is too small by about as much and limits meant to mark 0.2% of forces that
    differ at random mark 1 to 2% (shown in tests/statistics/test_stated_coverage.py). With
    `winsorise=0` they mark 0.2%, but one extreme force then hides others.

    Source: Spiegelhalter 2005 (Statistics in Medicine 24: 1185-1202); Spiegelhalter et al. 2012
    (JRSS A 175: 1-47); DerSimonian and Laird 1986; phi, tau2 and z agree with FunnelPlotR 0.6.0
    ("PR" for shares, "RC" for rates, "SR" for ratios).

    Raises:
        ValueError: arrays of different shape, negative numbers, a share above 1, an unknown
            kind, or a target out of range.

    >>> deaths, operations = [41, 25, 24, 23, 25, 42], [143, 187, 323, 122, 164, 405]
    >>> plain = funnel(deaths, operations, overdispersion=None)
    >>> plain.marks
    ('above', None, 'below', None, None, None)
    >>> wider = funnel(deaths, operations)
    >>> f"target {wider.target:.3f}, phi {wider.phi:.1f}, tau2 {wider.tau2:.4f}"
    'target 0.134, phi 3.9, tau2 0.0044'
    >>> wider.marks
    (None, None, None, None, None, None)
    """
    one_of(kind, ("share", "rate", "ratio"), "kind")
    one_of(overdispersion, ("additive", "multiplicative", None), "overdispersion")
    one_of(sr_method, ("SHMI", "CQC"), "sr_method")
    one_of(unadjusted, ("exact", "normal"), "unadjusted")
    if not 0 <= winsorise < 0.5:
        raise ValueError(f"winsorise must be from 0 to below 0.5, and is {winsorise!r}.")
    x, n, usable = _usable(numerators, denominators, kind)
    middle = _target(x[usable], n[usable], kind, target)
    scale = transform(kind, sr_method)
    z, spread = np.full_like(x, np.nan), np.full_like(x, np.nan)
    if usable.any() and middle > 0:
        spread[usable] = scale.spread(x[usable], n[usable], middle)
        z[usable] = (scale.place(x[usable], n[usable]) - scale.forward(middle)) / spread[usable]
    kept = _kept(z[usable], winsorise, truncate=kind == "ratio" and sr_method == "SHMI")
    phi, tau2 = _overdispersion(kept, spread[usable])
    rule = LimitRule(
        kind=kind,
        scale=scale,
        target=middle,
        phi=phi,
        tau2=tau2 if overdispersion == "additive" else 0.0,
        overdispersion=overdispersion,
        unadjusted=unadjusted,
        as_funnelplotr=as_funnelplotr,
    )
    limits = rule.at(n)
    values = np.divide(x, n, out=np.full_like(x, np.nan), where=usable)
    return Funnel(
        kind=kind,
        values=frozen(values),
        denominators=frozen(n),
        target=middle,
        phi=phi,
        tau2=rule.tau2,
        z=frozen(z),
        z_adjusted=frozen(z * spread / rule.widened(spread)),
        lower_95=limits.lower_95,
        upper_95=limits.upper_95,
        lower_998=limits.lower_998,
        upper_998=limits.upper_998,
        marks=marks_beyond(
            np.where(_common_end(x, n, kind, middle), np.nan, values),
            limits.lower_998,
            limits.upper_998,
        ),
        overdispersion=overdispersion,
        winsorise=winsorise,
        method=rule.method,
        forces=int(usable.sum()),
        left_out=int((~usable).sum()),
        rule=rule,
    )


def _usable(
    numerators: Values, denominators: Values, kind: Kind
) -> tuple[FloatArray, FloatArray, BoolArray]:
    x, n = floats(numerators, "numerators"), floats(denominators, "denominators")
    if x.ndim != 1 or x.shape != n.shape:
        raise ValueError("numerators and denominators must be lists of the same length.")
    not_negative(x, "numerators")
    not_negative(n, "denominators")
    usable = ~np.isnan(x) & (n > 0)
    if kind == "share" and np.any(x[usable] > n[usable]):
        raise ValueError("a share's numerator must not be greater than its denominator.")
    n[~usable] = np.nan
    return x, n, usable


def _target(x: FloatArray, n: FloatArray, kind: Kind, target: float | None) -> float:
    if target is not None:
        if not target > 0 or (kind == "share" and target >= 1):
            raise ValueError(f"target must be above 0, and below 1 for a share; it is {target!r}.")
        return float(target)
    if kind == "ratio":
        return 1.0
    return float(x.sum() / n.sum()) if n.size else np.nan


def _common_end(x: FloatArray, n: FloatArray, kind: Kind, target: float) -> BoolArray:
    """Tell where nobody (or, for a share, everybody) has it and chance alone makes that common.

    Limits are smooth and counts are not: a limit may lie just above 0 where a count of 0 is
    nothing out of the way.
    """
    chance_of_none = (1 - target) ** n if kind == "share" else np.exp(-n * target)
    common: BoolArray = (x == 0) & (chance_of_none > MARK_TAIL)
    if kind == "share":
        common |= (x == n) & (target**n > MARK_TAIL)
    return common


def _kept(z: FloatArray, share: float, *, truncate: bool) -> FloatArray:
    """Winsorise z-scores at both ends, or (truncate) put NaN in place of those at the ends."""
    if share == 0 or z.size == 0:
        return z
    if not truncate:
        return np.clip(z, *np.quantile(z, [share, 1 - share]))
    # NHS Digital's rule for the SHMI: cut the ranks into 1 / share groups, drop first and last.
    below = (z[:, np.newaxis] > z).sum(axis=1)
    rank = below + ((z[:, np.newaxis] == z).sum(axis=1) + 1) / 2  # ties share their mean rank
    groups = 1 / share
    group = np.floor(rank * groups / (z.size + 1))
    return np.where((group > 0) & (group < groups - 1), z, np.nan)


def _overdispersion(z: FloatArray, spread: FloatArray) -> tuple[float, float]:
    """Return phi and DerSimonian and Laird's tau2 from the z-scores kept."""
    used = ~np.isnan(z)
    forces = int(used.sum())
    if forces == 0:
        return np.nan, 0.0
    phi = float(np.mean(z[used] ** 2))
    weight = 1 / spread[used] ** 2
    free = float(weight.sum() - (weight**2).sum() / weight.sum())
    excess = forces * phi - (forces - 1)
    return phi, max(0.0, excess / free) if forces > 1 and free > 0 else 0.0

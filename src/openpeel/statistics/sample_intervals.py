"""Intervals for a share estimated from a designed sample, by name.

All take the number of files that a simple random sample would need to be as precise (the effective
sample) or the standard error, and a t quantile with the design's degrees of freedom.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from openpeel.statistics.arrays import BoolArray, FloatArray

SampleInterval = Literal[
    "logit",
    "likelihood",
    "beta",
    "mean",
    "xlogit",
    "korn-graubard",
    "clopper-pearson",
    "capped-wilson",
    "covering",
]
FEW = 10
"""`covering` leaves the logit when fewer than this many files say yes, or no."""
NO_SPREAD = 1e-18
"""A variance under this is zero but for rounding."""

Ends = tuple[FloatArray, FloatArray]


@dataclass(frozen=True, slots=True, eq=False)
class ShareEvidence:
    """What an interval is made of; arrays of the same shape, one element a share.

    `yes` of `n` are unweighted counts; `even` is Kish's number of equally weighted files.
    """

    share: FloatArray
    variance: FloatArray
    df: FloatArray
    yes: FloatArray
    n: FloatArray
    even: FloatArray

    @property
    def flat(self) -> BoolArray:
        """Where the sample shows no spread, so that no standard error can be had."""
        return np.asarray(self.variance < NO_SPREAD)

    @property
    def few(self) -> BoolArray:
        """Where fewer than ten files say yes, or no."""
        return np.asarray(np.minimum(self.yes, self.n - self.yes) < FEW)

    @property
    def effective(self) -> FloatArray:
        """Size of the simple random sample with this variance; `n` where there is no spread."""
        spread = np.where(self.flat, 1.0, self.variance)
        return np.where(self.flat, self.n, self.share * (1 - self.share) / spread)

    def effective_for_df(self, level: float) -> FloatArray:
        """The same, made smaller for a variance that rests on few degrees of freedom."""
        return self.effective * (t_quantile(self.n - 1, level) / t_quantile(self.df, level)) ** 2


def share_ends(evidence: ShareEvidence, interval: SampleInterval, level: float) -> Ends:
    """The ends by name, worked out from sums; `likelihood` needs the answers.

    Where the sample shows no spread, intervals made of a standard error become Korn-Graubard's,
    which also stands in for `likelihood`.

    >>> one = [np.array(number) for number in (0.9, 0.0016, 50.0, 54.0, 60.0, 45.0)]
    >>> lower, upper = share_ends(ShareEvidence(*one), "logit", 0.95)
    >>> f"{lower:.3f} to {upper:.3f}"
    '0.787 to 0.956'
    """
    if interval == "covering":
        inner = _chosen(evidence.few, _capped_wilson(evidence, level), _logit(evidence, level))
        return _chosen(evidence.flat, _korn_graubard(evidence, level), inner)
    made = ENDS[interval](evidence, level)
    if interval in WITHOUT_SPREAD:
        return made
    return _chosen(evidence.flat, _korn_graubard(evidence, level), made)


def method_name(evidence: ShareEvidence, interval: SampleInterval) -> str:
    """The words for what `share_ends` did for one share.

    >>> one = [np.array(number) for number in (1.0, 0.0, 50.0, 60.0, 60.0, 45.0)]
    >>> method_name(ShareEvidence(*one), "logit")
    'korn-graubard instead of logit, as the answers show no spread'
    """
    if interval == "covering":
        if evidence.flat:
            return "korn-graubard"
        return "capped-wilson" if evidence.few else "logit"
    if evidence.flat and interval not in WITHOUT_SPREAD:
        return f"korn-graubard instead of {interval}, as the answers show no spread"
    return interval


def t_quantile(df: FloatArray, level: float) -> FloatArray:
    """The t that leaves half of 1 - level in each tail; NaN without degrees of freedom."""
    usable = np.where(np.asarray(df) > 0, df, np.nan)
    return -np.asarray(special.stdtrit(usable, (1 - level) / 2), dtype=np.float64)


def logit_ends(share: FloatArray, variance: FloatArray, t: FloatArray) -> Ends:
    """Plus or minus t standard errors on the logit scale, and back."""
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = special.logit(share)
        width = t * np.sqrt(variance) / (share * (1 - share))
    return special.expit(centre - width), special.expit(centre + width)


def _logit(evidence: ShareEvidence, level: float) -> Ends:
    return logit_ends(evidence.share, evidence.variance, t_quantile(evidence.df, level))


def _mean(evidence: ShareEvidence, level: float) -> Ends:
    width = t_quantile(evidence.df, level) * np.sqrt(evidence.variance)
    return evidence.share - width, evidence.share + width


def _beta(evidence: ShareEvidence, level: float) -> Ends:
    return _binomial(evidence, evidence.effective_for_df(level), level)


def _korn_graubard(evidence: ShareEvidence, level: float) -> Ends:
    size = np.minimum(evidence.effective_for_df(level), evidence.n)
    return _binomial(evidence, size, level)


def _clopper_pearson(evidence: ShareEvidence, level: float) -> Ends:
    return _binomial(evidence, np.minimum(evidence.effective, evidence.n), level)


def _capped_wilson(evidence: ShareEvidence, level: float) -> Ends:
    size = np.minimum(evidence.effective_for_df(level), evidence.even)
    t = t_quantile(evidence.df, level)
    share, more = evidence.share, 1 + t**2 / size
    centre = (share + t**2 / (2 * size)) / more
    width = t / more * np.sqrt(share * (1 - share) / size + (t / (2 * size)) ** 2)
    lower = np.where(share == 0, np.minimum(0.0, centre), centre - width)
    return lower, np.where(share == 1, np.maximum(1.0, centre), centre + width)


def _binomial(evidence: ShareEvidence, size: FloatArray, level: float) -> Ends:
    """Clopper and Pearson's ends for a share of a sample of any size, whole or not."""
    yes, no, tail = size * evidence.share, size * (1 - evidence.share), (1 - level) / 2
    lower = special.betaincinv(np.where(yes > 0, yes, np.nan), no + 1, tail)
    upper = special.betaincinv(yes + 1, np.where(no > 0, no, np.nan), 1 - tail)
    return np.where(yes == 0, 0.0, lower), np.where(no == 0, 1.0, upper)


def _chosen(condition: BoolArray, these: Ends, otherwise: Ends) -> Ends:
    low, high = zip(these, otherwise, strict=True)
    return np.where(condition, *low), np.where(condition, *high)


ENDS: dict[str, Callable[[ShareEvidence, float], Ends]] = {
    "logit": _logit,
    "xlogit": _logit,
    "mean": _mean,
    "likelihood": _korn_graubard,
    "beta": _beta,
    "korn-graubard": _korn_graubard,
    "clopper-pearson": _clopper_pearson,
    "capped-wilson": _capped_wilson,
}
WITHOUT_SPREAD = ("korn-graubard", "clopper-pearson", "capped-wilson")
"""Intervals that need no spread in the answers."""

"""The two intervals that R takes from a fitted model: `logit` and `likelihood` of `svyciprop`.

R fits the share by iteration and stops when the deviance has settled, which leaves it some 1e-9
off; and it finds the likelihood interval between a few points, which leaves its ends some 1e-5
off. Both are followed step by step, so that a figure agrees with R's to the last printed digit.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from openpeel.statistics.arrays import FloatArray
from openpeel.statistics.sample_intervals import Ends, logit_ends, t_quantile

SETTLED = 1e-8
MOST_FITS = 25
MOST_STEPS = 9
"""Points on either side of the estimate at which the likelihood is looked at."""


@dataclass(frozen=True, slots=True)
class FittedShare:
    """A share as a logistic model without covariates fits it, and the information it used.

    `observed` is the weighted share itself, of `n` answers.
    """

    observed: float
    logit: float
    information: float
    n: int

    @property
    def share(self) -> float:
        """The share as fitted."""
        return float(special.expit(self.logit))

    def logit_error(self, variance: float) -> float:
        """The standard error of the logit, from the variance of the share."""
        return float(np.sqrt(variance)) / (self.share * (1 - self.share))


def fit_share(answers: FloatArray, weights: FloatArray) -> FittedShare:
    """Fit the share of 1 in `answers` by iteratively reweighted least squares, as R's `glm` does.

    Args:
        answers: 0 or 1, and some of each.
        weights: One above 0 for each; only their ratios matter.

    >>> fit = fit_share(np.array([1.0, 1, 1, 0]), np.ones(4))
    >>> round(fit.share, 6)
    0.75
    """
    weights = weights / weights.mean()
    share = (weights * answers + 0.5) / (weights + 1)
    logit = special.logit(share)
    settled, deviance = False, _deviance(answers, share, weights)
    logit_now, information = 0.0, 0.0
    for _ in range(MOST_FITS):
        if settled:
            break
        slope = share * (1 - share)
        information = float((weights * slope).sum())
        logit_now = float((weights * (slope * logit + answers - share)).sum()) / information
        logit = np.full(len(answers), logit_now)
        share = special.expit(logit)
        before, deviance = deviance, _deviance(answers, share, weights)
        settled = abs(deviance - before) < SETTLED * (abs(deviance) + 0.1)
    observed = float(weights @ answers) / len(answers)
    return FittedShare(observed, logit_now, information, len(answers))


def fitted_logit_ends(fit: FittedShare, variance: float, df: int, level: float) -> Ends:
    """The logit interval about a fitted share.

    >>> fit = fit_share(np.array([1.0, 1, 1, 0]), np.ones(4))
    >>> lower, upper = fitted_logit_ends(fit, 0.0625, 3, 0.95)
    >>> f"{lower:.3f} to {upper:.3f}"
    '0.041 to 0.995'
    """
    return logit_ends(np.array(fit.share), np.array(variance), t_quantile(np.array(df), level))


def likelihood_ends(fit: FittedShare, variance: float, df: int, level: float) -> Ends:
    """The profile likelihood interval, scaled for the design (Rao and Scott 1984).

    The share's deviance, over its dispersion, may be as large as t squared times the design effect.
    NaN where the points end before that, or lie so far apart that no curve joins them.

    >>> fit = fit_share(np.array([1.0] * 15 + [0.0] * 5), np.ones(20))
    >>> lower, upper = likelihood_ends(fit, 0.75 * 0.25 / 19, 19, 0.95)
    >>> f"{lower:.3f} to {upper:.3f}"
    '0.510 to 0.915'
    """
    error = fit.logit_error(variance)
    cutoff = float(t_quantile(np.array(df), level)) * error * np.sqrt(fit.information)
    furthest = -float(special.stdtrit(fit.n - 1, special.ndtr(-cutoff) / 4))
    logits, roots = _profile(fit, furthest / 5 * error, furthest)
    if not np.isfinite(roots).all():
        return np.array(np.nan), np.array(np.nan)
    fine = np.linspace(logits[0], logits[-1], 3 * len(logits))
    smooth = _spline(logits, roots, fine)
    lower, upper = np.interp([-cutoff, cutoff], smooth, fine, left=np.nan, right=np.nan)
    return special.expit(lower), special.expit(upper)


def _deviance(answers: FloatArray, share: FloatArray, weights: FloatArray) -> float:
    return float(-2 * (weights * np.log(np.where(answers > 0, share, 1 - share))).sum())


def _profile(fit: FittedShare, step: float, furthest: float) -> tuple[FloatArray, FloatArray]:
    """Signed roots of the scaled deviance at equal steps of the logit, out to `furthest`."""
    share, points = fit.observed, {fit.logit: 0.0}
    for side in (-1, 1):
        for count in range(1, MOST_STEPS + 1):
            logit = fit.logit + side * count * step
            other = float(special.expit(logit))
            apart = special.rel_entr(share, other) + special.rel_entr(1 - share, 1 - other)
            points[logit] = side * float(np.sqrt(2 * (fit.n - 1) * apart))
            if abs(points[logit]) >= furthest:
                break
    logits = np.array(sorted(points))
    return logits, np.array([points[logit] for logit in logits.tolist()])


def _spline(x: FloatArray, y: FloatArray, at: FloatArray) -> FloatArray:
    """The cubic spline of Forsythe, Malcolm and Moler (1977), R's `spline(method = "fmm")`.

    Its third derivative at either end is that of the cubic through the four points nearest.
    """
    last, gaps = len(x) - 1, np.diff(x)
    slopes = np.diff(y) / gaps
    matrix, right = np.zeros((last + 1, last + 1)), np.zeros(last + 1)
    for i in range(1, last):
        matrix[i, i - 1 : i + 2] = gaps[i - 1], 2 * (gaps[i - 1] + gaps[i]), gaps[i]
        right[i] = slopes[i] - slopes[i - 1]
    matrix[0, :2], matrix[last, -2:] = (-gaps[0], gaps[0]), (gaps[-1], -gaps[-1])
    if last > 2:
        second = right[1:-1] / (x[2:] - x[:-2])
        right[0] = (second[1] - second[0]) * gaps[0] ** 2 / (x[3] - x[0])
        right[last] = (second[-2] - second[-1]) * gaps[-1] ** 2 / (x[-1] - x[-4])
    bends = np.linalg.solve(matrix, right)
    piece = np.clip(np.searchsorted(x, at, side="right") - 1, 0, last - 1)
    past, width, bend, after = at - x[piece], gaps[piece], bends[piece], bends[piece + 1]
    first = slopes[piece] - width * (after + 2 * bend)
    return np.asarray(
        y[piece] + past * (first + past * (3 * bend + past * (after - bend) / width)),
        dtype=np.float64,
    )

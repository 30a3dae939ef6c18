"""Ratios of totals from a sample of clusters: crimes recorded over crimes reported, by incident."""

from dataclasses import dataclass
from typing import get_args

import numpy as np

from openpeel.statistics.arrays import FloatArray, Values, check_share, floats, not_negative, one_of
from openpeel.statistics.designs import Labels, Lonely, Populations, sample_design
from openpeel.statistics.estimates import Estimate, linearise
from openpeel.statistics.sample_intervals import SampleInterval, t_quantile
from openpeel.statistics.samples import estimate, share_estimate

INTERVALS = tuple(name for name in get_args(SampleInterval) if name != "likelihood")


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """How many crimes were reported in a year and not recorded, with its interval."""

    value: float
    lower: float
    upper: float
    level: float
    recorded: float
    rate: Estimate


def ratio_estimate(
    numerator: Values,
    denominator: Values,
    clusters: Labels | None = None,
    strata: Labels | None = None,
    populations: Populations | None = None,
    level: float = 0.95,
    *,
    fpc: bool = True,
    weights: Values | None = None,
    interval: SampleInterval = "mean",
    lonely: Lonely = "fail",
) -> Estimate:
    """Return the ratio of two totals of a population, from a sample of clusters of it.

    Args:
        numerator: One number a row: crimes that were recorded, say. None leaves the row out.
        denominator: The same: crimes that should have been.
        clusters: What was drawn: the incident of each row. None if each row was drawn by itself.
        strata: The stratum of each row; each cluster lies in one. None if there was one stratum.
        populations: How many clusters each stratum has in the frame: by label, one number a row,
            or one number. None: every cluster counts the same, with no correction.
        level: Nominal coverage.
        fpc: Whether the clusters that were not sampled alone are uncertain.
        weights: What each row stands for, where that is not population / sampled.
        interval: `mean` (value plus or minus t standard errors), or a name of `stratified_share`'s
            except `likelihood`, if no numerator is above its denominator.
        lonely: What to do with a stratum of one sampled cluster, as in `stratified_share`.

    Value and standard error are those of R's `svyratio`. Degrees of freedom for t are clusters less
    strata, R's `degf`; note that R's `confint` uses the normal distribution unless told otherwise.
    A row with a denominator of 0 tells that its cluster holds none, and stays in. Where a share
    shows no spread (all was recorded), `mean` becomes Korn-Graubard's on the denominator's count.

    Raises:
        ValueError: a number below zero, or an interval or a design that does not fit the rows.

    >>> recorded, reported = [2, 1, 0, 3, 1, 1], [2, 1, 1, 4, 1, 1]
    >>> rate = ratio_estimate(recorded, reported, clusters=[1, 1, 2, 3, 4, 5], populations=500)
    >>> f"{rate.numerator} of {rate.denominator}: {rate.value:.2f}, s.e. {rate.se:.3f}"
    '8 of 10: 0.80, s.e. 0.118'
    """
    one_of(interval, INTERVALS, "interval")
    check_share(level, "level")
    top, under = floats(numerator, "numerator"), floats(denominator, "denominator")
    if top.ndim != 1 or top.shape != under.shape:
        raise ValueError("numerator and denominator must be rows of the same length.")
    not_negative(top, "numerator")
    not_negative(under, "denominator")
    kept = ~np.isnan(top + under)
    design = sample_design(len(top), strata, clusters, populations, weights, fpc=fpc, lonely=lonely)
    made = linearise(top, under, kept, design)
    if np.all(top[kept] <= under[kept]):
        return share_estimate(made, design, interval, level)
    if interval != "mean":
        raise ValueError(
            f"interval must be 'mean', and is {interval!r}: a numerator is above its denominator."
        )
    width = float(t_quantile(np.array(made.df), level)) * float(np.sqrt(made.variance))
    return estimate(made, design, (made.value - width, made.value + width), "mean", level)


def unrecorded(recorded_in_year: float, rate: Estimate) -> Unrecorded:
    """Return how many crimes went unrecorded in a year: R (1 / rate - 1).

    Args:
        recorded_in_year: R, the crimes that were recorded, of the kinds that the audit covered
            (fraud is not among them).
        rate: The estimated share of reported crimes that were recorded.

    The ends follow from the rate's: the lower from its upper, which counts as 1 if it is above. R
    is a count and adds no uncertainty. An end is NaN where the rate's is not above 0.

    Source: the inspectorate's crime data integrity reports, which print 90.7% plus or minus 1.78
    for West Mercia in 2019, and some 8,900 crimes a year.

    Raises:
        ValueError: a count below zero.

    >>> from openpeel.statistics.estimates import published_estimate
    >>> crimes = unrecorded(87_000, published_estimate(0.907, 0.0178))
    >>> f"{crimes.value:.0f} ({crimes.lower:.0f} to {crimes.upper:.0f})"
    '8921 (7074 to 10841)'
    """
    not_negative(floats(recorded_in_year, "recorded_in_year"), "recorded_in_year")
    rates: FloatArray = np.array([rate.value, rate.upper, rate.lower])
    usable = np.where(rates > 0, np.minimum(rates, 1), np.nan)
    value, lower, upper = (recorded_in_year * (1 / usable - 1)).tolist()
    return Unrecorded(value, lower, upper, rate.level, float(recorded_in_year), rate)

"""What an estimate from a sample is, and what the sample's design cost or gained."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from openpeel.statistics.arrays import BoolArray, FloatArray, check_share, one_of
from openpeel.statistics.designs import SampleDesign
from openpeel.statistics.intervals import normal_quantile

Comparison = Literal["without-replacement", "with-replacement"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share or a ratio estimated from a sample, with its interval and how both were made.

    `numerator` of `denominator` are unweighted counts in the sample, so their ratio is the value
    only if every file counts the same. `n` is the number of files sampled, relevant or not.
    `simple_se` is the standard error that a simple random sample of as many relevant files would
    have (with replacement), and `fraction` the share of the relevant files that were sampled. NaN
    means that a number can't be worked out; none is ever infinite.
    """

    value: float
    se: float
    df: float
    lower: float
    upper: float
    level: float
    method: str
    numerator: float
    denominator: float
    n: float
    design: str
    simple_se: float
    fraction: float


@dataclass(frozen=True, slots=True)
class Linearised:
    """A ratio of weighted totals with its linearised variance; what intervals are made of."""

    value: float
    variance: float
    simple_variance: float
    df: int
    fraction: float
    even: float
    """How many equally weighted rows tell as much as these: Kish's (sum w)^2 / sum w^2."""
    numerator: float
    denominator: float
    census: bool


def linearise(
    numerator: FloatArray, denominator: FloatArray, kept: BoolArray, design: SampleDesign
) -> Linearised:
    """Estimate sum(w numerator) / sum(w denominator) over the rows kept (Woodruff 1971).

    >>> from openpeel.statistics.designs import sample_design
    >>> four = np.array([1.0, 1.0, 0.0, 1.0])
    >>> design = sample_design(4, None, None, 40, None, fpc=True, lonely="fail")
    >>> made = linearise(four, np.ones(4), np.ones(4, dtype=bool), design)
    >>> made.value, round(made.variance, 6)
    (0.75, 0.05625)
    """
    weights = np.where(kept, design.weights, 0.0)
    over = np.where(kept, denominator, 0.0)
    top = np.where(kept, numerator, 0.0)
    total = float(weights @ over)
    nan = float("nan")
    if total == 0:
        return Linearised(nan, nan, nan, 0, nan, nan, float(top.sum()), float(over.sum()), False)
    value = float(weights @ top) / total
    residual = (top - value * over) / total
    rows, weight = int(kept.sum()), float(weights.sum())
    simple = weight * float(weights @ residual**2) / (rows - 1) if rows > 1 else nan
    return Linearised(
        value=value,
        variance=design.variance(weights * residual, kept),
        simple_variance=simple,
        df=design.degrees_of_freedom(kept),
        fraction=rows / weight,
        even=total**2 / float(weights**2 @ over),
        numerator=float(top.sum()),
        denominator=float(over.sum()),
        census=design.is_census(kept),
    )


def whole(number: float) -> float:
    """A count as an int, so that it prints as one; other numbers as they are."""
    return int(number) if number.is_integer() else number


def design_effect(estimate: Estimate, against: Comparison = "without-replacement") -> float:
    """Return how many times the variance of a simple random sample the estimate's variance is.

    Args:
        estimate: From `stratified_share`, `ratio_estimate` or `published_estimate`.
        against: The simple random sample to compare with, of as many relevant files: drawn
            `without-replacement` (R's `deff=TRUE`; an estimate with finite population correction
            calls for it), or `with-replacement` (R's `deff="replace"`).

    Above 1 the design cost precision (files of one incident resemble each other; files of some
    offences count for many more than others); below 1 it gained some. NaN where there is no spread
    to compare, and, without replacement, where weights don't say how many files there were.

    Source: the `survey` package of R, `svymean` and `svyratio`.

    Raises:
        ValueError: an unknown `against`.

    >>> northumbria = published_estimate(0.9272, 0.0156, 1211)
    >>> f"{design_effect(northumbria):.2f}"
    '1.14'
    """
    one_of(against, ("without-replacement", "with-replacement"), "against")
    left_out = 1 - estimate.fraction if against == "without-replacement" else 1.0
    simple = estimate.simple_se**2 * left_out
    return estimate.se**2 / simple if simple > 0 else float("nan")


def published_estimate(
    value: float, margin: float, n: float = float("nan"), level: float = 0.95
) -> Estimate:
    """Return an estimate known only as it was published: "92.72% plus or minus 1.56".

    Args:
        value: The share, 0 to 1.
        margin: Half the width of its interval, on the same scale.
        n: How many there were in the sample, if that is known.
        level: The interval's level, taken to be normal.

    The population is taken to be large. Counts are not known beyond `n`, so the numerator is NaN.

    Raises:
        ValueError: a share or level outside 0 to 1, a margin not above 0, or n below 1.

    >>> made = published_estimate(0.907, 0.0178)
    >>> f"{made.lower:.4f} to {made.upper:.4f}"
    '0.8892 to 0.9248'
    """
    check_share(value, "value")
    check_share(level, "level")
    if not margin > 0 or n < 1:
        raise ValueError("margin must be above 0 and n at least 1.")
    return Estimate(
        value=value,
        se=margin / normal_quantile(1 - level),
        df=float("nan"),
        lower=value - margin,
        upper=value + margin,
        level=level,
        method="as-published",
        numerator=float("nan"),
        denominator=n,
        n=n,
        design="as published",
        simple_se=float(np.sqrt(value * (1 - value) / n)),
        fraction=0.0,
    )

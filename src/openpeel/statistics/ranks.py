"""Ranks, which mean nothing without their intervals."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from openpeel.statistics.arrays import (
    FloatArray,
    Values,
    check_share,
    floats,
    frozen,
    not_negative,
    one_of,
)

SEED = 43
DRAWS = 2000


@dataclass(frozen=True, slots=True, eq=False)
class RankInterval:
    """Each force's rank (1 is the highest value) and the interval it may lie in.

    Arrays of whole numbers as floats, in the input's order, NaN for a force without a value.
    `lower` is the smaller rank number, so the force lies "between `lower` and `upper`".
    """

    rank: FloatArray
    lower: FloatArray
    upper: FloatArray
    level: float
    method: str
    draws: int
    seed: int
    forces: int
    left_out: int


def rank_interval(
    values: Values | None = None,
    standard_errors: Values | None = None,
    *,
    numerators: Values | None = None,
    denominators: Values | None = None,
    kind: Literal["share", "rate"] = "share",
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = SEED,
) -> RankInterval:
    """Return each force's rank with its simulated interval ("between 4th and 19th").

    Give either values with their standard errors, or numerators with denominators.

    Args:
        values: One value a force; None or NaN where there is none (the force has no rank).
        standard_errors: The values' standard errors; the true values are drawn from normal
            distributions.
        numerators, denominators: Counts a force. True values are drawn from the posterior under
            Jeffreys' prior: a beta distribution for a share, a gamma for a rate.
        kind: `share` or `rate`; used with numerators.
        level: Share of the draws that the interval holds, at least.
        draws: How many times the forces are ranked.
        seed: Start of the random numbers; the same seed gives the same intervals.

    Rank 1 is the highest value; equal values share the smaller rank number.

    Source: Goldstein and Spiegelhalter 1996 (JRSS A 159: 385-443); Marshall and Spiegelhalter
    1998.

    Raises:
        ValueError: neither or both pairs given, shapes that differ, or numbers out of range.

    >>> ranks = rank_interval([10.0, 12.0, None, 20.0], [2.0, 2.0, None, 1.0])
    >>> ranks.rank.tolist(), ranks.lower.tolist(), ranks.upper.tolist()
    ([3.0, 2.0, nan, 1.0], [2.0, 2.0, nan, 1.0], [3.0, 3.0, nan, 1.0])
    """
    check_share(level, "level")
    one_of(kind, ("share", "rate"), "kind")
    if draws < 1:
        raise ValueError(f"draws must be at least 1, and is {draws!r}.")
    random = np.random.default_rng(seed)
    if values is not None and standard_errors is not None and numerators is denominators is None:
        observed, drawn = _normal_draws(values, standard_errors, draws, random)
        method = "simulated, normal"
    elif numerators is not None and denominators is not None and values is standard_errors is None:
        observed, drawn = _count_draws(numerators, denominators, kind, draws, random)
        method = f"simulated, {'beta' if kind == 'share' else 'gamma'}"
    else:
        raise ValueError(
            "give either values with standard_errors, or numerators with denominators."
        )
    known = ~np.isnan(observed)
    rank, lower, upper = (np.full_like(observed, np.nan) for _ in range(3))
    forces = int(known.sum())
    if forces:
        rank[known] = 1 + (observed[known] > observed[known][:, np.newaxis]).sum(axis=1)
        lower[known], upper[known] = _rank_ends(drawn, level)
    return RankInterval(
        rank=frozen(rank),
        lower=frozen(lower),
        upper=frozen(upper),
        level=level,
        method=method,
        draws=draws,
        seed=seed,
        forces=forces,
        left_out=observed.size - forces,
    )


def _normal_draws(
    values: Values, standard_errors: Values, draws: int, random: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    observed, error = _pair(values, standard_errors, "values", "standard_errors")
    not_negative(error, "standard_errors")
    observed[np.isnan(error)] = np.nan
    known = ~np.isnan(observed)
    noise = random.standard_normal((draws, int(known.sum())))
    return observed, observed[known] + error[known] * noise


def _count_draws(
    numerators: Values,
    denominators: Values,
    kind: Literal["share", "rate"],
    draws: int,
    random: np.random.Generator,
) -> tuple[FloatArray, FloatArray]:
    x, n = _pair(numerators, denominators, "numerators", "denominators")
    not_negative(x, "numerators")
    not_negative(n, "denominators")
    if kind == "share" and np.any((x > n) & (n > 0)):
        raise ValueError("a share's numerator must not be greater than its denominator.")
    observed = np.divide(x, n, out=np.full_like(x, np.nan), where=n > 0)
    known = ~np.isnan(observed)
    x, n, shape = x[known], n[known], (draws, int(known.sum()))
    if kind == "rate":
        return observed, random.standard_gamma(x + 0.5, shape) / n
    return observed, random.beta(x + 0.5, n - x + 0.5, shape)


def _pair(
    first: Values, second: Values, first_name: str, second_name: str
) -> tuple[FloatArray, FloatArray]:
    one, two = floats(first, first_name), floats(second, second_name)
    if one.ndim != 1 or one.shape != two.shape:
        raise ValueError(f"{first_name} and {second_name} must be lists of the same length.")
    return one, two


def _rank_ends(drawn: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    """Rank the forces in every draw (a row); return the ends of the middle `level` of ranks."""
    draws, forces = drawn.shape
    order = np.argsort(-drawn, axis=1)
    ranks = np.empty((draws, forces), dtype=np.int16)
    np.put_along_axis(ranks, order, np.arange(1, forces + 1, dtype=np.int16)[np.newaxis], axis=1)
    ranks.sort(axis=0)
    tail = int(np.floor(draws * (1 - level) / 2))  # draws left out at each end
    return ranks[tail].astype(np.float64), ranks[draws - 1 - tail].astype(np.float64)

"""How far reviewers of the same files agree: per cent, Cohen's kappa, Gwet's AC1, Fleiss' kappa."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from openpeel.statistics.arrays import FloatArray, check_share, floats, not_negative
from openpeel.statistics.intervals import share_interval
from openpeel.statistics.sample_intervals import t_quantile


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A measure of agreement, at most 1, with its interval. NaN: it can't be worked out."""

    value: float
    se: float
    lower: float
    upper: float
    level: float
    method: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of two reviews of `n` files; `left_out` more lack an answer on either side."""

    percent: Coefficient
    kappa: Coefficient
    ac1: Coefficient
    n: int
    left_out: int
    categories: tuple[Hashable, ...]


def agreement(
    first: Sequence[Hashable],
    second: Sequence[Hashable],
    categories: Sequence[Hashable] | None = None,
    level: float = 0.95,
) -> Agreement:
    """Return how far two reviews of the same files agree.

    Args:
        first: An answer for each file; None (or NaN) where there is none.
        second: The same files' other answers.
        categories: The answers that could be given. AC1 depends on how many there are, so pass
            them where not all were used; without them those that were used count.
        level: Nominal coverage.

    `percent` is the share of files (0 to 1) with the same answer, and has Wilson's interval.
    `kappa` and `ac1` take off the agreement that chance would give, each by its own idea of it, and
    have Gwet's linearised standard error, t with n - 1 degrees of freedom, and no end above 1.

    Kappa collapses when nearly all answers are alike: two reviewers who say yes to 97 of 100 files
    and differ on six can have a kappa of 0 or below. AC1 then stays near the percent. If both gave
    one and the same answer throughout, kappa is NaN and AC1 is 1.

    Source: Cohen 1960; Gwet 2008 (British Journal of Mathematical and Statistical Psychology 61:
    29-48); as `irrCAC` in R, from raw ratings.

    Raises:
        ValueError: reviews of different length, or an answer that is not among the categories.

    >>> made = agreement(["yes"] * 19 + ["no"], ["no"] + ["yes"] * 19)
    >>> f"{made.percent.value:.0%} agree, kappa {made.kappa.value:.2f}, AC1 {made.ac1.value:.2f}"
    '90% agree, kappa -0.05, AC1 0.89'
    """
    check_share(level, "level")
    if len(first) != len(second):
        raise ValueError("first and second must be answers on the same files, one for each.")
    both = [(a, b) for a, b in zip(first, second, strict=True) if _given(a) and _given(b)]
    used = dict.fromkeys(answer for pair in both for answer in pair)
    named = tuple(used) if categories is None else tuple(dict.fromkeys(categories))
    strange = [answer for answer in used if answer not in named]
    if strange:
        raise ValueError(f"categories must list every answer, and {strange[0]!r} is not there.")
    code = {answer: place for place, answer in enumerate(named)}
    left, right = (np.eye(len(named))[[code[pair[side]] for pair in both]] for side in (0, 1))
    same = np.asarray((left * right).sum(axis=1), dtype=np.float64)
    return Agreement(
        percent=_percent(same, level),
        kappa=_kappa(left, right, same, level),
        ac1=_ac1(left + right, same, level),
        n=len(both),
        left_out=len(first) - len(both),
        categories=named,
    )


def fleiss_kappa(table: ArrayLike, level: float = 0.95) -> Coefficient:
    """Return Fleiss' kappa: agreement of any number of reviewers beyond chance.

    Args:
        table: One row a file, one column a category: how many reviewers chose it. Files with fewer
            than two reviews tell about the categories and not about agreement; files may have
            different numbers of reviews, and those with none are left out.
        level: Nominal coverage.

    The interval is Gwet's, as for `agreement`. NaN if all reviewers chose one category throughout,
    or no file has two reviews.

    Source: Fleiss 1971 (Psychological Bulletin 76: 378-382); Gwet 2014 for unequal numbers.

    Raises:
        ValueError: a table without two dimensions, with a missing cell or a number below zero.

    >>> made = fleiss_kappa([[3, 0], [3, 0], [2, 1], [0, 3], [0, 3]])
    >>> f"{made.value:.2f} ({made.lower:.2f} to {made.upper:.2f})"
    '0.73 (-0.02 to 1.00)'
    """
    check_share(level, "level")
    counts = floats(table, "table")
    if counts.ndim != 2 or np.isnan(counts).any():
        raise ValueError("table must have a row a file and a column a category, with no gaps.")
    not_negative(counts, "table")
    counts = counts[counts.sum(axis=1) > 0]
    reviews = counts.sum(axis=1)
    several = reviews >= 2
    if not several.any():
        return _coefficient(float("nan"), np.zeros(0), level)
    pairs = np.where(several, reviews * (reviews - 1), 1.0)
    same = np.where(several, (counts * (counts - 1)).sum(axis=1) / pairs, 0.0)
    shares = (counts / reviews[:, None]).mean(axis=0)
    chance = float(shares @ shares)
    by_file = counts @ shares / reviews
    return _beyond_chance(same, several, chance, by_file, level)


def _percent(same: FloatArray, level: float) -> Coefficient:
    n = len(same)
    share = share_interval(float(same.sum()), n, level=level)
    value, lower, upper = float(share.value), float(share.lower), float(share.upper)
    se = float(np.sqrt(value * (1 - value) / (n - 1))) if n > 1 else float("nan")
    return Coefficient(value, se, lower, upper, level, share.method)


def _kappa(left: FloatArray, right: FloatArray, same: FloatArray, level: float) -> Coefficient:
    if not len(same):
        return _coefficient(float("nan"), same, level)
    of_left, of_right = left.mean(axis=0), right.mean(axis=0)
    by_file = (left @ of_right + right @ of_left) / 2
    everywhere = np.ones(len(same), dtype=bool)
    return _beyond_chance(same, everywhere, float(of_left @ of_right), by_file, level)


def _ac1(counts: FloatArray, same: FloatArray, level: float) -> Coefficient:
    if not len(same):
        return _coefficient(float("nan"), same, level)
    categories = counts.shape[1]
    if categories == 1:
        return _coefficient(1.0, np.ones(len(same)), level)
    others = 1 - counts.mean(axis=0) / 2
    chance = float((1 - others) @ others) / (categories - 1)
    by_file = counts @ others / 2 / (categories - 1)
    return _beyond_chance(same, np.ones(len(same), dtype=bool), chance, by_file, level)


def _beyond_chance(
    same: FloatArray, several: ArrayLike, chance: float, by_file: FloatArray, level: float
) -> Coefficient:
    """(agreement - chance) / (1 - chance), with what each file adds to it (Gwet 2008).

    `by_file` is each file's part in `chance`, which is quadratic in the answers: hence the 2.
    """
    if 1 - chance < 1e-12:
        return _coefficient(float("nan"), same, level)
    counted = np.asarray(several)
    value = (float(same[counted].mean()) - chance) / (1 - chance)
    own = len(same) / counted.sum() * (same - chance * counted) / (1 - chance)
    return _coefficient(value, own - 2 * (1 - value) * (by_file - chance) / (1 - chance), level)


def _coefficient(value: float, parts: FloatArray, level: float) -> Coefficient:
    n = len(parts)
    se = float(np.sqrt(((parts - value) ** 2).sum() / (n * (n - 1)))) if n > 1 else float("nan")
    width = float(t_quantile(np.array(n - 1), level)) * se
    lower, upper = np.clip([value - width, value + width], -1, 1)  # no coefficient lies beyond
    return Coefficient(value, se, float(lower), float(upper), level, "linearised, t")


def _given(answer: Hashable) -> bool:
    return answer is not None and answer == answer  # NaN is not equal to itself

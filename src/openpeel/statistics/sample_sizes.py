"""How many files two rounds of a review need, and what two rounds can show."""

import numpy as np
from scipy import special

from openpeel.statistics.arrays import check_share
from openpeel.statistics.intervals import normal_quantile

HALVINGS = 60
"""How often a range is halved in search of a share: to below rounding."""


class Detectable(float):
    """The rise that a second round would find: a number, the nearest higher share.

    `upper` is that number again, `lower` the nearest lower share: a fall. Either is NaN where even
    1 or 0 would not be found.
    """

    lower: float
    upper: float

    def __new__(cls, lower: float, upper: float) -> "Detectable":
        """A rise, with the fall beside it."""
        made = super().__new__(cls, upper)
        made.lower, made.upper = lower, upper
        return made


def files_needed(
    p1: float,
    p2: float,
    power: float = 0.8,
    level: float = 0.95,
    population: int | None = None,
) -> int | None:
    """Return how many files each of two rounds needs to find a move from share p1 to share p2.

    Args:
        p1: The share in the first round, 0 to 1.
        p2: The share in the second.
        power: How often two such rounds should find the move.
        level: 1 less how often they may find one where there is none (two-sided).
        population: How many files each round is drawn from, if that is a limit: the correction for
            a finite population makes the number smaller, and never larger than the population.

    None if p1 and p2 are the same: no number of files shows a move that is not there. The files
    are taken to be a simple random sample; multiply by the design effect for another.

    Source: R's `power.prop.test` (not strict), then n / (1 + (n - 1) / N) (Cochran 1977, 4.4).

    Raises:
        ValueError: a share, power or level outside 0 to 1, or a population under 1.

    >>> files_needed(0.8, 0.9), files_needed(0.8, 0.9, population=400)
    (199, 134)
    """
    _check(p1, power, level, population)
    _check(p2, power, level, population)
    if p1 == p2:
        return None
    both, z_level, z_power = p1 + p2, normal_quantile(1 - level), float(special.ndtri(power))
    alike = z_level * np.sqrt(both * (1 - both / 2))
    apart = z_power * np.sqrt(p1 * (1 - p1) + p2 * (1 - p2))
    files = float(max(alike + apart, 0) / (p1 - p2)) ** 2
    if population is not None:
        files = files * population / (population - 1 + files)
    return max(int(np.ceil(files - 1e-9)), 1)  # 1e-9: a whole number stays whole after rounding


def detectable(
    n: int, p1: float, power: float = 0.8, level: float = 0.95, population: int | None = None
) -> Detectable:
    """Return the nearest shares that two rounds of n files would tell from p1, either way.

    Args:
        n: Files in each of the two rounds.
        p1: The share in the first round, 0 to 1.
        power: How often two such rounds should find the move.
        level: 1 less how often they may find one where there is none (two-sided).
        population: How many files each round is drawn from, if that is a limit. If every one is
            reviewed any move shows.

    The result is the higher share, as a number; its `lower` is the lower one. The counterpart of
    `files_needed`, by the same formula.

    Raises:
        ValueError: as `files_needed`; n below 1 or above the population.

    >>> seen = detectable(130, 0.8)
    >>> f"a fall to {seen.lower:.1%} or a rise to {seen.upper:.1%}"
    'a fall to 64.5% or a rise to 92.0%'
    >>> detectable(10, 0.8).upper
    nan
    """
    _check(p1, power, level, population)
    if n < 1 or (population is not None and n > population):
        raise ValueError("n must be at least 1, and no more than the population.")
    lower, upper = (
        (p1, p1)
        if population == n
        else tuple(_nearest(_effective(n, population), p1, end, power, level) for end in (0, 1))
    )
    return Detectable(lower, upper)


def _nearest(files: float, p1: float, end: int, power: float, level: float) -> float:
    """Halve the way from p1 to the end until the share that is just found is closed in on."""
    near, far = p1, float(end)
    if p1 == far or _power(files, p1, far, level) < power:
        return float("nan")
    for _ in range(HALVINGS):
        middle = (near + far) / 2
        found = _power(files, p1, middle, level) >= power
        near, far = (near, middle) if found else (middle, far)
    return far


def _power(files: float, p1: float, p2: float, level: float) -> float:
    both, spread = p1 + p2, np.sqrt(p1 * (1 - p1) + p2 * (1 - p2))
    beyond = np.sqrt(files) * abs(p1 - p2)
    beyond -= normal_quantile(1 - level) * np.sqrt(both * (1 - both / 2))
    if spread == 0:
        return float(beyond > 0)
    return float(special.ndtr(beyond / spread))


def _effective(n: int, population: int | None) -> float:
    """How many files of an endless population tell as much as n of this one."""
    return float(n) if population is None else n * (population - 1) / (population - n)


def _check(share: float, power: float, level: float, population: int | None) -> None:
    check_share(power, "power")
    check_share(level, "level")
    if not 0 <= share <= 1:
        raise ValueError(f"A share must lie from 0 to 1, and is {share!r}.")
    if population is not None and population < 1:
        raise ValueError(f"population must be at least 1, and is {population!r}.")

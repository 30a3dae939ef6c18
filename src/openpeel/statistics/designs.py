"""How a sample was drawn: strata, clusters, populations, and the variance that follows from them.

The definitions are those of R's `survey` package (Lumley 2010, Complex Surveys), which the tests
hold them to.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from openpeel.statistics.arrays import BoolArray, FloatArray, Values, floats, one_of

Labels: TypeAlias = Iterable[Hashable]
"""A name or a number for each row: a list, a tuple, an array."""
Populations: TypeAlias = Mapping[Any, float] | Values
"""How many units each stratum has: by label, or as one number (or one a row)."""
Lonely = Literal["fail", "adjust", "average", "certainty", "remove"]
LONELY: tuple[Lonely, ...] = ("fail", "adjust", "average", "certainty", "remove")

COMPLETE = 1e-7
"""A stratum of which less than this share was left out counts as wholly sampled."""


@dataclass(frozen=True, slots=True, eq=False)
class SampleDesign:
    """Which stratum and unit each row belongs to, and how many units were there to be drawn.

    `stratum` and `unit` are codes from 0, one a row; `strata` names the strata. `sampled` and
    `population` count units by stratum; the population is infinite where no correction is made.
    """

    strata: tuple[Hashable, ...]
    stratum: NDArray[np.int64]
    unit: NDArray[np.int64]
    sampled: FloatArray
    population: FloatArray
    weights: FloatArray
    lonely: Lonely
    words: str

    def variance(self, scores: FloatArray, kept: BoolArray) -> float:
        """The variance of the total of `scores`, which are zero for the rows that are not kept.

        Units with no row kept are part of the sample all the same: their total is zero. Strata
        with no row kept have no part in it.
        """
        parts = np.array([self._of_stratum(h, scores, kept) for h in np.unique(self.stratum[kept])])
        known = parts[~np.isnan(parts)]
        # Strata that lonely="average" leaves open count as the mean of the others.
        return float(known.sum() * len(parts) / len(known)) if len(known) else float("nan")

    def _of_stratum(self, stratum: int, scores: FloatArray, kept: BoolArray) -> float:
        rows = kept & (self.stratum == stratum)
        units = float(self.sampled[stratum])
        left_out = 1 - units / float(self.population[stratum])
        if left_out < COMPLETE:
            return 0.0
        totals = sums(self.unit[rows], scores[rows])
        if units == 1:
            return self._of_lonely_stratum(stratum, left_out * float(totals[0]) ** 2)
        mean = totals.sum() / units
        spread = ((totals - mean) ** 2).sum() + (units - len(totals)) * mean**2
        return float(left_out * units / (units - 1) * spread)

    def _of_lonely_stratum(self, stratum: int, about_zero: float) -> float:
        if self.lonely == "fail":
            raise ValueError(
                f"Stratum {self.strata[stratum]!r} has one sampled unit, which shows no spread: "
                "join it to another stratum, or name a policy by `lonely`."
            )
        return {"adjust": about_zero, "average": float("nan")}.get(self.lonely, 0.0)

    def degrees_of_freedom(self, kept: BoolArray) -> int:
        """Units with a row kept, less strata with a row kept."""
        return len(np.unique(self.unit[kept])) - len(np.unique(self.stratum[kept]))

    def is_census(self, kept: BoolArray) -> bool:
        """Whether every stratum with a row kept was wholly sampled, with correction for it."""
        left_out = 1 - self.sampled / self.population
        return bool(kept.any() and np.all(left_out[self.stratum[kept]] < COMPLETE))


def sample_design(
    rows: int,
    strata: Labels | None,
    clusters: Labels | None,
    populations: Populations | None,
    weights: Values | None,
    *,
    fpc: bool,
    lonely: Lonely,
) -> SampleDesign:
    """Put a design together from what the estimates' functions are given.

    A row weighs `weights`, else population / sampled units of its stratum, else 1.

    Raises:
        ValueError: lengths that differ, a missing label, a unit in two strata, a stratum with no
            population or with fewer in it than were sampled, a weight not above zero.

    >>> design = sample_design(3, ["a", "a", "b"], None, {"a": 10, "b": 8}, None,
    ...                        fpc=True, lonely="fail")
    >>> design.weights.tolist(), design.words
    ([5.0, 5.0, 8.0], '2 strata; weighted by population; finite population correction')
    """
    one_of(lonely, LONELY, "lonely")
    names, stratum = coded([""] * rows if strata is None else strata, rows, "strata")
    unit = np.arange(rows) if clusters is None else coded(clusters, rows, "clusters")[1]
    home = dict(zip(unit.tolist(), stratum.tolist(), strict=True))
    if any(home[one] != its for one, its in zip(unit.tolist(), stratum.tolist(), strict=True)):
        raise ValueError("Each cluster must lie in one stratum, and one of them lies in two.")
    homes = np.array(list(home.values()), dtype=np.int64)
    sampled = np.bincount(homes, np.ones(len(homes)), len(names)).astype(np.float64)
    known = None if populations is None else _by_stratum(populations, names, stratum, sampled)
    corrected = fpc and known is not None
    return SampleDesign(
        strata=names,
        stratum=stratum,
        unit=unit,
        sampled=sampled,
        population=known if corrected and known is not None else np.full(len(names), np.inf),
        weights=_weights(weights, rows, None if known is None else (known / sampled)[stratum]),
        lonely=lonely,
        words="; ".join(
            part
            for part in (
                "1 stratum" if len(names) == 1 else f"{len(names)} strata",
                "" if clusters is None else f"{len(home)} clusters",
                _weighting(weights, known),
                "finite population correction" if corrected else "as with replacement",
            )
            if part
        ),
    )


def coded(labels: Labels, rows: int, name: str) -> tuple[tuple[Hashable, ...], NDArray[np.int64]]:
    """Number the labels from 0 in their order of first appearance.

    >>> coded(["b", "a", "b"], 3, "strata")
    (('b', 'a'), array([0, 1, 0]))
    """
    codes: dict[Hashable, int] = {}
    listed = list(labels)
    if len(listed) != rows:
        raise ValueError(f"{name} must have one label for each of the {rows} rows.")
    if any(label is None or label != label for label in listed):
        raise ValueError(f"{name} must have a label for every row, and one is missing.")
    made = np.array([codes.setdefault(label, len(codes)) for label in listed], dtype=np.int64)
    return tuple(codes), made


def sums(codes: NDArray[np.int64], values: FloatArray) -> FloatArray:
    """Add up the values of each code, for the codes that occur."""
    _, places = np.unique(codes, return_inverse=True)
    return np.asarray(np.bincount(places, values), dtype=np.float64)


def _by_stratum(
    populations: Populations,
    names: tuple[Hashable, ...],
    stratum: NDArray[np.int64],
    sampled: FloatArray,
) -> FloatArray:
    if isinstance(populations, Mapping):
        absent = [name for name in names if name not in populations]
        if absent:
            raise ValueError(f"populations must name every stratum, and {absent[0]!r} is absent.")
        known = floats([populations[name] for name in names], "populations")
    else:
        given = floats(populations, "populations")
        if given.shape not in ((), stratum.shape):
            raise ValueError(
                "populations must be a mapping from strata, one number for each row, or one number."
            )
        by_row = np.broadcast_to(given, stratum.shape)
        known = by_row[np.unique(stratum, return_index=True)[1]]
        if np.any(by_row != known[stratum]):
            raise ValueError("populations must be the same for all rows of a stratum.")
    few = ~(known >= sampled)
    if few.any():
        place = int(np.argmax(few))
        raise ValueError(
            f"Stratum {names[place]!r} must have a population of at least the "
            f"{sampled[place]:.0f} sampled, and has {known[place]:g}."
        )
    return known


def _weights(weights: Values | None, rows: int, usual: FloatArray | None) -> FloatArray:
    if weights is None:
        return np.ones(rows) if usual is None else usual
    given = floats(weights, "weights")
    if given.shape != (rows,) or not np.all(given > 0):
        raise ValueError(f"weights must be {rows} numbers above zero, one for each row.")
    return given


def _weighting(weights: Values | None, known: FloatArray | None) -> str:
    if weights is not None:
        return "weighted as given"
    return "unweighted" if known is None else "weighted by population"

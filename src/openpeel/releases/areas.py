"""The local policing areas of one force beside each other: values, spread, and limits of chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openpeel.catalogue.measures import Measure
from openpeel.measures.values import Value
from openpeel.releases.queries import Index
from openpeel.releases.words import USED
from openpeel.statistics import Funnel, compare_rates, compare_shares, funnel

FEWEST = 3  # areas with a value, below which nothing is compared


@dataclass(frozen=True)
class Gap:
    """The highest and the lowest area, and how far they lie apart.

    They are picked because they lie farthest apart, so the interval allows for every pair that
    might have been (Bonferroni): with five areas there are ten.
    """

    high: Value
    low: Value
    difference: float
    lower: float
    upper: float
    pairs: int


@dataclass(frozen=True)
class AreaSet:
    """One measure, period and group over a force's areas."""

    measure: Measure
    force: Value  # of the force as a whole
    areas: tuple[Value, ...]  # by name, those without a value among them
    funnel: Funnel | None  # plain limits: of size alone
    gap: Gap | None

    @property
    def spread(self) -> float:
        """Phi: how many times wider than by chance the areas lie apart (1 is chance alone)."""
        return self.funnel.phi if self.funnel else float("nan")

    @property
    def beyond(self) -> tuple[Value, ...]:
        """Areas beyond the 99.8% limits of chance alone."""
        marks = self.funnel.marks if self.funnel else ()
        return tuple(value for value, mark in zip(self.areas, marks, strict=False) if mark)


def area_sets(index: Index, force_code: str) -> list[AreaSet]:
    """Every measure with areas, for its latest full period, those farthest apart first."""
    found = []
    for measure in index.release.measures.values():
        group = index.main_group(measure)
        latest = index.latest(measure) if measure.areas and group is not None else None
        if latest is None or measure.kind not in ("share", "rate"):
            continue
        held = [
            value
            for value in index.values(measure, force_code)
            if (value.period_start, value.period_end) == (latest.period_start, latest.period_end)
            and value.group == group
        ]
        areas = sorted((value for value in held if value.area_code), key=lambda v: v.area)
        whole = next((value for value in held if not value.area_code), None)
        if whole is not None and sum(_used(value) for value in areas) >= FEWEST:
            found.append(_area_set(measure, whole, tuple(areas)))
    return sorted(found, key=lambda made: (-np.nan_to_num(made.spread), made.measure.name))


def _used(value: Value) -> bool:
    return value.value is not None and value.status in USED


def _area_set(measure: Measure, whole: Value, areas: tuple[Value, ...]) -> AreaSet:
    used = [value if _used(value) else None for value in areas]
    found = funnel(
        [value.numerator if value else None for value in used],
        [value.denominator if value else None for value in used],
        kind="share" if measure.kind == "share" else "rate",
        overdispersion=None,
        as_funnelplotr=False,
    )
    return AreaSet(measure, whole, areas, found, _gap(measure, [v for v in used if v]))


def _gap(measure: Measure, used: list[Value]) -> Gap:
    high = max(used, key=lambda value: value.value or 0)
    low = min(used, key=lambda value: value.value or 0)
    pairs = len(used) * (len(used) - 1) // 2
    level = 1 - 0.05 / pairs
    four = (high.numerator or 0, high.denominator or 0, low.numerator or 0, low.denominator or 0)
    if measure.kind == "share":
        change = compare_shares(*four, level=level)
    else:
        change = compare_rates(*four, level=level)
    difference, lower, upper = (
        float(np.asarray(number)) * measure.per
        for number in (change.difference, change.lower, change.upper)
    )
    return Gap(high, low, difference, lower, upper, pairs)

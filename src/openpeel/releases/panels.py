"""The denominator panel: one question of disproportionality under every base there is.

METHODS 8: the rate of each group, the ratio with its interval, the rate difference, the share with
no group recorded and the bounds it implies, and the same ratio under each population base.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from openpeel.catalogue.measures import Measure
from openpeel.measures.values import Value
from openpeel.releases.queries import Index, group_words
from openpeel.statistics import disproportionality


@dataclass(frozen=True)
class RateRow:
    """The rate of one group under one base."""

    measure: Measure
    group: str
    value: Value


@dataclass(frozen=True)
class RatioRow:
    """One ratio under one base, with the difference and the bounds that missing records imply."""

    measure: Measure
    group: str
    reference: str
    base: str
    value: Value
    difference: float | None
    difference_lower: float | None
    difference_upper: float | None
    least: float | None  # had every event without a group been of the reference group
    most: float | None  # had every one been of the group


@dataclass(frozen=True)
class Panel:
    """Everything one force has on one question of disproportionality."""

    name: str
    rates: tuple[RateRow, ...]
    ratios: tuple[RatioRow, ...]
    unrecorded: tuple[tuple[Measure, Value], ...]
    bases: int

    @property
    def title(self) -> str:
        """What the names of its ratios are before the comma, if alike; else the panel's key."""
        names = {row.measure.name.partition(",")[0] for row in self.ratios}
        title = names.pop() if len(names) == 1 else self.name.replace("-", " ")
        return title[:1].upper() + title[1:]


def panels(index: Index, force_code: str) -> list[Panel]:
    """The force's panels for the latest period of each measure."""
    members: dict[str, list[Measure]] = defaultdict(list)
    for measure in index.release.measures.values():
        if measure.panel:
            members[measure.panel].append(measure)
    made = (_panel(index, name, found, force_code) for name, found in members.items())
    return [panel for panel in made if panel is not None]


def _panel(index: Index, name: str, members: list[Measure], force_code: str) -> Panel | None:
    unrecorded = tuple(
        (measure, value)
        for measure in members
        if measure.kind == "share"
        for _, value in _latest(index, measure, force_code)
    )
    rates = tuple(
        RateRow(measure, group_words(measure, group), value)
        for measure in members
        if measure.kind == "rate"
        for group, value in _latest(index, measure, force_code)
    )
    pairs = [
        (measure, group, value)
        for measure in members
        if measure.kind == "ratio"
        for group, value in _latest(index, measure, force_code)
    ]
    if not pairs:
        return None
    order = {group: place for place, group in enumerate(dict.fromkeys(g for _, g, _ in pairs))}
    pairs.sort(key=lambda pair: order[pair[1]])  # the same ratio under each base, side by side
    ratios = _ratio_rows(pairs, [value for _, value in unrecorded])
    return Panel(name, rates, ratios, unrecorded, len({row.base for row in ratios}))


def _latest(index: Index, measure: Measure, force_code: str) -> list[tuple[str, Value]]:
    found = []
    for group in index.groups(measure):
        comparison = index.latest(measure, group)
        standing = index.standing(comparison, force_code) if comparison else None
        if standing:
            found.append((group, standing.value))
    return found


def _ratio_rows(
    pairs: list[tuple[Measure, str, Value]], unrecorded: list[Value]
) -> tuple[RatioRow, ...]:
    """All ratios of a panel in one call on arrays."""
    numbers = np.array([_four(value) for _, _, value in pairs])
    missing = np.array([_unrecorded(value, unrecorded) for _, _, value in pairs])
    x1, n1, x2, n2 = numbers.T
    result = disproportionality(x1, n1, x2, n2, missing)
    rows = []
    for at, (measure, group, value) in enumerate(pairs):

        def here(column: object, at: int = at) -> float | None:
            number = float(np.asarray(column)[at])
            return number if math.isfinite(number) else None

        rows.append(
            RatioRow(
                measure=measure,
                group=group_words(measure, group),
                reference=group_words(measure, measure.ratio.to if measure.ratio else ""),
                base=measure.denominator.words if measure.denominator else "",
                value=value,
                difference=here(result.difference.value),
                difference_lower=here(result.difference.lower),
                difference_upper=here(result.difference.upper),
                least=here(result.ratio_if_reference.value),
                most=here(result.ratio_if_group.value),
            )
        )
    return tuple(rows)


def _four(value: Value) -> tuple[float, ...]:
    """Events and people of the group, events and people of the reference; NaN if not known."""
    numbers = [working.number for working in value.workings]
    if value.value is None or len(numbers) != 4:
        return (math.nan,) * 4
    return tuple(math.nan if number is None else number for number in numbers)


def _unrecorded(ratio: Value, shares: list[Value]) -> float:
    """Events without a group in the ratio's own period; NaN if the release does not say."""
    for share in shares:
        if share.period_end == ratio.period_end and share.numerator is not None:
            return share.numerator
    return math.nan

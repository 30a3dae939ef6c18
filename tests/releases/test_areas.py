"""Local policing areas of a force beside each other."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from frozen import read

from openpeel.measures.values import Release, Value
from openpeel.releases.areas import FEWEST, AreaSet, area_sets
from openpeel.releases.queries import Index


def with_counts(release: Release, counts: dict[str, tuple[float, float]]) -> tuple[Release, str]:
    """The release with the areas of one force replaced by made-up counts, by the area's place."""
    measure = next(m for m in release.measures.values() if m.areas)
    of_areas = [v for v in release.values if v.measure == measure.id and v.area_code]
    force = of_areas[0].force_code
    end = max(v.period_end for v in of_areas)
    group = next(v.group for v in release.values if v.measure == measure.id)
    template = next(v for v in of_areas if v.force_code == force and v.period_end == end)
    kept = tuple(v for v in release.values if not (v.measure == measure.id and v.area_code))
    made = tuple(_area(template, name, *pair, measure.per, group) for name, pair in counts.items())
    return replace(release, values=kept + made), force


def _area(template: Value, name: str, x: float, n: float, per: int, group: str) -> Value:
    value = x / n * per
    return replace(
        template, area_code=f"E{name}", area=name, group=group, numerator=x, denominator=n,
        value=value, lower=value, upper=value, status="ok", reason="",
    )  # fmt: skip


def only(release: Release, counts: dict[str, tuple[float, float]]) -> AreaSet:
    changed, force = with_counts(release, counts)
    (made,) = area_sets(Index(changed), force)
    return made


ALIKE = {"North": (100, 10_000), "South": (101, 10_000), "West": (99, 10_000)}


def test_areas_that_differ_by_less_than_chance_have_a_spread_under_one(release: Release) -> None:
    made = only(release, ALIKE)
    assert made.spread < 1
    assert made.beyond == ()
    assert made.gap is not None
    assert made.gap.lower < 0 < made.gap.upper


def test_one_area_far_off_is_named_and_the_gap_is_clear(release: Release) -> None:
    made = only(release, ALIKE | {"East": (220, 10_000)})
    assert made.spread > 10
    assert "East" in [value.area for value in made.beyond]
    assert made.gap is not None
    assert (made.gap.high.area, made.gap.low.area) == ("East", "West")
    assert made.gap.lower > 0


def test_the_gap_allows_for_every_pair_that_might_have_been_picked(release: Release) -> None:
    few = only(release, ALIKE).gap
    many = only(release, ALIKE | {"East": (100, 10_000), "Middle": (100, 10_000)}).gap
    assert few is not None
    assert many is not None
    assert (few.pairs, many.pairs) == (3, 10)
    assert many.upper - many.lower > few.upper - few.lower
    assert np.isclose(many.difference, few.difference)


@pytest.mark.parametrize("left", range(FEWEST))
def test_fewer_than_three_areas_are_not_compared(release: Release, left: int) -> None:
    changed, force = with_counts(release, dict(list(ALIKE.items())[:left]))
    assert area_sets(Index(changed), force) == []


def test_the_page_lists_lowest_highest_gap_and_spread(site: Path) -> None:
    found = sorted(site.glob("forces/*/areas/index.html"))
    assert found
    page = read(found[0])
    for words in ("Where the areas lie apart", "Lowest", "Highest", "Gap, with interval", "Spread"):
        assert words in page.text
    force = read(found[0].parents[1] / "index.html")
    assert any("areas/" in link for link in force.links)

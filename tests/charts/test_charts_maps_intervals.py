"""Maps: classes, legend, shape. Intervals: a ratio on its axis."""

import itertools
import math

import chart_samples as sample
import pytest

from openpeel.charts import IntervalPlot, IntervalRow, Place
from openpeel.charts.maps import thinned

SVG = sample.SVG


@pytest.mark.parametrize(
    ("value", "words"), [(4.99, "under 5.0"), (5.0, "5.0 to 10.0"), (10.0, "10.0 or more")]
)
def test_a_class_begins_at_its_cut(value: float, words: str) -> None:
    chart = sample.tile_map(places=(Place("a", "A", "A", value),), decimals=1)
    assert chart.table().rows[0][3] == words
    assert words in sample.texts(sample.parse(chart))


def test_tiles_do_not_overlap_and_fit_a_phone() -> None:
    rows = sample.rows(sample.parse(sample.tile_map(), 360))
    corners = set()
    for row in rows.values():
        rect = next(row.iter(f"{SVG}rect"))
        x, y, side = (float(rect.get(key, "")) for key in ("x", "y", "width"))
        assert x >= 0 and x + side <= 360
        corners.add((round(x / (side + 2)), round(y / (side + 2))))
    assert len(corners) == len(sample.FORCES)


def test_a_tile_gives_the_full_name_on_hover_and_leads_to_the_force() -> None:
    link = sample.rows(sample.parse(sample.tile_map()))["Kent"].find(f"{SVG}a")
    assert link is not None
    assert (link.findtext(f"{SVG}title") or "").startswith("Kent: ")


def test_without_cuts_the_classes_are_the_marks_by_shape_and_word() -> None:
    tree = sample.parse(sample.tile_map(cuts=()))
    assert {"well above average", "well below average", "neither"} <= set(sample.texts(tree))
    rows = sample.rows(tree)
    for place in sample.places():
        assert len(list(sample.with_class(rows[place.code], "mark"))) == bool(place.mark)


def test_a_partial_force_is_in_no_class() -> None:
    for chart in (sample.tile_map(), sample.outline_map()):
        row = next(row for row in chart.table().rows if row[1] == sample.PARTIAL)
        assert row[3] == "not compared"


def test_an_outline_keeps_its_shape() -> None:
    """A square degree at 60 degrees north is half as wide as it is high."""
    ring = ((0.0, 59.5), (1.0, 59.5), (1.0, 60.5), (0.0, 60.5))
    chart = sample.outline_map(places=(Place("a", "A", "A", 1.0, rings=(ring,)),), highlight=None)
    path = next(sample.rows(sample.parse(chart))["a"].iter(f"{SVG}path"))
    xs, ys = sample.path_numbers(path)[::2], sample.path_numbers(path)[1::2]
    assert (max(xs) - min(xs)) / (max(ys) - min(ys)) == pytest.approx(0.5, abs=0.01)


def test_thinning_leaves_no_two_points_close_together() -> None:
    ring = [(math.cos(a / 100) * 50, math.sin(a / 100) * 50) for a in range(628)]
    kept = thinned(ring, 2.0)
    gaps = [abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in itertools.pairwise(kept)]
    assert len(kept) < len(ring) / 3
    assert min(gaps) >= 2.0


def test_a_tiny_area_is_still_drawn() -> None:
    assert thinned([(0, 0), (0.1, 0), (0.1, 0.1)], 2.0) == [(0, 0), (0.1, 0), (0.1, 0.1)]


def dots(chart: IntervalPlot) -> list[float]:
    return [float(c.get("cx", "")) for c in sample.parse(chart).iter(f"{SVG}circle")]


def test_equal_ratios_are_equal_distances_on_the_ratio_axis() -> None:
    rows = tuple(IntervalRow(str(v), v) for v in (2.0, 4.0, 8.0))
    first, second, third = dots(sample.interval_plot(rows=rows))
    assert second - first == pytest.approx(third - second, abs=0.11)


def test_bounds_alone_have_ends_and_no_point() -> None:
    chart = sample.interval_plot(rows=(IntervalRow("Bounds", None, 7.0, 22.0),), decimals=1)
    tree = sample.parse(chart)
    assert not dots(chart)
    assert len(list(sample.with_class(tree, "span"))) == 3
    assert "7.0 to 22.0" in sample.texts(tree)


def test_zero_ends_at_the_edge_of_the_ratio_axis() -> None:
    chart = sample.interval_plot(rows=(IntervalRow("None found", 0.0, 0.0, 3.0),))
    assert "nan" not in chart.svg() and "inf" not in chart.svg()
    assert dots(chart) == [min(dots(chart))]


@pytest.mark.parametrize("width", [720, 360])
def test_the_reference_is_drawn_and_named(width: int) -> None:
    tree = sample.parse(sample.interval_plot(), width)
    assert "same rate" in sample.texts(tree)
    assert list(sample.with_class(tree, "national"))


def test_a_row_with_nothing_to_draw_is_listed() -> None:
    assert "[x] not supplied: Residents and visitors" in sample.texts(
        sample.parse(sample.interval_plot())
    )

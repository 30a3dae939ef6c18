"""The funnel plot: points where they belong, names that can be read."""

import random
import xml.etree.ElementTree as ET
from itertools import combinations

import chart_samples as sample
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openpeel.charts import FunnelPlot, FunnelPoint
from openpeel.charts.text import Box, text_box

SVG = sample.SVG
each_width = pytest.mark.parametrize("width", [720, 360])


def label_boxes(tree: ET.Element) -> dict[str, Box]:
    """The room that each name and line label takes."""
    return {
        e.text or "": text_box(
            float(e.get("x", "")),
            float(e.get("y", "")),
            e.text or "",
            14 if "own" in e.get("class", "") else 13,
            anchor=e.get("text-anchor", "start"),
            bold="own" in e.get("class", ""),
        )
        for e in sample.with_class(tree, "label")
    }


def overlapping(tree: ET.Element) -> list[tuple[str, str]]:
    # Coordinates are rounded to 0.1 px, so boxes that just touch may seem to overlap by that.
    boxes = {
        words: Box(b.left + 0.1, b.top + 0.1, b.right - 0.1, b.bottom - 0.1)
        for words, b in label_boxes(tree).items()
    }
    return [(a, b) for a, b in combinations(boxes, 2) if boxes[a].overlaps(boxes[b])]


@each_width
def test_names_do_not_overlap_and_stay_inside(width: int) -> None:
    tree = sample.parse(sample.funnel_plot(), width)
    assert not overlapping(tree)
    assert all(b.left >= -0.1 and b.right <= width + 0.1 for b in label_boxes(tree).values())


@each_width
def test_a_long_name_of_the_size_stays_inside(width: int) -> None:
    name = "residents at the mid-year estimate nearest to the middle of the period"
    tree = sample.parse(sample.funnel_plot(size_name=name), width)
    for e in sample.with_class(tree, "tick"):
        anchor = e.get("text-anchor", "start")
        box = text_box(float(e.get("x", "")), 0, e.text or "", 13, anchor=anchor)
        assert box.left >= -0.1 and box.right <= width + 0.1, e.text


def crowd(seed: int, marked: int) -> tuple[FunnelPoint, ...]:
    """Forces of nearly the same size and value: the worst case for names."""
    draw = random.Random(seed)
    return tuple(
        FunnelPoint(
            name,
            name,
            size=draw.uniform(8e5, 1.1e6),
            value=draw.uniform(8, 10),
            mark="above" if i < marked else None,
        )
        for i, name in enumerate(sample.FORCES)
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 43), st.sampled_from([720, 360]))
def test_a_crowd_of_names_never_overlaps_and_none_is_lost(
    seed: int, marked: int, width: int
) -> None:
    chart = sample.funnel_plot(points=crowd(seed, marked), limits=None)
    tree = sample.parse(chart, width)
    assert not overlapping(tree)
    words = " ".join(sample.texts(tree))
    assert sample.OWN in label_boxes(tree)
    assert all(name in words for name in sample.FORCES[:marked])


def test_the_force_in_hand_and_the_marked_are_named_and_no_others() -> None:
    chart = sample.funnel_plot()
    named = {p.name for p in chart.points if p.mark or p.code == sample.OWN}
    labels = set(label_boxes(sample.parse(chart)))
    assert labels & set(sample.FORCES) == named


@pytest.mark.parametrize(("largest", "log"), [(900_000, False), (90_000_000, True)])
def test_sizes_far_apart_are_drawn_by_ratio(largest: float, log: bool) -> None:
    points = (FunnelPoint("a", "A", 200_000, 8.0), FunnelPoint("b", "B", largest, 9.0))
    words = " ".join(sample.texts(sample.parse(sample.funnel_plot(points=points, limits=None))))
    assert ("logarithmic scale" in words) is log


def test_sizes_are_written_as_people_read_them() -> None:
    words = sample.texts(sample.parse(sample.funnel_plot()))
    assert "1 million" in words and "500,000" in words


def test_higher_values_stand_higher_and_larger_forces_farther_right() -> None:
    points = (FunnelPoint("a", "A", 1e6, 4.0), FunnelPoint("b", "B", 2e6, 12.0))
    rows = sample.rows(sample.parse(sample.funnel_plot(points=points)))
    dots = {code: next(row.iter(f"{SVG}circle")) for code, row in rows.items()}
    assert float(dots["a"].get("cy", "")) > float(dots["b"].get("cy", ""))
    assert float(dots["a"].get("cx", "")) < float(dots["b"].get("cx", ""))


def test_four_curves_and_which_limits_they_are() -> None:
    tree = sample.parse(sample.funnel_plot(limits_name="with additive overdispersion"))
    assert len(list(sample.with_class(tree, "limit95"))) == 2
    assert len(list(sample.with_class(tree, "limit998"))) == 2
    assert any("with additive overdispersion" in words for words in sample.texts(tree))


def test_a_force_of_no_size_has_no_place() -> None:
    points = (FunnelPoint("a", "A", 0, 4.0), FunnelPoint("b", "B", 2e6, 12.0))
    chart: FunnelPlot = sample.funnel_plot(points=points)
    assert [p.code for p in chart.shown()] == ["b"]
    assert chart.absent() == (("A", "no value"),)


@pytest.mark.parametrize("log_x", [None, True, False])
def test_one_force_alone_can_be_drawn(log_x: bool | None) -> None:
    point = FunnelPoint("a", "A", 1e6, 9.0)
    chart = sample.funnel_plot(points=(point,), limits=None, log_x=log_x)
    assert set(sample.rows(sample.parse(chart))) == {"a"}
    assert "nan" not in chart.svg()

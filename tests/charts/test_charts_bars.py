"""Bars: proportional to the value, sorted, from zero, with the outlier lines by name."""

import math

import chart_samples as sample
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpeel.charts import Bar, BarChart, OutlierLines

SVG = sample.SVG
each_width = pytest.mark.parametrize("width", [720, 360])


def drawn_bar(chart: BarChart, code: str, width: int = 720) -> tuple[float, float]:
    """Where the bar of a force begins and how long it is, in pixels."""
    group = sample.rows(sample.parse(chart, width))[code]
    rect = next(sample.with_class(group, "bar"))
    return float(rect.get("x", "")), float(rect.get("width", ""))


@each_width
def test_every_force_with_a_value_has_a_bar_and_its_figure(width: int) -> None:
    chart = sample.bar_chart()
    rows = sample.rows(sample.parse(chart, width))
    assert set(rows) == set(sample.FORCES) - {sample.MISSING}
    for bar in chart.shown():
        words = sample.texts(rows[bar.code])
        assert words[:2] == [bar.name, chart.number.text(bar.value)]
        assert len(list(sample.with_class(rows[bar.code], "bar"))) == 1


def test_bars_are_sorted_from_the_highest() -> None:
    values = [bar.value for bar in sample.bar_chart().shown()]
    assert values == sorted(values, reverse=True)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=12))
def test_bars_are_as_long_as_their_values(values: list[float]) -> None:
    chart = sample.bar_chart(
        bars=tuple(Bar(str(i), f"Force {i}", v) for i, v in enumerate(values)),
        lines=None,
        national=None,
        highlight=None,
    )
    most = max(values)
    if most == 0 or most / 1e6 < 1e-9:
        return
    longest = drawn_bar(chart, str(values.index(most)))[1]
    for i, value in enumerate(values):
        start, length = drawn_bar(chart, str(i))
        assert length == pytest.approx(longest * value / most, abs=0.11)
        assert start == drawn_bar(chart, "0")[0]


@each_width
def test_a_bar_ends_where_the_axis_says_its_value_is(width: int) -> None:
    chart = sample.bar_chart(
        bars=(Bar("a", "A", 20.0), Bar("b", "B", 10.0)),
        lines=OutlierLines(5.0, 10.0, 15.0),
        national=None,
    )
    tree = sample.parse(chart, width)
    tick = next(e for e in sample.with_class(tree, "tick") if e.text == "10")
    start, length = drawn_bar(chart, "b", width)
    assert start + length == pytest.approx(float(tick.get("x", "")), abs=0.11)
    stems = [sample.path_numbers(line)[0] for line in sample.with_class(tree, "outlier")]
    assert start + length == pytest.approx(sorted(stems)[2], abs=0.11)  # the mean is 10 too


def test_a_fall_is_drawn_to_the_left_of_zero() -> None:
    chart = sample.bar_chart(
        bars=(Bar("up", "Up", 2.0), Bar("down", "Down", -1.0)), lines=None, national=None
    )
    start, length = drawn_bar(chart, "up")
    left, reach = drawn_bar(chart, "down")
    assert left + reach == pytest.approx(start, abs=0.11)
    assert reach == pytest.approx(length / 2, abs=0.11)
    assert "−1" in sample.texts(sample.parse(chart))


def test_not_a_number_is_missing_not_a_bar() -> None:
    chart = sample.bar_chart(bars=(Bar("a", "A", 1.0), Bar("b", "B", math.nan, status="[x]")))
    assert [bar.code for bar in chart.shown()] == ["a"]
    assert chart.table().rows[1][2] is None
    assert ("B", "[x] not supplied") in chart.absent()


def test_the_force_in_hand_alone_wears_the_accent() -> None:
    rows = sample.rows(sample.parse(sample.bar_chart()))
    chosen = [code for code, row in rows.items() if list(sample.with_class(row, "chosen"))]
    assert chosen == [sample.OWN]


@each_width
def test_lines_are_named_where_they_stand(width: int) -> None:
    tree = sample.parse(sample.bar_chart(), width)
    labels = [
        "well below average 4.0",
        "mean of forces 9.0",
        "England and Wales 9.3",
        "well above average 14.0",
    ]
    assert [words for words in sample.texts(tree) if words in labels] == labels
    assert len(list(sample.with_class(tree, "outlier"))) == 6  # a stem and a line each


@each_width
def test_a_label_pushed_back_by_the_edge_is_not_struck_through(width: int) -> None:
    chart = sample.bar_chart(lines=OutlierLines(16.0, 16.8, 17.5), national=None)
    tree = sample.parse(chart, width)
    label = next(e for e in tree.iter(f"{SVG}text") if "well above" in (e.text or ""))
    stem = list(sample.with_class(tree, "outlier"))[2]
    x, top = sample.path_numbers(stem)[:2]
    assert float(label.get("x", "")) < x
    assert top > float(label.get("y", ""))


def test_a_mark_is_a_shape_and_a_word() -> None:
    rows = sample.rows(sample.parse(sample.bar_chart()))
    for bar in sample.bars():
        if bar.mark:
            assert bar.mark in sample.texts(rows[bar.code])
            assert list(sample.with_class(rows[bar.code], "mark"))


@pytest.mark.parametrize(
    ("direction", "mark", "look"),
    [
        ("higher", "above", "better"),
        ("higher", "below", "worse"),
        ("lower", "above", "worse"),
        ("lower", "below", "better"),
        ("neutral", "above", None),
        ("context", "below", None),
    ],
)
def test_a_mark_is_coloured_only_where_one_way_is_good(
    direction: str, mark: str, look: str | None
) -> None:
    chart = sample.bar_chart(bars=(Bar("a", "A", 1.0, mark=mark),), direction=direction)
    shape = next(sample.with_class(sample.parse(chart), "mark"))
    assert shape.get("class") == ("mark" if look is None else f"mark {look}")


def test_a_row_leads_to_its_page_and_is_tall_enough_to_touch() -> None:
    row = sample.rows(sample.parse(sample.bar_chart(), 360))["Kent"]
    link = row.find(f"{SVG}a")
    assert link is not None
    assert link.get("href") == f"/forces/{sample.FORCES.index('Kent')}/"
    ground = next(sample.with_class(link, "target"))
    assert float(ground.get("height", "")) >= 24


def test_a_long_name_stands_above_its_bar_on_a_narrow_drawing() -> None:
    name = "Bournemouth, Christchurch and Poole"
    chart = sample.bar_chart(bars=(Bar("a", name, 3.0), Bar("b", "Dorset", 1.0)), lines=None)
    row = sample.rows(sample.parse(chart, 360))["a"]
    label = next(row.iter(f"{SVG}text"))
    bar = next(sample.with_class(row, "bar"))
    assert label.text == name
    assert float(bar.get("y", "")) > float(label.get("y", ""))


def test_an_interval_off_the_scale_ends_at_the_edge_without_a_cap() -> None:
    chart = sample.bar_chart(
        bars=(Bar("a", "A", 10.0, 9.0, 11.0), Bar("b", "B", 5.0, 1.0, 900.0)),
        lines=None,
        national=None,
        highlight=None,
    )
    rows = sample.rows(sample.parse(chart))
    caps = {code: row_path(rows[code]).count("v6") for code in "ab"}
    assert caps == {"a": 2, "b": 1}


def row_path(row: object) -> str:
    return next(sample.with_class(row, "whisker")).get("d", "")


def test_a_reason_given_by_the_page_is_not_given_twice() -> None:
    chart = sample.bar_chart(missing=((sample.MISSING, "too few residents"),))
    assert chart.absent() == ((sample.MISSING, "too few residents"),)


def test_forces_missing_for_one_reason_share_a_line() -> None:
    given = (Bar("a", "A", 1.0), Bar("b", "B", None, status="x"), Bar("c", "C", None, status="[x]"))
    tree = sample.parse(sample.bar_chart(bars=given))
    assert "[x] not supplied: B, C" in sample.texts(tree)

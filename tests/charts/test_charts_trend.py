"""The trend: no line where figures cannot be compared, no limits on a short series."""

from dataclasses import replace
from datetime import date

import chart_samples as sample
import pytest

from openpeel.charts import Break, ControlLimits, TrendChart, TrendPoint, TrendSeries

SVG = sample.SVG
VALUES = [9.5, 8.2, 9.7, 9.1, 8.4, 8.3, 10.6, 10.9, 7.5, 6.4, 3.8, 3.3]


def stretches(chart: TrendChart) -> int:
    """In how many pieces the line of the series in hand is drawn."""
    paths = list(sample.with_class(sample.parse(chart), "series"))
    own = [p for p in paths if p.get("class") == "series"]
    return own[0].get("d", "").count("M") if own else 0


def test_a_whole_series_is_one_line() -> None:
    chart = sample.trend_chart(series=sample.series("Kent", VALUES), breaks=())
    assert stretches(chart) == 1


def test_no_line_crosses_a_break() -> None:
    chart = sample.trend_chart(
        series=sample.series("Kent", VALUES), breaks=(Break(date(2012, 4, 1), "New rule"),)
    )
    assert stretches(chart) == 2
    tree = sample.parse(chart)
    assert "New rule" in sample.texts(tree)
    assert len(list(sample.with_class(tree, "outlier"))) == 1


def test_no_line_crosses_a_missing_period_and_it_is_named() -> None:
    values = [*VALUES[:5], None, *VALUES[6:]]
    chart = sample.trend_chart(series=sample.series("Kent", values), breaks=())
    assert stretches(chart) == 2
    assert "[x] not supplied: Kent 2012/13" in sample.texts(sample.parse(chart))
    assert len(list(sample.with_class(sample.parse(chart), "dot"))) == 11


@pytest.mark.parametrize(("periods", "drawn"), [(12, 2), (11, 0)])
def test_limits_need_twelve_periods(periods: int, drawn: int) -> None:
    limits = ControlLimits((8.0,) * periods, (5.0,) * periods, (11.0,) * periods)
    chart = sample.trend_chart(
        series=sample.series("Kent", VALUES[:periods]), limits=limits, breaks=()
    )
    tree = sample.parse(chart)
    assert len(list(sample.with_class(tree, "control"))) == drawn
    words = " ".join(sample.texts(tree))
    assert ("too short a series for control limits" in words) is (drawn == 0)


def test_a_signal_is_ringed_and_its_rule_named() -> None:
    series = sample.series("Kent", VALUES)
    points = list(series.points)
    points[3] = replace(points[3], signal="eight in a row above the centre")
    chart = sample.trend_chart(series=replace(series, points=tuple(points)))
    tree = sample.parse(chart)
    assert len(list(sample.with_class(tree, "ring"))) == 1
    assert "Ringed, eight in a row above the centre: 2010/11." in sample.texts(tree)


def test_a_partial_period_is_hollow() -> None:
    series = sample.series("Kent", VALUES)
    points = (*series.points[:-1], replace(series.points[-1], status="[p]"))
    tree = sample.parse(sample.trend_chart(series=replace(series, points=points)))
    assert len(list(sample.with_class(tree, "hollow"))) == 1
    assert "[p] partial: 2018/19" in sample.texts(tree)


def test_lines_are_labelled_at_their_end_when_wide_and_in_a_key_when_narrow() -> None:
    chart = sample.trend_chart(breaks=())
    assert "England and Wales 12.0" in sample.texts(sample.parse(chart))
    narrow = sample.texts(sample.parse(chart, 360))
    assert "England and Wales" in narrow and "12.0" in narrow


def test_a_force_beyond_the_top_is_named() -> None:
    others = (*(sample.series(f"Force {i}", [5.0] * 10) for i in range(20)),)
    far = sample.series("Metropolitan Police", [80.0] * 10)
    words = " ".join(sample.texts(sample.parse(sample.trend_chart(others=(*others, far)))))
    assert "Beyond the top of the chart: Metropolitan Police." in words


@pytest.mark.parametrize("width", [720, 360])
def test_one_period_and_values_below_zero_can_be_drawn(width: int) -> None:
    one = sample.trend_chart(
        series=sample.series("Kent", [4.0]), national=None, others=(), breaks=()
    )
    assert len(list(sample.with_class(sample.parse(one, width), "dot"))) == 1
    below = sample.trend_chart(series=sample.series("Kent", [-4.0, 2.0, -1.5]))
    assert "−1.5" in " ".join(sample.texts(sample.parse(below, width)))


def test_periods_that_follow_each_other_under_one_rule_are_told_by_their_ends() -> None:
    signals = ["high"] * 3 + [""] + ["high"] * 2 + ["low"] + ["high"]
    points = tuple(
        TrendPoint(date(2000 + at, 4, 1), f"y{at}", 10.0, signal=signal)
        for at, signal in enumerate(signals)
    )
    chart = TrendChart(
        title="A", subtitle="B", source="C", description="D", unit="percent",
        series=TrendSeries("E1", "Kent", points),
    )  # fmt: skip
    told = chart.svg()
    assert "Ringed, high: y0 to y2, y4, y5, y7." in told
    assert "Ringed, low: y6." in told


@pytest.mark.parametrize(("status", "pieces"), [("r", 1), ("n", 2), ("p", 2)])
def test_a_value_that_is_not_comparable_or_partial_is_joined_with_nothing(
    status: str, pieces: int
) -> None:
    whole = sample.series("Kent", VALUES)
    points = list(whole.points)
    points[5] = replace(points[5], status=status)
    chart = sample.trend_chart(series=replace(whole, points=tuple(points)), breaks=())
    assert stretches(chart) == pieces


def test_a_point_between_two_breaks_keeps_its_interval_and_its_national_value() -> None:
    """Neither is joined with anything: the interval is a bar, the other line a dot."""
    whole = sample.series("Kent", VALUES)
    years = [p.start for p in whole.points]
    breaks = (Break(years[5], "The rule changed"), Break(years[6], ""))
    chart = sample.trend_chart(
        series=whole, national=sample.series("England and Wales", VALUES), breaks=breaks
    )
    tree = sample.parse(chart)
    assert len(list(sample.with_class(tree, "lone"))) == 1
    dots = [dot for dot in sample.with_class(tree, "whole") if dot.get("r")]
    assert len(dots) == 1

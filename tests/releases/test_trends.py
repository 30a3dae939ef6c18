"""England and Wales through time: which chart, when limits, and signals in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from openpeel.measures.values import Release
from openpeel.releases.queries import Index
from openpeel.releases.rule_changes import change_between
from openpeel.releases.trends import SIGNALS, trend_chart
from openpeel.statistics import p_prime


def _longer(release: Release, periods: int) -> Index:
    """The sample's `charged`, its last year repeated as if over many, one of them far off."""
    last = [c for c in release.comparisons if c.measure == "charged"][-1]
    made = []
    for year in range(2000, 2000 + periods):
        top = (last.national.numerator or 0) * (0.6 if year == 2006 else 1 + 0.01 * (year % 2))
        days = {"period_start": date(year - 1, 4, 1), "period_end": date(year, 3, 31)}
        share = 100 * top / (last.national.denominator or 1)
        national = replace(last.national, numerator=top, value=share, **days)  # type: ignore[arg-type]
        made.append(replace(last, national=national, **days))  # type: ignore[arg-type]
    return Index(replace(release, comparisons=tuple(made), values=()))


def test_a_short_series_gets_no_limits(release: Release) -> None:
    chart = trend_chart(Index(release), release.measures["charged"], "")
    assert chart is not None and chart.limits is None


def test_a_long_series_of_shares_gets_p_prime_limits_in_percent(release: Release) -> None:
    index = _longer(release, 14)
    measure = release.measures["charged"]
    chart = trend_chart(index, measure, "")
    assert chart is not None and chart.limits is not None
    nationals = [comparison.national for comparison in index.history(measure, "")]
    control = p_prime([n.numerator for n in nationals], [n.denominator for n in nationals])
    assert chart.limits.upper[0] == pytest.approx(100 * control.upper[0])


def test_a_signal_is_said_in_words(release: Release) -> None:
    chart = trend_chart(_longer(release, 14), release.measures["charged"], "")
    assert chart is not None
    signals = {point.label: point.signal for point in chart.series.points}
    assert signals["Mar 2006"] == "below the lower limit"
    assert {signal for signal in signals.values() if signal} <= set(SIGNALS.values())


def test_one_period_is_no_trend(release: Release) -> None:
    assert trend_chart(Index(release), release.measures["officers"], "") is None


def test_a_change_of_the_counting_rule_breaks_the_line_and_leaves_no_limits(
    release: Release,
) -> None:
    """Custody releases count otherwise from 3 April 2017: that year is like none beside it."""
    index = _longer(release, 20)
    measure = release.measures["charged"].model_copy(update={"comparability": "custody-releases"})
    chart = trend_chart(index, measure, "")
    assert chart is not None and chart.limits is None
    assert [(b.start, b.reason[:42]) for b in chart.breaks] == [
        (date(2017, 4, 1), "The counting rule changed on 3 April 2017:"),
        (date(2018, 4, 1), ""),
    ]
    assert {point.signal for point in chart.series.points} == {""}


def test_periods_on_one_side_of_a_change_can_be_compared(release: Release) -> None:
    measure = release.measures["charged"].model_copy(update={"comparability": "custody-releases"})
    years = {y: (date(y, 4, 1), date(y + 1, 3, 31)) for y in range(2015, 2021)}
    assert change_between(measure, years[2015], years[2016]) is None
    assert change_between(measure, years[2018], years[2020]) is None
    assert change_between(measure, years[2017], years[2017]) is None, "all forces alike"
    for one, other in ((2016, 2017), (2017, 2018), (2018, 2016)):
        change = change_between(measure, years[one], years[other])
        assert change is not None and change.on == date(2017, 4, 3)
    plain = release.measures["charged"]
    assert change_between(plain, years[2015], years[2020]) is None

"""Which period speaks for a measure: the latest that nearly as many forces supply as any."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from openpeel.measures.values import Comparison, Release, Standing
from openpeel.releases.queries import Index
from openpeel.releases.trends import trend_chart

EARLY = {"period_start": date(2021, 4, 1), "period_end": date(2022, 3, 31)}


def _missing(standing: Standing) -> Standing:
    value = replace(standing.value, value=None, lower=None, upper=None, status="x", **EARLY)  # type: ignore[arg-type]
    return replace(standing, value=value, line_mark=None, funnel_mark=None)


def _early_return(release: Release, forces: int) -> Index:
    """The sample with a later period of `charged` that only the first few forces supplied."""
    last = [c for c in release.comparisons if c.measure == "charged"][-1]
    standings = tuple(s if at < forces else _missing(s) for at, s in enumerate(last.standings))
    early: Comparison = replace(last, standings=standings, **EARLY)  # type: ignore[arg-type]
    return Index(replace(release, comparisons=(*release.comparisons, early)))


@pytest.mark.parametrize(("forces", "shown"), [(1, date(2020, 3, 31)), (40, EARLY["period_end"])])
def test_an_early_return_of_few_forces_does_not_stand_for_all(
    release: Release, forces: int, shown: date
) -> None:
    index = _early_return(release, forces)
    latest = index.latest(release.measures["charged"])
    assert latest is not None and latest.period_end == shown


def test_the_few_are_still_in_the_history_and_named_as_later(release: Release) -> None:
    index, charged = _early_return(release, 1), release.measures["charged"]
    latest = index.latest(charged)
    assert latest is not None
    assert index.history(charged, "")[-1].period_end == EARLY["period_end"]
    assert [(c.period_end, c.compared) for c in index.after(latest)] == [(EARLY["period_end"], 1)]


def test_the_trend_does_not_end_in_them(release: Release) -> None:
    index, charged = _early_return(release, 1), release.measures["charged"]
    chart = trend_chart(index, charged, "")
    assert chart is not None and chart.series.points[-1].label == "Mar 2020"

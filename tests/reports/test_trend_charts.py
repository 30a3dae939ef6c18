"""A force through time in a report: its periods, what breaks the line, and what is missing."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from small_measures import Numbers, gone, held, row, share, wait
from small_report import FIGURE

from openpeel.reports.data.figures import TrendData
from openpeel.reports.data.measure_charts import trend
from openpeel.reports.data.site_release import MeasureFile, SiteRelease
from openpeel.reports.output.charting import trend_chart, trend_view

SHARE, MEDIAN = "calls-101-abandoned", "calls-101-median-wait"
Rows = dict[tuple[str, str], Numbers]


def years(first: int, *shares: int | None) -> Rows:
    """Percentages of West Mercia and of England and Wales from a year on; None is missing."""
    told: Rows = {}
    for year, x in enumerate(shares, start=first):
        period = f"{year}-{(year + 1) % 100:02}"
        told["west-mercia", period] = gone() if x is None else share(x, 100)
        told["england-and-wales", period] = share(150, 1000)
    return told


def trend_of(of: MeasureFile, site: Path, period: str) -> TrendData | None:
    return trend("abandoned", row(of, "west-mercia", period), of, SiteRelease(site))


def made(folder: Path, rows: Rows, period: str, site: Path, measure: str = SHARE) -> TrendData:
    found = trend_of(held(folder, measure, rows), site, period)
    assert found is not None
    return found


def test_the_periods_run_up_to_that_of_the_figure(tmp_path: Path, small_site: Path) -> None:
    rows = years(2017, 11, 12, 13, 14)
    told = made(tmp_path, rows, "2019-20", small_site)
    assert [p.label for p in told.periods] == ["Mar 2018", "Mar 2019", "Mar 2020"]
    assert [p.value for p in told.periods] == [11, 12, 13]
    assert [p.national for p in told.periods] == [15, 15, 15]
    assert told.subtitle == (
        "101 calls abandoned, West Mercia beside England and Wales,"
        " year ending March 2018 to year ending March 2020, percent"
    )


def test_one_period_is_no_trend_of_a_report(tmp_path: Path, small_site: Path) -> None:
    of = held(tmp_path, SHARE, years(2018, 11, None))
    assert trend_of(of, small_site, "2019-20") is None


def test_missing_periods_are_named_and_not_joined_over(tmp_path: Path, small_site: Path) -> None:
    """One that the force did not supply, and one that the release does not have at all."""
    rows = years(2014, 11, 12, None, 14, 15)
    rows = {key: numbers for key, numbers in rows.items() if key[1] != "2017-18"}
    told = made(tmp_path, rows, "2018-19", small_site)
    assert [(p.label, p.value, p.status) for p in told.periods[2:4]] == [
        ("Mar 2017", None, "x"), ("Mar 2018", None, "x"),
    ]  # fmt: skip
    chart = trend_chart(told, "A headline", FIGURE)
    assert "[x] not supplied: West Mercia Mar 2017, West Mercia Mar 2018" in chart.svg()
    assert "Without a value: Mar 2017, Mar 2018" in chart.description


def test_a_missing_snapshot_is_one_year_from_its_neighbours(
    tmp_path: Path, small_site: Path
) -> None:
    days = ("2018-03-31", "2019-03-31", "2021-03-31")
    rows = {("west-mercia", day): wait(30) for day in days}
    told = made(tmp_path, rows, "2021-03-31", small_site, "people-health-wait")
    assert [p.start for p in told.periods] == [date(y, 3, 31) for y in (2018, 2019, 2020, 2021)]
    assert told.note.startswith("4 periods are too few for control limits")


def test_a_line_is_broken_where_the_counting_rule_changed(tmp_path: Path, small_site: Path) -> None:
    of = held(tmp_path, SHARE, years(2020, 11, 12, 13, 14, 15))
    of.measure = of.measure.model_copy(update={"comparability": "recorded-crime"})
    told = trend_of(of, small_site, "2024-25")
    assert told is not None
    assert [(b.start, b.reason[:41]) for b in told.breaks] == [
        (date(2023, 4, 1), "The counting rule changed on 1 May 2023: "),
        (date(2024, 4, 1), ""),
    ]
    assert told.limits is None and "broken where the counting rule changed" in told.note
    chart = trend_chart(told, "A headline", FIGURE)
    assert "The counting rule changed on 1 May 2023" in chart.description
    assert 'class="outlier"' in chart.svg()


def test_a_short_series_says_that_it_has_no_limits_and_a_long_one_has_them(
    tmp_path: Path, small_site: Path
) -> None:
    short = made(tmp_path, years(2018, 11, 12), "2019-20", small_site)
    assert short.limits is None
    assert short.note == (
        "England and Wales rests on 42 of 43 forces. 2 periods are too few for control limits,"
        " which tell a change from chance."
    )
    long = made(tmp_path, years(2012, *[10, 11] * 6, 40), "2024-25", small_site)
    assert long.limits is not None and min(long.limits.lower) >= 0
    assert long.periods[-1].signal == "above the upper limit"
    chart = trend_chart(long, "", FIGURE)
    assert chart.title == "101 calls abandoned", "without a headline it is the measure's name"


def test_a_value_that_is_not_comparable_is_shown_alone_and_is_in_no_limit(
    tmp_path: Path, small_site: Path
) -> None:
    rows = years(2012, *[10, 11] * 6, 40)
    rows["west-mercia", "2024-25"]["status"] = "n"
    rows["england-and-wales", "2023-24"]["status"] = "p"
    told = made(tmp_path, rows, "2024-25", small_site)
    assert (told.periods[-1].value, told.periods[-1].status) == (40, "n")
    assert told.periods[-2].national_status == "p"
    assert {p.signal for p in told.periods} == {""}
    drawn = trend_chart(told, "", FIGURE).svg()
    assert "[n] supplied but not comparable: Mar 2025" in drawn


def test_england_and_wales_of_a_few_forces_is_not_drawn(tmp_path: Path, small_site: Path) -> None:
    rows = years(2017, 11, 12, 13)
    rows["england-and-wales", "2019-20"]["forces"] = 3
    told = made(tmp_path, rows, "2019-20", small_site)
    assert [p.national for p in told.periods] == [15, 15, None]


def test_a_trend_of_both_countries_has_nothing_beside_it(tmp_path: Path, small_site: Path) -> None:
    of = held(tmp_path, SHARE, years(2017, 11, 12, 13))
    whole = row(of, "england-and-wales", "2019-20")
    told = trend("national", whole, of, SiteRelease(small_site))
    assert told is not None and (told.code, told.force) == ("K04000001", "England and Wales")
    assert [(p.value, p.national) for p in told.periods] == [(15, None)] * 3
    assert "beside" not in told.subtitle
    chart = trend_chart(told, "", FIGURE)
    assert len(chart.table().rows) == 3
    assert chart.description.count("England and Wales") == 1


def test_periods_of_another_length_are_another_trend(tmp_path: Path, small_site: Path) -> None:
    rows = years(2018, 11, 12) | {("west-mercia", "2019-04"): share(5, 100)}
    told = made(tmp_path, rows, "2019-20", small_site)
    assert [p.label for p in told.periods] == ["Mar 2019", "Mar 2020"]


def test_months_follow_each_other_to_their_last_days(tmp_path: Path, small_site: Path) -> None:
    rows = {("west-mercia", f"2020-{m:02}"): wait(30) for m in (1, 2, 5)}
    told = made(tmp_path, rows, "2020-05", small_site, MEDIAN)
    assert [p.label for p in told.periods] == [
        "Jan 2020",
        "Feb 2020",
        "Mar 2020",
        "Apr 2020",
        "May 2020",
    ]
    assert all(a.start < b.start for a, b in pairwise(told.periods))


def test_the_table_of_a_trend_has_the_force_first_and_then_both_countries(
    tmp_path: Path, small_site: Path
) -> None:
    told = made(tmp_path, years(2018, 11, 12), "2019-20", small_site)
    view = trend_view(told, "Calls given up", FIGURE)
    rows = view.table.text_rows()
    assert [(row[1], row[3], row[4]) for row in rows] == [
        ("West Mercia", "Mar 2019", "11%"), ("West Mercia", "Mar 2020", "12%"),
        ("England and Wales", "Mar 2019", "15%"), ("England and Wales", "Mar 2020", "15%"),
    ]  # fmt: skip
    assert view.csv == "/data/trends/abandoned.csv"
    assert (
        "West Mercia: 11.0 percent in Mar 2019, 12.0 percent in Mar 2020" in view.chart.description
    )


@pytest.mark.parametrize("width", [720, 360])
def test_the_lines_are_labelled_where_they_end_or_in_a_key(
    tmp_path: Path, small_site: Path, width: int
) -> None:
    told = made(tmp_path, years(2017, 11, 12, 30), "2019-20", small_site)
    drawn = trend_chart(told, "Calls given up", FIGURE).svg(width, headings=False)
    assert "West Mercia" in drawn and "England and Wales" in drawn

"""What the name of a figure says of force and days."""

from __future__ import annotations

from datetime import date

import pytest

from inspecting.making import WEST_MERCIA
from openpeel.inspecting.figure_names import figure_force, figure_period
from openpeel.measures.periods import Period, period_name


@pytest.mark.parametrize(
    "period",
    [
        Period(date(2020, 4, 1), date(2021, 3, 31)),
        Period(date(2020, 2, 1), date(2020, 2, 29)),
        Period(date(2021, 3, 31), date(2021, 3, 31)),
        Period(date(2018, 10, 1), date(2019, 9, 30)),
        Period(date(2018, 10, 2), date(2019, 9, 30)),
    ],
)
def test_a_period_reads_back_from_the_name_that_a_release_gives_it(period: Period) -> None:
    assert figure_period(f"calls.west-mercia.{period_name(period)}.asian") == period


@pytest.mark.parametrize(
    "name", ["calls", "calls.west-mercia", "c.w.2011-12", "c.w.2020-31", "c.w.2020-13", "c.w.soon"]
)
def test_a_name_that_leaves_the_days_open_says_nothing(name: str) -> None:
    assert figure_period(name) is None


def test_the_force_is_the_second_part() -> None:
    assert figure_force("calls.west-mercia.2020-21") == WEST_MERCIA
    assert figure_force("calls.northshire.2020-21") is None
    assert figure_force("calls") is None

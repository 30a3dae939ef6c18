"""Means of durations, amounts, and shares of rows with a usable time: a table in, values out."""

from __future__ import annotations

import math

import pytest
from drawn import DrawnFile, release_of, values_of

MEAN = """
numerator: {table: calls, where: line = '101', sum: answer_ms, words: time waited by answered calls}
denominator:
  table: calls
  where: line = '101' and answer_ms is not null
  words: 101 calls answered
unit: seconds
direction: lower
"""
IN_TIME = """
numerator: {table: incidents, where: attend_s <= 900, words: reached within 15 minutes}
denominator: {table: incidents, where: attend_s is not null, words: with a usable time of arrival}
unit: percent
direction: higher
"""
OFFICERS = """
numerator: {table: workforce, where: worker = 'officer' and basis = 'fte', sum: people, words: w}
denominator: {table: population, sum: persons, words: residents}
unit: per 1,000
direction: context
"""


def calls(text: str) -> DrawnFile:
    header = "force | period | line | answer_ms | answer_ms_problem | times\n"
    return DrawnFile("calls", header + text)


def incidents(text: str) -> DrawnFile:
    return DrawnFile("incidents", "force | period | attend_s | attend_s_problem | times\n" + text)


def test_a_mean_is_the_sum_over_the_rows_with_a_number_in_the_unit_of_the_measure() -> None:
    text = """Kent | 2025-04 | 101 | 1000 |  | 3
    Kent  | 2025-04 | 101 | 5000 |  | 1
    Kent  | 2025-04 | 999 | 9000 |  | 1
    Essex | 2025-04 | 101 | 7000 |  | 4"""
    values = values_of(MEAN, calls(text))
    kent = values["kent.2025-04"]
    assert (kent.value, kent.numerator, kent.denominator) == (2, 8000, 4)
    assert values["england-and-wales.2025-04"].value == 36 / 8  # of all calls, not of two means


def test_the_interval_of_a_mean_is_normal_from_the_sum_of_squares() -> None:
    value = values_of(MEAN, calls("Kent | 2025-04 | 101 | 1000 | | 3\nKent|2025-04|101|5000||1"))
    kent = value["kent.2025-04"]
    assert kent.lower is not None
    assert math.isclose(kent.lower, 2 - 1.959963984540054 * 2 / math.sqrt(4))  # s = 2
    assert (kent.method, kent.level) == ("normal", 0.95)


def test_a_mean_of_one_has_no_interval() -> None:
    kent = values_of(MEAN, calls("Kent | 2025-04 | 101 | 1000 | | 1"))["kent.2025-04"]
    assert (kent.value, kent.lower, kent.upper) == (1, None, None)


def test_means_have_outlier_lines_and_ranks_but_no_funnel() -> None:
    text = "\n".join(
        f"{force} | 2025-04 | 101 | {1000 * at + more} | | 20"
        for at, force in enumerate(["Kent", "Essex", "Surrey"], 1)
        for more in (0, 100)
    )
    (comparison,) = release_of(MEAN, calls(text)).comparisons
    assert comparison.funnel is None
    assert {s.value.force: s.rank for s in comparison.standings if s.rank} == {
        "Surrey": 1, "Essex": 2, "Kent": 3,
    }  # fmt: skip


def test_a_share_of_rows_with_a_time_tells_how_many_lack_one() -> None:
    text = "Kent|2025-04|600||6\nKent|2025-04|1200||2\nKent|2025-04||missing|2\nKent|2025-04|||50"
    kent = values_of(IN_TIME, incidents(text))["kent.2025-04"]
    assert (kent.value, kent.reason) == (75, "2 of 10 left out")
    assert [(w.role, w.number) for w in kent.workings] == [
        ("numerator", 6), ("denominator", 8), ("left out", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(("usable", "unusable", "status"), [(6, 4, "ok"), (5, 4, "x"), (0, 3, "x")])
def test_above_40_per_cent_unusable_no_share_is_shown(
    usable: int, unusable: int, status: str
) -> None:
    text = f"Kent|2025-04|||1\nKent | 2025-04 | | negative | {unusable}\n"
    text += f"Kent | 2025-04 | 600 | | {usable}\n" if usable else ""
    values = values_of(IN_TIME, incidents(text + "Essex | 2025-04 | 1200 | | 5"))
    assert values["kent.2025-04"].status == status
    assert (values["kent.2025-04"].value is None) == (status == "x")
    together = values["england-and-wales.2025-04"]
    assert together.denominator == (5 if status == "x" else 5 + usable)


def test_amounts_have_no_interval_no_funnel_and_no_rank() -> None:
    forces = ["Kent", "Essex", "Surrey", "Sussex"]
    text = "force | period | worker | basis | people\n" + "\n".join(
        f"{force} | 2020-03-31 | officer | fte | {100 + at}.5" for at, force in enumerate(forces)
    )
    people = "force | period | persons\n" + "\n".join(
        f"{force} | 2020-06-30 | 1000" for force in forces
    )
    release = release_of(OFFICERS, DrawnFile("workforce", text), DrawnFile("population", people))
    kent = next(value for value in release.values if value.force == "Kent")
    assert (kent.value, kent.method) == (100.5, "complete count")
    assert (kent.lower, kent.level) == (None, None)
    (comparison,) = release.comparisons
    assert comparison.funnel is None
    assert all(standing.rank is None for standing in comparison.standings)
    assert any(standing.z is not None for standing in comparison.standings)  # outlier lines stay


def test_a_sum_of_pounds_is_shown_and_not_compared() -> None:
    measure = """
    numerator: {table: finance, sum: pounds, words: pounds}
    unit: pounds
    direction: neutral
    """
    text = "force | period | pounds\n" + "\n".join(
        f"{force} | 2024-25 | {at}000000.5" for at, force in enumerate(["Kent", "Essex", "Surrey"])
    )
    release = release_of(measure, DrawnFile("finance", text))
    values = {value.force: value.value for value in release.values}
    assert (values["Surrey"], values["England and Wales"]) == (2000000.5, 3000001.5)
    assert release.comparisons == ()

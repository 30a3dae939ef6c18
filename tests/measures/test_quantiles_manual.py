"""Medians and other quantiles of durations: a table in, values out."""

from __future__ import annotations

import pytest
from drawn import DrawnFile, drawn, only, release_of, values_of

from openpeel.measures.values import Value

MEDIAN = """
numerator:
  table: incidents
  where: grade = 'immediate'
  column: attend_s
  quantile: 0.5
  words: immediate incidents with a usable time of arrival
unit: minutes
direction: lower
"""
BY_GRADE = MEDIAN.replace("  where: grade = 'immediate'\n", "") + "by: grade\n"


def incidents(text: str) -> DrawnFile:
    return DrawnFile("incidents", text)


def row(force: str, seconds: int | str, times: int = 1, problem: str = "", more: str = "") -> str:
    return f"{force} | 2025-04 | immediate | {seconds} | {problem} | {times} {more}\n"


HEADER = "force | period | grade | attend_s | attend_s_problem | times\n"


def spread(force: str, *seconds: int) -> str:
    return "".join(row(force, number) for number in seconds)


def found(measure: str, *files: DrawnFile) -> dict[str, float | None]:
    return {name: value.value for name, value in values_of(measure, *files).items()}


def west_mercia(text: str, measure: str = MEDIAN) -> Value:
    return values_of(measure, incidents(HEADER + text))["west-mercia.2025-04"]


def test_a_median_is_exact_and_in_the_unit_of_the_measure() -> None:
    value = west_mercia(spread("West Mercia", 60, 120, 150, 6000))
    assert value.value == 135 / 60
    assert (value.numerator, value.denominator) == (4, None)  # rows with a number


def test_the_median_of_england_and_wales_is_that_of_all_rows_and_no_mean_of_medians() -> None:
    text = spread("West Mercia", *[60] * 9) + spread("Kent", 600)
    values = found(MEDIAN, incidents(HEADER + text))
    assert values["west-mercia.2025-04"] == 1
    assert values["kent.2025-04"] == 10
    assert values["england-and-wales.2025-04"] == 1


def test_a_force_that_did_not_supply_has_no_value() -> None:
    values = values_of(MEDIAN, incidents(HEADER + spread("Kent", 60)))
    assert values["essex.2025-04"].status == "x"


def test_groups_and_all_of_them() -> None:
    text = HEADER + spread("Kent", 60, 120) + row("Kent", 6000).replace("immediate", "priority")
    asked = ["kent.2025-04.all", "kent.2025-04.immediate", "kent.2025-04.priority"]
    assert only(drawn(BY_GRADE, incidents(text)), asked) == dict(
        zip(asked, ["2", "1.5", "100"], strict=True)
    )


def test_areas_have_medians_of_their_own() -> None:
    text = """
    force | period  | area      | grade     | attend_s | times
    Kent  | 2025-04 | E22000137 | immediate | 60       | 3
    Kent  | 2025-04 | E22000138 | immediate | 600      | 2
    Kent  | 2025-04 |           | immediate | 6000     | 9
    """
    values = found(MEDIAN + "areas: true\n", incidents(text))
    assert values["kent.2025-04"] == 100
    assert values["kent.2025-04.E22000137"] == 1
    assert values["kent.2025-04.E22000138"] == 10


def test_few_rows_have_no_interval_and_say_so() -> None:
    few, more = west_mercia(spread("West Mercia", 1, 2, 3, 4, 5)), west_mercia(
        spread("West Mercia", 1, 2, 3, 4, 5, 6)
    )  # fmt: skip
    assert (few.lower, few.reason) == (None, "too few rows for an interval")
    assert (more.lower, more.upper) == (1 / 60, 6 / 60)  # 1 - 2 / 2**6 = 97%
    assert (more.level, more.method) == (0.95, "order statistics")


def test_under_the_minimum_there_is_no_value() -> None:
    value = west_mercia(spread("West Mercia", 60, 70), MEDIAN + "minimum: 3\n")
    assert (value.status, value.value, value.reason) == ("low", None, "the base is under 3")


def test_rows_without_a_usable_time_are_counted_and_told() -> None:
    text = (
        spread("Kent", *[60] * 8) + row("Kent", "", 1, "missing") + row("Kent", "", 1, "negative")
    )
    value = values_of(MEDIAN, incidents(HEADER + text))["kent.2025-04"]
    assert value.value == 1
    assert value.reason == "2 of 10 left out: a time missing 1, times the wrong way round 1"
    assert [(w.role, w.number) for w in value.workings] == [("numerator", 8), ("left out", 2)]


def test_rows_that_ought_to_have_no_time_are_not_left_out() -> None:
    text = spread("Kent", *[60] * 8) + row("Kent", "", 20)  # nobody was sent
    assert values_of(MEDIAN, incidents(HEADER + text))["kent.2025-04"].reason == ""


def test_a_force_whose_system_cannot_say_is_told_so() -> None:
    value = west_mercia(row("West Mercia", "", 12, "missing"))
    assert (value.status, value.value) == ("x", None)
    assert value.reason.startswith("the force's system cannot report it; 12 of 12 left out")


@pytest.mark.parametrize(("unusable", "status"), [(4, "ok"), (5, "x")])
def test_above_40_per_cent_unusable_nothing_is_shown(unusable: int, status: str) -> None:
    text = spread("Kent", *[60] * 6) + row("Kent", "", unusable, "missing")
    values = values_of(MEDIAN, incidents(HEADER + text + spread("Essex", 600)))
    assert values["kent.2025-04"].status == status
    together = values["england-and-wales.2025-04"]
    assert together.value == (1 if status == "ok" else 10)  # its rows are left out there too
    assert ("without Avon" if status == "ok" else "Kent") in together.reason


def test_quantiles_have_outlier_lines_and_ranks_but_no_funnel() -> None:
    forces = ["Kent", "Essex", "Surrey", "Sussex"]
    text = "".join(
        spread(force, *range(60 * at, 60 * at + 40)) for at, force in enumerate(forces, 1)
    )
    (comparison,) = release_of(MEDIAN, incidents(HEADER + text)).comparisons
    assert comparison.funnel is None
    ranked = {s.value.force: s.rank for s in comparison.standings if s.rank}
    assert ranked == {"Sussex": 1, "Surrey": 2, "Essex": 3, "Kent": 4}


def test_a_force_without_an_interval_has_no_rank() -> None:
    forces = ["Kent", "Essex", "Surrey"]
    text = "".join(spread(force, *range(60, 100)) for force in forces) + spread("Sussex", 60)
    (comparison,) = release_of(MEDIAN, incidents(HEADER + text)).comparisons
    assert {s.value.force for s in comparison.standings if s.rank} == set(forces)


@pytest.mark.parametrize(("people", "status"), [(4, "c"), (6, "ok")])
def test_medians_of_few_people_are_hidden(people: int, status: str) -> None:
    measure = """
    numerator: {table: suspects, column: outstanding_d, quantile: 0.5, words: suspects}
    unit: days
    direction: lower
    """
    text = f"""
    force | period     | outstanding_d | times
    Kent  | 2025-03-31 | 40            | {people}
    Essex | 2025-03-31 | 40            | 30
    Surrey| 2025-03-31 | 40            | 30
    """
    value = values_of(measure, DrawnFile("suspects", text))["kent.2025-03-31"]
    assert (value.status, value.value is None) == (status, status == "c")
    assert (value.numerator is None) == (status == "c")

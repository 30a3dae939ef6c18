"""When numbers are missing, small, corrected or partial: the manual of the engine, part two."""

from __future__ import annotations

import pytest
from drawn import DrawnFile, drawn, shown, values_of
from drawn_measures import (
    ABANDONED,
    BY_ETHNICITY,
    POPULATION,
    RESIDENTS,
    SEARCHES,
    YEARLY,
    calls,
    months,
)

from openpeel.catalogue.forces import forces

# Missing is never zero


def test_a_force_that_sent_events_and_none_that_fits_has_a_true_zero() -> None:
    found = drawn(
        ABANDONED,
        calls("""
        force | period  | line | abandoned
        Kent  | 2025-04 | 101  | false
        """),
    )
    assert found["kent.2025-04"] == "0/1 = 0"


def test_a_force_that_sent_nothing_is_not_supplied() -> None:
    found = values_of(ABANDONED, calls("force | period | line\nKent | 2025-04 | 101"))
    essex = found["essex.2025-04"]
    assert (essex.status, essex.numerator, essex.value) == ("x", None, None)
    assert essex.reason == "not supplied for this period"
    assert len(found) == 43 + 1


OFFICERS = """
numerator: {table: workforce, where: "worker = 'officer' and basis = 'fte'", sum: people,
            words: officers}
unit: count
direction: context
"""


def test_a_number_that_a_published_table_leaves_out_is_missing_with_its_own_reason() -> None:
    found = drawn(
        OFFICERS,
        DrawnFile(
            "workforce",
            """
            force   | period     | worker  | basis | people | status
            Kent    | 2020-03-31 | officer | fte   | 12.5   |
            Essex   | 2020-03-31 | officer | fte   |        | z
            Surrey  | 2020-03-31 | officer | fte   |        |
            Norfolk | 2020-03-31 | pcso    | fte   | 3      |
            Sussex  | 2020-03-31 | officer | fte   | 0      |
            """,
        ),
    )
    assert (
        found.items()
        >= {
            "kent.2020-03-31": "12.5",
            "essex.2020-03-31": "[z]",
            "surrey.2020-03-31": "[x]",
            "norfolk.2020-03-31": "[x]",
            "sussex.2020-03-31": "0",
        }.items()
    )


@pytest.mark.parametrize("reason", ["x", ""])
def test_a_sum_of_which_a_number_is_missing_is_partial(reason: str) -> None:
    found = values_of(
        SEARCHES,
        DrawnFile(
            "stop_search_published",
            f"""
            force | period  | ethnicity | searches | status
            Kent  | 2019-20 | white     | 30       |
            Kent  | 2019-20 | black     |          | {reason}
            """,
        ),
    )
    assert shown(found["kent.2019-20.all"]) == "30 [p]"
    assert found["kent.2019-20.all"].reason == (
        "some of the numbers that make it up were not supplied"
    )
    assert shown(found["kent.2019-20.black"]) == "[x]"


def test_nothing_but_missing_numbers_adds_up_to_nothing_by_area_too() -> None:
    found = drawn(
        """
        numerator: {table: population, sum: persons, words: residents}
        areas: true
        unit: count
        direction: context
        """,
        DrawnFile(
            "population",
            """
            force | period     | area      | persons | status
            Kent  | 2020-06-30 | E22000137 |         | x
            Kent  | 2020-06-30 | E22000138 |         | x
            Essex | 2020-06-30 |           | 5       |
            """,
        ),
    )
    assert found["kent.2020-06-30"] == "[x]"


# Values that mean nothing, or too little

CALL_RATE = f"""
numerator: {{table: calls, words: calls}}
denominator: {RESIDENTS}
unit: per 1,000
direction: context
"""


def test_a_rate_per_resident_means_nothing_in_the_city_of_london() -> None:
    found = values_of(
        CALL_RATE,
        POPULATION,
        calls("""
        force          | period  | times
        City of London | 2020-06 | 50
        Kent           | 2020-06 | 4
        """),
    )
    city = found["city-of-london.2020-06"]
    assert (city.status, city.value) == ("z", None)
    assert "residents; a rate per resident means nothing" in city.reason
    assert shown(found["england-and-wales.2020-06"]) == "54/4500 = 12"  # its calls count in all


@pytest.mark.parametrize(("minimum", "expected"), [(30, "30/30 = 100"), (31, "[low]")])
def test_a_base_under_the_minimum_gives_no_value(minimum: int, expected: str) -> None:
    table = calls("force | period | line | abandoned | times\nKent | 2025-04 | 101 | true | 30")
    assert drawn(ABANDONED + f"minimum: {minimum}", table)["kent.2025-04"] == expected


def test_a_base_of_zero_gives_no_value_not_even_for_england_and_wales() -> None:
    table = calls("force | period | line\nKent | 2025-04 | 999")
    found = values_of(ABANDONED, table)
    assert [shown(found[f"{who}.2025-04"]) for who in ("kent", "england-and-wales")] == [
        "[low]",
        "[low]",
    ]
    assert found["kent.2025-04"].reason == "the base is zero"


OUTCOME = """
numerator: {table: outcomes, where: "outcome = '1'", sum: offences, words: charged}
denominator: {table: outcomes, sum: offences, words: offences}
unit: percent
direction: context
"""


@pytest.mark.parametrize(
    ("charged", "others"), [(-1, 10), (11, -1), (-5, 2)], ids=["below 0", "over 100%", "base below"]
)
def test_corrections_can_make_a_share_impossible(charged: int, others: int) -> None:
    found = values_of(
        OUTCOME,
        DrawnFile(
            "outcomes",
            f"""
            force | period  | offence_group | outcome | offences
            Kent  | 2019-Q1 | theft         | 1       | {charged}
            Kent  | 2019-Q1 | theft         | 14      | {others}
            Essex | 2019-Q1 | theft         | 1       | 5
            Essex | 2019-Q1 | theft         | 14      | 15
            """,
        ),
    )
    kent = found["kent.2019-01-to-2019-03"]
    assert (kent.status, kent.value) == ("n", None)
    assert kent.reason == "corrections of earlier periods make the number impossible"
    total = found["england-and-wales.2019-01-to-2019-03"]
    assert (total.numerator, total.denominator) == (charged + 5, charged + others + 20)


def test_a_negative_count_is_a_count() -> None:
    found = drawn(
        """
        numerator: {table: recorded_crime, sum: offences, words: offences}
        unit: count
        direction: context
        """,
        DrawnFile(
            "recorded_crime",
            """
            force | period  | offence_code | offences
            Kent  | 2018-Q2 | 1            | -3
            """,
        ),
    )
    assert found["kent.2018-04-to-2018-06"] == "-3"


# England and Wales


def test_totals_say_how_many_forces_they_hold_and_who_is_missing() -> None:
    lines = [
        f"{force.name} | 2025-04 | 101 | false" for force in forces().all if force.name != "Kent"
    ]
    found = values_of(
        ABANDONED, calls("\n".join(["force | period | line | abandoned", *lines]))
    )  # fmt: skip
    total = found["england-and-wales.2025-04"]
    assert total.denominator == 42
    assert (total.status, total.reason) == ("ok", "42 of 43 forces; without Kent")


def test_a_partial_number_counts_in_a_count_but_not_in_a_rate() -> None:
    table = calls(
        "force | period | line\n" + months("Kent", *range(1, 13)) + "\n" + months("Essex", 4, 5)
    )
    count = values_of(YEARLY, table)["england-and-wales.2024-25"]
    assert shown(count) == "14 [p]"
    assert count.reason.startswith("2 of 43 forces; partial: Essex; without")
    rate = values_of(CALL_RATE + "period: year ending March", POPULATION, table)
    assert shown(rate["essex.2024-25"]) == "2/2000 = 1 [p]"
    assert shown(rate["england-and-wales.2024-25"]) == "12/4000 = 3"
    assert "Essex" in rate["england-and-wales.2024-25"].reason


def test_a_total_uses_only_forces_that_supply_both_parts() -> None:
    found = values_of(
        CALL_RATE,
        POPULATION,
        calls("""
        force  | period  | times
        Kent   | 2020-06 | 4
        Surrey | 2020-06 | 99
        """),
    )
    assert shown(found["surrey.2020-06"]) == "[x]"
    assert found["surrey.2020-06"].numerator == 99
    assert shown(found["england-and-wales.2020-06"]) == "4/4000 = 1"


def test_with_no_force_there_is_no_total() -> None:
    found = values_of(CALL_RATE, calls("force | period\nKent | 2020-06"))
    assert shown(found["england-and-wales.2020-06"]) == "[x]"
    assert found["england-and-wales.2020-06"].reason == "no force supplied it"


# Every figure can be walked back


def test_workings_say_from_which_rows_under_which_condition_each_number_came() -> None:
    found = values_of(
        """
        numerator: {table: stop_search_published, where: "ethnicity <> 'not-recorded'",
                    sum: searches, words: searches}
        denominator: {table: population_ethnicity, where: "base = 'census-2011'", sum: persons,
                      by: ethnicity, words: residents}
        by: ethnicity
        unit: per 1,000
        direction: neutral
        """,
        BY_ETHNICITY,
        DrawnFile(
            "population_ethnicity",
            """
            force | period     | base        | ethnicity | persons
            Kent  | 2011-03-27 | census-2011 | black     | 600
            Kent  | 2011-03-27 | census-2011 | black     | 400
            """,
        ),
    )
    numerator, denominator = found["kent.2019-20.black"].workings
    assert numerator.where == "(ethnicity <> 'not-recorded') and ethnicity = 'black'"
    assert (numerator.number, numerator.rows) == (5, 1)
    assert denominator.where == "(base = 'census-2011') and ethnicity = 'black'"
    assert (denominator.number, denominator.rows) == (1000, 2)
    assert denominator.period_start.isoformat() == "2011-03-27"

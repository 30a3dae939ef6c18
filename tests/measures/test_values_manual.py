"""What a measure gives, from a small table drawn as text: the manual of the engine."""

from __future__ import annotations

import pytest
from drawn import DrawnFile, drawn, shown, values_of

from openpeel.catalogue.forces import forces

POPULATION = DrawnFile(
    "population",
    """
    force          | period     | area      | persons
    Kent           | 2020-06-30 | E22000137 | 1000
    Kent           | 2020-06-30 | E22000138 | 3000
    Essex          | 2020-06-30 |           | 2000
    City of London | 2020-06-30 |           | 500
    """,
)
RESIDENTS = "{table: population, sum: persons, words: residents}"


def calls(text: str) -> DrawnFile:
    return DrawnFile("calls", text)


# Counts, shares, rates and ratios


def test_a_count_counts_the_rows_that_fit_and_has_no_interval() -> None:
    found = values_of(
        """
        numerator: {table: calls, where: "line = '101'", words: 101 calls}
        unit: count
        direction: context
        """,
        calls("""
        force | period  | line
        Kent  | 2025-04 | 101
        Kent  | 2025-04 | 101
        Kent  | 2025-04 | 999
        """),
    )
    kent = found["kent.2025-04"]
    assert (kent.numerator, kent.denominator, kent.value) == (2, None, 2)
    assert (kent.lower, kent.upper, kent.level, kent.method) == (None, None, None, "complete count")


ABANDONED = """
numerator: {table: calls, where: "line = '101' and abandoned", words: abandoned 101 calls}
denominator: {table: calls, where: "line = '101'", words: 101 calls}
unit: percent
direction: lower
"""


def test_a_share_is_the_rows_that_fit_over_the_rows_that_could() -> None:
    found = values_of(
        ABANDONED,
        calls("""
        force | period  | line | abandoned | times
        Kent  | 2025-04 | 101  | true      | 1
        Kent  | 2025-04 | 101  | false     | 3
        Kent  | 2025-04 | 101  |           | 1
        Kent  | 2025-04 | 999  | true      | 9
        Essex | 2025-04 | 101  | true      | 5
        """),
    )
    assert shown(found["kent.2025-04"]) == "1/5 = 20"
    assert shown(found["essex.2025-04"]) == "5/5 = 100"
    assert shown(found["england-and-wales.2025-04"]) == "6/10 = 60"
    kent = found["kent.2025-04"]
    assert (kent.method, kent.level) == ("wilson", 0.95)
    assert kent.lower == pytest.approx(3.62, abs=0.01)  # Wilson for 1 of 5, in percent
    assert kent.upper == pytest.approx(62.45, abs=0.01)


def test_a_rate_divides_by_the_population_nearest_to_the_middle_of_the_period() -> None:
    found = drawn(
        f"""
        numerator: {{table: calls, words: calls}}
        denominator: {RESIDENTS}
        unit: per 1,000
        direction: context
        """,
        DrawnFile(
            "population",
            """
            force | period     | persons
            Kent  | 2018-06-30 | 2000
            Kent  | 2020-06-30 | 4000
            """,
        ),
        calls("""
        force | period  | times
        Kent  | 2019-05 | 8
        Kent  | 2019-07 | 8
        Kent  | 2025-04 | 4
        """),
    )
    assert found["kent.2019-05"] == "8/2000 = 4"  # of two as near, the earlier
    assert found["kent.2019-07"] == "8/4000 = 2"
    assert found["kent.2025-04"] == "4/4000 = 1"  # the nearest there is


def test_a_ratio_is_a_groups_rate_over_that_of_the_reference_group() -> None:
    found = values_of(
        """
        numerator: {table: stop_search_published, sum: searches, words: searches}
        denominator: {table: population_ethnicity, where: "base = 'census-2011'", sum: persons,
                      by: ethnicity, words: residents}
        by: ethnicity
        groups: [black]
        ratio: {to: white}
        unit: ratio
        direction: neutral
        """,
        DrawnFile(
            "stop_search_published",
            """
            force | period  | ethnicity | searches
            Kent  | 2019-20 | black     | 20
            Kent  | 2019-20 | white     | 90
            """,
        ),
        DrawnFile(
            "population_ethnicity",
            """
            force | period     | base        | ethnicity | persons
            Kent  | 2011-03-27 | census-2011 | black     | 1000
            Kent  | 2011-03-27 | census-2011 | white     | 9000
            Kent  | 2021-03-21 | census-2021 | black     | 4000
            """,
        ),
    )
    assert (
        shown(found["kent.2019-20.black"]) == "20/10 = 2"
    )  # 20 where white people's rate gives 10
    assert "kent.2019-20.white" not in found
    roles = {working.role: working.number for working in found["kent.2019-20.black"].workings}
    assert roles == {
        "numerator": 20,
        "denominator": 1000,
        "numerator of the reference group": 90,
        "denominator of the reference group": 9000,
    }


# Groups and areas

SEARCHES = """
numerator: {table: stop_search_published, sum: searches, words: searches}
by: ethnicity
unit: count
direction: context
"""
BY_ETHNICITY = DrawnFile(
    "stop_search_published",
    """
    force | period  | ethnicity    | searches
    Kent  | 2019-20 | white        | 30
    Kent  | 2019-20 | black        | 5
    Kent  | 2019-20 | not-recorded | 2
    Essex | 2019-20 | white        | 7
    """,
)


def test_by_gives_each_code_a_value_and_all_of_them_one() -> None:
    assert (
        drawn(SEARCHES, BY_ETHNICITY).items()
        >= {
            "kent.2019-20.all": "37",
            "kent.2019-20.white": "30",
            "kent.2019-20.black": "5",
            "kent.2019-20.not-recorded": "2",
            "essex.2019-20.all": "7",
            "essex.2019-20.black": "[x]",  # a published table without the row did not supply it
        }.items()
    )


def test_codes_in_rest_count_in_all_and_get_no_value_of_their_own() -> None:
    found = drawn(SEARCHES + "rest: [not-recorded]", BY_ETHNICITY)
    assert found["kent.2019-20.all"] == "37"
    assert {name.rpartition(".")[2] for name in found} == {"all", "white", "black"}


def test_groups_names_the_codes_that_get_a_value_and_all_can_be_left_out() -> None:
    found = drawn(SEARCHES + "groups: [black]\nall: false", BY_ETHNICITY)
    assert {name.rpartition(".")[2] for name in found} == {"black"}


def test_rows_without_a_code_are_no_group() -> None:
    found = drawn(
        """
        numerator: {table: street_crime, words: crimes}
        by: crime_type
        unit: count
        direction: context
        """,
        DrawnFile(
            "street_crime",
            """
            force | period  | crime_type
            Kent  | 2019-01 | burglary
            Kent  | 2019-01 |
            """,
        ),
    )
    assert {name: text for name, text in found.items() if name.startswith("kent")} == {
        "kent.2019-01.all": "2",
        "kent.2019-01.burglary": "1",
    }


def test_areas_are_values_beside_the_force_and_rows_without_a_place_count_for_the_force() -> None:
    found = drawn(
        f"""
        numerator: {{table: street_crime, words: crimes}}
        denominator: {RESIDENTS}
        areas: true
        unit: per 1,000
        direction: context
        """,
        POPULATION,
        DrawnFile(
            "street_crime",
            """
            force | period  | area      | times
            Kent  | 2019-01 | E22000137 | 4
            Kent  | 2019-01 |           | 8
            """,
        ),
    )
    assert found["kent.2019-01"] == "12/4000 = 3"
    assert found["kent.2019-01.E22000137"] == "4/1000 = 4"
    assert found["kent.2019-01.E22000138"] == "0/3000 = 0"  # no crime there: a true zero
    assert found["kent.2019-01.E22000140"] == "[x]"  # nobody supplied its population
    assert not any(name.startswith("essex.2019-01.E") for name in found)  # it sent nothing


# Years from months

YEARLY = """
numerator: {table: calls, words: calls}
period: year ending March
unit: count
direction: context
"""


def months(force: str, *numbers: int) -> str:
    """A call in each of these months of the year that began in April 2024."""
    names = [f"{2024 + (number < 4)}-{number:02}" for number in numbers]
    return "\n".join(f"{force} | {name} | 101" for name in names)


def test_twelve_months_make_a_year_and_nine_make_a_part_of_one() -> None:
    found = values_of(
        YEARLY,
        calls(
            "force | period | line\n"
            + months("Kent", *range(1, 13))
            + "\n"
            + months("Essex", *range(4, 13))
        ),
    )
    assert shown(found["kent.2024-25"]) == "12"
    assert shown(found["essex.2024-25"]) == "9 [p]"
    assert found["essex.2024-25"].reason == "9 of 12 months supplied"


def test_quarters_make_years_and_march_belongs_to_the_year_it_ends() -> None:
    quarters = DrawnFile(
        "recorded_crime",
        """
        force | period  | offence_code | offences
        Kent  | 2018-Q2 | 1            | 10
        Kent  | 2018-Q3 | 1            | 20
        Kent  | 2018-Q4 | 1            | 30
        Kent  | 2019-Q1 | 1            | 40
        Kent  | 2019-Q2 | 1            | 50
        """,
    )
    found = drawn(
        """
        numerator: {table: recorded_crime, sum: offences, words: offences}
        period: year ending March
        unit: count
        direction: context
        """,
        quarters,
    )
    assert found["kent.2018-19"] == "100"
    assert found["kent.2019-20"] == "50 [p]"


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

"""What a measure gives, from a small table drawn as text: the manual of the engine."""

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


def test_a_year_held_against_a_snapshot_takes_the_last_snapshot_of_the_year() -> None:
    found = values_of(
        """
        numerator: {table: complaints, where: "kind = 'complaint'", words: complaints}
        denominator: {table: people, where: "in_post", words: people in post}
        period: year ending March
        unit: per 1,000
        direction: neutral
        """,
        DrawnFile("complaints", year_of("kind", "complaint")),
        DrawnFile(
            "people",
            """
            force | period     | in_post | times
            Kent  | 2025-09-30 | true    | 500
            Kent  | 2026-03-31 | true    | 400
            Kent  | 2027-03-31 | true    | 999
            """,
        ),
    )
    kent = found["kent.2025-26"]
    assert (shown(kent), kent.status) == ("12/400 = 30", "ok")


def year_of(column: str, value: str) -> str:
    """A row of Kent's in each month of 2025-26."""
    months = [*(f"2025-{month:02}" for month in range(4, 13)), "2026-01", "2026-02", "2026-03"]
    return "\n".join([f"force | period | {column}", *(f"Kent | {m} | {value}" for m in months)])

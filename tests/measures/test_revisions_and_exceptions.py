"""Editions that replace each other, and the gaps that coverage.yaml knows beforehand."""

from __future__ import annotations

from datetime import date

import pytest
from drawn import DrawnFile, drawn, release_of, shown, values_of

from openpeel.catalogue import coverage
from openpeel.measures import numbers

SEARCHES = """
numerator: {table: stop_search_published, sum: searches, words: searches}
unit: count
direction: context
"""


def edition(published: date | None, *rows: str) -> DrawnFile:
    header = "force | period | ethnicity | searches"
    return DrawnFile("stop_search_published", "\n".join([header, *rows]), published)


OLD = edition(date(2019, 10, 1), "Kent | 2018-19 | white | 10", "Essex | 2018-19 | white | 5")


def test_a_later_edition_takes_the_place_of_an_earlier_one_and_is_not_added_to_it() -> None:
    new = edition(
        date(2020, 10, 1),
        "Kent | 2018-19 | white | 12",
        "Essex | 2018-19 | white | 5",
        "Kent | 2019-20 | white | 20",
    )
    release = release_of(SEARCHES, new, OLD)
    found = {value.figure.split(".", 1)[1]: value for value in release.values}
    assert shown(found["kent.2018-19"]) == "12 [r]"
    assert (
        "stop_search_published-2020-10-01.csv gives other numbers" in found["kent.2018-19"].reason
    )
    assert shown(found["essex.2018-19"]) == "5"  # printed again, unchanged
    assert shown(found["kent.2019-20"]) == "20"
    account = {file.name: file.notes for file in release.files}
    assert account["stop_search_published-2019-10-01.csv"] == (
        "2 facts are replaced by a later edition that holds the same periods",
    )


def test_what_the_later_edition_does_not_hold_stands() -> None:
    new = edition(date(2020, 10, 1), "Kent | 2018-19 | white | 12")
    assert (
        drawn(SEARCHES, OLD, new).items()
        >= {
            "kent.2018-19": "12 [r]",
            "essex.2018-19": "5",
        }.items()
    )


def test_without_a_date_the_edition_that_reaches_further_counts() -> None:
    short = edition(None, "Kent | 2018-19 | white | 10")
    further = edition(None, "Kent | 2018-19 | white | 12", "Kent | 2019-20 | white | 20")
    for files in ((short, further), (further, short)):
        assert drawn(SEARCHES, *files)["kent.2018-19"] == "12 [r]"


def test_a_table_with_slice_columns_is_replaced_slice_by_slice() -> None:
    measure = """
        numerator: {table: workforce, where: "basis = 'fte'", sum: people, words: people}
        by: worker
        unit: count
        direction: context
    """
    header = "force | period | worker | basis | people"
    first = DrawnFile(
        "workforce",
        f"{header}\nKent | 2020-03-31 | officer | fte | 10\nKent | 2020-03-31 | pcso | fte | 3",
        date(2020, 7, 1),
    )
    second = DrawnFile(
        "workforce", f"{header}\nKent | 2020-03-31 | officer | fte | 11", date(2021, 1, 1)
    )
    assert (
        drawn(measure, first, second).items()
        >= {
            "kent.2020-03-31.officer": "11 [r]",
            "kent.2020-03-31.pcso": "3 [r]",  # told of all groups of a measure together
            "kent.2020-03-31.all": "14 [r]",
        }.items()
    )
    pcsos = """
        numerator:
          table: workforce
          where: "worker = 'pcso' and basis = 'fte'"
          sum: people
          words: people
        unit: count
        direction: context
    """
    assert drawn(pcsos, first, second)["kent.2020-03-31"] == "3"  # officers alone were revised


def test_rows_that_name_no_force_are_never_replaced() -> None:
    release = release_of(
        "numerator: {table: street_crime, words: crimes}\nunit: count\ndirection: context",
        DrawnFile("street_crime", "force | period\n | 2019-01", date(2019, 3, 1)),
        DrawnFile("street_crime", "force | period\n | 2019-01", date(2019, 4, 1)),
    )
    assert all(not file.notes for file in release.files)


# Gaps known beforehand


def test_greater_manchester_is_partial_in_the_year_it_changed_its_system() -> None:
    found = values_of(
        SEARCHES,
        edition(None, "Greater Manchester | 2019-20 | white | 9", "Kent | 2019-20 | white | 9"),
    )
    assert found["greater-manchester.2019-20"].status == "p"
    assert found["greater-manchester.2019-20"].reason.startswith("The force changed its system")
    assert found["greater-manchester.2019-20"].value == 9
    assert found["kent.2019-20"].status == "ok"


def test_a_note_without_a_code_is_read_with_the_value() -> None:
    found = values_of(
        "numerator: {table: crime_area, sum: offences, words: offences}\n"
        "unit: count\ndirection: context",
        DrawnFile(
            "crime_area",
            "force | period | offence | offences\n"
            "Cheshire | 2018-19 | total | 7\nKent | 2018-19 | total | 7",
        ),
    )
    assert found["cheshire.2018-19"].status == "ok"
    assert "Countess of Chester" in found["cheshire.2018-19"].reason
    assert found["kent.2018-19"].reason == ""


@pytest.mark.parametrize(
    ("status", "expected", "total"),
    [("n", "9 [n]", "18 "), ("x", "[x]", "9 "), ("z", "[z]", "9 "), ("c", "[c]", "9 ")],
)
def test_a_number_that_its_code_does_not_show_is_in_no_total(
    monkeypatch: pytest.MonkeyPatch, status: str, expected: str, total: str
) -> None:
    known = coverage.exceptions("stop_search_published")[0].model_copy(update={"status": status})
    monkeypatch.setattr(numbers, "exceptions", {"stop_search_published": (known,)}.get)
    found = values_of(
        SEARCHES,
        edition(None, "Greater Manchester | 2019-20 | white | 9", "Kent | 2019-20 | white | 9"),
    )
    force = found["greater-manchester.2019-20"]
    assert shown(force) == expected
    assert (force.numerator is None) == (force.value is None)
    assert f"{shown(found['england-and-wales.2019-20'])} ".startswith(total)

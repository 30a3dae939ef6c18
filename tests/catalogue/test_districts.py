"""Districts of every year since 2009, each with its force and its partnership."""

import csv
from pathlib import Path

import pytest

from openpeel.catalogue.forces import districts, forces

LOOKUP_2016 = (
    "Local_Authority_District_to_Community_Safety_Partnerships_to_Police_Force_Areas"
    "__December_2016__Lookup_in_England_and_Wales.csv"
)


def lookup(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_in_2022_there_were_331_districts() -> None:
    of_2022 = [d for d in districts().all if d.first <= 2022 and (d.last is None or d.last >= 2022)]
    assert len(of_2022) == 331


def test_codes_are_unique_and_forces_known() -> None:
    assert len(districts().by_code) == len(districts().all)
    assert {d.force_code for d in districts().all} == set(forces().by_code)


def test_the_lookup_of_december_2022_agrees(open_data: Path) -> None:
    rows = lookup(open_data / "population" / "LAD22_CSP22_PFA22_EW_LU.csv")
    assert len(rows) == 331
    for row in rows:
        district = districts().find(row["LAD22CD"])
        assert district is not None, row["LAD22CD"]
        assert (district.name, district.csp_code, district.csp, district.force_code) == (
            row["LAD22NM"],
            row["CSP22CD"],
            row["CSP22NM"],
            row["PFA22CD"],
        )
        assert district.successor is None


def test_the_lookup_of_december_2016_agrees(open_data: Path) -> None:
    """A district keeps its force when districts merge; its partnership is that of 2022."""
    rows = lookup(open_data / "population" / LOOKUP_2016)
    assert len(rows) == 348
    for row in rows:
        district = districts().find(row["LAD16CD"])
        assert district is not None, row["LAD16CD"]
        assert district.first <= 2016
        assert district.force_code == row["PFA16CD"], row["LAD16NM"]
        assert districts().today(district).force_code == district.force_code


def test_a_district_abolished_leads_to_one_that_stands() -> None:
    for district in districts().all:
        if district.successor:
            today = districts().today(district)
            assert today.successor is None
            assert district.last is not None
            assert today.csp_code in districts().partnerships


def test_the_partnership_of_2022_is_asked_of_the_district_of_today() -> None:
    """Chiltern had a partnership of its own in 2016, which no longer stands."""
    chiltern = districts().named("Chiltern")
    assert chiltern is not None and chiltern.csp_code == "E22000306"
    assert chiltern.csp_code not in districts().partnerships
    today = districts().today(chiltern)
    assert today.name == "Buckinghamshire"
    assert districts().partnerships[str(today.csp_code)] == "Buckinghamshire"


@pytest.mark.parametrize("code", ["E06000061\xa0", "E06000062\xa0", " E06000061"])
def test_no_break_space_after_a_code_does_not_lose_northamptonshire(code: str) -> None:
    district = districts().find(code)
    assert district is not None
    assert forces().by_code[district.force_code].name == "Northamptonshire"


def test_an_unknown_code_finds_nothing() -> None:
    assert districts().find("E99999999") is None
    assert districts().named("Northshire") is None


def test_a_partnership_of_one_district_has_its_name() -> None:
    """The lookup calls the partnership of North Northamptonshire by one old part, Corby."""
    north = districts().named("North Northamptonshire")
    assert north is not None and north.csp_code is not None
    assert north.csp == "Corby"
    assert districts().partnerships[north.csp_code] == "North Northamptonshire"


def test_a_partnership_of_several_districts_keeps_its_name() -> None:
    merthyr = districts().named("Merthyr Tydfil")
    assert merthyr is not None and merthyr.csp_code is not None
    assert districts().partnerships[merthyr.csp_code] == "Cwm Taf"

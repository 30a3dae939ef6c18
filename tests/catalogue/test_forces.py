"""The 43 forces, under every name that publishers give them."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpeel.catalogue.forces import Force, forces, plain_name

ALL = forces().all
A_FORCE = st.sampled_from(ALL)


def found(name: str) -> str | None:
    force = forces().find(name)
    return force.name if force else None


def test_there_are_43_forces_39_in_england_and_4_in_wales() -> None:
    assert len(ALL) == len(forces().by_code) == len(forces().by_slug) == 43
    assert sum(force.country == "Wales" for force in ALL) == 4
    assert all(force.code.startswith("W") == (force.region == "Wales") for force in ALL)


def test_england_and_wales_had_59_719_724_residents_in_mid_2020() -> None:
    assert sum(force.population for force in ALL) == 59_719_724
    assert forces().by_slug["west-mercia"].population == 1_298_422


def test_only_city_of_london_has_no_meaningful_resident_rates() -> None:
    assert [force.name for force in ALL if not force.resident_rates] == ["City of London"]
    assert forces().by_slug["city-of-london"].population == 10_938


def test_no_two_forces_share_a_name_a_tile_or_a_short_name() -> None:
    owners: dict[str, str] = {}
    for force in ALL:
        for name in (force.code, force.name, force.title, force.slug, *force.names):
            assert owners.setdefault(plain_name(name), force.code) == force.code, name
    assert len({force.tile for force in ALL}) == len({force.short for force in ALL}) == 43


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Avon & Somerset", "Avon and Somerset"),
        ("Avon and Somerset Constabulary", "Avon and Somerset"),
        ("avon-and-somerset", "Avon and Somerset"),
        ("London, City of", "City of London"),
        ("City of London Police", "City of London"),
        ("Metropolitan Police Service", "Metropolitan Police"),
        ("Metropolitan Police", "Metropolitan Police"),
        ("metropolitan", "Metropolitan Police"),
        ("Devon & Cornwall Police", "Devon and Cornwall"),
        ("Dyfed-Powys Police", "Dyfed-Powys"),
        ("  West  Mercia\xa0Police ", "West Mercia"),
        ("WEST MERCIA", "West Mercia"),
        ("E23000016", "West Mercia"),
        ("Hampshire and Isle of Wight Constabulary", "Hampshire"),
    ],
)
def test_each_way_of_writing_a_name_finds_the_force(written: str, name: str) -> None:
    assert found(written) == name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Wiltshire1", "Wiltshire"),
        ("Cheshire7", "Cheshire"),
        ("Avon and Somerset8", "Avon and Somerset"),
        ("Greater Manchester 3,4", "Greater Manchester"),
        ("London, City of12", "City of London"),
    ],
)
def test_footnote_digits_that_stick_to_a_name_do_not_hide_the_force(
    written: str, name: str
) -> None:
    assert found(written) == name


@given(A_FORCE, st.integers(1, 99), st.sampled_from(["", " ", "\xa0"]))
def test_any_name_with_any_footnote_finds_its_force(force: Force, note: int, gap: str) -> None:
    for name in (force.name, force.title, *force.names):
        assert forces().find(f"{name}{gap}{note}") is force


def test_the_digits_of_a_code_are_not_taken_for_a_footnote() -> None:
    assert plain_name("E23000001") == "e23000001"


def test_west_midlands_is_a_force_and_a_region() -> None:
    """The layout of a table must say which; asked by name alone, the force wins."""
    assert found("West Midlands ") == "West Midlands"
    assert forces().is_region("West Midlands ")
    assert forces().kind("West Midlands") == "force"
    assert not forces().is_region("West Mercia")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("North West7", "region"),
        ("East ", "region"),
        ("Yorkshire & the Humber", "region"),
        ("WALES", "region"),
        ("London", "region"),
        ("ENGLAND AND WALES7,8", "total"),
        ("All - excluding BTP", "total"),
        ("All - including BTP and excluding Greater Manchester", "total"),
        ("*Total England and Wales", "total"),
        ("British Transport Police", "body"),
        ("BTP", "body"),
        ("Action Fraud", "body"),
        ("CIFAS", "body"),
        ("UK Finance", "body"),
        ("northern-ireland", "body"),
        ("Northshire", "unknown"),
        ("", "unknown"),
    ],
)
def test_what_stands_among_forces_and_is_none(name: str, kind: str) -> None:
    assert forces().find(name) is None
    assert forces().kind(name) == kind


def test_each_body_outside_the_43_says_why() -> None:
    body = forces().body("btp")
    assert body is not None
    assert body.name == "British Transport Police"
    assert "railways" in body.why


def test_codes_names_and_populations_agree_with_the_published_list(open_data: Path) -> None:
    with (open_data / "reference" / "forces_43.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 43
    for row in rows:
        force = forces().by_code[row["PFA22CD"]]
        assert force.population == float(row["population_mid2020"])
        assert force.country == row["country"]
        for column in (
            "PFA22NM",
            "data_police_uk_slug",
            "data_police_uk_name",
            "home_office_name",
            "home_office_crime_tables_name",
        ):
            assert forces().find(row[column]) is force, row[column]
        assert forces().kind(row["home_office_region"]) in ("region", "force")

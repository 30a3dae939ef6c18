"""Local policing areas."""

import pytest

from openpeel.catalogue.areas import area_labels, area_name, areas_of
from openpeel.catalogue.forces import districts, forces

WEST_MERCIA = "E23000016"


def test_west_mercia_has_five_areas() -> None:
    assert list(areas_of(WEST_MERCIA).values()) == [
        "Herefordshire",
        "North Worcestershire",
        "Shropshire",
        "South Worcestershire",
        "Telford and Wrekin",
    ]


def test_they_coincide_with_the_partnerships_of_its_districts() -> None:
    for area in areas_of(WEST_MERCIA):
        assert any(
            d.csp_code == area and d.force_code == WEST_MERCIA and not d.successor
            for d in districts().all
        )


@pytest.mark.parametrize("label", ["telford & wrekin", "E22000333", "Telford"])
def test_an_area_is_found_by_what_the_force_calls_it(label: str) -> None:
    from openpeel.catalogue.codes import plain_label

    assert area_labels(WEST_MERCIA)[plain_label(label)] == "E22000333"


def test_every_force_has_areas_and_each_has_a_name() -> None:
    for force in forces().all:
        assert areas_of(force.code)
        assert all(
            area_name(force.code, code) == name for code, name in areas_of(force.code).items()
        )


def test_an_unknown_area_is_named_by_its_code() -> None:
    assert area_name(WEST_MERCIA, "X1") == "X1"

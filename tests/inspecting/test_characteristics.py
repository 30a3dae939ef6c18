"""Characteristics of good performance, and the phrase that ends the sentence on a grade."""

from __future__ import annotations

import pytest

from inspecting.making import FRAMEWORK
from openpeel.catalogue.frameworks import Framework, framework, frameworks

AREAS = framework(FRAMEWORK).areas


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.id)
def test_every_area_has_four_to_seven_characteristics_in_words(area: object) -> None:
    listed = area.characteristics  # type: ignore[attr-defined]
    assert 4 <= len(listed) <= 7
    assert all(one.words.endswith(".") for one in listed)


def test_a_graded_area_has_the_end_of_its_sentence_and_an_ungraded_one_has_none() -> None:
    for area in AREAS:
        assert (area.judged is None) == (area.graded is False), area.id
        assert area.judged is None or area.judged.startswith("at ")


def test_other_frameworks_need_not_list_any() -> None:
    for entry in frameworks():
        if entry.id != FRAMEWORK:
            assert not any(area.characteristics for area in entry.areas)


def test_a_characteristic_stands_once() -> None:
    values = framework(FRAMEWORK).model_dump(by_alias=True)
    listed = values["areas"][0]["characteristics"]
    values["areas"][0]["characteristics"] = [listed[0], listed[0]]
    with pytest.raises(ValueError, match="'calls' stands twice"):
        Framework.model_validate(values)

"""Frameworks: which grades there are, in which areas, and which may stand side by side."""

import shutil
from pathlib import Path

import pytest

from openpeel.catalogue.forces import forces
from openpeel.catalogue.frameworks import (
    FOLDER,
    comparable,
    framework,
    frameworks,
    load_framework,
    load_frameworks,
)
from openpeel.errors import UserError

IDS = [entry.id for entry in frameworks()]
WEST_MERCIA = forces().by_slug["west-mercia"].code
WEST_YORKSHIRE = forces().by_slug["west-yorkshire"].code
KENT = forces().by_slug["kent"].code


def test_five_frameworks_oldest_first_one_after_the_other() -> None:
    assert IDS == [
        "peel-2018-19",
        "peel-2021-22-first",
        "peel-2021-22-revised",
        "peel-2023-25",
        "peel-2025-27",
    ]
    ends = [entry.end for entry in frameworks()]
    assert ends[-1] is None
    for end, following in zip(ends, frameworks()[1:], strict=False):
        assert end is not None
        assert (following.start - end).days == 1


def test_four_tiers_to_2018_19_and_five_since() -> None:
    four = ["outstanding", "good", "requires improvement", "inadequate"]
    five = ["outstanding", "good", "adequate", "requires improvement", "inadequate"]
    words = {entry.id: [tier.word for tier in entry.tiers] for entry in frameworks()}
    assert words == {id: four if id == "peel-2018-19" else five for id in IDS}


def test_what_no_source_says_is_left_out_and_each_file_says_what_that_is() -> None:
    assert all(tier.meaning is None for tier in framework("peel-2018-19").tiers)
    assert all(tier.meaning for tier in framework("peel-2021-22-revised").tiers)
    assert framework("peel-2025-27").area("leadership").graded is None
    assert all(" not " in f" {entry.known} " for entry in frameworks())


def test_2018_19_has_three_pillars_and_ten_questions_one_of_them_ungraded() -> None:
    entry = framework("peel-2018-19")
    assert [pillar.id for pillar in entry.pillars] == ["effectiveness", "efficiency", "legitimacy"]
    assert [area.id for area in entry.areas if not area.graded] == ["specialist-capabilities"]
    assert len(entry.areas) == 10


def test_the_first_version_of_2021_22_asked_twelve_questions_and_graded_ten() -> None:
    entry = framework("peel-2021-22-first")
    assert len(entry.areas_of(WEST_YORKSHIRE)) == 12
    assert sum(area.graded is True for area in entry.areas_of(WEST_YORKSHIRE)) == 10
    assert entry.area("victims").graded is True
    assert entry.area("armed-threats").graded is False


def test_west_mercia_was_inspected_in_nine_areas_eight_graded_and_later_in_one_more() -> None:
    entry = framework("peel-2021-22-revised")
    areas = entry.areas_of(WEST_MERCIA)
    in_its_report = [area for area in areas if area.id != "serious-organised-crime"]
    assert len(in_its_report) == 9
    assert [area.id for area in in_its_report if not area.graded] == ["victims"]
    assert entry.area("serious-organised-crime") in areas


def test_the_number_of_areas_differs_by_force() -> None:
    counts = framework("peel-2021-22-revised").counts
    assert [(count.inspected, count.graded) for count in counts] == [
        (9, 8),
        (10, 9),
        (11, 10),
        (12, 11),
        (13, 11),
    ]
    assert counts[0].forces == (WEST_MERCIA,)


def test_where_no_source_says_whether_a_force_was_inspected_the_answer_is_neither_yes_nor_no() -> (
    None
):
    entry = framework("peel-2021-22-revised")
    recording = entry.area("crime-recording")
    assert recording.applies_to(KENT) is None
    assert entry.area("responding").applies_to(KENT) is True
    assert recording in entry.areas_not_known(KENT)
    assert recording not in entry.areas_of(KENT)


@pytest.mark.parametrize("id", IDS)
def test_areas_of_all_forces_and_of_some_add_up(id: str) -> None:
    entry = framework(id)
    assert {*entry.areas_of(KENT), *entry.areas_not_known(KENT)} == set(entry.areas)


@pytest.mark.parametrize("a", IDS)
@pytest.mark.parametrize("b", IDS)
def test_only_grades_of_one_framework_may_be_compared_and_there_is_always_a_reason(
    a: str, b: str
) -> None:
    answer = comparable(a, b)
    assert answer.yes is (a == b)
    assert answer.reason.endswith(".")
    assert comparable(b, a).yes is answer.yes


def test_good_to_adequate_need_not_mean_worse() -> None:
    assert "need not mean" in comparable("peel-2021-22-revised", "peel-2018-19").reason


def test_four_tiers_and_five_are_never_on_one_trend_even_where_no_source_says_so() -> None:
    reason = comparable("peel-2018-19", "peel-2025-27").reason
    assert "4 tiers" in reason and "5" in reason


def test_an_unknown_framework_or_area_is_an_error() -> None:
    with pytest.raises(UserError, match="There is no framework 'peel-2014'; choose one of peel-20"):
        framework("peel-2014")
    with pytest.raises(UserError, match="There is no framework 'peel-2014'"):
        comparable("peel-2025-27", "peel-2014")
    with pytest.raises(UserError, match="there is no area 'parking'"):
        framework("peel-2025-27").area("parking")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "frameworks"))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("for_forces:", "forforces:", "line 3, key for_forces: this key is needed"),
        ("graded: 8", "graded: eight", "line 88, key counts.0.graded: a whole number is needed"),
        ("graded: 8,", "graded: 10,", "line 88, key counts.0.graded: more areas graded than insp"),
        ("inspected: 9", "inspected: 8", "line 88, key counts.0.inspected: 9 areas apply to all"),
        ("[West Mercia, ", "[West Northshire, ", "line 9, key known_forces.0: 'West Northshire'"),
        ("to: 2023-02-07", "to: 2021-02-07", "line 7, key to: 2021-02-07 is before 2022-03-01"),
        ("word: adequate", "word: good", "line 13, key tiers.2.word: 'good' stands twice"),
        ("id: responding", "id: victims", "line 37, key areas.3.id: 'victims' stands twice"),
        ("name: Responding", "pillar: p, name: Responding", "line 37, key areas.3.pillar: there"),
        ("next: 2027", "next: 2026", "line 3, key checked.next: 2026-11-23 is not after 2026-11-2"),
    ],
)
def test_a_broken_file_is_told_with_file_line_and_key(
    folder: Path, old: str, new: str, words: str
) -> None:
    path = folder / "peel-2021-22-revised.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(UserError) as error:
        load_framework(path)
    assert str(error.value).startswith(f"{path}, {words}"), error.value


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("from: 2025-04-11", "from: 2025-04-10", "line 5, key from: its dates overlap with peel-2"),
        ("id: peel-2025-27", "id: peel-2018-19", "line 3, key id: 'peel-2018-19' is the id of an"),
    ],
)
def test_frameworks_share_neither_a_day_nor_an_id(
    folder: Path, old: str, new: str, key: str
) -> None:
    path = folder / "peel-2025-27.yaml"
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(UserError) as error:
        load_frameworks(folder)
    assert str(error.value).startswith(f"{path}, {key}"), error.value


def test_a_break_with_a_framework_that_does_not_exist_is_an_error(folder: Path) -> None:
    (folder / "peel-2023-25.yaml").unlink()
    with pytest.raises(UserError, match=r"framework: there is no framework 'peel-2023-25'\.$"):
        load_frameworks(folder)

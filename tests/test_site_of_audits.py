"""Published rounds of audits among the inputs of a site: built, verified, refused."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent / "releases"))
sys.path.insert(0, str(Path(__file__).parent / "facts" / "returns"))

from published_rounds import published, round_answers
from sent import Sent

from one_measure import TEXT, one_measure
from openpeel.errors import UserError
from openpeel.rounds_in import find_rounds
from openpeel.sampling.published import PublishedRound, write_published
from openpeel.site import build, verify


def grounds(number: int = 1, **changed: Any) -> PublishedRound:
    """A small round: 107 searches and seven questions."""
    answers = round_answers("stop-search-grounds-2020", slug="grounds", number=number)
    return published(answers, **changed)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lake with one submission, one measure, and one published round in `data/audits`."""
    one_measure(tmp_path, Sent(TEXT), monkeypatch)
    write_published(grounds(), tmp_path / "data" / "audits" / "grounds-1")
    return tmp_path


def test_a_round_becomes_pages_and_an_input_that_verify_computes_again(place: Path) -> None:
    built = build(place / "data", place / "site")
    assert built.audits == ("Grounds for stop and search, West Mercia, round 1",)
    assert not [file.name for file in built.taken if "grounds" in file.name]  # no unknown files
    manifest = json.loads((place / "site/data/manifest.json").read_text(encoding="utf-8"))
    (entry,) = manifest["audits"]
    assert (entry["name"], entry["slug"]) == ("audits/grounds-1", "grounds-1")
    assert (place / "site/audits/grounds-1/GR1/index.html").is_file()
    assert (place / "site/data/audits/grounds-1/estimates.csv").is_file()
    assert verify(place / "site", place / "data", place / "one") == []
    table = place / "site/data/audits/grounds-1/estimates.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("ok", "low"), encoding="utf-8")
    said = " ".join(verify(place / "site", place / "data", place / "two"))
    assert "data/audits/grounds-1/estimates.csv was changed by hand" in said


def test_another_round_makes_another_release(place: Path) -> None:
    first = build(place / "data", place / "site")
    assert not build(place / "data", place / "site").changed
    write_published(grounds(2), place / "data" / "audits" / "grounds-2")
    said = verify(place / "site", place / "data", place / "one")
    assert any("audits/grounds-2" in line and "is new since" in line for line in said)
    second = build(place / "data", place / "site")
    assert second.changed and second.release != first.release
    assert (place / "site/audits/grounds-2/repeat/index.html").is_file()


def test_without_audits_nothing_of_them_is_in_the_manifest(place: Path) -> None:
    shutil.rmtree(place / "data" / "audits")
    build(place / "data", place / "site")
    assert "audits" not in json.loads((place / "site/data/manifest.json").read_text())
    assert not (place / "site/audits").exists()


def test_rounds_alone_make_a_site(place: Path) -> None:
    built = build(place / "data", place / "other", place / "other.lake")
    assert built.values == 0
    text = (place / "other/audits/grounds-1/index.html").read_text(encoding="utf-8")
    assert "Simulated:" not in text
    write_published(grounds(simulated=True), place / "made-up" / "grounds-1")
    build(place / "made-up", place / "third", place / "third.lake")
    text = (place / "third/audits/grounds-1/index.html").read_text(encoding="utf-8")
    assert "Simulated:" in text


def test_a_damaged_round_stops_the_build_with_one_sentence(place: Path) -> None:
    answers = place / "data/audits/grounds-1/answers.csv"
    answers.write_text(answers.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(UserError, match="this is not the file that was published") as told:
        build(place / "data", place / "site")
    assert "\n" not in str(told.value) and "answers.csv" in str(told.value)
    assert not (place / "site").exists()


def test_one_round_twice_is_refused(place: Path) -> None:
    shutil.copytree(place / "data/audits/grounds-1", place / "data/audits/copy")
    with pytest.raises(UserError, match="both are the round grounds-1; keep one of them"):
        build(place / "data", place / "site")


def test_a_simulated_round_beside_real_data_is_refused(place: Path) -> None:
    made_up = replace(grounds(), simulated=True)
    write_published(made_up, place / "data/audits/grounds-1")
    with pytest.raises(UserError, match="this audit is simulated, and the data are real"):
        build(place / "data", place / "site")


def test_a_simulated_round_beside_a_real_one_is_refused(tmp_path: Path) -> None:
    write_published(grounds(), tmp_path / "one")
    write_published(grounds(2, simulated=True), tmp_path / "two")
    with pytest.raises(UserError, match=r"two is simulated and .*one is not"):
        find_rounds(tmp_path)


def test_a_round_needs_a_folder_of_its_own(tmp_path: Path) -> None:
    write_published(grounds(), tmp_path)
    with pytest.raises(UserError, match="a published round needs a folder of its own"):
        find_rounds(tmp_path)


@pytest.mark.parametrize("slug", ["../../elsewhere-1", "a/b-1", "", "a b"])
def test_a_slug_can_lead_nowhere_else(tmp_path: Path, slug: str) -> None:
    made = grounds()
    write_published(replace(made, answers=replace(made.answers, slug=slug)), tmp_path / "one")
    with pytest.raises(UserError, match=r"key slug: .* may have letters, digits"):
        find_rounds(tmp_path)


def test_hidden_folders_are_left_alone(tmp_path: Path) -> None:
    write_published(grounds(), tmp_path / ".kept" / "grounds-1")
    assert find_rounds(tmp_path) == []

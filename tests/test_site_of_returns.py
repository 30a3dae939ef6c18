"""A site that rests on what forces submitted: built, traced, verified."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "facts" / "returns"))

from sent import NINE, Sent, answer, empty_month, send

from one_measure import TEXT, one_measure
from openpeel.accounts import trace_figure
from openpeel.errors import UserError
from openpeel.facts.lake import Lake
from openpeel.facts.returns.store import submissions
from openpeel.facts.returns.submissions import reply
from openpeel.site import build, share_back_with, verify

QUERY = empty_month("2025-05", "Kent")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of published files, a lake with one submission, and one measure."""
    (tmp_path / "data").mkdir()
    one_measure(tmp_path, Sent(TEXT, (QUERY,)), monkeypatch)
    return tmp_path


def test_a_copy_of_a_submitted_file_is_left_alone_also_when_it_was_corrected(place: Path) -> None:
    (place / "data" / "calls.csv").write_bytes(TEXT.encode())
    left, _ = build(place / "data", place / "site").taken
    assert (left.batch, left.left) == (None, "submitted as a return, which counts instead")
    correction = Sent(TEXT.replace("x7", "x8"))
    send(Lake(place / "site.lake"), correction, NINE + timedelta(days=1))
    left, _ = build(place / "data", place / "site").taken
    assert (left.batch, left.left) == (None, "submitted as a return and corrected since")
    assert verify(place / "site", place / "data", place / "scratch") == []


def test_returns_alone_make_a_site_that_can_be_traced_and_verified(place: Path) -> None:
    built = build(place / "data", place / "site")
    (batch,) = submissions(Lake(place / "site.lake"))
    name = f"returns/calls/kent/2025-04-to-2025-06 (batch {batch.sha256[:12]})"
    assert [file.name for file in built.taken] == [name]
    (item,) = json.loads((place / "site" / "data" / "manifest.json").read_text())["inputs"]
    assert (item["name"], item["sha256"], item["batch"]) == (name, batch.sha256, batch.id)
    assert QUERY.number("calls") in (place / "site" / "sources" / "index.html").read_text()
    traced = trace_figure("drawn.kent.2025-04", place / "site")
    assert f"file {name}, SHA-256 {batch.sha256}" in traced
    assert not build(place / "data", place / "site").changed
    assert verify(place / "site", place / "data", place / "scratch") == []


def test_a_reply_or_a_correction_makes_another_release(place: Path) -> None:
    lake = Lake(place / "site.lake")
    build(place / "data", place / "site")
    (batch,) = submissions(lake)
    reply(lake, batch.id, [answer(QUERY, "The line was down.")], by="Ben Example", at=NINE)
    differences = verify(place / "site", place / "data", place / "a")
    (said,) = [line for line in differences if line.startswith("returns/calls/kent/")]
    assert said.endswith("in the lake has changed since the site was built.")
    assert "7" in trace_figure("drawn.kent.2025-04", place / "site")  # as it was then
    assert build(place / "data", place / "site").changed
    assert "The line was down." in (place / "site" / "sources" / "index.html").read_text()
    send(lake, "Kent calls: 2025-04 x9 line=101, 2025-06 x9 line=101", at=NINE + timedelta(days=1))
    assert build(place / "data", place / "site").changed
    assert "calculation  9" in trace_figure("drawn.kent.2025-04", place / "site")


def test_rows_that_were_altered_are_found_by_build_and_verify(place: Path) -> None:
    build(place / "data", place / "site")
    lake = Lake(place / "site.lake")
    rows = lake.path("calls", submissions(lake)[0].id)
    content = bytearray(rows.read_bytes())
    content[len(content) // 2] ^= 1
    rows.write_bytes(content)
    for again in (
        lambda: build(place / "data", place / "site"),
        lambda: verify(place / "site", place / "data", place / "scratch"),
    ):
        with pytest.raises(UserError, match="these are not the rows that Anna Example submitted"):
            again()


def test_a_folder_without_files_needs_submissions(place: Path) -> None:
    with pytest.raises(UserError, match="the folder holds no files"):
        build(place / "data", place / "other")


# Shared back


def test_a_force_is_told_what_its_submissions_say(place: Path) -> None:
    shared = share_back_with("Kent", place / "site.lake", place / "data")
    (back,) = shared.measures
    assert (shared.force, back.value.value, back.supplied) == ("Kent", 7, 1)
    (query,) = shared.queries
    assert query.number == QUERY.number("calls")


@pytest.mark.parametrize(
    ("force", "lake", "sentence"),
    [
        ("Neverland", "site.lake", "there is no force 'Neverland'"),
        ("Kent", "nowhere", "nowhere: no lake with submissions is here"),
        ("Kent", "data", "data: no lake with submissions is here"),
    ],
)
def test_what_can_not_be_shared_back_is_told_in_a_sentence(
    place: Path, force: str, lake: str, sentence: str
) -> None:
    with pytest.raises(UserError, match=sentence):
        share_back_with(force, place / lake)

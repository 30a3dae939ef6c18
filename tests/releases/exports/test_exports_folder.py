"""Everything that a release offers, in one folder: names, JSON, disclosure, the same bytes."""

import csv
import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from openpeel.catalogue.peers import PeerGroup
from openpeel.measures.values import Release
from openpeel.releases.exports.by_measure import as_json
from openpeel.releases.exports.folder import write_all
from openpeel.releases.exports.numbers import rounded


def test_the_folder_holds_the_files_that_pages_link_to(release: Release, tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    written = write_all(release, tmp_path / "data", lambda *step: steps.append(step))
    names = [path.relative_to(tmp_path / "data").as_posix() for path in written]
    assert names == [
        "values.csv", "comparisons.csv", "peers.csv", "schema.json", "manifest.json",
        "measures/charged.json", "measures/residents.json", "openpeel.ods",
    ]  # fmt: skip
    assert steps == [(path.name, at, 8) for at, path in enumerate(written, 1)]
    assert all(path.stat().st_size for path in written)


def test_the_same_release_gives_the_same_bytes(release: Release, tmp_path: Path) -> None:
    first, again = (write_all(release, tmp_path / name) for name in "ab")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]


def test_the_peers_are_those_that_the_comparisons_were_made_with(
    release: Release, tmp_path: Path
) -> None:
    """A user's list stands there under its own name and day, a peer a row, in the list's order."""
    own = PeerGroup(
        "similar", "most similar forces", "As listed in similar.csv.", date(2023, 4, 1),
        {"E23000016": ("E23000001", "E23000002")},
    )  # fmt: skip
    write_all(replace(release, peers=own), tmp_path)
    head = "list,dated,words,force_code,force,place,peer_code,peer"
    told = "most similar forces,2023-04-01,As listed in similar.csv.,E23000016,West Mercia"
    assert (tmp_path / "peers.csv").read_text(encoding="utf-8").splitlines() == [
        head, f"{told},1,E23000001,Metropolitan Police", f"{told},2,E23000002,Cumbria",
    ]  # fmt: skip


def test_the_manifest_is_written_with_sorted_keys(release: Release, tmp_path: Path) -> None:
    write_all(release, tmp_path)
    assert (tmp_path / "manifest.json").read_text(encoding="utf-8") == (
        '{\n  "inputs": {\n    "a.csv": "11",\n    "b.csv": "22"\n  },\n  "release": "small"\n}\n'
    )


def test_what_is_suppressed_is_in_no_file(release: Release, tmp_path: Path) -> None:
    """The workings of a suppressed value know its number; the downloads must not."""
    (secret,) = (w.number for v in release.values if v.status == "c" for w in v.workings)
    assert secret is not None
    for path in write_all(release, tmp_path):
        texts = [path.read_bytes()]
        if path.suffix == ".ods":
            with zipfile.ZipFile(path) as package:
                texts = [package.read(name) for name in package.namelist()]
        assert not any(str(int(secret)).encode() in text for text in texts), path.name


def test_a_measure_s_file_holds_definition_values_and_comparisons(release: Release) -> None:
    files = {id: json.loads(text) for id, text in as_json(release)}
    charged = files["charged"]
    assert charged["measure"] == release.measures["charged"].model_dump(mode="json")
    assert charged["measure_version"] == release.measures["charged"].signature
    expected = {v.force_code: rounded(v.value) for v in release.values if v.measure == "charged"}
    assert {row["force_code"]: row["value"] for row in charged["values"]} == expected
    assert expected["W15000003"] is None
    assert len(charged["comparisons"]) == 5
    assert files["residents"]["comparisons"] == []


def test_json_numbers_equal_the_csv(release: Release, tmp_path: Path) -> None:
    write_all(release, tmp_path)
    with (tmp_path / "values.csv").open(encoding="utf-8", newline="") as file:
        cells = [row["lower"] for row in csv.DictReader(file) if row["measure"] == "charged"]
    found = json.loads((tmp_path / "measures/charged.json").read_text(encoding="utf-8"))
    numbers = [row["lower"] for row in found["values"]]
    assert [float(cell) if cell else None for cell in cells] == numbers


def test_what_json_cannot_hold_is_an_error_not_a_nan(release: Release, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Out of range float"):
        write_all(replace(release, manifest={"seconds": float("nan")}), tmp_path)

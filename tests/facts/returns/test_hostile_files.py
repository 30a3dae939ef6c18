"""Nothing that a file contains can hurt: the danger, and the sentence that a person gets."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from danger import Danger
from hostile import DANGERS
from hostile_measured import came_of

from openpeel.cli import main
from openpeel.facts.lake import Lake
from openpeel.facts.returns.store import current

SECONDS = 20
OWN_MB = 200  # of which 90 are Python, the engine and the catalogue
HELPER_MB = 2_200  # held by a limit on addresses


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What came of the heavy dangers by name: all in one process, with what it took."""
    heavy = [danger for danger in DANGERS if danger.heavy]
    paths = [danger.make(tmp_path_factory.mktemp("heavy")) for danger in heavy]
    script = Path(__file__).with_name("hostile_measured.py")
    done = subprocess.run(
        [sys.executable, script, *paths], capture_output=True, text=True, check=True
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {danger.name: one for danger, one in zip(heavy, found, strict=True)}


@pytest.mark.parametrize("danger", DANGERS, ids=lambda danger: danger.name)
def test_each_danger_is_one_sentence_or_read(
    tmp_path: Path, danger: Danger, request: pytest.FixtureRequest
) -> None:
    if danger.heavy:
        found = request.getfixturevalue("measured")[danger.name]
    else:
        (scratch := tmp_path / "scratch").mkdir()
        found = came_of(danger.make(tmp_path), scratch)
    if danger.says:
        said = found.get("refused", "")
        assert re.search(danger.says, said), found
        assert said.endswith(".")
        assert said.isprintable()
    else:
        assert found.get("rows") == danger.rows, found
        assert found["told"].isprintable()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how much memory was used")
def test_what_could_fill_the_memory_or_never_end_does_neither(
    measured: dict[str, dict[str, Any]],
) -> None:
    for name, took in measured.items():
        assert took["seconds"] < SECONDS, name
        assert took["own"] < OWN_MB, name
        assert took["helpers"] < HELPER_MB, name


HURTS = {
    "a device without end", "an empty file", "ten million columns", "a NUL byte",
    "an error that would show such a name", "a gzip bomb", "a zip bomb in a sheet",
    "a part that climbs out", "a billion laughs", "a cell in the last corner",
    "Parquet with a million columns", "Parquet that states rows it does not have",
}  # fmt: skip


@pytest.mark.parametrize(
    "danger", [danger for danger in DANGERS if danger.name in HURTS], ids=lambda danger: danger.name
)
def test_the_commands_say_it_and_leave_nothing_behind(tmp_path: Path, danger: Danger) -> None:
    path, out, lake = danger.make(tmp_path), tmp_path / "out", tmp_path / "lake"
    out.mkdir()
    asked = [str(path), "--as", "calls", "--force", "West Mercia"]
    for command in (
        ["check", *asked, "--out", str(out)],
        ["submit", *asked, "--by", "Anna Example", "--lake", str(lake)],
    ):
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 2, done.output
        (line,) = done.stderr.splitlines()  # one sentence, on one line
        assert re.search(danger.says, line)
    assert list(out.iterdir()) == []
    assert current(Lake(lake)) == []
    assert not [file for file in lake.rglob("*") if file.suffix in (".parquet", ".json")]


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "=HYPERLINK(1)")


def test_formulas_in_cells_and_names_come_out_as_text(tmp_path: Path) -> None:
    """Nothing in the CSV report begins as a formula does, nothing in the HTML is markup."""
    marks = [f'"{formula}"' for formula in FORMULAS]
    header = "call_ref,line,received_at,abandoned,<script>alert(1)</script>," + ",".join(marks)
    rows = [
        f"C{at},{mark},{mark},<img src=x onerror=alert(1)>,{',' * len(marks)}"
        for at, mark in enumerate(marks)
    ]
    path = tmp_path / "=cmd.csv"
    path.write_text("\n".join([header, *rows]), newline="")
    done = CliRunner().invoke(main, ["check", str(path), "--as", "calls", "--out", str(tmp_path)])
    assert done.exit_code == 1, done.output
    with (tmp_path / "=cmd-check.csv").open(encoding="utf-8-sig", newline="") as report:
        cells = [cell for row in csv.reader(report) for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    assert any("=1+1" in cell for cell in cells)  # the person still sees what is wrong
    page = (tmp_path / "=cmd-check.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<img" not in page

"""`openpeel audit draw` and `redraw`: what is written, what is said, and the exit codes."""

from __future__ import annotations

import csv
import hashlib
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from crimes_files import crime, rape, write

from openpeel.cli import main
from openpeel.cli_audits import audit
from openpeel.sampling.sheets import read_sheet


@pytest.fixture
def source(tmp_path: Path) -> Path:
    rows = [(rape if n % 3 else crime)(f"22/{n:03}") for n in range(90)]
    rows += [rape("=cmd()"), crime("23/1", cancelled="yes")]
    return write(tmp_path / "crimes.csv", rows)


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["audit", *map(str, words)])


def draw(source: Path, out: Path, *words: object) -> Result:
    return run(
        "draw", source, "--design", "victim-service-2021", "--force", "West Mercia", "--out", out,
        *words,
    )  # fmt: skip


def test_a_draw_writes_sheet_frame_and_list_and_says_what_it_did(
    source: Path, tmp_path: Path
) -> None:
    done = draw(source, tmp_path / "audit", "--seed", "abc", "--by", "Ann")
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in (tmp_path / "audit").iterdir()) == [
        "files.csv", "frame.csv", "sheet.yaml",
    ]  # fmt: skip
    assert "92 rows read, 91 files in the frame" in done.output
    assert "left out: 1 cancelled" in done.output
    assert "Seed (given): abc" in done.output
    assert "robbery: 15 files were asked for and the frame has none." in done.output
    digest = hashlib.sha256((tmp_path / "audit" / "frame.csv").read_bytes()).hexdigest()
    assert f"Frame SHA-256 {digest}" in done.output


def test_a_sheet_is_confirmed_with_one_sentence(source: Path, tmp_path: Path) -> None:
    draw(source, tmp_path / "audit")
    for frame in (tmp_path / "audit" / "frame.csv", source):
        done = run("redraw", tmp_path / "audit" / "sheet.yaml", frame)
        assert done.exit_code == 0, done.output
        assert done.output.count("\n") == 1
        assert "is confirmed: the 91 files of the frame and the seed give the same" in done.output


def test_a_difference_leaves_with_1_and_what_cant_be_read_with_2(
    source: Path, tmp_path: Path
) -> None:
    draw(source, tmp_path / "audit", "--seed", "abc")
    sheet, frame = tmp_path / "audit" / "sheet.yaml", tmp_path / "audit" / "frame.csv"
    sheet.write_text(sheet.read_text().replace('text: "abc"', 'text: "abd"'))
    done = run("redraw", sheet, frame)
    assert (done.exit_code, done.output.count("\n")) == (1, 1)
    assert "can't be confirmed: file 1 (stratum violence)" in done.output
    assert run("redraw", sheet, tmp_path / "none.csv").exit_code == 2
    assert run("redraw", frame, frame).exit_code == 2
    assert run("redraw", tmp_path, frame).exit_code == 2


def test_a_seed_that_is_not_given_is_made_after_the_frame_was_frozen(
    source: Path, tmp_path: Path
) -> None:
    seeds = set()
    for name in ("one", "two"):
        done = draw(source, tmp_path / name)
        sheet = read_sheet(tmp_path / name / "sheet.yaml")
        assert sheet.seed_made
        assert 'how: "made by chance after the frame was frozen"' in (
            tmp_path / name / "sheet.yaml"
        ).read_text(encoding="utf-8")
        assert f"Seed (made by chance after the frame was frozen): {sheet.seed}" in done.output
        seeds.add(sheet.seed)
    assert len(seeds) == 2


def test_the_same_inputs_give_the_same_bytes(source: Path, tmp_path: Path) -> None:
    said = ("--seed", "abc", "--at", "2026-11-23T16:00:00Z")
    for name in ("one", "two"):
        assert draw(source, tmp_path / name, *said).exit_code == 0
    for name in ("sheet.yaml", "frame.csv", "files.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_draw_is_never_replaced_by_another(source: Path, tmp_path: Path) -> None:
    """Else somebody could draw until they like what they see."""
    said = ("--seed", "abc", "--at", "2026-11-23")
    draw(source, tmp_path / "audit", *said)
    before = (tmp_path / "audit" / "sheet.yaml").read_bytes()
    again = draw(source, tmp_path / "audit", "--seed", "abd")
    assert again.exit_code == 2
    assert "there is a draw already" in again.output
    assert (tmp_path / "audit" / "sheet.yaml").read_bytes() == before
    assert draw(source, tmp_path / "audit", *said).exit_code == 0  # the same draw is no other


def test_the_list_for_the_desk_holds_no_formula(source: Path, tmp_path: Path) -> None:
    draw(source, tmp_path / "audit", "--files", "rape=61")
    text = (tmp_path / "audit" / "files.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert "'=cmd()" in {row["reference"] for row in rows}
    assert {row["kind of file"] for row in rows} == {"rape", "other violence against the person"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--files", "rape"), "write it as STRATUM=N"),
        (("--files", "rape=-1"), "write it as STRATUM=N"),
        (("--files", "arson=3"), "no stratum 'arson'"),
        (("--files", "rape=3", "--files", "rape=4"), "has a number already"),
        (("--seed", "a\nb"), "the seed must be one line"),
        (("--as", "calls"), "drawn from the return crimes"),
        (("--map", "none.yaml"), "there is no such file"),
        (("--from", "2022-01-01"), "none of its 92 rows is in the frame; 92 outside"),
    ],
)
def test_what_a_draw_is_refused_for(
    source: Path, tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    done = draw(source, tmp_path / "audit", *words)
    assert done.exit_code == 2
    assert says in done.output
    assert not (tmp_path / "audit").exists()


def test_a_force_or_a_design_that_is_none_is_named(source: Path) -> None:
    done = run("draw", source, "--design", "victim-service-2021", "--force", "Mercia")
    assert (done.exit_code, "no force 'Mercia'" in done.output) == (2, True)
    done = run("draw", source, "--design", "vsa", "--force", "West Mercia")
    assert (done.exit_code, "no audit design 'vsa'" in done.output) == (2, True)


def test_a_frame_has_no_period(source: Path, tmp_path: Path) -> None:
    draw(source, tmp_path / "audit")
    done = draw(tmp_path / "audit" / "frame.csv", tmp_path / "b", "--from", "2021-01-01")
    assert (done.exit_code, "a frame has no days" in done.output) == (2, True)


def test_a_sheet_with_a_period_is_confirmed_by_its_frozen_frame(
    source: Path, tmp_path: Path
) -> None:
    draw(source, tmp_path / "audit", "--from", "2021-01-01", "--to", "2021-01-31")
    for frame in (tmp_path / "audit" / "frame.csv", source):
        assert run("redraw", tmp_path / "audit" / "sheet.yaml", frame).exit_code == 0


def test_a_draw_by_a_mapping_is_checked_with_the_mapping(source: Path, tmp_path: Path) -> None:
    source.write_text(source.read_text().replace("crime_ref", "Niche key", 1))
    mapping = tmp_path / "map.yaml"
    mapping.write_text("return: crimes\ncolumns: {crime_ref: {column: Niche key}}\n")
    done = draw(source, tmp_path / "audit", "--map", mapping)
    assert done.exit_code == 0, done.output
    sheet = tmp_path / "audit" / "sheet.yaml"
    assert run("redraw", sheet, source, "--map", mapping).exit_code == 0
    done = run("redraw", sheet, source)
    assert (done.exit_code, "no column for crime_ref" in done.output) == (2, True)


def test_what_the_guide_tells_to_type_exists() -> None:
    """Commands and options of docs/how-to/draw-a-sample.md."""
    guide = Path(__file__).parents[2] / "docs" / "how-to" / "draw-a-sample.md"
    typed = re.findall(r"^\$ openpeel audit (.+)$", guide.read_text(encoding="utf-8"), re.M)
    assert len(typed) == 6
    for line in typed:
        name, *words = shlex.split(line)
        with audit.commands[name].make_context(name, words):  # a click.UsageError fails the test
            pass


def test_help_loads_nothing_heavy() -> None:
    """`openpeel audit --help` answers at once."""
    code = (
        "import sys; from click.testing import CliRunner; from openpeel.cli import main;"
        "CliRunner().invoke(main, ['audit', '--help']);"
        "print(sorted({'scipy', 'numpy', 'duckdb', 'django', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_is_no_number_is_no_share() -> None:
    told = run("plan", "--from", "nan", "--to", "0.9")
    assert told.exit_code == 2 and "'nan' is no number" in told.output

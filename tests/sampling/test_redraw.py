"""Redraw: a force checks a sheet itself; whatever was changed is named."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from crimes_files import crime, rape, west_mercia, write

from openpeel.catalogue.audit_designs import find_design
from openpeel.errors import UserError
from openpeel.sampling.draws import draw_into
from openpeel.sampling.redraw import redraw
from openpeel.sampling.sheets import Sheet, read_sheet, sheet_text, write_sheet

VICTIM = find_design("victim-service-2021")
AT = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
OUTCOMES = ("18", "16", "8", "3")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A source, and the folder of a draw from it."""
    place = tmp_path_factory.mktemp("made")
    rows = [(rape if n % 3 else crime)(f"22/{n:03}", outcome=OUTCOMES[n % 4]) for n in range(120)]
    rows += [crime(f"23/{n}", cancelled="yes") for n in range(4)]
    path = write(place / "crimes.csv", rows)
    draw_into(
        place / "audit", path, VICTIM, west_mercia(), at=AT, by="Ann", seed="West Mercia 2021"
    )
    return place


@pytest.fixture
def source(made: Path, tmp_path: Path) -> Path:
    """The file that was drawn from."""
    return Path(shutil.copy(made / "crimes.csv", tmp_path))


@pytest.fixture
def drawn(made: Path, tmp_path: Path) -> Path:
    """The folder of a draw."""
    return Path(shutil.copytree(made / "audit", tmp_path / "audit"))


def sheet_of(folder: Path) -> Sheet:
    return read_sheet(folder / "sheet.yaml")


def frozen(folder: Path) -> Path:
    return folder / "frame.csv"


def edited(path: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_an_honest_sheet_holds_by_the_frozen_frame_and_by_the_source(
    drawn: Path, source: Path
) -> None:
    assert redraw(sheet_of(drawn), frozen(drawn)) is None
    assert redraw(sheet_of(drawn), source) is None


def test_a_row_added_to_the_frame(drawn: Path) -> None:
    last = frozen(drawn).read_text(encoding="utf-8").splitlines()[-1]
    with frozen(drawn).open("a", encoding="utf-8") as file:
        file.write(last.replace("22/", "99/") + "\n")
    assert redraw(sheet_of(drawn), frozen(drawn)) == (
        "the frame has 121 files; the sheet says 120."
    )


def test_a_row_taken_out_of_the_source(drawn: Path, source: Path) -> None:
    lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
    source.write_text("".join(lines[:5] + lines[6:]), encoding="utf-8")
    assert redraw(sheet_of(drawn), source) == "the frame has 119 files; the sheet says 120."


def test_a_reference_changed(drawn: Path) -> None:
    different = redraw(sheet_of(drawn), edited(frozen(drawn), "22/007,", "22/777,"))
    assert different is not None
    assert different.startswith("the frame has 120 files, as the sheet says, but not the same ones")


def test_a_file_moved_to_another_stratum(drawn: Path, source: Path) -> None:
    different = redraw(sheet_of(drawn), edited(frozen(drawn), "22/000,violence", "22/000,rape"))
    assert "not the same ones" in str(different)


def test_a_fact_changed_in_the_frame(drawn: Path) -> None:
    different = redraw(sheet_of(drawn), edited(frozen(drawn), ",yes,", ",no,"))
    assert "not the same ones" in str(different)


def test_another_frame_under_the_hash_of_the_first(drawn: Path) -> None:
    """Count and hash of the sheet made to fit a frame from which a file was taken."""
    lines = frozen(drawn).read_text(encoding="utf-8").splitlines(keepends=True)
    frozen(drawn).write_text("".join(lines[:1] + lines[2:]), encoding="utf-8")
    held = sheet_of(drawn)
    sha256 = hashlib.sha256(frozen(drawn).read_bytes()).hexdigest()
    fitted = replace(held, frame=held.frame.model_copy(update={"files": 119, "sha256": sha256}))
    assert redraw(fitted, frozen(drawn)) == (
        "the stratum violence has a population of 39; the sheet says 40."
    )


def test_exclusions_made_up(drawn: Path, source: Path) -> None:
    """Only the source can tell; the frozen frame has no excluded row."""
    edited(drawn / "sheet.yaml", "rows: 4}", "rows: 3}")
    assert redraw(sheet_of(drawn), frozen(drawn)) is None
    assert redraw(sheet_of(drawn), source) == (
        "the exclusion cancelled leaves out 4 rows; the sheet says 3."
    )


def test_rows_read_made_up(drawn: Path, source: Path) -> None:
    edited(drawn / "sheet.yaml", "rows_read: 124", "rows_read: 125")
    assert redraw(sheet_of(drawn), source) == "124 rows were read; the sheet says 125."


def change_population(sheet: Sheet) -> Sheet:
    first, second, rape, *rest = sheet.strata
    return replace(
        sheet, strata=(first, second, rape.model_copy(update={"population": 500}), *rest)
    )


def swap_files(sheet: Sheet) -> Sheet:
    """A file of the sample that somebody did not like, and a reserve in its place."""
    files = list(sheet.files)
    reserve = next(n for n, one in enumerate(files) if one.role == "reserve")
    one, other = files[0].reference, files[reserve].reference
    files[0] = files[0].model_copy(update={"reference": other})
    files[reserve] = files[reserve].model_copy(update={"reference": one})
    return replace(sheet, files=tuple(files))


def first_file(**other: object) -> Callable[[Sheet], Sheet]:
    """The sheet with something else said of its first file."""
    return lambda sheet: replace(
        sheet, files=(sheet.files[0].model_copy(update=other), *sheet.files[1:])
    )


def add_file(sheet: Sheet) -> Sheet:
    more = sheet.files[0].model_copy(update={"number": len(sheet.files) + 1})
    return replace(sheet, files=(*sheet.files, more))


FIRST = "file 1 (stratum violence): the draw gives the"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda sheet: replace(sheet, seed="West Mercia 2022"), f"{FIRST} reference"),
        (swap_files, f"{FIRST} reference 22/"),
        (change_population, "the stratum rape has a population of 80; the sheet says 500."),
        (
            lambda sheet: replace(sheet, files=sheet.files[:-1]),
            "the draw gives 80 files; the sheet lists 79.",
        ),
        (add_file, "the draw gives 80 files; the sheet lists 81."),
        (lambda sheet: replace(sheet, strata=sheet.strata[1:]), "the strata of the design are"),
        (first_file(role="reserve"), f"{FIRST} role sample; the sheet says reserve."),
        (first_file(facts={"victim": False}), f"{FIRST} facts"),
        (first_file(cluster="1"), f"{FIRST} cluster (none); the sheet says 1."),
    ],
)
def test_a_sheet_tampered_with(drawn: Path, change: Callable[[Sheet], Sheet], says: str) -> None:
    path = drawn / "sheet.yaml"
    write_sheet(path, change(sheet_of(drawn)))
    different = redraw(sheet_of(drawn), frozen(drawn))
    assert different is not None
    assert says in different


def test_a_sheet_read_and_written_is_the_same_text(drawn: Path) -> None:
    path = drawn / "sheet.yaml"
    assert sheet_text(read_sheet(path)) == path.read_text(encoding="utf-8")


def test_what_a_sheet_tells(drawn: Path) -> None:
    sheet = sheet_of(drawn)
    assert sheet.force_code == west_mercia().code
    assert sheet.design is VICTIM
    assert sheet.questions is VICTIM.questions
    assert sheet.populations["rape"] == 80
    assert sheet.drawn["rape"] == 15
    assert (sheet.seed, sheet.seed_made, sheet.drawn_by, sheet.drawn_at) == (
        "West Mercia 2021", False, "Ann", AT,
    )  # fmt: skip
    assert len(sheet.sha256) == 64
    first = sheet.files[0]
    assert (first.number, first.stratum, first.role, first.cluster) == (
        1, "violence", "sample", None,
    )  # fmt: skip
    assert first.facts["recorded"] is True


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("- {number: 2,", "- {number: 3,", "file number 3 stands where number 2 should"),
        ('role: "sample"', 'role: "spare"', "key files.0.role"),
        ('force: "West Mercia"', 'force: "Mercia"', "none of the 43 forces"),
        ("sheet: 1", "sheet: 2", "key sheet"),
        ("seed:", "salt:", "key seed"),
        ('force: "West Mercia"', 'force: &a "West Mercia"', "no aliases, no tags"),
        ("sheet: 1", "sheet: " + "[" * 50_000, "no more than 6 levels"),
        ("sheet: 1", "sheet: !!python/object:os.system 1", "no aliases, no tags"),
        ("files:\n- {", "files:\n- [", "not valid YAML"),
    ],
)  # fmt: skip
def test_a_sheet_that_is_none(drawn: Path, old: str, new: str, says: str) -> None:
    path = edited(drawn / "sheet.yaml", old, new)
    with pytest.raises(UserError) as refused:
        read_sheet(path)
    assert says in str(refused.value)


def test_a_sheet_of_another_version_of_the_design(drawn: Path) -> None:
    path = edited(drawn / "sheet.yaml", "version: 1", "version: 7")
    with pytest.raises(UserError, match="drawn by version 7 of victim-service-2021, and here is"):
        redraw(read_sheet(path), frozen(drawn))

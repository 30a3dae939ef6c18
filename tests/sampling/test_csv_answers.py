"""A round without a server: a draw sheet, its answers in a CSV, and the commands on both."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from audit_rounds import coded, pair, round_of
from click.testing import CliRunner, Result
from test_published import published

from openpeel.catalogue.audit_designs import find_design
from openpeel.cli import main
from openpeel.errors import UserError
from openpeel.sampling.csv_answers import COLUMNS, round_from_csv
from openpeel.sampling.published import write_published
from openpeel.sampling.sheets import DrawnFile, DrawnStratum, FrameCount, Sheet, Source, write_sheet

DESIGN = find_design("stop-search-grounds-2020")
FACTS = {"grounds-needed": True, "intelligence": False, "smell": False, "looked-at": False}
SHA = "0" * 64


def sheet_of(sample: int = 107, reserves: int = 10) -> Sheet:
    """Searches drawn by equal chances; the frame tells that none was filmed."""
    files = tuple(
        DrawnFile(
            number=n, stratum="searches", reference=f"S{n:04}",
            role="sample" if n <= sample else "reserve", facts={"filmed": False},
        )
        for n in range(1, sample + reserves + 1)
    )  # fmt: skip
    stratum = DrawnStratum(
        id="searches", sample="searches", population=4000, left_out=0, asked=sample, files=sample,
        reserves=reserves,
    )  # fmt: skip
    return Sheet(
        force_code="E23000016", design_id=DESIGN.id, design_version=DESIGN.version,
        question_set_id=DESIGN.questions.id, question_set_version=DESIGN.questions.version,
        source=Source(kind="frame", name="frame.csv", sha256=SHA),
        frame=FrameCount(files=4000, sha256=SHA, rows_read=4000, exclusions=()),
        seed="a seed", seed_made=False, drawn_at=datetime(2021, 2, 1, tzinfo=UTC), drawn_by=None,
        strata=(stratum,), files=files,
    )  # fmt: skip


def rows_of(number: int, grounds: str = "yes") -> list[dict[str, str]]:
    """Everything that is relevant to one search; GR1 asks whether the grounds were reasonable."""
    rows = [{"question": f"fact:{id}", "answer": "yes" if held else "no"}
            for id, held in FACTS.items()]  # fmt: skip
    codes: dict[str, str] = {}
    for question in DESIGN.questions.questions:
        facts = {**FACTS, "filmed": False}
        if DESIGN.questions.relevant(question, facts, codes):
            codes[question.id] = grounds if question.id == "GR1" else "yes"
    rows += [{"question": id, "answer": code} for id, code in codes.items()]
    return [{"number": str(number), **row} for row in rows]


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def all_rows(yes: int, no: int) -> list[dict[str, str]]:
    grounds = ["yes"] * yes + ["no"] * no
    return [row for n, code in enumerate(grounds) for row in rows_of(n + 1, code)]


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["audit", *map(str, words)])


def test_a_sheet_and_its_answers_are_a_round(tmp_path: Path) -> None:
    round = round_from_csv(sheet_of(), write(tmp_path / "answers.csv", all_rows(101, 6)))
    assert len(round.files) == 107
    assert (round.populations, round.drawn) == ({"searches": 4000}, {"searches": 107})
    assert round.files[0].answers.facts["filmed"] is False  # the sheet tells it; no row is needed
    assert round.name == "Grounds for stop and search: West Mercia"


def test_a_file_without_rows_waits_and_rows_without_answers_say_nothing(tmp_path: Path) -> None:
    waiting = [{"number": "9", "question": "GR1"}, {"number": "9", "question": "fact:smell"}]
    round = round_from_csv(sheet_of(), write(tmp_path / "a.csv", [*rows_of(1), *waiting]))
    assert [file.number for file in round.files] == [1]


def test_a_reserve_stands_in_for_a_file_that_has_no_rows(tmp_path: Path) -> None:
    rows = [row for n in (*range(2, 108), 108) for row in rows_of(n)]
    assert len(round_from_csv(sheet_of(), write(tmp_path / "a.csv", rows)).files) == 107
    with pytest.raises(UserError, match="1 reserves are answered, and 0 files of the sample"):
        round_from_csv(sheet_of(), write(tmp_path / "b.csv", [*rows_of(1), *rows]))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"question": "GR1", "answer": "maybe"}, "'maybe' is none of its answers"),
        ({"question": "XX1", "answer": "yes"}, "XX1 is no question of stop-search-grounds-2020"),
        ({"question": "SR3", "answer": "yes"}, "SR3 is answered but not relevant here"),
        ({"question": "fact:filmed", "answer": "yes"}, "the frame says no"),
        ({"question": "SR1", "answer": "yes"}, "SR1 is answered twice"),
        ({"question": "GR1", "class": "x", "should": "two", "recorded": "1"}, "two whole numbers"),
        ({"number": "118", "question": "GR1", "answer": "yes"}, "the sheet has 117 files"),
        ({"number": "0", "question": "GR1", "answer": "yes"}, "'0' is no number of a file"),
    ],
)
def test_the_checks_are_those_of_the_pages(tmp_path: Path, row: dict[str, str], words: str) -> None:
    rows = [r for r in rows_of(1) if row["question"] == "SR1" or r["question"] != row["question"]]
    with pytest.raises(UserError) as refused:
        round_from_csv(sheet_of(), write(tmp_path / "a.csv", [*rows, {"number": "1", **row}]))
    assert words in str(refused.value)
    assert "a.csv" in str(refused.value)


def test_the_empty_form_asks_for_what_may_be_relevant_and_is_read_as_no_answers(
    tmp_path: Path,
) -> None:
    write_sheet(tmp_path / "sheet.yaml", sheet_of(sample=3))
    form = tmp_path / "answers.csv"
    assert run("form", tmp_path / "sheet.yaml", "--out", form).exit_code == 0
    rows = list(csv.DictReader(form.read_text(encoding="utf-8").splitlines()))
    asked = [row["question"] for row in rows if row["number"] == "2"]
    assert {row["number"] for row in rows} == {"1", "2", "3"}  # reserves wait until one is needed
    assert "fact:smell" in asked
    assert "GR5" in asked  # for the smell of cannabis: the reviewer will tell
    assert "fact:filmed" not in asked  # the sheet tells it
    assert "SR3" not in asked  # for searches that were filmed
    assert round_from_csv(sheet_of(sample=3), form).files == ()
    assert run("form", tmp_path / "sheet.yaml", "--out", form).exit_code == 2


def test_every_file_with_a_problem_is_named_up_to_a_number(tmp_path: Path) -> None:
    rows = [row for n in range(1, 31) for row in rows_of(n) if row["question"] != "GR1"]
    with pytest.raises(UserError) as refused:
        round_from_csv(sheet_of(), write(tmp_path / "a.csv", rows))
    lines = str(refused.value).splitlines()
    assert lines[0] == "a.csv: file 1: GR1 is relevant here and has no answer."
    assert lines[-1].startswith("(and ")
    assert len(lines) == 21


def test_estimate_from_a_sheet_gives_the_published_figure_by_name(tmp_path: Path) -> None:
    write_sheet(tmp_path / "sheet.yaml", sheet_of())
    answers = write(tmp_path / "answers.csv", all_rows(101, 6))
    both = "--sheet", tmp_path / "sheet.yaml", "--answers", answers
    plain = run("estimate", *both)
    assert plain.exit_code == 0, plain.output
    assert "yes in nearly all of the relevant files (101 of 107)." in plain.output
    assert "For the force as a whole: 94.4% (88." in plain.output
    said = run("estimate", *both, "--interval", "as-published").output
    assert "For the force as a whole: 94.4% +/- 3.9." in said
    assert "half the width of the 90% Agresti-Coull interval" in said
    table = list(csv.DictReader(run("estimate", *both, "--csv").output.splitlines()))
    grounds = next(row for row in table if row["question"] == "GR1" and not row["stratum"])
    assert (grounds["x"], grounds["y"], grounds["word"]) == ("101", "107", "nearly all")
    assert float(grounds["share"]) == pytest.approx(101 / 107)


def test_repeat_and_agree_read_published_folders(tmp_path: Path) -> None:
    for name, bad in (("one", 12), ("two", 2)):
        strata = {"rape": coded("A1", ["yes"] * 10),
                  "burglary": coded("A1", ["yes"] * (30 - bad) + ["no"] * bad)}  # fmt: skip
        twice = [pair(n, strata["rape"][0], strata["rape"][1]) for n in range(11, 23)]
        round = round_of(strata, {"rape": 100, "burglary": 900}, pairs=twice[:bad])
        write_published(published(round, notes={}), tmp_path / name)
    done = run("repeat", tmp_path / "one", tmp_path / "two", "--to", "0.99")
    assert done.exit_code == 0, done.output
    assert "A1  Triaged: clear rise, +30.0 points (" in done.output
    assert "to 99.0% four times in five" in done.output
    assert run("estimate", tmp_path / "one").output.startswith("A1  Triaged: yes in most of the")
    agreed = run("agree", tmp_path / "one").output
    assert "A1  Triaged: 12 of 12 pairs agree; 100.0% (75.8 to 100.0, 95% interval)" in agreed
    assert "R1: 12 files, 100.0%" in agreed


def test_a_round_without_second_reviews_says_nothing_of_agreement(tmp_path: Path) -> None:
    strata = {"burglary": coded("A1", ["yes"] * 12)}
    write_published(published(round_of(strata, {"burglary": 90}), notes={}), tmp_path / "one")
    assert run("agree", tmp_path / "one").output == (
        "No file was reviewed twice, so nothing can be said of agreement.\n"
    )


def test_schedule_says_who_is_due(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    path.write_text(
        "force,finished_on,victim_service,crime_recording,source\nKent,2024-11-13,yes,yes,report\n"
    )
    done = run("schedule", path, "--on", "2026-11-23")
    assert done.exit_code == 0, done.output
    assert "Kent: overdue" in done.output
    assert run("schedule", path, "--csv").output.startswith("force_code,force,what,state,status")


@pytest.mark.parametrize(
    "words",
    [("estimate",), ("estimate", "--sheet", "s.yaml"), ("estimate", "none"), ("repeat", "a", "b"),
     ("agree", "none"), ("schedule", "none.csv"),
     ("estimate", "x", "--recorded", "overall=many")],
)  # fmt: skip
def test_what_can_not_be_read_leaves_with_2_and_a_sentence(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*words)
    assert done.exit_code == 2
    assert "Traceback" not in done.output

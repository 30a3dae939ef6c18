"""The commands, from an empty form to results on the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from survey_making import QUESTIONS, WEST_MERCIA

from openpeel.cli_survey import survey
from openpeel.errors import UserError
from openpeel.survey.collecting import form


def run(*words: str | Path) -> str:
    done = CliRunner().invoke(survey, [str(word) for word in words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.csv"
    at = QUESTIONS.columns.index("belonging")
    lines = [form(QUESTIONS).rstrip()]
    for n in range(40):
        row = ["R" + str(n), "West Mercia", "response", "constable", "urban"]
        row += [""] * (len(QUESTIONS.columns) - len(row))
        row[at] = ("agree", "neither", "disagree")[n % 3]
        lines.append(",".join(row))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_form_check_results_show(tmp_path: Path, answers: Path) -> None:
    assert run("form") == form(QUESTIONS)
    run("form", "--out", tmp_path / "form.csv")
    assert (tmp_path / "form.csv").read_text("utf-8") == form(QUESTIONS)
    assert run("check", answers) == "40 responses from 1 forces can be taken.\n"
    days = ("--from", "2021-11-01", "--to", "2021-12-10")
    out = run("results", answers, "--out", tmp_path / "published", *days, "--invited", "2000")
    assert out.startswith("This survey was voluntary")
    shown = run("show", tmp_path / "published", "--force", "West Mercia", "--groups")
    assert "people invited: 2,000" in shown and "35%  14" in shown
    told = json.loads(run("show", tmp_path / "published", "--force", WEST_MERCIA, "--json"))
    assert told["place"] == "West Mercia"
    assert "All forces together" in run("show", tmp_path / "published")


def test_nothing_is_written_when_a_row_is_wrong(tmp_path: Path, answers: Path) -> None:
    answers.write_text(answers.read_text("utf-8").replace("agree,", "fine,", 1), encoding="utf-8")
    with pytest.raises(UserError, match=r"answers.csv, row 2, column belonging"):
        run("results", answers, "--out", tmp_path / "out", "--from", "2021-11-01",
            "--to", "2021-12-10")  # fmt: skip
    assert not (tmp_path / "out").exists()


def test_a_force_that_is_none_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="'Westshire' is none of the 43 forces"):
        run("show", tmp_path, "--force", "Westshire")

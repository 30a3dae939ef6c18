"""The simulated survey says of West Mercia what the report of 2021/22 says, in made-up answers."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from survey_making import WEST_MERCIA

from openpeel.catalogue.forces import forces
from openpeel.cli_survey import survey
from openpeel.survey.published import PublishedSurvey, read_survey, survey_files
from openpeel.survey.simulated import FOLDER as TRUTHS
from openpeel.survey.simulated import answers_csv, load_survey_truth

DEMO_SEED = 1


class Made(NamedTuple):
    said: list[str]
    answers: Path
    published: Path
    survey: PublishedSurvey


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The survey of the demonstration, made by its command."""
    out = tmp_path_factory.mktemp("survey")
    done = CliRunner().invoke(survey, ["simulate", "--out", str(out), "--seed", str(DEMO_SEED)])
    assert done.exit_code == 0, done.output
    published = out / "published"
    return Made(done.output.splitlines(), out / "answers.csv", published, read_survey(published))


def test_the_command_says_what_is_private(made: Made) -> None:
    assert made.said == [
        f"simulated, and private: {made.answers}, 16,694 responses",
        f"published: {made.published}, with results of 42 forces",
    ]


@pytest.mark.parametrize(
    ("item", "answer", "least", "most"),
    [
        ("handcuffing-form", "yes", 48, 52),
        ("force-feedback", "none", 31, 35),
        ("neighbourhood-time", "enough", 18, 22),
        ("neighbourhood-recognised", "agree", 25, 31),
        ("wellbeing", "agree", 40, 48),
        ("skilled", "agree", 70, 90),
        ("development", "agree", 55, 75),
    ],
)
def test_west_mercia(made: Made, item: str, answer: str, least: int, most: int) -> None:
    percent = made.survey.result(WEST_MERCIA, item, answer).percent
    assert percent is not None and least <= percent <= most


def test_most_role_groups_of_west_mercia_can_be_shown(made: Made) -> None:
    status = Counter(f.status for f in made.survey.figures(WEST_MERCIA) if f.group != "all")
    assert status["ok"] > 3 * status["c"] > 0


def test_forces_answer_in_different_numbers(made: Made) -> None:
    with made.answers.open(encoding="utf-8", newline="") as file:
        count = Counter(row["force"] for row in csv.DictReader(file))
    by_name = {force.name: count[force.code] for force in forces().all}
    special = ("City of London", "Warwickshire", "Dyfed-Powys")
    assert [by_name.pop(name) for name in special] == [25, 6, 0]
    assert 40 <= min(by_name.values()) < 150 and 1100 < max(by_name.values()) <= 1500
    assert by_name["West Mercia"] == 1180


def test_small_forces_show_what_the_rule_lets_them(made: Made) -> None:
    names = {force.name: force.code for force in forces().all}
    for name, among in [("Dyfed-Powys", {"x"}), ("Warwickshire", {"low"}),
                        ("City of London", {"c", "ok", "low"})]:  # fmt: skip
        figures = list(made.survey.figures(names[name]))
        assert {one.status for one in figures} <= among
        assert all(one.percent is None for one in figures)


def test_it_is_labelled_simulated_everywhere(made: Made) -> None:
    assert made.survey.id == "workforce-2021-simulated" and made.survey.simulated
    assert made.survey.result(WEST_MERCIA, "belonging", "agree").caution.startswith("SIMULATED")
    for name in ("survey.yaml", "results.csv"):
        assert (made.published / name).read_text("utf-8").startswith("# SIMULATED")


def test_answers_stay_out_of_the_published_folder(made: Made) -> None:
    assert made.answers.parent == made.published.parent
    assert {path.name for path in made.published.iterdir()} == {
        "survey.yaml", "question-set.yaml", "results.csv",
    }  # fmt: skip


def test_what_is_read_back_writes_the_same_bytes(made: Made) -> None:
    for name, text in survey_files(made.survey).items():
        assert (made.published / name).read_bytes() == text.encode()


def test_a_seed_gives_the_same_bytes_and_another_seed_others(made: Made) -> None:
    truth = load_survey_truth(TRUTHS / "workforce-2021.yaml")
    again = answers_csv(truth, DEMO_SEED)
    assert again == made.answers.read_text("utf-8")
    assert answers_csv(truth, 2) != again

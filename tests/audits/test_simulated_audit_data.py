"""The data files of the simulated audits: each rule with a file that breaks it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from openpeel.catalogue.loading import read_yaml
from openpeel.catalogue.question_sets import question_sets
from openpeel.catalogue.simulated_reviewers import load_reviewers, reviewers
from openpeel.catalogue.simulated_shares import FOLDER, load_shares, shares_of
from openpeel.errors import UserError
from served import openpeel

Change = Callable[[dict], None]  # type: ignore[type-arg]
SEARCHES = "stop-search-grounds-2020"


def test_every_file_of_shares_goes_with_its_question_set() -> None:
    for path in FOLDER.glob("*-20*.yaml"):
        assert shares_of(path.stem).question_set in question_sets()


def test_there_are_six_reviewers_and_no_two_alike() -> None:
    rates = {(one.wrong, one.not_recorded, one.drift) for one in reviewers()}
    assert len(reviewers()) == len(rates) == 6


def test_drift_ends_at_always_wrong() -> None:
    drifting = next(one for one in reviewers() if one.drift)
    assert drifting.wrong_in(0) == drifting.wrong < drifting.wrong_in(1)
    assert drifting.wrong_in(1_000) == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda v: v["questions"].pop("GR6"), "questions.GR6: each choice of the set"),
        (lambda v: v["questions"].update(XX1=v["questions"]["GR6"]), "questions.XX1: each choice"),
        (
            lambda v: v["questions"]["GR6"].update(answers={"yes": 0.9, "maybe": 0.1}),
            "questions.GR6.answers: these are not the question's answers",
        ),
        (
            lambda v: v["questions"]["GR6"].update(answers={"yes": 0.9, "no": 0.2}),
            "questions.GR6.answers: the answers are parts of 1",
        ),
        (
            lambda v: v["questions"]["GR6"].update(strata={"searches": 1.2}),
            "strata.searches: 1.2 is no share from 0 to 1",
        ),
        (
            lambda v: v["questions"]["GR6"].update(given={"raining": 0.5}),
            "given.raining: 'raining' is no fact",
        ),
        (
            lambda v: v["facts"].update(weather={"share": 0.5}),
            "facts.weather: 'weather' is no fact",
        ),
    ],
)
def test_shares_that_do_not_fit_are_named(tmp_path: Path, change: Change, says: str) -> None:
    values, _ = read_yaml(FOLDER / f"{SEARCHES}.yaml")
    change(values)
    path = tmp_path / "shares.yaml"
    path.write_text(yaml.safe_dump(values), encoding="utf-8")
    with pytest.raises(UserError, match=re.escape(says)):
        load_shares(path)


def test_an_error_rate_is_a_share(tmp_path: Path) -> None:
    path = tmp_path / "reviewers.yaml"
    path.write_text(
        "checked: {on: 2026-11-23, next: 2027-11-23}\n"
        "reviewers:\n  - {username: a, name: A, wrong: 3}\n"
    )
    with pytest.raises(UserError, match="wrong"):
        load_reviewers(path)


def test_the_command_refuses_a_database_that_people_use(tmp_path: Path) -> None:
    db = tmp_path / "used.db"
    openpeel("people", "add", "somebody", db=db)
    with pytest.raises(AssertionError, match="the database is in use already; name a new one"):
        openpeel("simulate", "--out", tmp_path / "audits", db=db)
    assert not (tmp_path / "audits").exists()

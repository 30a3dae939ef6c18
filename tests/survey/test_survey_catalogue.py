"""Question sets and rules are dated files, checked when they are read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from openpeel.catalogue import survey_questions as questions
from openpeel.catalogue import survey_rules as rules
from openpeel.catalogue.loading import DATA
from openpeel.errors import UserError
from openpeel.survey import simulated

SET = questions.FOLDER / "workforce-2021.yaml"
RULES = DATA / "survey-rules.yaml"
TRUTH = simulated.FOLDER / "workforce-2021.yaml"


def with_change(tmp_path: Path, source: Path, old: str, new: str) -> Path:
    text = source.read_text("utf-8")
    assert old in text
    path = tmp_path / source.name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


class TestQuestionSets:
    def test_the_set_asks_what_the_report_of_2021_22_tells_of(self) -> None:
        asked = questions.survey_questions("workforce-2021")
        assert len(asked.items) == 18
        assert asked.asked(asked.item("neighbourhood-time")) == ("neighbourhood",)
        assert asked.groups(asked.item("belonging"))[:2] == ("all", "response")
        assert {theme.area for theme in asked.themes.values()} == {
            "treating-the-public", "preventing-crime", "investigating-crime",
            "protecting-vulnerable-people", "managing-offenders", "workforce",
        }  # fmt: skip

    def test_a_set_that_is_not_there_is_named_with_those_that_are(self) -> None:
        with pytest.raises(UserError, match="no question set 'x'; use one of workforce-2021"):
            questions.survey_questions("x")

    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            ("area: workforce", "area: people", "key themes.workload.area: 'people' is no area of"),
            ('{"yes": "Yes", "no": "No"}', '{"yes": "Yes"}', "scales.yes-no: a scale has two"),
            ("yes-no: {", "yes-no: {prefer-not: Rather not, ", "none under `no_answers`"),
            ("other: Other roles", "all: Other roles", "`all` stands for every role together"),
            ("id: workload,", "id: role,", "'role' stands twice, or is a column"),
            ("scale: yes-no", "scale: maybe", "key items.0.scale: 'maybe' is no scale"),
            ("theme: stop-search, s", "theme: morale, s", "'morale' is no theme"),
            ("roles: [neighbourhood]", "roles: [beat]", "'beat' is no role of this set"),
        ],
    )
    def test_what_does_not_hold_together_is_named_with_its_line(
        self, tmp_path: Path, old: str, new: str, words: str
    ) -> None:
        with pytest.raises(UserError, match=words) as problem:
            questions.load_survey_questions(with_change(tmp_path, SET, old, new))
        assert ", line " in str(problem.value)


class TestRules:
    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            ("nothing_under: 10", "nothing_under: 9", "greater than or equal to 10"),
            ("percent_from: 30", "percent_from: 20", "greater than or equal to 30"),
            ("small: 10", "small: 5", "greater than or equal to 10"),
            ("nothing_under: 10", "nothing_under: 40", "percentages can't begin below the least"),
            ("one in five officers", "one in five cars", "example: the pattern does not find it"),
            ("'\\+/-|", "'(|", "this is no pattern"),
        ],
    )
    def test_a_file_can_make_them_stricter_and_never_looser(
        self, tmp_path: Path, old: str, new: str, words: str
    ) -> None:
        with pytest.raises(UserError, match=words):
            rules.load_survey_rules(with_change(tmp_path, RULES, old, new))

    def test_one_edition_holds_on_a_day(self, tmp_path: Path) -> None:
        text = RULES.read_text("utf-8")
        again = text[text.index("  - from:") :]
        path = tmp_path / "rules.yaml"
        path.write_text(text + again, encoding="utf-8")
        with pytest.raises(UserError, match="two editions of the rules hold on one day"):
            rules.load_survey_rules(path)
        with pytest.raises(UserError, match="has no rules for 2001-01-01"):
            rules.survey_rules(date(2001, 1, 1))


class TestSimulatedSurveys:
    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            ("response: 0.3", "response: 0.4", "key roles: it gives each of response"),
            ("belonging: [", "morale: [", "key shares: it names each item of workforce-2021"),
            ("[0.5, 0.5]", "[0.5, 0.6]", "key shares.handcuffing-form: it gives each answer"),
            ("West Mercia: 1180", "Westshire: 1180", "not the name or code of a force"),
        ],
    )
    def test_shares_that_can_t_be_dealt_are_named(
        self, tmp_path: Path, old: str, new: str, words: str
    ) -> None:
        with pytest.raises(UserError, match=words):
            simulated.load_survey_truth(with_change(tmp_path, TRUTH, old, new))

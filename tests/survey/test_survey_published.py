"""The published folder: the same bytes, nothing private, and nothing that the rule withholds."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest
from survey_making import ABOUT, KENT, WEST_MERCIA, belonging, published

from openpeel.errors import UserError
from openpeel.survey.published import (
    PublishedSurvey,
    collection_of,
    publish,
    read_survey,
    survey_files,
    write_survey,
)
from openpeel.survey.rendering import as_json, page, text

SURVEY = published(
    west_mercia=belonging(agree=50, neither=20, disagree=30),
    kent=belonging(agree=50, neither=20, disagree=3),
)


def folder(tmp_path: Path, survey: PublishedSurvey = SURVEY) -> Path:
    write_survey(survey, tmp_path / "published")
    return tmp_path / "published"


def changed(folder: Path, name: str, old: str, new: str) -> Path:
    """The folder with one file changed, and its hash made to fit."""
    path = folder / name
    before = path.read_bytes()
    after = before.replace(old.encode(), new.encode())
    assert after != before
    path.write_bytes(after)
    about = folder / "survey.yaml"
    hashes = [hashlib.sha256(content).hexdigest() for content in (before, after)]
    about.write_text(about.read_text("utf-8").replace(*hashes), encoding="utf-8")
    return folder


class TestRoundTrip:
    def test_what_is_read_back_writes_the_same_bytes(self, tmp_path: Path) -> None:
        read = read_survey(folder(tmp_path))
        assert survey_files(read) == survey_files(SURVEY)
        assert read.sha256.keys() == {"survey.yaml", "question-set.yaml", "results.csv"}
        assert list(read.figures(WEST_MERCIA)) == list(SURVEY.figures(WEST_MERCIA))

    def test_it_says_when_answers_came_in_and_whether_it_is_known_how_many_were_invited(
        self,
    ) -> None:
        assert SURVEY.period_words == "1 November 2021 to 10 December 2021"
        assert SURVEY.invited_words == "not known"
        told = publish(SURVEY, collection_of("spring", ABOUT.start, ABOUT.end, 2_400))
        assert told.invited_words == "2,400"

    @pytest.mark.parametrize(
        ("id", "end"), [("Spring 2021", ABOUT.end), ("spring", date(2020, 1, 1))]
    )
    def test_an_id_or_days_that_can_t_be_are_refused(self, id: str, end: date) -> None:
        with pytest.raises(UserError, match="the last day is not before the first"):
            collection_of(id, ABOUT.start, end)


class TestReading:
    def test_a_folder_that_is_none_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(UserError, match=r"this is no published survey; it has no survey.yaml"):
            read_survey(tmp_path)

    def test_a_file_that_is_not_what_was_published_is_named(self, tmp_path: Path) -> None:
        made = folder(tmp_path)
        with (made / "results.csv").open("a") as file:
            file.write("\n")
        with pytest.raises(UserError, match=r"results.csv: this is not the file that was"):
            read_survey(made)
        (made / "results.csv").unlink()
        with pytest.raises(UserError, match=r"results.csv: there is no such file"):
            read_survey(made)

    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            ("agree,50,100,50,ok,\n", "agree,5,100,5,ok,\n", "a count is from 10 to its base"),
            ("agree,50,100,50,ok,\n", "agree,50,100,51,ok,\n", "percentage is not that of"),
            ("agree,50,100,50,ok,\n", "agree,50,100,,ok,\n", "percentage is not that of"),
            ("agree,50,100,50,ok,\n", "agree,5,9,,ok,\n", "a base under 10 is never shown"),
            ("agree,50,100,50,ok,\n", "agree,,100,50,c,\n", "never stands without its count"),
            ("agree,50,100,50,ok,\n", "agree,,100,,ok,\n", "a count stands with the status ok"),
            ("agree,50,100,50,ok,\n", "agree,50,100,50,ok,2\n", "all forces together, and only"),
            ("agree,50,100,50,ok,\n", "agree,50,100,50.5,ok,\n", "'50.5' is no whole number"),
            ("agree,50,100,50,ok,\n", "agree,50,100,50,fine,\n", "'fine' is no status"),
            ("agree,50,100,50,ok,\n", "often,50,100,50,ok,\n", "no such force, group or answer"),
            ("agree,50,100,50,ok,\n", "agree,50,100\n", "a row has 10 values and this one 7"),
            ("# This survey", "# This poll", "row 1: the caution is not there"),
            ("count,base", "base,count", "row 2: the columns must be"),
        ],
    )
    def test_a_row_that_the_rule_does_not_let_stand_is_named(
        self, tmp_path: Path, old: str, new: str, words: str
    ) -> None:
        with pytest.raises(UserError, match=words):
            read_survey(changed(folder(tmp_path), "results.csv", old, new))

    def test_a_folder_can_t_bring_looser_rules(self, tmp_path: Path) -> None:
        made = changed(folder(tmp_path), "survey.yaml", "nothing_under: 10", "nothing_under: 1")
        with pytest.raises(UserError, match=r"key rules.nothing_under: input should be greater"):
            read_survey(made)

    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            ("id: autumn", "id: &a autumn", "aliases and tags are not read"),
            ("id: autumn", "id: [autumn", "survey.yaml, line 7: this is not valid YAML"),
            ("id: autumn", "id: \a", "survey.yaml: this is not valid YAML"),
        ],
    )
    def test_yaml_that_could_hurt_is_not_read(
        self, tmp_path: Path, old: str, new: str, words: str
    ) -> None:
        about = folder(tmp_path) / "survey.yaml"
        about.write_text(about.read_text("utf-8").replace(old, new), encoding="utf-8")
        with pytest.raises(UserError, match=words):
            read_survey(about.parent)

    def test_a_folder_with_another_question_set_is_refused(self, tmp_path: Path) -> None:
        made = changed(folder(tmp_path), "question-set.yaml", "version: 1", "version: 2")
        with pytest.raises(UserError, match="two question sets are never mixed"):
            read_survey(made)


class TestRenderings:
    def test_each_begins_with_the_caution(self) -> None:
        assert text(SURVEY, WEST_MERCIA).startswith(SURVEY.caution)
        assert next(iter(page(SURVEY, WEST_MERCIA).items())) == ("caution", SURVEY.caution)
        assert as_json(SURVEY, "all").startswith('{\n  "caution": "This survey was voluntary')
        for content in survey_files(SURVEY).values():
            assert "id: workforce-2021" in content[:30] or SURVEY.caution in content[:400]

    def test_simulated_answers_are_labelled_before_anything_else(self) -> None:
        about = collection_of("autumn", ABOUT.start, ABOUT.end, simulated=True)
        made_up = publish(SURVEY, about)
        for shown in (text(made_up, KENT), page(made_up, KENT)["caution"],
                      survey_files(made_up)["results.csv"].removeprefix("# "),
                      survey_files(made_up)["survey.yaml"].removeprefix("# "),
                      made_up.result(KENT, "belonging", "agree").caution):  # fmt: skip
            assert shown.startswith("SIMULATED: every answer is made up.")

    def test_text_shows_answers_base_and_why_something_is_withheld(self) -> None:
        lines = text(SURVEY, KENT).splitlines()
        at = lines.index("A sense of belonging (asked: everybody)")
        assert [line.split() for line in lines[at + 2 : at + 6]] == [
            ["Agree", "68%", "50"],
            ["Neither", "agree", "nor", "disagree", "[c]"],
            ["Disagree", "[c]"],
            ["Answered", "73"],
        ]
        assert lines[at + 6].strip().startswith("Withheld: it, or a number")

    def test_all_forces_say_how_many_forces_they_are(self) -> None:
        assert "100, in 1 of 43 forces" in text(SURVEY, "all", groups=True)

    def test_a_page_has_plain_values_with_their_reasons(self) -> None:
        told = json.loads(as_json(SURVEY, WEST_MERCIA))
        (item,) = [item for item in told["items"] if item["id"] == "belonging"]
        everybody = item["groups"][0]
        assert (everybody["base"], everybody["answers"][0]["percent"]) == (100, 50)
        assert item["theme"]["to explore"].endswith("?")
        assert item["groups"][1]["answers"][0] == {
            "id": "agree", "words": "Agree", "count": None, "percent": None, "status": "c",
            "reason": SURVEY.result(WEST_MERCIA, "belonging", "agree", "response").reason,
        }  # fmt: skip


class TestPublishedOnce:
    """The difference between two publications of one collection could tell what a few said."""

    MORE = published(
        west_mercia=belonging(agree=51, neither=20, disagree=30),
        kent=belonging(agree=50, neither=20, disagree=3),
    )

    def test_other_results_do_not_take_the_place_of_published_ones(self, tmp_path: Path) -> None:
        there = folder(tmp_path)
        before = {path.name: path.read_bytes() for path in there.iterdir()}
        with pytest.raises(UserError, match="A collection is published once"):
            write_survey(self.MORE, there)
        assert {path.name: path.read_bytes() for path in there.iterdir()} == before

    def test_the_same_results_may_be_written_again(self, tmp_path: Path) -> None:
        write_survey(SURVEY, folder(tmp_path))

    def test_made_up_answers_may_replace_made_up_ones_and_no_others(self, tmp_path: Path) -> None:
        about = collection_of("trial", ABOUT.start, ABOUT.end, simulated=True)
        made_up = [publish(survey, about) for survey in (SURVEY, self.MORE)]
        write_survey(made_up[0], tmp_path / "trial")
        write_survey(made_up[1], tmp_path / "trial")
        with pytest.raises(UserError, match="A collection is published once"):
            write_survey(made_up[0], folder(tmp_path))


def test_no_more_people_answer_than_were_invited() -> None:
    with pytest.raises(UserError, match="5 people were invited, and more answered"):
        publish(SURVEY, collection_of("spring", ABOUT.start, ABOUT.end, 5))

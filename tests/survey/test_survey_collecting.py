"""A file of answers is taken whole or not at all, and refused in sentences that repeat no cell."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from survey_making import QUESTIONS, WEST_MERCIA

from openpeel.catalogue.survey_questions import FIXED, load_survey_questions
from openpeel.errors import UserError
from openpeel.survey import collecting
from openpeel.survey.collected import Response
from openpeel.survey.collecting import form, read_answers

GOOD = {"response": "R1", "force": "West Mercia", "role": "neighbourhood", "rank": "constable",
        "area": "rural", "belonging": "agree", "workload": "prefer-not",
        "handcuffing-form": "not-applicable"}  # fmt: skip


def written(tmp_path: Path, *rows: dict[str, str], columns: tuple[str, ...] = ()) -> Path:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns or QUESTIONS.columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    path = tmp_path / "answers.csv"
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    return path


def refused(path: Path) -> str:
    with pytest.raises(UserError) as problem:
        read_answers(path, QUESTIONS)
    return str(problem.value)


class TestGoodFiles:
    def test_the_form_is_a_file_without_responses(self, tmp_path: Path) -> None:
        path = tmp_path / "form.csv"
        path.write_text(form(QUESTIONS), encoding="utf-8")
        assert read_answers(path, QUESTIONS).responses == ()
        assert form(QUESTIONS).split(",")[: len(FIXED)] == list(FIXED)

    def test_a_response_keeps_force_role_and_answers_and_nothing_else(self, tmp_path: Path) -> None:
        answers = read_answers(written(tmp_path, GOOD), QUESTIONS)
        given = tuple("agree" if item.id == "belonging" else None for item in QUESTIONS.items)
        assert answers.responses == (Response(WEST_MERCIA, "neighbourhood", given),)
        assert "agree" not in repr(answers)

    def test_columns_may_stand_in_any_order_and_empty_lines_are_passed_over(
        self, tmp_path: Path
    ) -> None:
        path = written(tmp_path, GOOD, {}, columns=tuple(reversed(QUESTIONS.columns)))
        assert len(read_answers(path, QUESTIONS).responses) == 1


class TestRows:
    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"response": "anna"}, "row 2, column response: the cell holds something else than one"
             " of its codes; write a number or code that names nobody."),
            ({"response": ""}, "column response: the cell is empty"),
            ({"force": "Westshire"}, "column force: the cell holds something else"),
            ({"force": "British Transport Police"}, "write the name or code of one of the 43"),
            ({"role": "traffic"}, "column role: the cell holds something else than one of its"
             " codes; write one of response, neighbourhood"),
            ({"rank": "chief"}, "column rank:"),
            ({"area": "Telford"}, "column area:"),
            ({"belonging": "yes"}, "column belonging: the cell holds something else than one of its"
             " codes; write one of agree, neither, disagree, not-applicable, prefer-not, or leave"
             " it empty."),
            ({"belonging": "=1+1"}, "column belonging: the cell begins with = as a formula does,"
             " and is not read"),
            ({"belonging": "@SUM(A1)"}, "begins with @ as a formula does"),
            ({"role": "contact", "neighbourhood-time": "enough"}, "column neighbourhood-time: only"
             " neighbourhood is asked this; leave the cell empty."),
        ],
    )  # fmt: skip
    def test_a_cell_that_is_no_code_is_named_by_file_row_and_column(
        self, tmp_path: Path, changed: dict[str, str], words: str
    ) -> None:
        told = refused(written(tmp_path, {**GOOD, **changed}))
        assert told.startswith("answers.csv, row 2, ") and words in told

    def test_no_message_repeats_what_a_cell_holds(self, tmp_path: Path) -> None:
        secret = {"response": "Ann Example", "force": "Ann Example", "belonging": "Ann Example"}
        assert "Ann" not in refused(written(tmp_path, {**GOOD, **secret}))

    def test_a_response_that_stands_twice_is_named_with_its_first_row(self, tmp_path: Path) -> None:
        told = refused(written(tmp_path, GOOD, {**GOOD, "response": "R2"}, GOOD))
        assert told == (
            "answers.csv, row 4, column response: the response of row 2 stands here again; keep"
            " one."
        )

    def test_many_problems_are_told_and_the_rest_counted(self, tmp_path: Path) -> None:
        rows = [{**GOOD, "response": f"R{n}", "rank": "?"} for n in range(25)]
        lines = refused(written(tmp_path, *rows)).splitlines()
        assert len(lines) == 21 and lines[-1] == "(and 5 more)"


class TestFiles:
    def test_one_sentence_for_what_is_no_table_of_answers(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "answers.csv"
        head = form(QUESTIONS).encode()
        for content, words in [
            (b"", "column 'response' is not there; begin with the form"),
            ("response,force\n".encode("utf-16"), "byte 0 is not UTF-8; save the file as CSV"),
            (head + b'R1,"Kent\n', "row 2: this is no CSV"),
            (head + b"R1,Kent\n", "row 2: a row has 23 values and this one 2"),
            (head + b"R1," + b"x" * 200_000 + b"\n", "this is no CSV (field larger"),
            (head.replace(b"\n", b",name\n"), "column 'name' is not in workforce-2021; remove it"),
            (head.replace(b"rank", b"role"), "column 'role' stands twice; keep one"),
        ]:
            path.write_bytes(content)
            told = refused(path)
            assert words in told and "\n" not in told
        monkeypatch.setattr(collecting, "LARGEST", 100)
        path.write_bytes(head)
        assert "no more than 0 MB" in refused(path)

    def test_too_many_responses_are_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(collecting, "MOST", 1)
        assert "no more than 1 responses" in refused(
            written(tmp_path, GOOD, {**GOOD, "response": "R2"})
        )

    def test_a_folder_or_a_link_is_not_read(self, tmp_path: Path) -> None:
        assert "this is a folder" in refused(tmp_path)
        (tmp_path / "link.csv").symlink_to(written(tmp_path, GOOD))
        assert "link to another place" in refused(tmp_path / "link.csv")


def test_a_set_of_questions_with_another_set_in_the_file_is_refused_as_a_mix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from openpeel.catalogue import survey_questions

    text = (survey_questions.FOLDER / "workforce-2021.yaml").read_text("utf-8")
    other = tmp_path / "workforce-2023.yaml"
    other.write_text(
        text.replace("id: workforce-2021", "id: workforce-2023").replace(
            "id: belonging,", "id: at-home,"
        )
    )
    later = load_survey_questions(other)
    sets = {QUESTIONS.id: QUESTIONS, later.id: later}
    monkeypatch.setattr(collecting, "survey_question_sets", lambda: sets)
    told = refused(written(tmp_path, columns=(*QUESTIONS.columns, "at-home")))
    assert "belongs to workforce-2023 and not to workforce-2021; two question sets" in told

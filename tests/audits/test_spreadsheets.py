"""A reviewer's files as a spreadsheet, and back: nothing is lost, nothing slips past a check."""

from __future__ import annotations

import csv
import io
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from making import Made, say
from python_calamine import CalamineWorkbook
from sheets import Row, exported, handed_out, row_of, written

from openpeel.audits.actions import allocation, reviews
from openpeel.audits.actions.reviews import Said
from openpeel.audits.models import Answer, AnswerVersion
from openpeel.audits.spreadsheets import (
    RefusedSheet,
    export_csv,
    export_xlsx,
    import_sheet,
)
from openpeel.errors import UserError
from openpeel.sampling.review_sheets import COLUMNS, guarded, unguarded

pytestmark = pytest.mark.django_db

AT = datetime(2021, 7, 2, 9, 30, tzinfo=UTC)
HOSTILE = ("=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", "'=1", "\t=1", "http://x.test/")


@pytest.fixture
def audit() -> Made:
    return handed_out()


def refused(audit: Made, tmp_path: Path, rows: list[Row]) -> str:
    """The sentences for a sheet that is refused; nothing of it is saved."""
    before = AnswerVersion.objects.count()
    with pytest.raises(RefusedSheet) as problem:
        import_sheet(written(tmp_path, rows), by=audit.asha)
    assert AnswerVersion.objects.count() == before
    return str(problem.value)


# What is taken out


def test_a_sheet_holds_ones_own_open_files_and_no_others(audit: Made) -> None:
    assert {row["file"] for row in exported(audit)} == {"1", "2"}


def test_rows_stand_in_the_order_of_the_questions_with_their_words(audit: Made) -> None:
    rows = [row for row in exported(audit) if row["file"] == "1"]
    questions = [row["question"] for row in rows]
    assert questions == sorted(questions, key=questions.index)
    assert [q for q in questions if not q.startswith("fact:")] == [
        "IN10", "OU1", "OU2", "OU3", "OU4", "OU5",
    ]  # fmt: skip
    row = row_of(rows, 1, "OU3")
    assert row["reference"] == "22/1000/25" and row["round"] == "west-mercia-2021/1"
    assert row["asked"].startswith("Was the victim asked for their views")
    assert row["relevant when"].startswith("cautions and community resolutions")


def test_an_answer_stands_in_its_words_with_its_version(audit: Made) -> None:
    say(audit.review(1), "OU3", "not-recorded")
    row = row_of(exported(audit), 1, "OU3")
    assert (row["answer"], row["version"]) == ("The file does not say", "1")


def test_who_has_no_open_file_gets_no_sheet(audit: Made) -> None:
    with pytest.raises(UserError, match="Carys has no open files"):
        export_csv(audit.round, audit.carys)


def opened(content: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def test_the_workbook_explains_itself_and_offers_the_answers(audit: Made) -> None:
    content = export_xlsx(audit.round, audit.asha, at=AT)
    book = opened(content)
    assert book.sheet_names == ["read this first", "answers", "lists"]
    cover = " ".join(str(row[0]) for row in book.get_sheet_by_name("read this first").to_python())
    assert "West Mercia 2021, round 1" in cover and "2 July 2021, 09:30" in cover
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        table = parts.read("xl/worksheets/sheet2.xml").decode()
    assert table.count("<dataValidation ") == len(exported(audit))
    lists = book.get_sheet_by_name("lists").to_python()
    assert "Yes" in lists[0] and any("The file does not say" in row for row in lists)


def test_nothing_that_somebody_wrote_becomes_a_formula_or_a_link(audit: Made) -> None:
    for n, text in enumerate(HOSTILE):
        said = Said("yes", comment=text, evidence=text)
        reviews.save_answer(audit.review(1), "OU1", said, seen=n, by=audit.asha)
        content = export_xlsx(audit.round, audit.asha, at=AT)
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            sheets = [parts.read(p).decode() for p in parts.namelist() if "worksheets/" in p]
        assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)
        for line in csv.reader(io.StringIO(export_csv(audit.round, audit.asha), newline="")):
            assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in line)


@pytest.mark.parametrize("text", [*HOSTILE, "", "plain", "''=1", "'tis"])
def test_what_guards_a_value_is_taken_away_again(text: str) -> None:
    assert unguarded(guarded(text)) == text


# What comes back


def test_a_sheet_comes_back_as_it_went_out(audit: Made, tmp_path: Path) -> None:
    said = Said("no", evidence="=p. 4", comment="one\r\ntwo, “quoted”", note="'=2")
    reviews.save_answer(audit.review(1), "OU1", said, seen=0, by=audit.asha)
    before = AnswerVersion.objects.count()
    for name, content in (
        ("a.csv", export_csv(audit.round, audit.asha).encode("utf-8-sig")),
        ("a.xlsx", export_xlsx(audit.round, audit.asha, at=AT)),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        done = import_sheet(path, by=audit.asha)
        assert (done.saved, done.set_aside) == (0, ()), name
    assert AnswerVersion.objects.count() == before


def test_answers_are_saved_by_their_words_or_their_codes(audit: Made, tmp_path: Path) -> None:
    rows = exported(audit)
    row_of(rows, 1, "OU1").update(answer="no", evidence="p. 4", comment="c", note="n")
    row_of(rows, 1, "OU3").update(answer="the file does  not say")
    row_of(rows, 2, "OU3").update(answer="not-recorded")
    assert import_sheet(written(tmp_path, rows), by=audit.asha).saved == 3
    answer = Answer.objects.get(review=audit.review(1), question="OU1")
    assert (answer.code, answer.evidence, answer.comment, answer.note) == ("no", "p. 4", "c", "n")
    assert Answer.objects.filter(question="OU3", code="not-recorded").count() == 2
    assert audit.review(1).state == "started"


def test_a_workbook_that_was_filled_in_is_read(audit: Made, tmp_path: Path) -> None:
    """As a spreadsheet program would save it: TRUE for yes, numbers for numbers."""
    from xlsxwriter import Workbook

    rows = exported(audit)
    row_of(rows, 1, "OU1").update(answer="TRUE", comment="=1+1")
    path = tmp_path / "filled.xlsx"
    book = Workbook(str(path), {"strings_to_formulas": False})
    sheet = book.add_worksheet("Sheet1")
    for column, name in enumerate(COLUMNS):
        sheet.write_string(0, column, name)
        for line, row in enumerate(rows, start=1):
            if row[name].isdigit():
                sheet.write_number(line, column, int(row[name]))
            elif row[name] == "TRUE":
                sheet.write_boolean(line, column, True)
            else:
                sheet.write_string(line, column, row[name])
    book.close()
    assert import_sheet(path, by=audit.asha).saved == 1
    answer = Answer.objects.get()
    assert (answer.code, answer.comment) == ("yes", "=1+1")


def test_an_answer_can_be_taken_back(audit: Made, tmp_path: Path) -> None:
    say(audit.review(1), "OU1", "yes")
    rows = exported(audit)
    row_of(rows, 1, "OU1")["answer"] = ""
    assert import_sheet(written(tmp_path, rows), by=audit.asha).saved == 1
    assert Answer.objects.get().code == ""


def test_sending_a_sheet_twice_changes_nothing_the_second_time(audit: Made, tmp_path: Path) -> None:
    rows = exported(audit)
    row_of(rows, 1, "OU1")["answer"] = "Yes"
    path = written(tmp_path, rows)
    assert import_sheet(path, by=audit.asha).saved == 1
    done = import_sheet(path, by=audit.asha)
    assert (done.saved, done.set_aside) == (0, ())


def test_an_answer_that_was_changed_on_the_page_is_not_written_over(
    audit: Made, tmp_path: Path
) -> None:
    rows = exported(audit)
    row_of(rows, 1, "OU1").update(answer="No", comment="from the sheet")
    row_of(rows, 1, "OU3").update(answer="Yes")
    say(audit.review(1), "OU1", "yes")
    done = import_sheet(written(tmp_path, rows), by=audit.asha)
    assert done.saved == 1
    (line,) = done.set_aside
    assert "back.csv, row" in line and "set aside" in line
    assert Answer.objects.get(question="OU1").code == "yes"
    assert AnswerVersion.objects.get(kept=False).comment == "from the sheet"


def test_a_row_that_was_not_touched_does_not_fight_the_page(audit: Made, tmp_path: Path) -> None:
    say(audit.review(1), "OU1", "yes")
    rows = exported(audit)
    say(audit.review(1), "OU1", "no", seen=1)
    done = import_sheet(written(tmp_path, rows), by=audit.asha)
    assert (done.saved, done.set_aside) == (0, ())
    assert Answer.objects.get().code == "no"


# What is refused, with the row and a sentence, and nothing saved


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"round": "west-mercia-2021/2"}, "this is west-mercia-2021/1"),
        ({"file": "3"}, "file '3' is none of your open files"),
        ({"file": "=1"}, "is none of your open files"),
        ({"file": "9" * 30}, "is none of your open files"),
        ({"question": "OU7"}, "'OU7' is no question that is asked of file 1"),
        ({"question": "CH1"}, "'CH1' is no question that is asked of file 1"),
        ({"question": "fact:caution"}, "is no question that is asked of file 1"),
        ({"question": "OU2"}, "stands in two rows"),
        ({"answer": "perhaps"}, "'perhaps' is none of its answers, which are Yes; No"),
        ({"answer": "=cmd|' /C calc'!A0"}, "is none of its answers"),
        ({"class": "violence"}, "leave class, should and recorded empty"),
        ({"should": "1"}, "leave class, should and recorded empty"),
        ({"version": "one"}, "the version was changed"),
        ({"version": ""}, "the version was changed"),
        ({"answer": "Yes", "evidence": "p" * 201}, "at most 200 characters"),
    ],
)
def test_a_row_that_can_not_stand_is_refused(
    audit: Made, tmp_path: Path, change: Row, words: str
) -> None:
    rows = exported(audit)
    good, bad = row_of(rows, 2, "OU1"), row_of(rows, 1, "OU1")
    good["answer"] = "Yes"
    bad.update(change)
    text = refused(audit, tmp_path, rows)
    assert words in text
    if change.keys() != {"question"} or change["question"] != "OU2":
        assert f"back.csv, row {rows.index(bad) + 2}: " in text


def test_beside_a_fact_nothing_is_written(audit: Made, tmp_path: Path) -> None:
    audit.round.files.update(facts={})
    rows = exported(audit)
    row_of(rows, 1, "fact:withdrew").update(answer="no", comment="on page 4")
    assert "a fact is yes or no" in refused(audit, tmp_path, rows)


def test_every_wrong_row_is_told_at_once(audit: Made, tmp_path: Path) -> None:
    rows = exported(audit)
    for number in (1, 2):
        row_of(rows, number, "OU1")["answer"] = "perhaps"
    assert refused(audit, tmp_path, rows).count("perhaps") == 2


def test_an_answer_to_what_is_not_relevant_is_refused(audit: Made, tmp_path: Path) -> None:
    rows = exported(audit)
    row_of(rows, 1, "OU4")["answer"] = "Yes"  # it is no outcome 16
    assert "OU4 is answered but not relevant here" in refused(audit, tmp_path, rows)


def test_a_sheet_of_somebody_else_saves_nothing(audit: Made, tmp_path: Path) -> None:
    rows = exported(audit)
    row_of(rows, 1, "OU1")["answer"] = "Yes"
    with pytest.raises(RefusedSheet, match="none of your open files"):
        import_sheet(written(tmp_path, rows), by=audit.ben)


def test_a_file_that_was_finished_meanwhile_takes_no_more(audit: Made, tmp_path: Path) -> None:
    rows = exported(audit)
    row_of(rows, 1, "OU1")["answer"] = "Yes"
    audit.review(1)
    allocation.replace(audit.file(1), "sealed", by=audit.lead)
    assert "none of your open files" in refused(audit, tmp_path, rows)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"round,file\r\n", "the column 'reference' is missing"),
        (",".join(COLUMNS).encode(), "there is no row in it"),
        (",".join((*COLUMNS, "note")).encode() + b"\r\nx\r\n", "stands twice"),
        (b"%PDF-1.7", "this is a PDF"),
        (b"PK\x03\x04 no zip", "damaged"),
        (b"\x1f\x8b\x08\x00", "send the spreadsheet back as XLSX or CSV"),
        (",".join(COLUMNS).encode() + b"\n\xff\xfe\x00", "NUL"),
        (b"<html><table>", "web page or XML"),
    ],
)
def test_what_is_no_sheet_is_refused(
    audit: Made, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(UserError, match=words):
        import_sheet(path, by=audit.asha)


def test_a_zip_that_unpacks_to_far_too_much_is_refused(audit: Made, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", "<workbook/>")
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * (64 << 20))
    with pytest.raises(UserError, match=r"bomb\.xlsx"):
        import_sheet(path, by=audit.asha)


def test_two_hundred_thousand_rows_are_refused_quickly(audit: Made, tmp_path: Path) -> None:
    row = row_of(exported(audit), 1, "OU1")
    path = tmp_path / "long.csv"
    line = ",".join(f'"{row[name]}"' for name in ("round", "file"))
    with path.open("w", encoding="utf-8") as out:
        out.write(",".join(COLUMNS) + "\n")
        out.writelines(f"{line},,OU1,,,,Yes,,,,,,{n}\n" for n in range(200_000))
    began = time.process_time()
    with pytest.raises(UserError, match="more than 50,000 rows"):
        import_sheet(path, by=audit.asha)
    assert time.process_time() - began < 20


def test_the_log_says_who_took_a_sheet_and_sent_it_back(audit: Made, tmp_path: Path) -> None:
    rows = exported(audit)
    row_of(rows, 1, "OU1")["answer"] = "Yes"
    import_sheet(written(tmp_path, rows), by=audit.asha)
    log = [(e.action, e.words, e.by) for e in audit.round.events.filter(action__contains="sheet")]
    assert log == [
        ("take a spreadsheet", "CSV", audit.asha),
        ("send a spreadsheet back", "1 answers", audit.asha),
    ]

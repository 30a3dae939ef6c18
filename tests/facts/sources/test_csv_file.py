"""Delimited text of any make becomes the same rows, or is refused with its row."""

import csv
import gzip
from pathlib import Path

import pytest
import workbooks
from csv_edition import engine, text_of, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openpeel.errors import UserError
from openpeel.facts.sources.csv_file import Field, csv_header, is_table, load, plain_header
from openpeel.facts.sources.reading import SourceFile

FORCE = Field("force", ("force name", "force"))
NUMBER = Field("number", ("number of offences", "offences"))
NOTE = Field("note", ("note",), needed=False)
FIELDS = (FORCE, NUMBER, NOTE)
TABLE = [["Force_Name", "Number of Offences"], ["Kent", "1"], ["Devon, Cornwall", "2"]]
SAME = [(2, "Kent", "1", ""), (3, "Devon, Cornwall", "2", "")]


def rows_of(path: Path) -> list[tuple[object, ...]]:
    con = engine()
    load(SourceFile(path, path.name), con, (FORCE, NUMBER), FIELDS)
    return con.execute("select row, force, number, note from file_rows order by row").fetchall()


def refused(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        rows_of(path)
    return str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        text_of(TABLE),
        text_of(TABLE, newline="\r\n"),
        text_of(TABLE, newline="\r"),
        text_of(TABLE, delimiter=";"),
        text_of(TABLE, delimiter="\t"),
        "\ufeff" + text_of(TABLE),
        text_of(TABLE).rstrip("\n"),
        text_of([["Number of Offences", "FORCE NAME"], *[row[::-1] for row in TABLE[1:]]]),
        text_of([["", *TABLE[0], ""], *[["7", *row, ""] for row in TABLE[1:]]]),
        text_of([[*TABLE[0], ""], *[[*row, '"'] for row in TABLE[1:]]]),
        text_of([[*TABLE[0], "Two\nlines"], *[[*row, "x"] for row in TABLE[1:]]]),
        gzip.compress(text_of(TABLE).encode()),
    ],
    ids=[
        "plain",
        "CRLF",
        "CR",
        "semicolon",
        "tab",
        "byte order mark",
        "no newline at the end",
        "columns in another order",
        "index in front and empty last header",
        "values under an empty last header",
        "a header of two lines",
        "gzip under a name that does not say so",
    ],
)
def test_the_same_rows_however_they_are_written(tmp_path: Path, content: str | bytes) -> None:
    assert rows_of(written(tmp_path / "edition.csv", content)) == SAME


def test_two_kinds_of_line_end_in_one_file(tmp_path: Path) -> None:
    mixed = "Force name,Offences\r\nKent,1\n" + '"Devon, Cornwall",2\r\n'
    assert rows_of(written(tmp_path / "mixed.csv", mixed)) == SAME


def test_windows_1252_is_read_where_it_is_not_utf8(tmp_path: Path) -> None:
    text = "Force name,Offences\nCaution – youths,1\n"
    for name in ("plain.csv", "zipped.csv.gz"):
        path = written(tmp_path / name, text, encoding="cp1252")
        assert rows_of(path) == [(2, "Caution – youths", "1", "")]


def test_a_path_with_signs_that_the_engine_takes_for_a_pattern(tmp_path: Path) -> None:
    assert rows_of(written(tmp_path / "edition [1]*?.csv", TABLE)) == SAME


def test_title_rows_above_the_header_count_as_rows(tmp_path: Path) -> None:
    path = written(tmp_path / "titled.csv", "Recorded crime\n\n" + text_of(TABLE))
    assert [row[0] for row in rows_of(path)] == [4, 5]


def test_spaces_around_a_field_are_taken_off_also_no_break_ones(tmp_path: Path) -> None:
    path = written(tmp_path / "spaces.csv", "Force name , Offences\n Kent\xa0,  1 \n")
    assert rows_of(path) == [(2, "Kent", "1", "")]


def test_an_empty_row_is_set_aside_and_counted(tmp_path: Path) -> None:
    path = written(tmp_path / "na.csv", [*TABLE, ["NA", "NA"], ["", ""]])
    con = engine()
    ledger = load(SourceFile(path, path.name), con, (FORCE,), FIELDS)
    assert [(part.rows, part.example) for part in ledger.aside] == [(2, "row 4")]
    assert con.execute("select count(*) from file_rows").fetchall() == [(2,)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Kent", "row 5: the row has 1 fields where the header has 2"),
        ("Kent,1,2", "row 5: the row has 3 fields where the header has 2"),
        ('"Kent,1', "row 5: a quotation mark is opened and not closed"),
        ('"Kent"x,1', "row 5: a quotation mark is opened and not closed"),
        ("Ke\0nt,1", "row 5: the row holds a NUL byte"),
    ],
    ids=["short", "long", "open quote", "text after quote", "NUL"],
)
def test_a_malformed_row_stops_the_file_with_its_row(
    tmp_path: Path, line: str, reason: str
) -> None:
    path = written(tmp_path / "broken.csv", text_of([*TABLE, ["Kent", 3]]) + line + "\nKent,1\n")
    assert refused(path).startswith(f"broken.csv, {reason}")


def test_a_malformed_row_far_down_a_big_file_is_named(tmp_path: Path) -> None:
    text = "Force name,Offences\n" + "Kent,1\n" * 300_000 + "Kent\n" + "Kent,1\n" * 300_000
    assert ", row 300002: the row has 1 fields" in refused(written(tmp_path / "big.csv", text))


@pytest.mark.parametrize("zipped", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("after", ["", "\nKent,1\n"], ids=["last", "not last"])
def test_a_row_longer_than_the_buffer_is_refused_and_not_lost(
    tmp_path: Path, after: str, zipped: bool
) -> None:
    content = (text_of(TABLE) + f"{'K' * 40_000_000},1{after}").encode()
    path = written(tmp_path / "long.csv", gzip.compress(content, 1) if zipped else content)
    sentence = "long.csv, row 4: the row is longer than any row of this publication."
    assert refused(path) == sentence


def test_a_row_of_a_few_million_bytes_is_refused_as_well(tmp_path: Path) -> None:
    text = text_of(TABLE) + f"{'K' * 3_000_000},1\n"
    assert ", row 4: the row is longer than any row" in refused(written(tmp_path / "a.csv", text))


def test_a_gzip_file_cut_short_is_refused(tmp_path: Path) -> None:
    text = text_of([TABLE[0], *[["Kent", n * 7919 % 1_000_003] for n in range(60_000)]])
    path = written(tmp_path / "cut.csv", gzip.compress(text.encode())[:-2000])
    assert refused(path) == (
        "cut.csv: the compressed data are damaged or cut short; fetch it again."
    )


def test_text_in_no_known_encoding_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "odd.csv", b"Force name,Offences\nK\x81nt,1\n")
    assert "neither UTF-8 nor Windows-1252" in refused(path)


def test_a_missing_column_is_named_with_those_that_are_there(tmp_path: Path) -> None:
    path = written(tmp_path / "less.csv", [["Force name", "Sum"], ["Kent", 1]])
    with pytest.raises(UserError) as caught:
        load(SourceFile(path, path.name), engine(), (FORCE,), FIELDS)
    assert str(caught.value) == (
        "less.csv, row 1: there is no column 'number of offences'; the columns are"
        " 'Force name', 'Sum'."
    )


def test_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "twice.csv", [["Force name", "Offences", "offences"], ["Kent", 1, 2]])
    assert "row 1: the column 'Offences' stands twice" in refused(path)


@pytest.mark.parametrize("kind", [".xlsx", ".ods"])
def test_a_workbook_gives_its_sheets_with_their_rows(tmp_path: Path, kind: str) -> None:
    sheets = {
        "Cover": [["Police recorded crime"]],
        "2017-18": [["Title"], ["Force name", "Offences"], ["Kent", 5], ["80", "1.0"]],
        "2018-19": [["Offences", "Force name"], [7, "Kent"]],
    }
    con = engine()
    load(workbooks.write(tmp_path / f"book{kind}", sheets), con, (FORCE, NUMBER), FIELDS)
    assert con.execute("select sheet, row, force, number from file_rows").fetchall() == [
        ("2017-18", 3, "Kent", "5"),
        ("2017-18", 4, "80", "1.0"),
        ("2018-19", 2, "Kent", "7"),
    ]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"Force name", b"\x89PNG\r\n", b"a,b\n1,2\n"])
def test_what_is_no_such_table_is_not_recognised(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path / "other.csv", content)
    assert not is_table(SourceFile(path, path.name), (FORCE, NUMBER))


def test_headers_are_compared_without_case_and_punctuation() -> None:
    assert plain_header(" Financial_Year ") == plain_header("financial  year") == "financial year"
    assert plain_header("Self-defined ethnicity") == "self defined ethnicity"


FIELD_TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=("Cs", "Z", "C")),
    min_size=1,
    max_size=8,
) | st.sampled_from(["a,b", 'say "x"', "two\nlines", ";", "'"])


@given(
    rows=st.lists(st.tuples(FIELD_TEXT, FIELD_TEXT), min_size=1, max_size=20),
    delimiter=st.sampled_from(",;\t|"),
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_python_writes_is_read_back(
    tmp_path: Path, rows: list[tuple[str, str]], delimiter: str
) -> None:
    """All fields quoted, so that one of them can't be taken for a quotation of another kind."""
    path = tmp_path / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerows([("Force name", "Offences"), *rows])
    kept = [row for row in rows if set(row) - {"NA"}]
    assert [(force, number) for _, force, number, _ in rows_of(path)] == kept


def test_the_header_of_a_real_file_is_found_behind_its_index_column(open_data: Path) -> None:
    crime = open_data / "recorded-crime/prc-pfa-201718_new.csv"
    header = csv_header(SourceFile(crime, crime.name), (FORCE, NUMBER))
    assert header is not None and header.row == 1 and header.plain[3] == "force name"

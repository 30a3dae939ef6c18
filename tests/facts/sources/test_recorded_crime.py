"""Recorded crime open data: the edition of 2017/18, and others made up of a few rows."""

from pathlib import Path

import pytest
import workbooks
from csv_edition import Read, aside, changed, facts, read, refusal, text_of, without, written

from openpeel.facts.sources.outcomes_open_data import OutcomesOpenData
from openpeel.facts.sources.reading import SourceFile
from openpeel.facts.sources.recorded_crime import RecordedCrime

READER = RecordedCrime()
HEADER = [
    "Financial Year",
    "Financial Quarter",
    "Force Name",
    "Offence Description",
    "Offence Group",
    "Offence Subgroup",
    "Offence Code",
    "Number of Offences",
]
HOMICIDE = ["Homicide", "Violence against the person", "Homicide", "1/4.1/4.10/4.2"]
TABLE = [
    HEADER,
    ["2013/14", 1, "Kent", *HOMICIDE, 3],
    ["2013/14", 4, "Devon & Cornwall", "Arson", "Criminal damage and arson", "Arson", "56A", -1],
    ["2013/14", 2, "Action Fraud", "Fraud", "Fraud offences", "Fraud: action fraud", "AF", 5],
]
COLUMNS = "force_code, period_start, period_end, offence_subgroup, offence_code, offences, status"


@pytest.fixture(scope="module")
def real(open_data: Path) -> Read:
    """The edition of 2017/18, read once."""
    return read(READER, open_data / "recorded-crime/prc-pfa-201718_new.csv")


def test_forces_and_bodies_of_2017_18_sum_to_the_file(real: Read) -> None:
    reading, con = real
    assert (reading.rows_read, reading.rows_used) == (23_068, 22_532)
    assert reading.edition.covers == "2017/18"
    assert reading.notes[0] == (
        "The file counts 5,519,401 offences: the forces 4,821,452, Action Fraud 277,033,"
        " British Transport Police 59,591, CIFAS 276,997, Financial Fraud Action UK 24,961,"
        " UK Finance 59,367."
    )
    assert con.execute(
        "select sum(offences), count(distinct force_code), count(distinct period_start),"
        " sum(offences) filter (where force_code = 'E23000016')"
        " from reading_recorded_crime"
    ).fetchall() == [(4_821_452, 43, 4, 84_350)]


def test_bodies_in_the_force_column_are_set_aside_by_name(real: Read) -> None:
    reading, _ = real
    assert aside(reading) == {
        "Action Fraud": 4,
        "British Transport Police": 524,
        "CIFAS": 4,
        "Financial Fraud Action UK": 1,
        "UK Finance": 3,
    }
    assert reading.set_aside[0].example == "277,033 offences"


def test_negative_counts_are_corrections_and_stay(real: Read) -> None:
    reading, con = real
    assert reading.notes[1].startswith("36 rows have a negative number of offences")
    (found,) = con.execute(
        "select count(*) from reading_recorded_crime where offences < 0"
    ).fetchall()
    assert found == (34,)  # the other two are the British Transport Police's


def test_alike_rows_under_the_merged_homicide_code_are_all_counted(real: Read) -> None:
    _, con = real
    assert con.execute(
        "select count(*), sum(offences) from reading_recorded_crime"
        " where offence_subgroup = 'homicide' and force_code = 'E23000005'"
    ).fetchall() == [(16, 89)]


def test_quarters_are_those_of_the_financial_year(tmp_path: Path) -> None:
    path = written(tmp_path / "edition.csv", TABLE)
    found = facts(READER, path, "cast(period_start as varchar), cast(period_end as varchar)")
    assert found == [("2013-04-01", "2013-06-30"), ("2014-01-01", "2014-03-31")]


@pytest.mark.parametrize(
    ("year", "quarter"),
    [("2013-14", "Q1"), ("2013/2014", "1.0"), ("2013_14", "Quarter 1"), ("2013/14", "Apr-Jun")],
)
def test_other_ways_to_write_a_quarter(tmp_path: Path, year: str, quarter: str) -> None:
    table = changed(changed(TABLE, 2, "Financial Year", year), 2, "Financial Quarter", quarter)
    found = facts(READER, written(tmp_path / "other.csv", table), "cast(period_end as varchar)")
    assert found[0] == ("2013-06-30",)


@pytest.mark.parametrize("kind", [".xlsx", ".ods"])
def test_the_workbook_editions_have_a_sheet_a_year(tmp_path: Path, kind: str) -> None:
    second = [HEADER, ["2014/15", 1, "Kent", *HOMICIDE, 4]]
    book = {"Cover": [["Open data"]], "2013-14": TABLE, "2014-15": second}
    file = workbooks.write(tmp_path / f"prc-pfa{kind}", book)
    assert facts(READER, file.path, "source_ref, offences") == [
        ("2013-14!2", 3),
        ("2013-14!3", -1),
        ("2014-15!2", 4),
    ]
    reading, _ = read(READER, file.path)
    assert (reading.edition.covers, reading.rows_read) == ("2013/14 to 2014/15", 4)


def test_sheets_that_overlap_would_count_twice_and_are_refused(tmp_path: Path) -> None:
    file = workbooks.write(tmp_path / "twice.xlsx", {"A": TABLE, "B": TABLE})
    assert "also stands in the sheet 'A'; remove one of the two sheets" in refusal(
        READER, file.path
    )


def test_a_semicolon_edition_in_windows_1252_with_other_headers(tmp_path: Path) -> None:
    table = changed(TABLE, 2, "Offence Description", "Causing death – driving")
    text = text_of(table, ";", "\r\n").replace("Offence Subgroup", "OFFENCE_SUB-GROUP")
    path = written(tmp_path / "other.csv", text, encoding="cp1252")
    assert [row[5] for row in facts(READER, path, COLUMNS)] == [3, -1]


def test_a_number_that_is_missing_is_not_zero(tmp_path: Path) -> None:
    for token, status in (("", "x"), ("NA", "x"), ("-", "x"), ("[c]", "c"), ("[z]", "z")):
        path = written(tmp_path / "gap.csv", changed(TABLE, 2, "Number of Offences", token))
        assert facts(READER, path, "offences, status")[0] == (None, status)
        assert "1 row has no number of offences." in read(READER, path)[0].notes


def test_numbers_with_thousands_commas_or_a_decimal_point(tmp_path: Path) -> None:
    for written_so, number in (("1,037,735", 1_037_735), ("370801", 370_801), ("5.0", 5)):
        path = written(tmp_path / "n.csv", changed(TABLE, 2, "Number of Offences", written_so))
        assert facts(READER, path, "offences")[0] == (number,)


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("Force Name", "Narnia", "row 2: 'Narnia' is no force and no body"),
        ("Number of Offences", "12x", "row 2: '12x' under 'offences' is not a whole number"),
        ("Number of Offences", "1.5", "row 2: '1.5' under 'offences' is not a whole number"),
        ("Number of Offences", "1,23", "row 2: '1,23' under 'offences' is not a whole number"),
        ("Financial Quarter", "5", "row 2: '2013/14' quarter '5' is no quarter"),
        ("Financial Year", "2013/16", "row 2: '2013/16' quarter '1' is no quarter"),
        ("Offence Group", "Sorcery", "row 2: 'Sorcery' is no offence group"),
        ("Offence Subgroup", "Hexes", "row 2: 'Hexes' is no offence subgroup"),
    ],
)
def test_what_can_not_be_understood_is_refused_with_its_row(
    tmp_path: Path, column: str, value: str, sentence: str
) -> None:
    path = written(tmp_path / "odd.csv", changed(TABLE, 2, column, value))
    assert f"odd.csv, {sentence}" in refusal(READER, path)


@pytest.mark.parametrize("column", ["Financial Year", "Financial Quarter", "Offence Subgroup"])
def test_a_missing_column_is_named(tmp_path: Path, column: str) -> None:
    path = written(tmp_path / "less.csv", without(TABLE, column))
    assert f"there is no column '{column.lower()}'" in refusal(READER, path)


def test_a_ragged_row_is_refused_with_its_number(tmp_path: Path) -> None:
    path = written(tmp_path / "ragged.csv", text_of(TABLE) + "2013/14,1,Kent\n")
    assert "ragged.csv, row 5: the row has 3 fields where the header has 8" in refusal(READER, path)


def test_an_empty_table_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "empty.csv", [HEADER])
    assert "the table has a header and no rows" in refusal(READER, path)


def test_a_total_in_the_force_column_is_set_aside(tmp_path: Path) -> None:
    table = changed(TABLE, 2, "Force Name", "England and Wales")
    reading, _ = read(READER, written(tmp_path / "total.csv", table))
    assert aside(reading) == {"Action Fraud": 1, "England and Wales": 1}


def test_outcomes_are_another_publication(open_data: Path) -> None:
    (path,) = (open_data / "outcomes").iterdir()
    file = SourceFile(path, path.name)
    assert OutcomesOpenData().recognise(file) and not READER.recognise(file)


def test_an_unrelated_csv_is_not_recognised(tmp_path: Path) -> None:
    path = written(tmp_path / "other.csv", [["Force Name", "Officers"], ["Kent", 1]])
    assert not READER.recognise(SourceFile(path, path.name))

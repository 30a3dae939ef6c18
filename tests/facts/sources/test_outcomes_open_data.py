"""Outcomes open data: the edition of 2017/18, and others made up of a few rows."""

from pathlib import Path

import pytest
import workbooks
from csv_edition import Read, aside, changed, facts, read, refusal, text_of, without, written

from openpeel.facts.sources.outcomes_open_data import OutcomesOpenData
from openpeel.facts.sources.reading import SourceFile

READER = OutcomesOpenData()
HEADER = [
    "Financial Year",
    "Financial Quarter",
    "Force Name",
    "Offence Description",
    "Offence Group",
    "Offence Subgroup",
    "Offence Code",
    "Offence Code Expired",
    "Outcome Description",
    "Outcome Group",
    "Outcome Type",
    "Force outcomes for offences recorded in quarter",
    "Force outcomes recorded in quarter",
]
OFFENCE = ["Arson", "Criminal damage and arson", "Arson", "56A", "NA"]
TABLE = [
    HEADER,
    ["2021/22", 1, "Kent", *OFFENCE, "Caution – youths", "Out-of-court (formal)", 2, 5, 6],
    ["2021/22", 1, "Kent", *OFFENCE, "Not yet assigned an outcome", "Not yet", 0, 7, "NA"],
    ["2021/22", 1, "Kent", *OFFENCE, "Charge/Summons - alternate offence", "Charged", "1A", -1, 0],
]


@pytest.fixture(scope="module")
def real(open_data: Path) -> Read:
    """The edition of 2017/18, read once."""
    (path,) = (open_data / "outcomes").iterdir()
    return read(READER, path)


def test_the_edition_of_2017_18(real: Read) -> None:
    reading, con = real
    assert (reading.rows_read, reading.rows_used) == (450_913, 440_664)
    assert con.execute(
        "select count(distinct force_code), sum(offences), sum(outcomes),"
        " sum(offences) filter (where outcome = '1'), count(distinct outcome)"
        " from reading_outcomes"
    ).fetchall() == [(43, 4_818_517, 4_710_265, 479_704, 21)]


def test_two_bases_in_one_row_are_never_mixed(real: Read) -> None:
    """West Mercia: 84,350 offences of the quarter, 81,515 outcomes given in the quarter."""
    reading, con = real
    assert con.execute(
        "select sum(offences), sum(outcomes) from reading_outcomes where force_code = 'E23000016'"
    ).fetchall() == [(84_350, 81_515)]
    assert reading.notes[0] == (
        "The file counts 4,878,302 offences: the forces 4,818,517, British Transport Police 59,785."
    )


def test_negative_counts_are_corrections_and_stay(real: Read) -> None:
    reading, _ = real
    assert reading.notes[1].startswith("2,584 rows have a negative number of offences")
    assert reading.notes[2].startswith("449 rows have a negative number of outcomes")


def test_the_trailing_row_of_na_is_set_aside(real: Read) -> None:
    reading, _ = real
    empty = reading.set_aside[0]
    assert (empty.reason, empty.rows) == ("empty row (nothing or only NA)", 1)
    assert empty.example == "row 450914"
    assert aside(reading)["British Transport Police"] == 10_248


def test_an_offence_not_yet_assigned_has_no_outcome_given(real: Read) -> None:
    _, con = real
    assert con.execute(
        "select outcome, count(*) from reading_outcomes where outcomes is null group by outcome"
    ).fetchall() == [("0", 20_984)]


def test_rows_keep_the_number_they_have_in_the_file(real: Read) -> None:
    """The engine reads in pieces; each row must still be called by its own number."""
    _, con = real
    assert con.execute(
        "select source_ref, outcome, offences from reading_outcomes"
        " where source_ref in ('row 2', 'row 450913') order by source_ref"
    ).fetchall() == [("row 2", "7", 0), ("row 450913", "0", 0)]


def test_later_editions_with_lettered_types_and_longer_headers(tmp_path: Path) -> None:
    path = written(tmp_path / "later.csv", TABLE)
    assert facts(READER, path, "outcome, offences, outcomes, status") == [
        ("2", 5, 6, None),
        ("0", 7, None, None),
        ("1A", -1, 0, None),
    ]


def test_a_type_without_a_number_is_known_by_its_description(tmp_path: Path) -> None:
    table = changed(TABLE, 2, "Outcome Type", "NA")
    path = written(tmp_path / "named.csv", text_of(table), encoding="cp1252")
    assert facts(READER, path, "outcome")[0] == ("2",)


def test_an_edition_with_one_base_only(tmp_path: Path) -> None:
    one = without(TABLE, "Force outcomes recorded in quarter")
    other = without(TABLE, "Force outcomes for offences recorded in quarter")
    assert facts(READER, written(tmp_path / "one.csv", one), "offences, outcomes")[0] == (5, None)
    assert facts(READER, written(tmp_path / "two.csv", other), "offences, outcomes")[0] == (None, 6)


def test_a_workbook_edition(tmp_path: Path) -> None:
    file = workbooks.write(tmp_path / "outcomes.ods", {"Notes": [["x"]], "2021-22": TABLE})
    assert facts(READER, file.path, "outcome, offences, source_ref")[2] == ("1A", -1, "2021-22!4")


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("Outcome Type", "99", "'99' ('Caution – youths') is no outcome type"),
        ("Force Name", "Narnia", "'Narnia' is no force and no body"),
        ("Force outcomes recorded in quarter", "six", "'six' under 'outcomes' is not a whole"),
    ],
)
def test_what_can_not_be_understood_is_refused_with_its_row(
    tmp_path: Path, column: str, value: str, sentence: str
) -> None:
    table = changed(TABLE, 2, column, value)
    path = written(tmp_path / "odd.csv", table)
    assert f"odd.csv, row 2: {sentence}" in refusal(READER, path)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "less.csv", without(TABLE, "Financial Year"))
    assert "there is no column 'financial year'" in refusal(READER, path)


def test_an_unrelated_csv_is_not_recognised(tmp_path: Path) -> None:
    path = written(tmp_path / "other.csv", [["Force Name", "Outcome Type"], ["Kent", 1]])
    assert not READER.recognise(SourceFile(path, path.name))

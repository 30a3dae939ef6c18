"""Stop and search records: a year of four Welsh forces, and single files in small."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from csv_edition import aside, changed, engine, facts, read, refusal, written
from hypothesis import given, settings
from hypothesis import strategies as st

from openpeel.facts.sources.police_uk_stop_search import PoliceUkStopSearch, ethnicity, uk_time
from openpeel.facts.sources.reading import Reading, SourceFile

READER = PoliceUkStopSearch()
HEADER = [
    "Type",
    "Date",
    "Part of a policing operation",
    "Policing operation",
    "Latitude",
    "Longitude",
    "Gender",
    "Age range",
    "Self-defined ethnicity",
    "Officer-defined ethnicity",
    "Legislation",
    "Object of search",
    "Outcome",
    "Outcome linked to object of search",
    "Removal of more than just outer clothing",
]
ROW = [
    "Person search",
    "2022-05-31T22:59:00+00:00",
    "False",
    "",
    "51.2",
    "1.1",
    "Male",
    "18-24",
    "White - Irish",
    "White",
    "Misuse of Drugs Act 1971 (section 23)",
    "Controlled drugs",
    "Arrest",
    "True",
    "False",
]
TABLE = [HEADER, ROW]
SITE = "2022-05/2022-05-west-mercia-stop-and-search.csv"
Year = tuple[list[Reading], list[tuple[object, ...]]]


@pytest.fixture(scope="module")
def wales(open_data: Path) -> Year:
    """April 2019 to March 2020, a file a month, in one connection."""
    con = engine()
    readings, counts = [], []
    for number in range(12):
        path = open_data / f"data-police-uk/wales-stop-search/{number}.csv"
        reading, _ = read(READER, path, con=con)
        readings.append(reading)
        counts += con.execute(
            "select distinct strftime(period_start, '%Y-%m'), strftime(period_end, '%Y-%m'),"
            " count(*) filter (where strip), count(*) filter (where not strip),"
            " count(*) filter (where linked), count(*) filter (where not linked),"
            " count(*) filter (where ethnicity = 'not-recorded'), count(force_code)"
            " from reading_stop_searches group by period_start, period_end"
        ).fetchall()
    return readings, counts


def test_times_in_utc_fall_in_the_uk_month_of_their_file(wales: Year) -> None:
    """Files begin at 23:00 UTC on the last day of the month before while summer time is on."""
    readings, counts = wales
    months = [f"2019-{month:02}" for month in range(4, 13)] + ["2020-01", "2020-02", "2020-03"]
    assert [row[:2] for row in counts] == [(month, month) for month in months]
    assert sum(reading.rows_used for reading in readings) == 24_389


def test_booleans_are_true_false_empty_and_numbers(wales: Year) -> None:
    _, counts = wales
    sums = [sum(int(str(row[column])) for row in counts) for column in (2, 3, 4, 5)]
    assert sums == [249, 8_207, 3_227, 15_109]


def test_exactly_repeated_rows_are_noted_and_kept(wales: Year) -> None:
    """The index column does not make two searches different."""
    readings, _ = wales
    notes = [note for reading in readings for note in reading.notes if "repeats" in note]
    repeats = [int(note.split(":")[1].split(",")[0]) for note in notes]
    assert (sum(repeats), repeats[0]) == (1_907, 135)


def test_a_file_that_names_no_force_says_so(wales: Year) -> None:
    readings, counts = wales
    assert all("The file names no force." in reading.notes for reading in readings)
    assert sum(int(str(row[7])) for row in counts) == 0


def test_not_stated_and_empty_ethnicity_are_not_recorded(wales: Year) -> None:
    _, counts = wales
    assert sum(int(str(row[6])) for row in counts) == 1_932 + 1_412


def test_the_force_is_known_from_the_sites_own_name_only(tmp_path: Path) -> None:
    path = written(tmp_path / "edition.csv", TABLE)
    for name, force in (
        (SITE, "E23000016"),
        (f"archive.zip!{SITE}", "E23000016"),
        (f"{SITE}.gz", "E23000016"),
        ("west-mercia-stop-and-search.csv", None),
        ("2022-05-stop-and-search.csv", None),
    ):
        assert facts(READER, path, "force_code", name) == [(force,)]


def test_searches_by_btp_are_set_aside(tmp_path: Path) -> None:
    path = written(tmp_path / "edition.csv", TABLE)
    reading, _ = read(READER, path, "2022-05-btp-stop-and-search.csv")
    assert (reading.rows_used, aside(reading)) == (0, {"British Transport Police": 1})


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-05-31T23:00:00+00:00", "2019-06-01"),
        ("2019-05-31T22:59:00+00:00", "2019-05-31"),
        ("2019-12-31T23:00:00+00:00", "2019-12-31"),
        ("2019-05-31T23:00:00Z", "2019-06-01"),
        ("2019-06-01T00:00:00+01:00", "2019-06-01"),
        ("2019-05-31T23:59:00+01:00", "2019-05-31"),
        ("2019-05-31", "2019-05-31"),
        ("31/05/2019 23:30", "2019-06-01"),
    ],
)
def test_a_search_happened_on_a_day_in_uk_time(tmp_path: Path, text: str, day: str) -> None:
    path = written(tmp_path / "edition.csv", changed(TABLE, 2, "Date", text))
    assert facts(READER, path, "cast(searched_on as varchar)") == [(day,)]


@given(st.datetimes(datetime(2010, 1, 1), datetime(2040, 1, 1)))
@settings(max_examples=60, deadline=None)
def test_summer_time_is_that_of_the_time_zone_database(moment: datetime) -> None:
    con = engine()
    ((ours,),) = con.execute(
        f"select {uk_time('moment')} from (select ?::timestamp as moment)", [moment]
    ).fetchall()
    theirs = moment.replace(tzinfo=UTC).astimezone(ZoneInfo("Europe/London"))
    assert ours == theirs.replace(tzinfo=None)


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("White - Irish", "white"),
        ("White - English/Welsh/Scottish/Northern Irish/British", "white"),
        ("White - White British (W1)", "white"),
        ("Asian/Asian British - Chinese", "asian"),
        ("Asian or Asian British - Pakistani (A2)", "asian"),
        ("Black/African/Caribbean/Black British - African", "black"),
        ("Mixed/Multiple ethnic groups - White and Asian", "mixed"),
        ("Chinese or other ethnic group - Chinese (O1)", "other"),
        ("Other ethnic group - Any other ethnic group", "other"),
        ("Other ethnic group - Not stated", "not-recorded"),
        ("Not Stated (NS)", "not-recorded"),
        ("Other", "other"),
        ("", "not-recorded"),
        ("Elvish", None),
    ],
)
def test_ethnicity_labels_of_all_years(label: str, code: str | None) -> None:
    assert ethnicity(label) == code


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("A no further action disposal", "no-further-action"),
        ("Nothing found - no further action", "no-further-action"),
        ("False", "no-further-action"),
        ("Suspect arrested", "arrest"),
        ("Local resolution", "community-resolution"),
        ("", None),
    ],
)
def test_outcome_labels_of_all_years(tmp_path: Path, label: str, code: str | None) -> None:
    path = written(tmp_path / "edition.csv", changed(TABLE, 2, "Outcome", label))
    assert facts(READER, path, "outcome, kind, gender, linked, strip") == [
        (code, "person", "male", True, False)
    ]


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("Date", "yesterday", "'yesterday' is no date and time"),
        ("Date", "", "'' is no date and time"),
        ("Type", "Boat search", "'Boat search' is no kind of search"),
        ("Outcome", "Knighted", "'Knighted' is no outcome that"),
        ("Self-defined ethnicity", "Elvish", "'Elvish' is no ethnic group"),
        ("Gender", "Elf", "'Elf' is no gender"),
        (HEADER[-1], "perhaps", "'perhaps' is no yes or no"),
    ],
)
def test_what_can_not_be_understood_is_refused_with_its_row(
    tmp_path: Path, column: str, value: str, sentence: str
) -> None:
    path = written(tmp_path / "odd.csv", changed(TABLE, 2, column, value))
    assert f"odd.csv, row 2: {sentence}" in refusal(READER, path)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "less.csv", [cells[:6] + cells[7:] for cells in TABLE])
    assert "less.csv, row 1: there is no column 'gender'" in refusal(READER, path)


def test_street_files_are_not_recognised(open_data: Path) -> None:
    path = next((open_data / "data-police-uk/thames-valley").glob("*street.csv"))
    assert not READER.recognise(SourceFile(path, path.name))

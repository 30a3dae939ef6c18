"""Street-level crime and its outcomes: two real months, and files of other years in small."""

from pathlib import Path

import pytest
from csv_edition import aside, changed, engine, facts, read, refusal, text_of, without, written

from openpeel.facts.sources.police_uk import PoliceUkOutcomes, PoliceUkStreet
from openpeel.facts.sources.reading import Reading, SourceFile

STREET, OUTCOMES = PoliceUkStreet(), PoliceUkOutcomes()
HEADER = [
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
    "Context",
]
KENT = ["2019-01", "Kent Police", "Kent Police"]
ASB = [
    "",
    *KENT,
    "1.1",
    "51.2",
    "On or near A",
    "E0",
    "Ashford 001A",
    "Anti-social behaviour",
    "",
    "",
]
BURGLARY = ["ab12", *KENT, "", "", "No location", "", "", "Burglary", "Under investigation", ""]
TABLE = [HEADER, ASB, ASB, BURGLARY]
COLUMNS = "force_code, area_code, district_code, crime_type, outcome, located"
Month = tuple[list[Reading], list[tuple[object, ...]]]


@pytest.fixture(scope="module")
def two_months(open_data: Path) -> Month:
    """82 files in one connection: what each gave, and counts by force and type."""
    con = engine()
    readings, counts = [], []
    for path in sorted((open_data / "data-police-uk/street").glob("*/*.csv.gz")):
        reading, _ = read(STREET, path, con=con)
        readings.append(reading)
        counts += con.execute(
            "select force_code, strftime(period_start, '%Y-%m'), crime_type, count(*),"
            " count(*) filter (where located), count(area_code), count(district_code)"
            " from reading_street_crime group by all"
        ).fetchall()
    return readings, counts


def total(counts: list[tuple[object, ...]], column: int = 3, **wanted: object) -> int:
    names = {"force": 0, "month": 1, "kind": 2}
    return sum(
        int(str(row[column]))
        for row in counts
        if all(row[names[name]] == value for name, value in wanted.items())
    )


def test_every_row_of_82_files_is_used_or_set_aside(two_months: Month) -> None:
    readings, counts = two_months
    assert sum(reading.rows_read for reading in readings) == 701_032
    assert total(counts) == sum(reading.rows_used for reading in readings) == 667_057
    assert total(counts, kind="anti-social-behaviour", month="2019-01") == 65_761
    assert len({row[0] for row in counts}) == 39


def test_btp_and_northern_ireland_files_are_read_and_nothing_of_them_used(
    two_months: Month,
) -> None:
    readings, _ = two_months
    outside = [reading for reading in readings if not reading.rows_used]
    assert [next(iter(aside(reading))) for reading in outside] == [
        "British Transport Police",
        "Police Service of Northern Ireland",
    ] * 2
    assert sum(reading.rows_read for reading in outside) == 10_185 + 23_790


def test_every_small_area_is_in_a_district_that_the_catalogue_knows(two_months: Month) -> None:
    """Also those under another name: Bristol, Herefordshire, Shepway, The Vale of Glamorgan."""
    readings, counts = two_months
    assert not [note for reading in readings for note in reading.notes if "not know" in note]
    located, placed = total(counts, 4), total(counts, 6)
    assert (located, placed) == (650_537, 650_532)  # five have a point and no small area
    assert total(counts, 5) == 648_514


def test_rows_in_another_forces_area_are_in_no_partnership(two_months: Month) -> None:
    readings, _ = two_months
    wiltshire = readings[-1]
    assert wiltshire.edition.covers == "2019-01, Wiltshire Police"
    assert wiltshire.notes[0] == (
        "16 rows are placed in another force's area, and counted for the force and for no"
        " partnership."
    )


def test_thames_valley_of_january_2022_with_crlf(open_data: Path) -> None:
    folder = open_data / "data-police-uk/thames-valley"
    street, con = read(STREET, folder / "2022-01-thames-valley-street.csv")
    assert (street.rows_read, street.rows_used) == (15_691, 15_691)
    assert con.execute(
        "select count(*), count(distinct district_code), max(crime_type) filter"
        " (where crime_type like '%' || chr(13)) from reading_street_crime"
        " where district_code = 'E06000060'"
    ).fetchall() == [(2_716, 1, None)]
    outcomes, con = read(OUTCOMES, folder / "2022-01-thames-valley-outcomes.csv")
    assert (outcomes.rows_read, outcomes.rows_used) == (15_107, 15_107)
    assert con.execute(
        "select count(*), count(distinct outcome) from reading_street_outcomes"
        " where outcome = 'Suspect charged' or outcome is null"
    ).fetchall() == [(1_054, 1)]


def test_identical_rows_are_legitimate_and_stay(tmp_path: Path) -> None:
    path = written(tmp_path / "street.csv", TABLE)
    ashford = ("E23000032", "E22000137", "E07000105", "anti-social-behaviour", None, True)
    assert facts(STREET, path, COLUMNS) == [
        ashford,
        ashford,
        ("E23000032", None, None, "burglary", "Under investigation", False),
    ]


def test_a_district_that_was_merged_is_the_one_of_2022(tmp_path: Path) -> None:
    table = changed(TABLE, 2, "LSOA name", "Aylesbury Vale 008B")
    path = written(tmp_path / "street.csv", table)
    # Buckinghamshire lies in Thames Valley, so the row of Kent is in no partnership
    assert facts(STREET, path, "area_code, district_code")[0] == (None, "E06000060")


def test_a_district_with_a_new_code_since_2022_is_the_one_of_2022(tmp_path: Path) -> None:
    table = changed(TABLE, 2, "LSOA name", "Sheffield 001A")
    table = changed(table, 2, "Falls within", "South Yorkshire Police")
    path = written(tmp_path / "street.csv", table)
    assert facts(STREET, path, "area_code, district_code")[0] == ("E22000262", "E08000019")


def test_a_small_area_of_no_known_district_is_noted(tmp_path: Path) -> None:
    reading, _ = read(
        STREET, written(tmp_path / "s.csv", changed(TABLE, 2, "LSOA name", "Atlantis 1A"))
    )
    assert (
        "1 row is placed in a district that the catalogue does not know, such as 'Atlantis 1A'."
        in reading.notes
    )


def test_files_before_2013_have_grid_references_and_older_types(tmp_path: Path) -> None:
    header = ["Month", "Reported by", "Falls within", "Easting", "Northing", "Location"]
    rows = [
        [*header, "Crime type", "Context"],
        ["2010-12", "Kent Police", "Kent Police", 360667, 169714, "On A", "Violent crime", ""],
        ["2010-12", "Kent Police", "Kent Police", "", "", "", "Public disorder and weapons", ""],
    ]
    path = written(tmp_path / "old.csv", text_of(rows, newline="\r\n"))
    assert facts(STREET, path, "crime_type, located, cast(period_end as varchar)") == [
        ("violent-crime", True, "2010-12-31"),
        ("public-disorder-weapons", False, "2010-12-31"),
    ]


def test_extra_columns_and_another_order_do_not_matter(tmp_path: Path) -> None:
    rows = [[number, *cells[::-1], ""] for number, cells in enumerate(TABLE)]
    rows[0][0] = ""
    path = written(tmp_path / "other.csv.gz", rows)
    assert [row[3] for row in facts(STREET, path, COLUMNS)][2] == "burglary"


def test_several_months_and_forces_in_one_file(tmp_path: Path) -> None:
    other = [*ASB]
    other[1:4] = ["2019-02", "Essex Police", "Essex Police"]
    reading, _ = read(STREET, written(tmp_path / "joined.csv", [*TABLE, other]))
    assert reading.edition.covers == "2019-01 to 2019-02, Essex Police, Kent Police"


def test_a_file_with_a_header_only_is_a_force_without_rows(tmp_path: Path) -> None:
    reading, _ = read(STREET, written(tmp_path / "none.csv", [HEADER]))
    assert (reading.rows_read, reading.rows_used) == (0, 0)


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("Falls within", "Narnia Police", "'Narnia Police' is no force and no body"),
        ("Crime type", "Sorcery", "'Sorcery' is no crime type"),
        ("Month", "2019-13", "'2019-13' is no month"),
        ("Month", "January", "'January' is no month"),
    ],
)
def test_what_can_not_be_understood_is_refused_with_its_row(
    tmp_path: Path, column: str, value: str, sentence: str
) -> None:
    path = written(tmp_path / "odd.csv", changed(TABLE, 3, column, value))
    assert f"odd.csv, row 3: {sentence}" in refusal(STREET, path)


def test_a_ragged_row_is_refused_with_its_number(tmp_path: Path) -> None:
    path = written(tmp_path / "ragged.csv", text_of(TABLE) + "x,2019-01\n")
    assert "row 5: the row has 2 fields where the header has 12" in refusal(STREET, path)


def test_street_and_outcomes_are_told_apart(tmp_path: Path) -> None:
    outcomes = [
        [*HEADER[:9], "Outcome type"],
        [*ASB[:9], "Suspect charged"],
        [*BURGLARY[:9], "Local resolution"],
    ]
    path = written(tmp_path / "outcomes.csv", outcomes)
    file = SourceFile(path, path.name)
    assert OUTCOMES.recognise(file) and not STREET.recognise(file)
    assert [row[0] for row in facts(OUTCOMES, path, "outcome")] == [
        "Suspect charged",
        "Local resolution",
    ]
    neither = written(tmp_path / "neither.csv", without(TABLE, "Crime type"))
    file = SourceFile(neither, neither.name)
    assert not OUTCOMES.recognise(file) and not STREET.recognise(file)

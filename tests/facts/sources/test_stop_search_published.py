"""Stop and search by ethnicity: the Race Disparity Unit's file, and other editions in small."""

from pathlib import Path

import pytest
from csv_edition import Read, aside, changed, facts, read, refusal, text_of, without, written

from openpeel.facts.sources.reading import SourceFile
from openpeel.facts.sources.stop_search_published import StopSearchPublished

READER = StopSearchPublished()
REAL = "stop-search/eff_stop_and_search_2006-07_to_2019-20.csv"
YEAR = "period_start = '2019-04-01'"
HEADER = [
    "Measure",
    "Time",
    "Ethnicity",
    "Ethnicity_type",
    "Legislation_type",
    "Geography",
    "Geography_type",
    "Number of stop and searches",
]
GROUPS = {"White": 10, "Black": 5, "Asian": 3, "Mixed": 1, "Other": 0, "Unreported": 2}
DETAIL = {"White British": 9, "White Irish": 1, "Black African": 5, "Indian": 3, "Arab": 1}


def row(ethnicity: str, kind: str, number: object, **other: str) -> list[object]:
    return [
        other.get("measure", "Number of stops and searches"),
        other.get("time", "2020/21"),
        ethnicity,
        kind,
        other.get("legislation", "All"),
        other.get("geography", "Kent"),
        other.get("geography_type", "Police Force Area"),
        number,
    ]


TABLE = [
    HEADER,
    row("All", "All", 21),
    *(row(group, "ONS 2011 5+1", number) for group, number in GROUPS.items()),
    *(row(group, "ONS 2011 18+1", number) for group, number in DETAIL.items()),
]


@pytest.fixture(scope="module")
def real(open_data: Path) -> Read:
    """The edition of 2006/07 to 2019/20, read once."""
    return read(READER, open_data / REAL)


def test_43_forces_sum_to_the_national_total_in_every_year(real: Read) -> None:
    reading, con = real
    assert len(reading.notes) == 1  # the file's own totals are compared, and none disagrees
    assert con.execute(
        "select sum(searches), count(distinct force_code), count(*) from"
        f" reading_stop_search_published where {YEAR}"
    ).fetchall() == [(557_085, 43, 258)]
    assert con.execute(
        "select sum(searches) from reading_stop_search_published where period_start = '2006-04-01'"
    ).fetchall() == [(1_037_735,)]


def test_three_nested_classifications_are_counted_once(real: Read) -> None:
    """A plain sum over the rows of West Mercia would give 4,661 three times."""
    _, con = real
    assert dict(
        con.execute(
            "select ethnicity, searches from reading_stop_search_published"
            f" where force_code = 'E23000016' and {YEAR}"
        ).fetchall()
    ) == {
        "white": 3_533,
        "asian": 363,
        "black": 210,
        "mixed": 111,
        "other": 28,
        "not-recorded": 416,
    }


def test_the_classification_changes_in_2019_20(real: Read) -> None:
    """ "Other inc Chinese" until then, "Other" since: each year has all six groups once."""
    _, con = real
    assert con.execute(
        "select distinct count(*) from reading_stop_search_published"
        " group by force_code, period_start"
    ).fetchall() == [(6,)]


def test_aggregate_rows_among_the_forces_are_set_aside_by_name(real: Read) -> None:
    reading, _ = real
    assert (reading.rows_read, reading.rows_used) == (16_444, 3_612)
    assert aside(reading) == {
        "All - excluding BTP": 338,
        "All - excluding BTP and Greater Manchester": 338,
        "All - including BTP": 266,
        "All - including BTP and excluding Greater Manchester": 338,
        "British Transport Police": 266,
        "one legislation, counted in all legislation": 364,
        "total of all ethnic groups, used to check": 602,
        "counted in another ethnicity classification": 10_320,
    }


def test_numbers_with_and_without_thousands_commas_stand_in_one_column(real: Read) -> None:
    _, con = real
    assert con.execute(
        "select sum(searches) from reading_stop_search_published"
        " where period_start in ('2008-04-01', '2018-04-01')"
        " group by period_start order by period_start"
    ).fetchall() == [(1_495_379,), (370_801,)]


def test_a_figure_is_traced_to_its_row_in_the_file(real: Read, open_data: Path) -> None:
    _, con = real
    ((where,),) = con.execute(
        "select source_ref from reading_stop_search_published"
        f" where force_code = 'E23000016' and ethnicity = 'black' and {YEAR}"
    ).fetchall()
    assert where == "row 6100"
    line = (open_data / REAL).read_text(encoding="utf-8").splitlines()[6100 - 1]
    assert '"Black"' in line and '"West Mercia"' in line and '"210"' in line


def test_greater_manchester_keeps_the_number_that_the_file_prints(real: Read) -> None:
    """The file does not say that it is partial; the catalogue's exceptions do."""
    _, con = real
    assert con.execute(
        "select sum(searches), count(status) from reading_stop_search_published"
        f" where force_code = 'E23000005' and {YEAR}"
    ).fetchall() == [(2_603, 0)]


def test_zero_is_a_count_and_not_available_is_not(tmp_path: Path) -> None:
    for token in ("N/A", "-", "", ":"):
        table = changed(TABLE, 3, HEADER[-1], token)
        reading, con = read(READER, written(tmp_path / "gap.csv", table))
        found = dict(
            con.execute("select ethnicity, searches from reading_stop_search_published").fetchall()
        )
        assert (found["white"], found["other"]) == (None, 0)
        assert reading.notes == (
            "Kent 2020/21: the number for a group is missing, so the sum was not checked.",
        )


def test_a_sum_that_disagrees_with_the_total_is_said_with_force_and_year(tmp_path: Path) -> None:
    reading, _ = read(READER, written(tmp_path / "off.csv", changed(TABLE, 3, HEADER[-1], 11)))
    assert reading.notes == (
        "Kent 2020/21: the ethnic groups sum to 22, the file's own total (row 2) is 21.",
    )


def test_a_national_total_that_disagrees_is_said(tmp_path: Path) -> None:
    table = [*TABLE, row("All", "All", 99, geography="All - excluding BTP")]
    reading, _ = read(READER, written(tmp_path / "off.csv", table))
    assert reading.notes == (
        "2020/21: 1 of 43 forces sum to 21, the file's own total without the British Transport"
        " Police is 99.",
    )


@pytest.mark.parametrize("year", ["2020/21", "2020-21", "2020/2021", "year ending March 2021"])
def test_ways_to_write_the_year(tmp_path: Path, year: str) -> None:
    table = [HEADER, *(changed([HEADER, cells], 2, "Time", year)[1] for cells in TABLE[1:])]
    path = written(tmp_path / "year.csv", table)
    columns = "distinct cast(period_start as varchar), cast(period_end as varchar)"
    assert facts(READER, path, columns) == [("2020-04-01", "2021-03-31")]


def test_an_edition_with_rates_under_value_and_counts_under_numerator(tmp_path: Path) -> None:
    header = [*HEADER[:-1], "Value", "Numerator", "Denominator"]
    table = [header, *([*cells[:-1], "1.5", cells[-1], "100"] for cells in TABLE[1:])]
    path = written(tmp_path / "later.csv", table)
    assert facts(READER, path, "sum(searches)") == [(21,)]


def test_an_edition_with_counts_and_rates_in_rows_under_value(tmp_path: Path) -> None:
    rates = [row(str(cells[2]), str(cells[3]), "1.5", measure="Rate per 1,000") for cells in TABLE]
    table = [[*HEADER[:-1], "Value"], *TABLE[1:], *rates[1:]]
    path = written(tmp_path / "long.csv", table)
    assert facts(READER, path, "sum(searches)") == [(21,)]
    assert aside(read(READER, path)[0])["Rate per 1,000"] == len(rates) - 1


def test_regions_that_share_a_name_with_a_force_are_no_force(tmp_path: Path) -> None:
    region = [
        row(group, "ONS 2011 5+1", 1, geography="West Midlands", geography_type="Region")
        for group in GROUPS
    ]
    path = written(tmp_path / "regions.csv", [*TABLE, *region])
    assert facts(READER, path, "count(distinct force_code)") == [(1,)]
    assert aside(read(READER, path)[0])["West Midlands"] == 6


def test_an_edition_without_optional_columns_in_another_order(tmp_path: Path) -> None:
    table = [HEADER, *TABLE[1:8]]
    for column in ("Measure", "Ethnicity_type", "Legislation_type", "Geography_type"):
        table = without(table, column)
    text = text_of([["", *cells[::-1], ""] for cells in table], ";", "\r\n")
    path = written(tmp_path / "bare.csv", "\ufeff" + text)
    assert facts(READER, path, "sum(searches), count(*)") == [(21, 6)]


def test_a_gzip_edition(tmp_path: Path) -> None:
    assert facts(READER, written(tmp_path / "e.csv.gz", TABLE), "sum(searches)") == [(21,)]


def test_a_force_without_the_five_groups_is_set_aside_and_named(tmp_path: Path) -> None:
    only = [
        row("White", "ONS 2011 5+1", 3, geography="Essex"),
        row("All", "All", 3, geography="Essex"),
    ]
    reading, _ = read(READER, written(tmp_path / "gap.csv", [*TABLE, *only]))
    assert reading.notes == ("Essex 2020/21: no classification has the five broad ethnic groups.",)
    assert (
        aside(reading)["no classification has the five broad groups for this force and year"] == 1
    )


@pytest.mark.parametrize(
    ("at", "column", "value", "sentence"),
    [
        (3, "Geography", "Narnia", "row 3: 'Narnia' is no force and no body"),
        (3, "Time", "2020", "row 3: '2020' is no financial year"),
        (3, "Time", "2018/19 to 2020/21", "row 3: '2018/19 to 2020/21' is no financial year"),
        (3, HEADER[-1], "ten", "row 3: 'ten' under 'searches' is not a whole number"),
        (4, "Ethnicity", "White", "row 4: Kent 2020/21 has 'White' a second time, after row 3"),
        (3, "Ethnicity", "Purple", "row 2: no force has numbers for the five broad ethnic groups"),
        (4, "Ethnicity", "All", "row 4: a second total for Kent 2020/21, after that of row 2"),
    ],
)
def test_what_can_not_be_understood_is_refused_with_its_row(
    tmp_path: Path, at: int, column: str, value: str, sentence: str
) -> None:
    path = written(tmp_path / "odd.csv", changed(TABLE, at, column, value))
    assert f"odd.csv, {sentence}" in refusal(READER, path)


def test_a_missing_column_of_numbers_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "less.csv", without(TABLE, HEADER[-1]))
    assert "there is no column 'number of stop and searches'" in refusal(READER, path)


def test_other_publications_by_ethnicity_are_not_recognised(tmp_path: Path) -> None:
    header = ["Time", "Ethnicity", "Geography", "Value"]
    path = written(tmp_path / "arrests.csv", [header, ["2020/21", "White", "Kent", 5]])
    assert not READER.recognise(SourceFile(path, path.name))

"""Ethnic group by district: the wide file of 2011, the long one of 2021, and their other shapes."""

from pathlib import Path

import pytest
from csv_edition import aside, changed, facts, read, refusal, text_of, written

from openpeel.facts.sources.census_ethnicity import CensusEthnicity
from openpeel.facts.sources.reading import SourceFile

IN_2011, IN_2021 = CensusEthnicity(2011), CensusEthnicity(2021)
BLACK = "Black, Black British, Black Welsh, Caribbean or African"
LONG = [
    ["lad_code", "lad_name", "eth20_code", "eth20_name", "observation"],
    ["E06000001", "Hartlepool", "-8", "Does not apply", 0],
    ["E06000001", "Hartlepool", 1, "Asian, Asian British or Asian Welsh: Indian", 3],
    ["E06000001", "Hartlepool", 2, "Asian, Asian British or Asian Welsh: Chinese", 4],
    ["E06000001", "Hartlepool", 6, f"{BLACK}: African", 5],
    ["E06000001", "Hartlepool", 9, "Mixed or Multiple ethnic groups: White and Asian", 6],
    ["E06000001", "Hartlepool", 14, "White: Irish", 7],
    ["E06000001", "Hartlepool", 18, "Other ethnic group: Arab", 8],
]  # fmt: skip
WIDE = [
    [
        "date",
        "geography",
        "geography code",
        "Ethnic group: Total: All usual residents",
        "Ethnic group: Asian, Asian British or Asian Welsh",
        "Ethnic group: Asian, Asian British or Asian Welsh: Indian",
        f"Ethnic group: {BLACK}",
        "Ethnic group: Mixed or Multiple ethnic groups",
        "Ethnic group: White: Irish",
        "Ethnic group: White: Roma",
        "Ethnic group: Other ethnic group",
    ],
    ["2021", "Hartlepool", "E06000001", 33, 7, 3, 5, 6, 3, 4, 8],
]
GROUPS = [("asian", 7), ("black", 5), ("mixed", 6), ("other", 8), ("white", 7)]


def test_census_2011_on_districts_of_2016(open_data: Path) -> None:
    reading, con = read(IN_2011, open_data / "population/la-ethnic-groups.csv")
    assert (reading.rows_read, reading.rows_used, reading.set_aside) == (348, 348, ())
    assert con.execute(
        "select ethnicity, sum(persons), count(distinct force_code), count(area_code)"
        " from reading_population_ethnicity group by ethnicity order by ethnicity"
    ).fetchall() == [
        ("asian", 4_213_531, 43, 348),
        ("black", 1_864_890, 43, 348),
        ("mixed", 1_224_400, 43, 348),
        ("other", 563_696, 43, 348),
        ("white", 48_209_395, 43, 348),
    ]


def test_census_2011_of_west_mercia_is_what_the_home_office_divides_by(open_data: Path) -> None:
    """The populations printed in the stop and search file: 5,062 Black, 1,176,516 White."""
    found = facts(
        IN_2011,
        open_data / "population/la-ethnic-groups.csv",
        "sum(persons) filter (where ethnicity = 'black' and force_code = 'E23000016'),"
        " sum(persons) filter (where ethnicity = 'white' and force_code = 'E23000016')",
    )
    assert found == [(5_062, 1_176_516)]


def test_census_2021_sums_its_detailed_groups(open_data: Path) -> None:
    reading, con = read(IN_2021, open_data / "population/census2021_lad_ethnic_group_20.csv")
    assert (reading.rows_read, reading.rows_used) == (6_620, 6_289)
    assert aside(reading) == {"does not apply to anyone counted": 331}
    assert con.execute(
        "select ethnicity, sum(persons) from reading_population_ethnicity"
        " group by ethnicity order by ethnicity"
    ).fetchall() == [
        ("asian", 5_515_455),
        ("black", 2_409_283),
        ("mixed", 1_717_977),
        ("other", 1_255_632),
        ("white", 48_699_231),
    ]
    assert con.execute("select sum(persons) from reading_population_ethnicity").fetchall() == [
        (59_597_578,)
    ]


def test_each_reader_knows_its_own_census(open_data: Path) -> None:
    for name, mine, other in (
        ("la-ethnic-groups.csv", IN_2011, IN_2021),
        ("census2021_lad_ethnic_group_20.csv", IN_2021, IN_2011),
    ):
        file = SourceFile(open_data / "population" / name, name)
        assert mine.recognise(file) and not other.recognise(file)


def test_a_long_file_names_the_rows_of_each_sum(tmp_path: Path) -> None:
    path = written(tmp_path / "long.csv", LONG)
    assert facts(IN_2021, path, "ethnicity, persons") == GROUPS
    assert facts(IN_2021, path, "source_ref, base, force_code")[0] == (
        "rows 3 to 4",
        "census-2021",
        "E23000013",
    )


def test_the_long_file_as_the_census_site_gives_it(tmp_path: Path) -> None:
    header = [
        "Lower tier local authorities Code",
        "Lower tier local authorities",
        "Ethnic group (20 categories) Code",
        "Ethnic group (20 categories)",
        "Observation",
    ]
    path = written(tmp_path / "site.csv", "\ufeff" + text_of([header, *LONG[1:]], newline="\r\n"))
    assert facts(IN_2021, path, "ethnicity, persons") == GROUPS


def test_a_wide_file_of_2021_takes_broad_columns_else_the_sum_of_details(tmp_path: Path) -> None:
    path = written(tmp_path / "wide.csv", WIDE)
    assert facts(IN_2021, path, "ethnicity, persons") == GROUPS


def test_wider_areas_and_parts_of_districts_are_set_aside(tmp_path: Path) -> None:
    england = ["2021", "England", "E92000001", 330, 70, 30, 50, 60, 30, 40, 80]
    reading, _ = read(IN_2021, written(tmp_path / "wide.csv", [*WIDE, england]))
    assert aside(reading) == {"an area wider than a district": 1}
    parts = [
        [*WIDE[0], "Rural Urban"],
        [*WIDE[1], "Total"],
        [*WIDE[1], "Urban (total)"],
        [*WIDE[1], "Rural (total)"],
    ]
    reading, _ = read(IN_2021, written(tmp_path / "parts.csv", parts))
    assert (aside(reading), reading.rows_used) == ({"part of a district, rural or urban": 2}, 1)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (changed(LONG, 3, "observation", "3x"), "row 3: '3x' under 'persons'"),
        (changed(LONG, 3, "lad_code", "E06999999"), "row 3: 'E06999999' (Hartlepool)"),
        (changed(LONG, 3, "eth20_name", "Roma: Elves"), "row 3: 'Roma: Elves' is no ethnic group"),
        (LONG[:-1], "row 3: Hartlepool has no number for other"),
        ([*LONG, LONG[-1]], "row 9: Hartlepool has 'Other ethnic group: Arab' a second time"),
        (changed(WIDE, 2, WIDE[0][3], 34), "row 2: the five groups of Hartlepool sum to 33"),
        ([*WIDE, WIDE[1]], "row 3: Hartlepool has"),
        ([cells[:-1] for cells in WIDE], "row 1: there is no column for the group other"),
    ],
)  # fmt: skip
def test_what_can_not_be_understood_is_refused_with_its_row(
    tmp_path: Path, table: list[list[object]], sentence: str
) -> None:
    assert f"odd.csv, {sentence}" in refusal(IN_2021, written(tmp_path / "odd.csv", table))


def test_a_census_that_the_lake_has_no_base_for_is_not_recognised(tmp_path: Path) -> None:
    path = written(tmp_path / "wide.csv", changed(WIDE, 2, "date", "2001"))
    file = SourceFile(path, path.name)
    assert not IN_2011.recognise(file) and not IN_2021.recognise(file)

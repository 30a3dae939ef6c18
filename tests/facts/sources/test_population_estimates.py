"""ONS mid-year estimates: the edition of mid-2020, and what other editions look like."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from workbooks import Book, Row, read, write

from openpeel.catalogue.forces import districts, forces
from openpeel.errors import UserError
from openpeel.facts.sources.population_estimates import PopulationEstimates
from openpeel.facts.sources.reading import Reading, SourceFile

EDITION = "population/ukpopestimatesmid2020on2021geography.xls"
Read = tuple[Reading, duckdb.DuckDBPyConnection]


@pytest.fixture(scope="module")
def mid_2020(open_data: Path) -> Read:
    return read(PopulationEstimates(), SourceFile(open_data / EDITION, EDITION))


def persons(result: Read, year: int, where: str = "true") -> int | None:
    row = (
        result[1]
        .execute(
            f"select sum(persons) from reading_population where {where} and period_end = ?"
            " and period_start = period_end",
            [date(year, 6, 30)],
        )
        .fetchone()
    )
    assert row is not None
    return None if row[0] is None else int(row[0])


class TestMid2020:
    def test_england_and_wales_and_west_mercia(self, mid_2020: Read) -> None:
        assert persons(mid_2020, 2020) == 59_719_724
        assert persons(mid_2020, 2020, "force_code = 'E23000016'") == 1_298_422

    def test_every_force_has_the_population_the_catalogue_knows(self, mid_2020: Read) -> None:
        for force in forces().all:
            assert persons(mid_2020, 2020, f"force_code = '{force.code}'") == force.population

    def test_codes_that_end_in_a_no_break_space_lose_nobody(self, mid_2020: Read) -> None:
        """North and West Northamptonshire: a plain join drops their 757,181 residents."""
        assert persons(mid_2020, 2020, "force_code = 'E23000022'") == 757_181

    def test_each_mid_year_since_2001_is_there(self, mid_2020: Read) -> None:
        years = mid_2020[1].execute(
            "select year(period_end), count(*) from reading_population group by 1 order by 1"
        )
        assert years.fetchall() == [(year, 331) for year in range(2001, 2021)]
        assert persons(mid_2020, 2001) == 52_359_978
        assert persons(mid_2020, 2011) == 56_170_927

    def test_sheets_that_mix_country_region_county_and_district(self, mid_2020: Read) -> None:
        reading = mid_2020[0]
        reasons = {part.reason: part.rows for part in reading.set_aside if part.where == "MYE4"}
        assert reasons["region, made of districts"] == 9
        assert reasons["metropolitan county, made of districts"] == 6
        assert reasons["county, made of districts"] == 24
        assert reasons["Scotland, outside the 43 forces"] == 33
        assert (reading.rows_read, reading.rows_used) == (3109, 331)

    def test_boundary_vintages_match(self, mid_2020: Read) -> None:
        """Mid-2020 on the districts of 2021 joins December 2022: each has its partnership."""
        missing = mid_2020[1].execute(
            "select count(*) from reading_population where area_code is null or force_code is null"
        )
        assert missing.fetchone() == (0,)

    def test_edition_and_place(self, mid_2020: Read) -> None:
        edition = mid_2020[0].edition
        assert edition.title == "Mid-Year Population Estimates, UK, June 2020"
        assert edition.published == date(2021, 6, 25)
        place = mid_2020[1].execute(
            "select source_ref, persons from reading_population"
            " where district_code = 'E06000047' and period_end = '2020-06-30'"
        )
        assert place.fetchone() == ("MYE4!14", 533_149)


# A small country: today's districts of Wales stand for all of England and Wales.
WELSH = [d for d in districts().all if d.code.startswith("W06")]
TOTAL = sum(range(100, 100 + len(WELSH)))


def rows(*columns: int) -> list[Row]:
    """The country, a region, a county, then the districts; the columns are factors."""

    def line(code: str, name: str, kind: str, number: int) -> Row:
        return [code, name, kind, *(number * factor for factor in columns)]

    return [
        line("K04000001", "ENGLAND AND WALES", "Country", TOTAL),
        line("E12000001", "NORTH EAST", "Region", 5),
        line("S12000033", "Aberdeen City", "Council Area", 9),
        *(line(d.code, d.name, "Unitary", 100 + n) for n, d in enumerate(WELSH)),
    ]


def persons_sheet(year: int, heading: Row = ("Code", "Name", "Geography1", "All ages", 0)) -> Any:
    return [
        [f"MYE2: Persons by single year of age for local authorities, mid-{year}"],
        ["Source: Office for National Statistics, population estimates"],
        [],
        list(heading),
        *rows(1, 0),
    ]


def edition(tmp_path: Path, book: Book, name: str = "mye.xlsx") -> SourceFile:
    return write(tmp_path / name, book)


class TestOtherEditions:
    @pytest.mark.parametrize("name", ["mye.xlsx", "mye.ods"])
    @pytest.mark.parametrize("sheet", ["MYE2 - Persons", "MYE2-All", "Mid-2013 Persons "])
    def test_persons_by_age_when_there_is_no_table_of_years(
        self, tmp_path: Path, name: str, sheet: str
    ) -> None:
        book: Book = {sheet: persons_sheet(2013), "MYE2 - Males": persons_sheet(2013)}
        file = edition(tmp_path, book, name)
        assert PopulationEstimates().recognise(file)
        result = read(PopulationEstimates(), file)
        assert persons(result, 2013) == TOTAL
        assert result[0].edition.covers == "mid-2013"
        assert result[0].rows_used == len(WELSH)

    @pytest.mark.parametrize(
        "heading",
        [
            ("CODE", "NAME", "", "ALL AGES", "0"),
            ("Area code ", "Area name", "Geography [note 4]", "All Ages", "0"),
            ("Code", "Name", "Geography", "All\xa0persons", "0"),
        ],
    )
    def test_headings_as_publishers_write_them(self, tmp_path: Path, heading: Row) -> None:
        file = edition(tmp_path, {"MYE2 - Persons": persons_sheet(2016, heading)})
        assert persons(read(PopulationEstimates(), file), 2016) == TOTAL

    def test_the_table_of_years_is_preferred_and_columns_may_change_order(
        self, tmp_path: Path
    ) -> None:
        years: list[Row] = [
            ["MYE4: Population estimates: Summary, mid-2021 to mid-2023"],
            ["Code", "Name", "Geography", " Mid - 2021", "Mid-20233", 2022],
            *rows(3, 1, 2),
        ]
        median: list[Row] = [["MYE6: Median age, mid-2021 to mid-2023"], *years[1:]]
        book: Book = {"MYE6": median, "MYE2 - Persons": persons_sheet(2023), "MYE4": years}
        result = read(PopulationEstimates(), edition(tmp_path, book))
        assert [persons(result, year) for year in (2021, 2022, 2023)] == [
            3 * TOTAL,
            2 * TOTAL,
            TOTAL,
        ]

    def test_a_year_in_words_nobody_knows_is_left_out_by_name(self, tmp_path: Path) -> None:
        sheet: list[Row] = [
            ["MYE4: Population estimates for local authorities, mid-2021 to mid-2022"],
            ["Code", "Name", "Geography", "Mid-2021", "2022 experimental"],
            *rows(1, 2),
        ]
        reading, _ = read(PopulationEstimates(), edition(tmp_path, {"MYE4": sheet}))
        assert reading.notes == ("MYE4: columns left out: 2022 experimental.",)

    def test_columns_move_and_the_code_is_not_first(self, tmp_path: Path) -> None:
        sheet = [[row[1], row[0], *row[2:]] if len(row) > 2 else row for row in persons_sheet(2018)]
        file = edition(tmp_path, {"MYE2": sheet})
        assert persons(read(PopulationEstimates(), file), 2018) == TOTAL

    def test_districts_of_earlier_years_lie_in_the_partnership_of_2022(
        self, tmp_path: Path
    ) -> None:
        sheet: list[Row] = [
            ["MYE2: Persons, local authorities, mid-2012. Population estimates"],
            ["Code", "Name", "All ages"],
            ["K04000001", "ENGLAND AND WALES", 20],
            ["E06000048", "Northumberland UA", 13],
            ["E07000100", "St Albans", 7],
        ]
        result = read(PopulationEstimates(), edition(tmp_path, {"MYE2 Persons": sheet}))
        found = result[1].execute(
            "select district_code, force_code, area_code from reading_population order by 1"
        )
        assert found.fetchall() == [
            ("E06000048", "E23000007", "E22000358"),
            ("E07000100", "E23000027", "E22000128"),
        ]

    def test_england_and_wales_apart(self, tmp_path: Path) -> None:
        sheet = persons_sheet(2014)
        sheet[4] = ["E92000001", "ENGLAND", "Country", TOTAL - 50, 0]
        sheet.insert(5, ["W92000004", "WALES", "Country", 50, 0])
        file = edition(tmp_path, {"MYE2": sheet})
        assert persons(read(PopulationEstimates(), file), 2014) == TOTAL


class TestRefused:
    def refusal(self, tmp_path: Path, sheet: list[Row]) -> str:
        with pytest.raises(UserError) as error:
            read(PopulationEstimates(), edition(tmp_path, {"MYE2 - Persons": sheet}))
        return str(error.value)

    def test_a_district_nobody_knows_by_name_and_row(self, tmp_path: Path) -> None:
        sheet = [*persons_sheet(2030), ["E07000999", "Wolds", "Non-metropolitan District", 7, 0]]
        message = self.refusal(tmp_path, sheet)
        assert "Wolds (E07000999)" in message
        assert f"row {len(sheet)}" in message

    def test_a_missing_district_shows_in_the_sum(self, tmp_path: Path) -> None:
        message = self.refusal(tmp_path, persons_sheet(2020)[:-1])
        assert f"a difference of -{99 + len(WELSH)}" in message

    def test_a_district_that_stands_twice_is_told_with_both_rows(self, tmp_path: Path) -> None:
        sheet = persons_sheet(2020)
        message = self.refusal(tmp_path, [*sheet, sheet[7]])
        assert f"row {len(sheet) + 1}: {WELSH[0].name} ({WELSH[0].code}) stands twice" in message
        assert "first in row 8" in message

    def test_no_row_for_the_country(self, tmp_path: Path) -> None:
        sheet = persons_sheet(2020)
        del sheet[4]
        assert "there is no row for England and Wales" in self.refusal(tmp_path, sheet)

    @pytest.mark.parametrize("found", ["about 7,000", "-", 12.5, -3])
    def test_a_cell_that_is_no_count(self, tmp_path: Path, found: object) -> None:
        sheet = persons_sheet(2020)
        sheet[9] = [*sheet[9][:3], found, 0]
        assert "row 10" in self.refusal(tmp_path, sheet)

    def test_a_workbook_of_estimates_without_districts(self, tmp_path: Path) -> None:
        sheet = persons_sheet(2020)[:6]
        assert "none of its sheets" in self.refusal(tmp_path, sheet)


class TestNotRecognised:
    def test_other_workbooks_with_codes_and_names(self, tmp_path: Path) -> None:
        book: Book = {"Budget": [["Code", "Name", "All ages"], ["W06000001", "Anglesey", 4]]}
        assert not PopulationEstimates().recognise(edition(tmp_path, book))

    def test_text_and_damaged_files(self, tmp_path: Path) -> None:
        for content in (b"", b"PK\x03\x04 nothing", b"\xd0\xcf\x11\xe0 nothing", b"Code,Name"):
            path = tmp_path / "file.xls"
            path.write_bytes(content)
            assert not PopulationEstimates().recognise(SourceFile(path, path.name))

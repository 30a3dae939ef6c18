"""ONS police force area tables: year ending March 2019, and what other editions look like."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest
from workbooks import Book, Row, by_force, read, write

from openpeel.catalogue.forces import Force, forces
from openpeel.errors import UserError
from openpeel.facts.sources.police_force_areas import PoliceForceAreas
from openpeel.facts.sources.reading import Reading, SourceFile

EDITION = "recorded-crime/policeforceareatablesyeendingmarch2019.xlsx"
Read = tuple[Reading, duckdb.DuckDBPyConnection]


@pytest.fixture(scope="module")
def march_2019(open_data: Path) -> Read:
    return read(PoliceForceAreas(), SourceFile(open_data / EDITION, EDITION))


def fact(result: Read, force: str, offence: str) -> tuple[object, ...]:
    found = (
        result[1]
        .execute(
            "select offences, published_rate, published_population, status from reading_crime_area"
            " where force_code = ? and offence = ?",
            [forces().by_slug[force].code, offence],
        )
        .fetchall()
    )
    assert len(found) == 1
    row: tuple[object, ...] = found[0]
    return row


class TestMarch2019:
    @pytest.mark.parametrize(
        ("force", "offence", "offences", "rate", "population"),
        [
            ("west-mercia", "total", 86_782, 68.19064022919322, 1_272_600),
            ("west-mercia", "burglary", 7_552, 5.934130522583798, 1_272_600),
            ("cleveland", "violence", 21_968, 38.802437516559216, 566_200),
            ("west-midlands", "total", 259_661, 89.62162397236325, 2_897_300),
            ("avon-and-somerset", "total", 136_761, 80.68562218213012, 1_695_000),
            ("dyfed-powys", "total", 27_915, 54.01990115219234, 516_800),
        ],
    )
    def test_figures_as_they_stand_in_the_file(
        self,
        march_2019: Read,
        force: str,
        offence: str,
        offences: int,
        rate: float,
        population: int,
    ) -> None:
        expected = (offences, pytest.approx(rate), population, None)
        assert fact(march_2019, force, offence) == expected

    def test_footnote_digits_on_names_and_headings(self, march_2019: Read) -> None:
        """`Cheshire7`, `ENGLAND AND WALES6`, `Residential burglary5`."""
        assert fact(march_2019, "cheshire", "total")[0] == 93_901
        assert fact(march_2019, "west-mercia", "residential-burglary")[0] == 5_387

    def test_city_of_london_has_offences_and_no_rate(self, march_2019: Read) -> None:
        assert fact(march_2019, "city-of-london", "total") == (7_195, None, 7_700, None)
        assert "no rate for City of London" in " ".join(march_2019[0].notes)

    def test_a_rate_per_household_is_not_taken_for_one_per_person(self, march_2019: Read) -> None:
        rate = fact(march_2019, "west-mercia", "residential-burglary")[1]
        assert rate == pytest.approx(5_387 / 1_272.638, rel=0.001)

    def test_forces_and_british_transport_police_sum_to_england_and_wales(
        self, march_2019: Read
    ) -> None:
        total = (
            march_2019[1]
            .execute("select sum(offences) from reading_crime_area where offence = 'total'")
            .fetchone()
        )
        assert total == (5_257_081 - 66_613,)
        assert not any("difference" in note for note in march_2019[0].notes)

    def test_west_midlands_is_a_region_and_a_force(self, march_2019: Read) -> None:
        reference = march_2019[1].execute(
            "select distinct source_ref from reading_crime_area where force_code = 'E23000014'"
        )
        assert reference.fetchall() == [("Table P1 !34",)]

    def test_every_row_of_every_sheet_is_accounted_for(self, march_2019: Read) -> None:
        reading = march_2019[0]
        assert (reading.rows_read, reading.rows_used) == (577, 2 * 43)
        assert any(p.where == "Table P2" and "percentage" in p.reason for p in reading.set_aside)

    def test_edition(self, march_2019: Read) -> None:
        assert march_2019[0].edition.covers == "year ending March 2019"
        days = march_2019[1].execute(
            "select distinct period_start, period_end from reading_crime_area"
        )
        assert days.fetchall() == [(date(2018, 4, 1), date(2019, 3, 31))]


SUBJECT = "Police recorded crime by offence group and police force area, English regions and Wales"
CODES = {
    "North East": "E12000001",
    "Wales": "W92000004",
    "West Midlands": "E12000005",
    "Total 43 forces": "K04000001",
}


def numbers(force: Force) -> Row:
    size = 100 * int(force.code[-2:])
    return [size, size // 2, size // 4]


def table(number: str, unit: str, period: str, heads: list[Row], body: list[Row]) -> list[Row]:
    """A sheet in the shape of the newer editions: a code, a name, one row of headings."""
    coded = [
        [forces().by_code[f.code].code if (f := forces().find(str(row[0]))) else "", *row]
        for row in body
    ]
    coded = [
        [CODES.get(str(row[1]).strip(), "E12000009"), *row[1:]]
        if str(row[1]).endswith(" ") or str(row[1]).startswith("Total")
        else row
        for row in coded
    ]
    coded[-1] = ["K04000001", "ENGLAND AND WALES [note 6]", *coded[-1][2:]]
    return [[f"Table {number}: {SUBJECT}, {unit}, {period}"], ["Some text."], *heads, *coded]


HEADS: list[Row] = [
    [
        "Area Code",
        "Area Name",
        "Total recorded crime (excluding fraud) [note 3]",
        "Violence against the person",
        "Shoplifting5",
    ]
]


def edition(tmp_path: Path, book: Book, name: str = "pfa.xlsx") -> SourceFile:
    return write(tmp_path / name, book)


class TestOtherEditions:
    @pytest.mark.parametrize("name", ["pfa.xlsx", "pfa.ods"])
    def test_another_year_table_number_and_order_of_sheets(self, tmp_path: Path, name: str) -> None:
        rates = table(
            "P2",
            "rate of offences",
            "year ending September 2022",
            [
                [
                    "Area Code",
                    "Area Name",
                    "Population (mid-2021)",
                    "Total recorded crime (excluding fraud)",
                ]
            ],
            by_force(lambda force: [force.population, 50.5]),
        )
        counts = table(
            "P9", "number of offences", "year ending September 2022", HEADS, by_force(numbers)
        )
        book: Book = {"Rates ": rates, "Numbers": counts, "Contents": [["Contents"]]}
        file = edition(tmp_path, book, name)
        assert PoliceForceAreas().recognise(file)
        result = read(PoliceForceAreas(), file)
        assert fact(result, "west-midlands", "total") == (1_400, 50.5, 2_939_927, None)
        assert fact(result, "west-midlands", "shoplifting")[0] == 350
        days = result[1].execute("select distinct period_start, period_end from reading_crime_area")
        assert days.fetchall() == [(date(2021, 10, 1), date(2022, 9, 30))]

    def test_columns_in_another_order_with_a_spacer(self, tmp_path: Path) -> None:
        heads: list[Row] = [
            ["", "", "Victim-based crime", "", "", "Total recorded crime (excluding fraud)"],
            ["Area Code", "Area Name", "Shoplifting", "Robbery", "", ""],
            ["", "", "Numbers"],
        ]
        body = by_force(lambda force: [(n := numbers(force))[2], n[1], n[0]])
        body = [[*row[:3], "", row[3]] for row in body]
        counts = table("P1", "number of offences", "year ending June 2014", heads, body)
        result = read(PoliceForceAreas(), edition(tmp_path, {"Table P1": counts}))
        assert fact(result, "gwent", "total") == (200, None, None, None)
        assert fact(result, "gwent", "shoplifting")[0] == 50

    @pytest.mark.parametrize(
        "head",
        [
            "Total recorded crime (excluding fraud3)",
            "Total recorded crime (excluding fraud and computer misuse) [note 3][note 4]",
            "Total police recorded offences, excluding fraud",
        ],
    )
    def test_totals_are_headed_in_many_ways(self, tmp_path: Path, head: str) -> None:
        heads: list[Row] = [
            ["", "", "", "Violence against the person", ""],
            ["Area Code", "Area Name", head, "Total", "Violence with injury"],
        ]
        counts = table(
            "P1", "number of offences", "year ending June 2014", heads, by_force(numbers)
        )
        result = read(PoliceForceAreas(), edition(tmp_path, {"P1": counts}))
        assert fact(result, "kent", "total")[0] == 3_200
        assert fact(result, "kent", "violence")[0] == 1_600
        assert fact(result, "kent", "violence-with-injury")[0] == 800

    def test_an_offence_nobody_knows_is_left_out_by_name(self, tmp_path: Path) -> None:
        heads = [[*HEADS[0][:4], "Sheep rustling"]]
        counts = table(
            "P1", "number of offences", "year ending June 2014", heads, by_force(numbers)
        )
        reading, _ = read(PoliceForceAreas(), edition(tmp_path, {"P1": counts}))
        assert "Sheep rustling" in " ".join(reading.notes)

    @pytest.mark.parametrize("token", ["[x]", "..", ":"])
    def test_a_force_without_figures_is_missing(self, tmp_path: Path, token: str) -> None:
        body = by_force(numbers)
        body = [
            [row[0], token, token, token] if row[0] == "Greater Manchester" else row for row in body
        ]
        body[-1] = [
            "Total 43 forces",
            *(v - n for v, n in zip(body[-1][1:], (500, 250, 125), strict=True)),
        ]
        counts = table("P1", "number of offences", "year ending June 2020", HEADS, body)
        result = read(PoliceForceAreas(), edition(tmp_path, {"P1": counts}))
        assert fact(result, "greater-manchester", "total") == (None, None, None, "x")

    def test_the_unit_in_a_row_of_its_own(self, tmp_path: Path) -> None:
        counts = table("P1", "2011/12", "", HEADS, by_force(numbers))
        counts.insert(1, ["", "", "Numbers"])
        result = read(PoliceForceAreas(), edition(tmp_path, {"P1": counts}))
        assert result[0].edition.covers == "year ending March 2012"
        assert fact(result, "kent", "total")[0] == 3_200

    def test_a_difference_in_a_part_is_noted_and_a_great_one_refused(self, tmp_path: Path) -> None:
        for wrong, refused in ((500, False), (50_000, True)):
            body = by_force(numbers)
            body[-1] = [*body[-1][:3], body[-1][3] + wrong]
            counts = table("P1", "number of offences", "year ending June 2014", HEADS, body)
            file = edition(tmp_path, {"P1": counts}, f"{wrong}.xlsx")
            if refused:
                with pytest.raises(UserError, match="row 57: shoplifting: the forces sum"):
                    read(PoliceForceAreas(), file)
            else:
                assert "shoplifting" in " ".join(read(PoliceForceAreas(), file)[0].notes)

    def test_rates_that_do_not_follow_from_numbers_and_population_are_noted(
        self, tmp_path: Path
    ) -> None:
        heads: list[Row] = [["Area Code", "Area Name", "Population", HEADS[0][2]]]
        period = "year ending June 2014"
        rates = table("P3", "rate of offences", period, heads, by_force(lambda _: [100_000, 32]))
        counts = table("P1", "number of offences", period, HEADS, by_force(numbers))
        reading, _ = read(PoliceForceAreas(), edition(tmp_path, {"P3": rates, "P1": counts}))
        assert "published rates are not the offences per 1,000" in " ".join(reading.notes)

    def test_rates_of_another_year_are_not_joined(self, tmp_path: Path) -> None:
        rates = table("P3", "rate of offences", "year ending June 2013", HEADS, by_force(numbers))
        counts = table(
            "P1", "number of offences", "year ending June 2014", HEADS, by_force(numbers)
        )
        result = read(PoliceForceAreas(), edition(tmp_path, {"P3": rates, "P1": counts}))
        assert fact(result, "kent", "total")[1] is None
        assert any("another year" in part.reason for part in result[0].set_aside)


class TestRefused:
    def refusal(self, tmp_path: Path, counts: list[Row], **more: list[Row]) -> str:
        with pytest.raises(UserError) as error:
            read(PoliceForceAreas(), edition(tmp_path, {"Table P1": counts, **more}))
        return str(error.value)

    def counts(
        self, body: list[Row] | None = None, period: str = "year ending June 2014"
    ) -> list[Row]:
        return table("P1", "number of offences", period, HEADS, body or by_force(numbers))

    @pytest.mark.parametrize("period", ["latest", "years ending June 2014 to June 2016"])
    def test_a_title_without_a_year(self, tmp_path: Path, period: str) -> None:
        assert "which year" in self.refusal(tmp_path, self.counts(period=period))

    def test_a_token_nobody_explains(self, tmp_path: Path) -> None:
        body = by_force(numbers)
        body[5] = [body[5][0], "-", 1, 1]
        assert "sheet 'Table P1', row 9" in self.refusal(tmp_path, self.counts(body))

    def test_a_table_cut_short(self, tmp_path: Path) -> None:
        counts = self.counts()
        assert "cut short" in self.refusal(tmp_path, counts[:30])
        assert "differs by" in self.refusal(tmp_path, [*counts[:30], counts[-1]])

    def test_a_name_nobody_knows(self, tmp_path: Path) -> None:
        counts = self.counts()
        counts[6] = ["", "Loamshire", 3, 2, 1]
        assert "'Loamshire' is neither a force" in self.refusal(tmp_path, counts)

    def test_a_code_and_a_name_that_disagree(self, tmp_path: Path) -> None:
        counts = self.counts()
        row = next(i for i, r in enumerate(counts) if "Kent" in r)
        counts[row] = ["E23000016", *counts[row][1:]]
        assert "E23000016 is West Mercia, not 'Kent'" in self.refusal(tmp_path, counts)

    def test_two_tables_of_numbers(self, tmp_path: Path) -> None:
        assert "both give the numbers" in self.refusal(tmp_path, self.counts(), P1b=self.counts())

    def test_no_total_column(self, tmp_path: Path) -> None:
        counts = self.counts()
        counts[2] = ["Area Code", "Area Name", "Robbery", "Violence against the person", "Arson"]
        assert "total of recorded crime" in self.refusal(tmp_path, counts)


def test_an_unrelated_workbook_is_not_recognised(tmp_path: Path) -> None:
    book: Book = {"Crime": [["Recorded crime by community safety partnership"], ["Kent", 3]]}
    assert not PoliceForceAreas().recognise(edition(tmp_path, book))

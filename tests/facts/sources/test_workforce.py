"""Police workforce tables: the edition of September 2019, and what other editions look like."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest
from workbooks import Book, Row, by_force, read, write

from openpeel.catalogue.forces import Force, forces
from openpeel.errors import UserError
from openpeel.facts.sources.reading import Reading, SourceFile
from openpeel.facts.sources.workforce import Workforce

EDITION = "workforce/police-workforce-sep19-tables.ods"
Read = tuple[Reading, duckdb.DuckDBPyConnection]


@pytest.fixture(scope="module")
def september_2019(open_data: Path) -> Read:
    return read(Workforce(), SourceFile(open_data / EDITION, EDITION))


def people(read: Read, force: str, worker: str, basis: str, day: date) -> float | None:
    """One figure; fails unless it stands exactly once."""
    rows = (
        read[1]
        .execute(
            "select people, period_start from reading_workforce where force_code = ? and worker = ?"
            " and basis = ? and period_end = ?",
            [forces().by_slug[force].code, worker, basis, day],
        )
        .fetchall()
    )
    assert [row[1] for row in rows] == [day]
    value = rows[0][0]
    assert value is None or isinstance(value, float)
    return value


class TestSeptember2019:
    @pytest.mark.parametrize(
        ("force", "worker", "basis", "day", "figure"),
        [
            ("west-mercia", "officer", "fte", date(2018, 9, 30), 1921.7),
            ("west-mercia", "officer", "fte", date(2019, 9, 30), 2129.0),
            ("west-midlands", "officer", "fte", date(2018, 9, 30), 6558.8773),
            ("metropolitan", "officer", "fte", date(2019, 3, 31), 30435.49),
            ("city-of-london", "officer", "fte", date(2019, 9, 30), 753.2),
            ("kent", "officer", "headcount", date(2019, 9, 30), 3615),
            ("south-wales", "staff", "fte", date(2019, 9, 30), 1974.48),
            ("thames-valley", "designated", "fte", date(2019, 9, 30), 356.28),
            ("hampshire", "pcso", "fte", date(2019, 9, 30), 232.9808),
            ("west-mercia", "special", "headcount", date(2019, 9, 30), 131),
            ("greater-manchester", "volunteer", "headcount", date(2019, 9, 30), 152),
            ("durham", "staff-and-designated", "fte", date(2018, 9, 30), 852.28),
        ],
    )
    def test_figures_as_they_stand_in_the_file(
        self,
        september_2019: Read,
        force: str,
        worker: str,
        basis: str,
        day: date,
        figure: float,
    ) -> None:
        assert people(september_2019, force, worker, basis, day) == pytest.approx(figure)

    def test_each_table_and_day_has_43_forces(self, september_2019: Read) -> None:
        groups = september_2019[1].execute(
            "select count(distinct force_code), count(*) from reading_workforce"
            " group by worker, basis, period_end"
        )
        assert set(groups.fetchall()) == {(43, 43)}

    def test_the_forces_sum_to_the_total_of_43_in_the_file(self, september_2019: Read) -> None:
        total = (
            september_2019[1]
            .execute(
                "select sum(people) from reading_workforce"
                " where worker = 'officer' and basis = 'fte' and period_end = '2019-09-30'"
            )
            .fetchone()
        )
        assert total == (pytest.approx(124783.972765),)

    def test_two_dots_are_a_missing_figure_and_not_zero(self, september_2019: Read) -> None:
        row = (
            september_2019[1]
            .execute(
                "select people, status from reading_workforce where worker = 'designated'"
                " and basis = 'fte' and period_end = '2019-09-30' and force_code = 'E23000013'"
            )
            .fetchone()
        )
        assert row == (None, "x")
        assert people(september_2019, "norfolk", "pcso", "fte", date(2019, 9, 30)) is None

    def test_west_midlands_the_force_even_where_its_figure_is_missing(
        self, september_2019: Read
    ) -> None:
        # Table 3 has 127.0 for the region and ".." for the force
        day = date(2019, 9, 30)
        assert people(september_2019, "west-midlands", "designated", "fte", day) is None

    def test_other_bodies_are_set_aside_by_name(self, september_2019: Read) -> None:
        reasons = {part.reason for part in september_2019[0].set_aside}
        assert any(reason.startswith("British Transport Police: ") for reason in reasons)
        assert any(reason.startswith("Central Service Secondments: ") for reason in reasons)

    def test_every_row_of_every_sheet_is_accounted_for(self, september_2019: Read) -> None:
        reading = september_2019[0]
        assert (reading.rows_read, reading.rows_used) == (795, 12 * 43)
        assert reading.notes == ()

    def test_edition(self, september_2019: Read) -> None:
        edition = september_2019[0].edition
        assert edition.title == "Police Workforce, England and Wales, 30 September 2019"
        assert edition.published == date(2020, 1, 30)
        assert edition.covers.endswith("30 September 2019")

    def test_a_fact_knows_its_row(self, september_2019: Read) -> None:
        row = (
            september_2019[1]
            .execute(
                "select distinct source_ref from reading_workforce where worker = 'officer'"
                " and basis = 'fte' and force_code = 'E23000016'"
            )
            .fetchall()
        )
        assert row == [("Table_1!31",)]


def officers(force: Force) -> Row:
    number = 1000 + int(force.code[-2:])
    return [number, number + 10.5]


def table(*rows: Row, body: list[Row] | None = None, title: str = "") -> list[Row]:
    """A sheet: title, headings as given, the forces, a note."""
    title = title or "Table 4: Police officers by police force area, England and Wales (FTE)"
    return [[title], [], *rows, *(body or by_force(officers)), [], ["Notes"], ["1. A note."]]


HEADING: Row = ["", "31 March 2014", "31 March 2015"]


def edition(tmp_path: Path, sheet: list[Row], name: str = "other.ods") -> SourceFile:
    cover: list[Row] = [["Police workforce, England and Wales, 31 March 2015"]]
    return write(tmp_path / name, {"Cover": cover, "Any name": sheet})


def check_2015(result: Read) -> None:
    assert people(result, "west-midlands", "officer", "fte", date(2015, 3, 31)) == 1024.5
    assert people(result, "west-midlands", "officer", "fte", date(2014, 3, 31)) == 1014
    assert people(result, "gwent", "officer", "fte", date(2014, 3, 31)) == 1002


class TestOtherEditions:
    @pytest.mark.parametrize("name", ["other.ods", "other.xlsx"])
    def test_another_year_sheet_name_and_format(self, tmp_path: Path, name: str) -> None:
        file = edition(tmp_path, table(HEADING), name)
        assert Workforce().recognise(file)
        check_2015(read(Workforce(), file))

    @pytest.mark.parametrize(
        "headings",
        [
            pytest.param([["Force", "Mar-14", "Mar-15"]], id="months"),
            pytest.param([["Force", "31/03/2014", "31/03/2015"]], id="slashes"),
            pytest.param([["", date(2014, 3, 31), date(2015, 3, 31)]], id="dates"),
            pytest.param([["", "As at:"], [], HEADING, ["", "number", "number"]], id="three rows"),
            pytest.param([["", "Officers in post as at:"], HEADING], id="who is in post"),
            pytest.param([["", "31 March 20141", "31 March 2015 [note 2]"]], id="footnotes"),
        ],
    )
    def test_headings_say_the_day_in_many_ways(self, tmp_path: Path, headings: list[Row]) -> None:
        check_2015(read(Workforce(), edition(tmp_path, table(*headings))))

    def test_more_title_rows_and_a_spacer_column(self, tmp_path: Path) -> None:
        sheet = table(["Contents"], ["", "", *HEADING[1:]])
        sheet = [[row[0], "", *row[1:]] if len(row) == 3 else row for row in sheet]
        check_2015(read(Workforce(), edition(tmp_path, sheet)))

    def test_columns_in_another_order_and_columns_of_change(self, tmp_path: Path) -> None:
        body = [[name, b - a, b, a, "*"] for name, a, b in by_force(officers)]
        headings: list[Row] = [
            ["", "Change in 12 months", "As at:", "", "%"],
            ["", "number", "31 March 2015", "31 March 2014"],
        ]
        check_2015(read(Workforce(), edition(tmp_path, table(*headings, body=body))))

    def test_kinds_of_worker_as_columns_and_the_day_in_the_title(self, tmp_path: Path) -> None:
        body = by_force(lambda force: [*officers(force), 3000])
        title = "Table H1: Police workforce by police force area, as at 31 March 2016 (headcount)"
        heading: Row = ["", "Police officers1", "Police community support officers", "Total"]
        result = read(Workforce(), edition(tmp_path, table(heading, body=body, title=title)))
        day = date(2016, 3, 31)
        assert people(result, "gwent", "officer", "headcount", day) == 1002
        assert people(result, "gwent", "pcso", "headcount", day) == 1012.5
        workers = result[1].execute("select distinct worker from reading_workforce").fetchall()
        assert sorted(workers) == [("officer",), ("pcso",)]

    def test_headings_that_are_only_years(self, tmp_path: Path) -> None:
        title = (
            "Table H1: Police officers by police force area, 31 March 2014 to 31 March 2015 (FTE)"
        )
        check_2015(read(Workforce(), edition(tmp_path, table(["", 2014, "20152"], title=title))))

    def test_regions_and_totals_with_a_word_more(self, tmp_path: Path) -> None:
        body = [
            [f"{row[0]}Region", *row[1:]] if str(row[0]).endswith(" ") else row
            for row in by_force(officers)
        ]
        body.append(["England and Wales total", *body[-1][1:]])
        check_2015(read(Workforce(), edition(tmp_path, table(HEADING, body=body))))

    def test_names_with_footnotes_and_newer_shorthand(self, tmp_path: Path) -> None:
        body = by_force(officers)
        body = [
            [f"{row[0]} [note 3]", "[x]", row[2]] if row[0] == "Surrey" else row for row in body
        ]
        body = [["Kent2,3", *row[1:]] if row[0] == "Kent" else row for row in body]
        result = read(Workforce(), edition(tmp_path, table(HEADING, body=body)))
        assert people(result, "surrey", "officer", "fte", date(2014, 3, 31)) is None
        assert people(result, "kent", "officer", "fte", date(2014, 3, 31)) == 1032
        assert "no figure for Surrey" in " ".join(result[0].notes)

    def test_regions_below_their_forces(self, tmp_path: Path) -> None:
        """The sum tells West Midlands the region from the force, wherever it stands."""
        body = by_force(officers)
        regions = [i for i, row in enumerate(body) if str(row[0]).endswith(" ")] + [len(body) - 1]
        turned: list[Row] = []
        for start, end in pairwise(regions):
            turned += [*body[start + 1 : end], body[start]]
        check_2015(read(Workforce(), edition(tmp_path, table(HEADING, body=[*turned, body[-1]]))))

    def test_countries_are_no_regions_that_west_midlands_could_be_one_of(
        self, tmp_path: Path
    ) -> None:
        body = [["England", 1, 1], ["Wales", 1, 1], *by_force(officers, regions=False)]
        check_2015(read(Workforce(), edition(tmp_path, table(HEADING, body=body))))

    def test_a_force_that_is_called_police_beside_its_region(self, tmp_path: Path) -> None:
        body = by_force(officers)
        body = [[f"{r[0]} Police", *r[1:]] if r[0] == "West Midlands" else r for r in body]
        check_2015(read(Workforce(), edition(tmp_path, table(HEADING, body=body))))

    def test_codes_to_the_right_of_the_names(self, tmp_path: Path) -> None:
        """A code decides, so the region's row need not be the sum."""
        body = [
            ["West Midlands ", "E12000005", 1, 1]
            if row[0] == "West Midlands "
            else [row[0], force.code if (force := forces().find(str(row[0]))) else "", *row[1:]]
            for row in by_force(officers)
        ]
        heading: Row = ["Force", "Code", *HEADING[1:]]
        check_2015(read(Workforce(), edition(tmp_path, table(heading, body=body))))

    def test_no_regions_at_all(self, tmp_path: Path) -> None:
        body = by_force(officers, regions=False)
        check_2015(read(Workforce(), edition(tmp_path, table(HEADING, body=body))))

    @pytest.mark.parametrize(
        "title",
        [
            "Table 3: Police officers by rank and police force area, England and Wales (FTE)",
            "Table H4: Police officer joiners by police force area (FTE)",
            "Table 9: Minority ethnic police officers by police force area (FTE)",
            "Table 2: Police officers per 100,000 population by police force area (FTE)",
            "Table 2: Police officers (FTE) as % of the workforce by police force area",
        ],
    )
    def test_tables_of_something_narrower_are_set_aside(self, tmp_path: Path, title: str) -> None:
        """A joiner is no officer in post: nothing may be read from such a table."""
        with pytest.raises(UserError, match="none of its sheets"):
            read(Workforce(), edition(tmp_path, table(HEADING, title=title)))

    def test_several_days_in_the_title_and_none_in_the_headings(self, tmp_path: Path) -> None:
        title = "Table 1: Police officers by police force area, 31 March 2014 and 2015 (FTE)"
        with pytest.raises(UserError, match="none of its sheets"):
            read(Workforce(), edition(tmp_path, table(["", "Number", "Number"], title=title)))


class TestRefused:
    def refusal(self, tmp_path: Path, body: list[Row]) -> str:
        with pytest.raises(UserError) as error:
            read(Workforce(), edition(tmp_path, table(HEADING, body=body)))
        return str(error.value)

    def test_a_token_nobody_explains(self, tmp_path: Path) -> None:
        body = by_force(officers)
        body[3] = [body[3][0], "-", body[3][2]]
        message = self.refusal(tmp_path, body)
        assert "sheet 'Any name', row 7" in message
        assert "'-'" in message

    def test_the_same_token_is_zero_where_the_notes_say_so(self, tmp_path: Path) -> None:
        nil = forces().by_slug["city-of-london"]
        body = by_force(lambda force: [0, 0] if force is nil else officers(force))
        body = [[row[0], "-", "-"] if row[0] == nil.name else row for row in body]
        sheet = [*table(HEADING, body=body), ["'-' denotes nil."]]
        result = read(Workforce(), edition(tmp_path, sheet))
        assert people(result, "city-of-london", "officer", "fte", date(2015, 3, 31)) == 0

    def test_a_name_nobody_knows(self, tmp_path: Path) -> None:
        body = by_force(officers)
        body = [["Rutlandshire", *row[1:]] if row[0] == "Essex" else row for row in body]
        message = self.refusal(tmp_path, body)
        assert "'Rutlandshire' is neither a force" in message
        assert "row" in message

    def test_a_table_cut_short(self, tmp_path: Path) -> None:
        message = self.refusal(tmp_path, by_force(officers)[:20])
        assert "cut short" in message
        assert "Wiltshire" in message

    def test_forces_that_do_not_sum_to_the_total(self, tmp_path: Path) -> None:
        body = by_force(officers)
        body[-1] = [body[-1][0], 50_000, body[-1][2]]
        message = self.refusal(tmp_path, body)
        assert "differs by" in message
        assert "Total 43 forces" in message

    def test_a_small_difference_from_the_total_is_noted(self, tmp_path: Path) -> None:
        body = by_force(officers)
        body[-1] = [body[-1][0], body[-1][1] + 3, body[-1][2]]
        reading, _ = read(Workforce(), edition(tmp_path, table(HEADING, body=body)))
        assert "differs by -3" in " ".join(reading.notes)

    def test_a_missing_figure_explains_a_higher_total_and_no_lower_one(
        self, tmp_path: Path
    ) -> None:
        body = by_force(officers)
        kent = next(i for i, row in enumerate(body) if row[0] == "Kent")
        body[kent] = ["Kent", "[c]", body[kent][2]]
        reading, _ = read(Workforce(), edition(tmp_path, table(HEADING, body=body)))
        assert "no figure for Kent" in " ".join(reading.notes)
        body[-1] = [body[-1][0], body[-1][1] - 2000, body[-1][2]]
        assert "differs by +968" in self.refusal(tmp_path, body)

    def test_an_empty_cell_is_a_missing_figure(self, tmp_path: Path) -> None:
        body = by_force(officers)
        body = [["Kent", "", *row[2:]] if row[0] == "Kent" else row for row in body]
        result = read(Workforce(), edition(tmp_path, table(HEADING, body=body)))
        assert people(result, "kent", "officer", "fte", date(2014, 3, 31)) is None

    def test_all_forces_without_a_total_are_read_and_it_is_said(self, tmp_path: Path) -> None:
        body = by_force(officers)[:-1]
        reading, _ = read(Workforce(), edition(tmp_path, table(HEADING, body=body)))
        assert "no total" in " ".join(reading.notes)

    def test_west_midlands_once_among_regions(self, tmp_path: Path) -> None:
        body = [row for row in by_force(officers) if row[0] != "West Midlands"]
        assert "should stand twice" in self.refusal(tmp_path, body)

    def test_two_rows_for_west_midlands_of_which_neither_is_the_sum(self, tmp_path: Path) -> None:
        body = by_force(officers)
        body = [[row[0], 77, 78] if row[0] == "West Midlands " else row for row in body]
        assert "neither is the sum" in self.refusal(tmp_path, body)

    def test_a_force_that_stands_twice(self, tmp_path: Path) -> None:
        body = by_force(officers)
        kent = next(row for row in body if row[0] == "Kent")
        assert "Kent stands twice" in self.refusal(tmp_path, [*body, kent])

    def test_one_figure_given_twice_and_differently(self, tmp_path: Path) -> None:
        book: Book = {
            "Cover": [["Police workforce, England and Wales, 31 March 2015"]],
            "A": table(HEADING),
            "B": table(HEADING, body=by_force(lambda force: [v + 7 for v in officers(force)])),
        }
        with pytest.raises(UserError, match="twice and differently"):
            read(Workforce(), write(tmp_path / "twice.ods", book))


class TestNotRecognised:
    def test_an_unrelated_workbook(self, tmp_path: Path) -> None:
        book: Book = {"Sheet1": [["Name", "Budget"], ["Kent", 3], ["Essex", 4]]}
        assert not Workforce().recognise(write(tmp_path / "budget.xlsx", book))

    def test_a_damaged_archive(self, tmp_path: Path) -> None:
        file = edition(tmp_path, table(HEADING))
        content = file.path.read_bytes()
        for cut in (10, len(content) // 2, len(content) - 30):
            broken = tmp_path / f"cut_{cut}.ods"
            broken.write_bytes(content[:cut])
            assert not Workforce().recognise(SourceFile(broken, broken.name))

"""Use of force tables: year ending March 2020, and what other editions look like."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest
from workbooks import Book, Row, by_force, read, write

from openpeel.catalogue.forces import Force, forces
from openpeel.errors import UserError
from openpeel.facts.sources.reading import Reading, SourceFile
from openpeel.facts.sources.use_of_force import UseOfForce

EDITION = "use-of-force/police-use-of-force-apr2019-mar2020-hosb3720-tables.ods"
Read = tuple[Reading, duckdb.DuckDBPyConnection]


@pytest.fixture(scope="module")
def march_2020(open_data: Path) -> Read:
    return read(UseOfForce(), SourceFile(open_data / EDITION, EDITION))


def uses(result: Read, force: str, member: str, group: str, tactic: str) -> tuple[object, ...]:
    """Uses and status; fails unless they stand exactly once. `member`: "age under-11"."""
    breakdown, name = member.split(" ")
    found = (
        result[1]
        .execute(
            "select uses, status from reading_use_of_force where force_code = ? and breakdown = ?"
            " and member = ? and tactic_group = ? and tactic = ?",
            [forces().by_slug[force].code, breakdown, name, group, tactic],
        )
        .fetchall()
    )
    assert len(found) == 1
    row: tuple[object, ...] = found[0]
    return row


class TestMarch2020:
    @pytest.mark.parametrize(
        ("force", "member", "group", "tactic", "number"),
        [
            ("west-mercia", "gender female", "all", "total", 2_944),
            ("west-mercia", "ethnicity white", "restraint", "handcuffing", 5_031),
            ("west-mercia", "ethnicity asian", "restraint", "compliant-handcuffing", 143),
            ("west-mercia", "health not-recorded", "restraint", "total", 6_791),
            ("avon-and-somerset", "age under-11", "all", "total", 21),
            ("avon-and-somerset", "age 50-64", "other", "total", 94),
            ("wiltshire", "gender male", "other", "other-improvised", 60),
            ("wiltshire", "ethnicity not-recorded", "communication", "total", 53),
            ("wiltshire", "age 18-34", "other", "dog-bite", 1),
            # all people stand once, though each of the tables repeats them
            ("west-mercia", "total all", "all", "total", 15_248),
            ("west-mercia", "total all", "less-lethal", "ced", 425),
        ],
    )
    def test_figures_as_they_stand_in_the_file(
        self, march_2020: Read, force: str, member: str, group: str, tactic: str, number: int
    ) -> None:
        assert uses(march_2020, force, member, group, tactic) == (number, None)

    @pytest.mark.parametrize(
        ("member", "total"),
        [
            ("gender female", 116_273),
            ("ethnicity black", 111_252),
            ("ethnicity white", 508_663),
            ("age 11-17", 70_670),
            ("health mental", 106_575),
        ],
    )
    def test_forces_sum_to_england_and_wales(
        self, march_2020: Read, member: str, total: int
    ) -> None:
        found = march_2020[1].execute(
            "select sum(uses) from reading_use_of_force"
            " where breakdown || ' ' || member = ? and tactic_group = 'all' and tactic = 'total'",
            [member],
        )
        assert found.fetchone() == (total,)

    def test_families_sum_to_all_tactics(self, march_2020: Read) -> None:
        apart = "'all', 'not-reported', 'communication'"  # the publisher's total leaves them out
        found = march_2020[1].execute(
            f"select sum(uses) filter (tactic_group not in ({apart})),"
            " sum(uses) filter (tactic_group = 'all')"
            " from reading_use_of_force where breakdown = 'gender' and tactic = 'total'"
        )
        assert found.fetchone() == (715_276, 715_276)

    def test_a_colon_is_a_missing_figure_and_not_zero(self, march_2020: Read) -> None:
        assert uses(march_2020, "west-mercia", "age 11-17", "all", "total") == (None, "x")
        # with no age at all, "not reported" is everyone and says nothing about recording
        assert uses(march_2020, "west-mercia", "age not-recorded", "all", "total") == (None, "x")
        assert uses(march_2020, "west-mercia", "total all", "all", "total") == (15_248, None)
        assert "Warwickshire, West Mercia" in " ".join(march_2020[0].notes)

    def test_every_group_has_every_tactic_of_every_force_once(self, march_2020: Read) -> None:
        found = march_2020[1].execute(
            "select distinct count(*), count(distinct (force_code, tactic_group, tactic))"
            " from reading_use_of_force group by breakdown, member"
        )
        assert found.fetchall() == [(43 * 38, 43 * 38)]

    def test_under_elevens_differ_by_5_from_the_total_and_it_is_noted(
        self, march_2020: Read
    ) -> None:
        note = next(note for note in march_2020[0].notes if "do not sum" in note)
        assert note.startswith("Table_14: in 9 of 1564 rows")
        assert "-5" in note

    def test_incidents(self, march_2020: Read) -> None:
        found = march_2020[1].execute(
            "select sum(incidents), count(*), sum(incidents) filter (force_code = 'E23000016'),"
            " sum(incidents) filter (force_code = 'E23000014') from reading_use_of_force_incidents"
        )
        assert found.fetchone() == (491_984, 43, 10_738, 11_187)

    def test_ced_use_by_year_and_mode(self, march_2020: Read) -> None:
        found = march_2020[1].execute(
            "select period_start, sum(uses) filter (mode = 'total'),"
            " sum(uses) filter (mode in ('non-discharge', 'discharge', 'not-stated')),"
            " sum(uses) filter (mode = 'fired') from reading_ced_use group by 1 order by 1"
        )
        assert found.fetchall() == [
            (date(2017, 4, 1), 16_913, 16_913, 1_821),
            (date(2018, 4, 1), 23_451, 23_451, 2_585),
            (date(2019, 4, 1), 32_058, 32_058, 3_275),
        ]

    def test_a_revision_mark_on_a_name(self, march_2020: Read) -> None:
        """`Hampshire (R)` in the year 2017/18."""
        found = march_2020[1].execute(
            "select count(*) from reading_ced_use where force_code = 'E23000030' and mode = 'total'"
        )
        assert found.fetchone() == (3,)

    def test_every_row_of_every_sheet_is_accounted_for(self, march_2020: Read) -> None:
        reading = march_2020[0]
        assert (reading.rows_read, reading.rows_used) == (7483, 43 * (4 * 38 + 1 + 3))

    def test_edition(self, march_2020: Read) -> None:
        edition = march_2020[0].edition
        assert edition.published == date(2020, 12, 17)
        assert edition.covers == "year ending March 2020"


def by_tactic(tactics: list[Row], values: Callable[[Force], Row]) -> list[Row]:
    """For England and Wales, then each force, a row a tactic; all tactics with the same values."""
    columns = zip(*(values(force) for force in forces().all), strict=True)
    country = [sum(v for v in column if isinstance(v, int)) for column in columns]
    blocks = [("Total England and Wales", country)]
    blocks += [(force.name, list(values(force))) for force in forces().all]
    return [[name, *tactic, *row] for name, row in blocks for tactic in tactics]


TACTICS: list[Row] = [
    ["Total (excluding not reported and tactical communication)", "*Total Tactics"],
    ["Restraint", "Handcuffing, of which"],
    ["Restraint", "Not stated"],
    ["Less lethal weapons", "CED2"],
    ["Less lethal weapons", "AEP (not stated)"],
    ["Other equipment", "Not stated baton"],
    ["Tactical communication", "Tactical communication"],
]
COVER: list[Row] = [
    [],
    ["Police use of force statistics, England and Wales April 2018 - March 2019"],
]
TITLE = "Table 16. Number of times tactics were used, by police force and officer perceived {}"
SEX: Row = ["Male", "Female", "Other", "Not reported", "Number of times tactic reported"]


def sexes(force: Force) -> Row:
    size = int(force.code[-2:])
    return [size, 2 * size, 0, 1, 3 * size + 1]


def every(*values: object) -> Callable[[Force], Row]:
    """The same values for each force."""
    return lambda _: values


def tactics_sheet(
    kind: str = "sex of subject",
    heads: Row = SEX,
    values: Callable[[Force], Row] = sexes,
    tactics: list[Row] = TACTICS,
) -> list[Row]:
    heading = ["Police force", "Type of force", "Tactic", *heads]
    return [[TITLE.format(kind)], [], heading, *by_tactic(tactics, values), [], ["Notes"]]


def edition(tmp_path: Path, sheet: list[Row], name: str = "force.ods") -> SourceFile:
    return write(tmp_path / name, {"Cover": COVER, "Some table ": sheet})


class TestOtherEditions:
    @pytest.mark.parametrize("name", ["force.ods", "force.xlsx"])
    def test_the_period_is_on_the_cover_and_sheets_have_other_names(
        self, tmp_path: Path, name: str
    ) -> None:
        file = edition(tmp_path, tactics_sheet(), name)
        assert UseOfForce().recognise(file)
        result = read(UseOfForce(), file)
        assert uses(result, "west-midlands", "gender female", "all", "total") == (28, None)
        days = result[1].execute(
            "select distinct period_start, period_end from reading_use_of_force"
        )
        assert days.fetchall() == [(date(2018, 4, 1), date(2019, 3, 31))]

    def test_not_stated_belongs_to_the_tactic_above_it(self, tmp_path: Path) -> None:
        result = read(UseOfForce(), edition(tmp_path, tactics_sheet()))
        tactics = result[1].execute(
            "select distinct tactic_group, tactic from reading_use_of_force order by all"
        )
        assert tactics.fetchall() == [
            ("all", "total"),
            ("communication", "total"),
            ("less-lethal", "aep-not-stated"),
            ("less-lethal", "ced"),
            ("other-equipment", "baton-not-stated"),
            ("restraint", "handcuffing"),
            ("restraint", "handcuffing-not-stated"),
        ]

    def test_groups_that_later_editions_do_not_tell_apart_are_added(self, tmp_path: Path) -> None:
        """2018/19 has columns for Chinese and for Don't know."""
        heads = ["White", "Chinese", "Other", "Don't know", "Not reported", "Total"]
        sheet = tactics_sheet("ethnicity of subject", heads, every(10, 2, 3, ":", 4, 19))
        result = read(UseOfForce(), edition(tmp_path, sheet))
        assert uses(result, "kent", "ethnicity other", "all", "total") == (5, None)
        assert uses(result, "kent", "ethnicity not-recorded", "all", "total") == (None, "x")

    def test_disability_is_the_older_word_for_health_condition(self, tmp_path: Path) -> None:
        heads = ["Mental", "None", "Total"]
        sheet = tactics_sheet("disability of subject", heads, every(1, 2, 3))
        result = read(UseOfForce(), edition(tmp_path, sheet))
        assert uses(result, "kent", "health mental", "restraint", "handcuffing") == (1, None)

    def test_headings_in_two_rows_and_columns_in_another_order(self, tmp_path: Path) -> None:
        sheet = tactics_sheet()
        groups: Row = ["", "", "", "Female", "Male", "", "Other", "Not reported [note 2]"]
        heading: Row = ["Police force", "Type of force", "Tactic", *[""] * 5, "Total"]
        body = [[*r[:3], r[4], r[3], "", *r[5:]] for r in sheet[3:-2]]
        result = read(UseOfForce(), edition(tmp_path, [sheet[0], groups, heading, *body]))
        assert uses(result, "gwent", "gender female", "all", "total") == (4, None)
        assert uses(result, "gwent", "gender not-recorded", "all", "total") == (1, None)

    def test_ced_use_of_part_of_a_year_with_the_period_in_the_title(self, tmp_path: Path) -> None:
        body = [["x", *row] for row in by_force(every(5, 3, 2), regions=False)]
        sheet: list[Row] = [
            ["Table 14. Use of CED by type and police force: January to March 2017"],
            ["Region", "Police force", "Total", "Total non-discharge", "Fired3"],
            *body,
        ]
        result = read(UseOfForce(), edition(tmp_path, sheet))
        found = result[1].execute(
            "select distinct period_start, period_end, uses from reading_ced_use"
            " where mode = 'fired'"
        )
        assert found.fetchall() == [(date(2017, 1, 1), date(2017, 3, 31), 2)]

    def test_incidents_of_two_years(self, tmp_path: Path) -> None:
        sheet: list[Row] = [
            ["Table 12: Incidents by police force"],
            ["Police force", "Year ending March 2018", "Year ending March 2019", "% change"],
            *by_force(every(5, 8, 60)),
        ]
        result = read(UseOfForce(), edition(tmp_path, sheet))
        found = result[1].execute(
            "select period_end, sum(incidents) from reading_use_of_force_incidents"
            " group by 1 order by 1"
        )
        assert found.fetchall() == [(date(2018, 3, 31), 5 * 43), (date(2019, 3, 31), 8 * 43)]
        assert "% change" in " ".join(result[0].notes)


def test_totals_that_differ_between_tables_are_noted_and_the_first_counts(tmp_path: Path) -> None:
    first, second = (
        tactics_sheet(values=every(1, 1, 1, 0, 3)),
        tactics_sheet(values=every(2, 1, 1, 0, 4)),
    )
    book: Book = {"Cover": COVER, "One": first, "Two": second}
    reading, con = read(UseOfForce(), write(tmp_path / "force.xlsx", book))
    assert any("all people differ from an earlier table" in note for note in reading.notes)
    query = "select distinct uses from reading_use_of_force where breakdown = 'total'"
    assert con.execute(query).fetchall() == [(3,)]


class TestZerosThatAreNoCounts:
    """Ten forces print 0 uses of force on people of Mixed ethnicity, one of them of 15,248."""

    def test_a_group_that_a_force_never_ticks_is_missing_not_zero(self, march_2020: Read) -> None:
        assert uses(march_2020, "west-mercia", "ethnicity mixed", "all", "total") == (None, "x")
        assert uses(march_2020, "kent", "ethnicity mixed", "firearms", "total")[1] is None
        assert any("0 for mixed throughout" in note for note in march_2020[0].notes)

    def test_a_form_that_insists_on_an_answer_leaves_nothing_unrecorded(
        self, march_2020: Read
    ) -> None:
        assert uses(march_2020, "kent", "ethnicity not-recorded", "all", "total") == (0, None)

    def test_a_zero_that_chance_could_give_is_a_zero(self, march_2020: Read) -> None:
        assert uses(march_2020, "surrey", "age under-11", "all", "total") == (0, None)


class TestRefused:
    def refusal(self, tmp_path: Path, sheet: list[Row]) -> str:
        with pytest.raises(UserError) as error:
            read(UseOfForce(), edition(tmp_path, sheet))
        return str(error.value)

    def test_a_group_nobody_knows(self, tmp_path: Path) -> None:
        message = self.refusal(tmp_path, tactics_sheet(heads=["Martian", *SEX[1:]]))
        assert "row 3: column 'Martian'" in message

    def test_a_tactic_nobody_knows(self, tmp_path: Path) -> None:
        sheet = tactics_sheet(tactics=[*TACTICS, ["Restraint", "Lasso"]])
        message = self.refusal(tmp_path, sheet)
        assert "sheet 'Some table', row 11" in message
        assert "'Restraint', 'Lasso'" in message

    def test_a_name_nobody_knows(self, tmp_path: Path) -> None:
        sheet = [["Loamshire", *r[1:]] if r and r[0] == "Kent" else r for r in tactics_sheet()]
        assert "'Loamshire' is neither a force" in self.refusal(tmp_path, sheet)

    def test_a_token_nobody_explains(self, tmp_path: Path) -> None:
        sheet = tactics_sheet()
        sheet[9] = [*sheet[9][:3], "??", *sheet[9][4:]]
        message = self.refusal(tmp_path, sheet)
        assert "sheet 'Some table', row 10" in message
        assert "'??'" in message

    def test_groups_that_do_not_sum_are_columns_misread(self, tmp_path: Path) -> None:
        sheet = tactics_sheet(values=every(1, 1, 1, 1, 50))
        assert "the columns may have changed" in self.refusal(tmp_path, sheet)

    def test_a_table_cut_short(self, tmp_path: Path) -> None:
        message = self.refusal(tmp_path, tactics_sheet()[:100])
        assert "rows may be missing" in message
        assert "Wiltshire" in message

    def test_a_force_that_stands_twice(self, tmp_path: Path) -> None:
        sheet = tactics_sheet()
        assert "stands twice" in self.refusal(tmp_path, [*sheet, sheet[12]])

    def test_several_years_that_no_row_tells_apart(self, tmp_path: Path) -> None:
        sheet: list[Row] = [
            ["Table 13. Use of CED by police force: 1 April 2017 to 31 March 2020"],
            ["Police force", "Total"],
            *by_force(every(5)),
        ]
        assert "more than a year" in self.refusal(tmp_path, sheet)

    def test_a_workbook_with_national_tables_only(self, tmp_path: Path) -> None:
        sheet: list[Row] = [["Table 1. Number of times tactics were used"], ["Restraint", 5]]
        assert "none of its sheets" in self.refusal(tmp_path, sheet)


def test_an_unrelated_workbook_is_not_recognised(tmp_path: Path) -> None:
    book: Book = {"Force": [["Force of gravity"], ["Kent", 9.81]]}
    assert not UseOfForce().recognise(write(tmp_path / "gravity.xlsx", book))

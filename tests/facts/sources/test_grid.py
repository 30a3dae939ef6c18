"""What is taken off cells, what tokens mean, and how days and periods are written."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbooks import write

from openpeel.catalogue.forces import forces
from openpeel.errors import UserError
from openpeel.facts.sources.dates import dates_in, in_words, month_end, period_in, year_to
from openpeel.facts.sources.grid import Figure, Rows, Sheet, label, published, sheets, words
from openpeel.facts.sources.reading import SourceFile

FILE = SourceFile(Path("book.ods"), "book.ods")


def sheet(*rows: tuple[Any, ...], name: str = "Table 1") -> Sheet:
    return Sheet(name, rows)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Cheshire7", "Cheshire"),
        ("ENGLAND AND WALES7,8", "ENGLAND AND WALES"),
        ("London, City of 2", "London, City of 2"),  # forces().find takes this one off
        ("Avon\xa0& Somerset ", "Avon & Somerset"),
        ("Kent [note 3]", "Kent"),
        ("Kent [note 3, 4][r]", "Kent"),
        ("Hampshire (R)", "Hampshire"),
        ("Essex (3)", "Essex"),
        ("Sussex²", "Sussex"),
        ("Dyfed–Powys (a)", "Dyfed-Powys"),
        ("Conducted energy device (CED)", "Conducted energy device (CED)"),
        ("Residential burglary\n(households)6,8", "Residential burglary (households)"),
        ("Total recorded crime (excluding fraud3)", "Total recorded crime (excluding fraud)"),
        ("11 - 17 years", "11 - 17 years"),
        ("Under 11", "Under 11"),
        ("65+", "65+"),
        (2019.0, "2019"),
        (datetime(2019, 9, 30), "2019-09-30"),
    ],
)
def test_names_and_headings_lose_their_footnotes(cell: object, name: str) -> None:
    assert label(cell) == name


@given(
    st.sampled_from(forces().all),
    st.sampled_from(["", "7", "7,8", " [note 2]", "¹", " (R)", " 3", "\xa0"]),
    st.sampled_from(["", " ", "\n", "\xa0"]),
)
def test_every_force_is_found_whatever_hangs_on_its_name(
    force: Any, footnote: str, space: str
) -> None:
    for name in (force.name, force.title, *force.names):
        assert forces().find(label(f"{space}{name}{footnote}{space}")) is force


class TestFigures:
    @pytest.mark.parametrize(
        ("cell", "figure"),
        [
            (12, Figure(12)),
            (12.5, Figure(12.5)),
            ("1,037,735", Figure(1_037_735)),
            ("370801 ", Figure(370_801)),
            ("1 234", Figure(1_234)),
            ("1234R", Figure(1_234)),
            ("1,234 [r]", Figure(1_234)),
            ("-3", Figure(-3)),
            (":", Figure(None, "x")),
            ("..", Figure(None, "x")),
            ("[x]", Figure(None, "x")),
            ("[X]", Figure(None, "x")),
            ("", Figure(None, "x")),
            (".", Figure(None, "z")),
            ("[z]", Figure(None, "z")),
            ("N/A", Figure(None, "z")),
            ("+", Figure(None, "c")),
            ("*", Figure(None, "c")),
            ("~", Figure(None, "c")),
            ("[c]", Figure(None, "c")),
        ],
    )
    def test_numbers_and_tokens(self, cell: object, figure: Figure) -> None:
        assert sheet().figure(cell, 1, "people", FILE) == figure

    @pytest.mark.parametrize(
        "cell", ["-", "–", "about 3", "12,34", "#REF!", True, float("nan"), "?"]
    )
    def test_anything_else_is_refused_with_sheet_row_and_text(self, cell: object) -> None:
        with pytest.raises(UserError, match=r"book.ods, sheet 'Table 1', row 7: column 'people'"):
            sheet().figure(cell, 7, "people", FILE)

    @pytest.mark.parametrize(
        ("note", "figure"),
        [
            ("'-' denotes nil", Figure(0)),
            ("- = nil or less than half the final digit shown", Figure(0)),
            ("3. '-' indicates that data are not available.", Figure(None, "x")),
            ("‘–’ means not applicable", Figure(None, "z")),
            ("'-' Denotes fewer than 50 offences", Figure(None, "c")),
        ],
    )
    def test_a_token_means_what_the_notes_under_its_table_say(
        self, note: str, figure: Figure
    ) -> None:
        assert sheet(("Kent", "-"), (note,)).figure("-", 1, "people", FILE) == figure

    def test_the_notes_come_before_the_usual_meaning(self) -> None:
        table = sheet((".. = not applicable",))
        assert table.figure("..", 1, "people", FILE) == Figure(None, "z")

    @pytest.mark.parametrize("cell", [-1, 2.5, "2.5"])
    def test_a_count_is_whole_and_not_negative(self, cell: object) -> None:
        with pytest.raises(UserError, match="not a count"):
            sheet().count(cell, 1, "people", FILE)

    @given(st.integers(min_value=0, max_value=10**12))
    def test_a_count_survives_every_way_of_writing_it(self, number: int) -> None:
        for cell in (
            number,
            float(number),
            str(number),
            f"{number:,}",
            f"{number:,}".replace(",", " "),
        ):
            assert sheet().count(cell, 1, "people", FILE).value == number

    @given(st.text(max_size=12))
    def test_no_text_becomes_a_number_by_guessing(self, text: str) -> None:
        try:
            figure = sheet().figure(text, 1, "people", FILE)
        except UserError:
            return
        digits = [c for c in text if c.isdigit()]
        assert (figure.value is not None) == bool(digits)


class TestDates:
    @pytest.mark.parametrize(
        ("text", "days"),
        [
            ("30 September 20191,2", [date(2019, 9, 30)]),
            ("30 September 2018, 31 March 2019", [date(2018, 9, 30), date(2019, 3, 31)]),
            ("31st March 2015", [date(2015, 3, 31)]),
            ("31-Mar-19", [date(2019, 3, 31)]),
            ("30/09/2012", [date(2012, 9, 30)]),
            ("2019-09-30", [date(2019, 9, 30)]),
            ("Sep-18", [date(2018, 9, 30)]),
            ("February 2020", [date(2020, 2, 29)]),
            ("31 June 2019", []),
            ("Mayor 2019", []),
            ("Table 12", []),
        ],
    )
    def test_days(self, text: str, days: list[date]) -> None:
        assert [day for day, _ in dates_in(text)] == days

    @pytest.mark.parametrize(
        ("text", "start", "end"),
        [
            ("year ending March 20191,2", date(2018, 4, 1), date(2019, 3, 31)),
            ("Year ending 31 March 2020", date(2019, 4, 1), date(2020, 3, 31)),
            ("year ending December 2015", date(2015, 1, 1), date(2015, 12, 31)),
            ("Apr '18 to Mar '19", date(2018, 4, 1), date(2019, 3, 31)),
            ("April 2019 - March 2020", date(2019, 4, 1), date(2020, 3, 31)),
            ("April to March 2019", date(2018, 4, 1), date(2019, 3, 31)),
            ("1 April 2017 to 31 March 2020", date(2017, 4, 1), date(2020, 3, 31)),
            ("January to March 2017", date(2017, 1, 1), date(2017, 3, 31)),
            ("2017/18", date(2017, 4, 1), date(2018, 3, 31)),
            ("2017-2018", date(2017, 4, 1), date(2018, 3, 31)),
            ("2017/18 to 2019/20", date(2017, 4, 1), date(2020, 3, 31)),
            ("years ending March 2010 to March 20203", date(2009, 4, 1), date(2020, 3, 31)),
            (
                "year ending June 2018 compared with year ending June 2019",
                date(2017, 7, 1),
                date(2019, 6, 30),
            ),
        ],
    )
    def test_periods(self, text: str, start: date, end: date) -> None:
        assert period_in(text) == (start, end)

    @pytest.mark.parametrize("text", ["", "by police force", "2017/19", "mid-2020", "Table 12"])
    def test_no_period(self, text: str) -> None:
        assert period_in(text) is None

    @given(st.integers(2000, 2040), st.integers(1, 12))
    def test_a_year_ending_in_words_is_read_back(self, year: int, month: int) -> None:
        end = month_end(year, month)
        period = (year_to(end), end)
        assert period_in(in_words(period)) == period


class TestSheets:
    @pytest.mark.parametrize("name", ["book.xlsx", "book.ods"])
    def test_rows_are_numbered_as_a_spreadsheet_program_shows_them(
        self, tmp_path: Path, name: str
    ) -> None:
        file = write(tmp_path / name, {"A": [[], ["x"], [], ["", 4]]})
        (found,) = sheets(file)
        assert [
            (number, [words(c) for c in row if words(c)]) for number, row in found.numbered()
        ] == [
            (2, ["x"]),
            (4, ["4"]),
        ]

    def test_the_title_may_stand_below_a_link(self) -> None:
        assert sheet(("Back to contents",), ("Table 3: Officers",)).title == "Table 3: Officers"
        assert sheet(("Notes",), ("a",), ("b",), ("Table 3: Officers",)).title == "Notes"

    def test_the_release_date_and_not_the_next_one(self) -> None:
        book = (
            sheet(("The next release is published on 3 May 2022.",), ("Published: 25 June 2021",)),
        )
        assert published(book) == date(2021, 6, 25)
        updated = sheet(
            ("Table", "Last updated"), ("1", datetime(2020, 1, 30)), ("2", "1 May 2020")
        )
        assert published((updated,)) == date(2020, 5, 1)
        assert published((sheet(("Nothing",)),)) is None

    def test_every_row_has_one_fate(self) -> None:
        table, notes = sheet(("Title",), ("Kent", 3), (), ("Total", 3)), sheet(("x",), name="Notes")
        rows = Rows((table, notes))
        rows.use(table, 2)
        rows.set_aside(table, 4, "a total")
        rows.set_sheet_aside(notes, "notes")
        ledger = rows.ledger()
        assert (ledger.read, ledger.used) == (4, 1)
        assert [(part.reason, part.rows, part.where) for part in ledger.aside] == [
            ("heading, note or source line", 1, "Table 1"),
            ("a total", 1, "Table 1"),
            ("notes", 1, "Notes"),
        ]

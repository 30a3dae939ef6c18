"""Reason codes, and the figures of which it is known beforehand that they need one."""

from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from openpeel.catalogue.coverage import exceptions, load_coverage, load_statuses, statuses
from openpeel.catalogue.forces import forces
from openpeel.catalogue.loading import DATA
from openpeel.catalogue.tables import tables
from openpeel.errors import UserError

GREATER_MANCHESTER = forces().by_slug["greater-manchester"].code


def test_the_seven_reason_codes_what_is_shown_and_what_is_compared() -> None:
    rules = {code: (entry.shown, entry.compared) for code, entry in statuses().items()}
    assert rules == {
        "x": (False, False),
        "z": (False, False),
        "n": (True, False),
        "p": (True, False),
        "c": (False, False),
        "low": (False, False),
        "r": (True, True),
    }
    assert [entry.shorthand for entry in statuses().values()] == [
        "[x]",
        "[z]",
        "[n]",
        "[p]",
        "[c]",
        "[low]",
        "[r]",
    ]
    assert all(entry.label and entry.sentence.endswith(".") for entry in statuses().values())


def test_greater_manchester_2019_20_is_partial_and_never_the_lowest_search_rate() -> None:
    (entry,) = exceptions("stop_search_published")
    assert entry.force_code == GREATER_MANCHESTER
    assert (entry.period_start, entry.period_end) == (date(2019, 4, 1), date(2020, 3, 31))
    assert entry.status == "p"
    assert "July 2019" in entry.reason and "2,603" in entry.reason


def test_what_the_notes_under_table_p1_say_of_single_forces(open_data: Path) -> None:
    """Only notes 7 and 8 are on forces; both are here, and nothing else is."""
    path = open_data / "recorded-crime" / "policeforceareatablesyeendingmarch2019.xlsx"
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Table P1 ")
    labels = [str(cell) for row in sheet.to_python() for cell in row if isinstance(cell, str)]
    noted = {
        found.code
        for label in labels
        if (found := forces().find(label)) and label.strip()[-1].isdigit() and label != found.code
    }
    assert {entry.force_code for entry in exceptions("crime_area")} == noted
    by_name = {forces().by_code[e.force_code].name: e for e in exceptions("crime_area")}
    assert by_name["Avon and Somerset"].status == "r"
    assert by_name["Avon and Somerset"].period_start == date(2015, 4, 1)
    assert "2%" in by_name["Avon and Somerset"].reason
    assert by_name["Cheshire"].status is None
    assert "eight" in by_name["Cheshire"].reason


@pytest.mark.parametrize("table", sorted(tables()))
def test_every_exception_has_a_reason_in_a_sentence_and_a_source(table: str) -> None:
    for entry in exceptions(table):
        assert entry.table == table
        assert entry.reason.endswith(".") and entry.source


def test_a_table_without_exceptions_and_a_table_that_does_not_exist() -> None:
    assert exceptions("workforce") == ()
    with pytest.raises(UserError, match="There is no table 'gossip'; choose one of"):
        exceptions("gossip")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("reason:", "because:", "line 6, key exceptions.0.reason: this key is needed"),
        ("from: 2019-04-01", "from: 2019", "line 8, key exceptions.0.from: "),
        ("to: 2020-03-31", "to: 2018-03-31", "line 9, key exceptions.0.to: 2018-03-31 is before"),
        ("force: Greater M", "force: Lesser M", "line 7, key exceptions.0.force: 'Lesser Manches"),
        ("force: Greater Manchester", "force: BTP", "line 7, key exceptions.0.force: 'BTP' is no"),
        ("status: p", "status: q", "line 10, key exceptions.0.status: 'q' is no reason code; use"),
        ("table: stop_search_p", "table: stop_p", "line 6, key exceptions.0.table: there is no"),
        ("force: Cheshire", "force: Avon & Somerset", "key exceptions.2.from: its dates overlap"),
    ],
)
def test_a_broken_file_is_told_with_file_line_and_key(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    text = (DATA / "coverage.yaml").read_text()
    assert old in text
    path = tmp_path / "coverage.yaml"
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(UserError) as error:
        load_coverage(path)
    message = str(error.value)
    assert message.startswith(f"{path}, line ") and words in message, message


def test_an_exception_without_an_end_overlaps_everything_after_it(tmp_path: Path) -> None:
    entry = "{table: calls, force: Kent, from: %s, to: %s, status: x, reason: r, source: s}"
    path = tmp_path / "coverage.yaml"
    head = "checked: {on: 2026-11-23, next: 2027-11-23}\nexceptions:\n"
    first = entry % ("2019-01-01", "null")
    path.write_text(f"{head}  - {first}\n  - {entry % ('2018-01-01', '2018-12-31')}\n")
    assert len(load_coverage(path)) == 2
    path.write_text(f"{head}  - {first}\n  - {entry % ('2030-01-01', '2030-12-31')}\n")
    with pytest.raises(UserError, match=r"line 4, key exceptions\.1\.from: its dates overlap"):
        load_coverage(path)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("code: z", "code: x", "key statuses.1.code: 'x' stands twice"),
        (
            "shown: false, compared: false",
            "shown: false, compared: true",
            "statuses.0.compared: a v",
        ),
        ("shown: false", "shown: maybe", "key statuses.0.shown: true or false is needed"),
        ("label:", "lable:", "key statuses.0.label: this key is needed"),
    ],
)
def test_a_broken_list_of_reason_codes_is_told_with_file_line_and_key(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    text = (DATA / "statuses.yaml").read_text()
    assert old in text
    path = tmp_path / "statuses.yaml"
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(UserError) as error:
        load_statuses(path)
    message = str(error.value)
    assert message.startswith(f"{path}, line ") and words in message, message

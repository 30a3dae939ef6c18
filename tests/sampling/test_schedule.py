"""Who is due for an assessment, as a manual."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpeel.catalogue.forces import forces
from openpeel.errors import UserError
from openpeel.sampling.schedule import Assessment, Turn, months_later, read_history, schedule
from openpeel.sampling.schedule_text import schedule_csv, schedule_text

ON = date(2026, 11, 23)
HEADER = "force,finished_on,victim_service,crime_recording,source\n"


def turns(tmp_path: Path, *rows: str, on: date = ON) -> dict[str, Turn]:
    path = tmp_path / "history.csv"
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return {turn.force.name: turn for turn in schedule(read_history(path), on)}


def states(turn: Turn) -> dict[str, str]:
    """The first answer for each of the two things."""
    return {due.what: due.state for due in reversed(turn.dues)}


def test_a_force_assessed_in_this_cycle_is_not_due(tmp_path: Path) -> None:
    turn = turns(tmp_path, "West Mercia,2026-01-31,yes,yes,report")["West Mercia"]
    assert turn.state == "not due"
    assert turn.dues[0].by == date(2028, 1, 31)


def test_a_force_whose_cycle_is_over_is_overdue_by_so_many_days(tmp_path: Path) -> None:
    turn = turns(tmp_path, "West Mercia,2024-11-13,yes,yes,report")["West Mercia"]
    assert (turn.state, turn.days_late) == ("overdue", 10)
    assert turn.dues[0].rule == (
        "every force has a victim service assessment once in 24 months; the last was finished on"
        " 2024-11-13"
    )


def test_a_cycle_that_ends_within_half_a_year_makes_a_force_due(tmp_path: Path) -> None:
    assert turns(tmp_path, "Kent,2025-05-23,yes,yes,report")["Kent"].state == "due"
    assert turns(tmp_path, "Kent,2025-05-24,yes,yes,report")["Kent"].state == "not due"


def test_crime_recording_is_tested_once_in_three_years(tmp_path: Path) -> None:
    turn = turns(
        tmp_path,
        "Kent,2023-10-01,yes,yes,report", "Kent,2025-09-01,yes,no,report",
    )["Kent"]  # fmt: skip
    assert states(turn) == {
        "crime recording test": "overdue", "victim service assessment": "not due",
    }  # fmt: skip


def test_crime_recording_is_tested_in_at_least_every_other_assessment(tmp_path: Path) -> None:
    """The last assessment, a year ago, held no test: the next one must, though three years have
    not gone by."""
    turn = turns(
        tmp_path,
        "Kent,2024-10-01,yes,yes,report", "Kent,2025-11-01,yes,no,report",
    )["Kent"]  # fmt: skip
    assert turn.dues[0].state == "due"
    assert turn.dues[0].by is None
    assert "at least one of 2 assessments on end" in turn.dues[0].rule


def test_a_force_without_history_is_not_known_and_never_not_due(tmp_path: Path) -> None:
    turn = turns(tmp_path, "Kent,2026-01-01,yes,yes,report")["Dorset"]
    assert turn.state == "not known"
    assert {due.state for due in turn.dues} == {"not known"}
    assert all("[x]" in due.rule for due in turn.dues)


def test_what_is_finished_after_the_day_is_not_known_on_it(tmp_path: Path) -> None:
    rows = ["Kent,2026-01-01,yes,yes,report"]
    assert turns(tmp_path, *rows, on=date(2025, 12, 31))["Kent"].state == "not known"


def test_the_text_names_every_force_and_the_csv_has_a_row_for_each_rule(tmp_path: Path) -> None:
    listed = list(turns(tmp_path, "Kent,2024-11-13,yes,no,report").values())
    text = schedule_text(listed, ON)
    assert text.startswith("Assessments of 43 forces on 2026-11-23: 1 overdue, 0 due, 42 not known")
    assert "Kent: overdue\n    victim service assessment overdue by 10 days" in text
    assert all(force.name in text for force in forces().all)
    rows = schedule_csv(listed).splitlines()
    assert len(rows) == 1 + 3 + 42 * 2
    assert rows[-1].split(",")[3:5] == ["not known", "x"]


DAYS = st.dates(date(2015, 1, 1), ON)


@given(DAYS, DAYS, st.booleans())
def test_a_later_assessment_never_makes_a_force_more_overdue(
    one: date, other: date, tested: bool
) -> None:
    code = forces().by_slug["kent"].code
    first, second = sorted((one, other))

    def late(*days: date) -> int:
        history = [Assessment(code, day, True, tested, "report") for day in days]
        return next(t for t in schedule(history, ON) if t.force.code == code).days_late

    assert late(first, second) <= late(first)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 4, 30)),
        (date(2024, 12, 1), 12, date(2025, 12, 1)),
    ],
)
def test_months_that_are_too_short_end_on_their_last_day(
    day: date, months: int, later: date
) -> None:
    assert months_later(day, months) == later


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Atlantis,2024-01-01,yes,no,x", "row 2, column force: 'Atlantis' is none of the 43"),
        ("Kent,01/02/2024,yes,no,x", "row 2, column finished_on: '01/02/2024' is no day"),
        ("Kent,2024-01-01,Y,no,x", "row 2, column victim_service: 'Y' is neither yes nor no"),
        ("Kent,2024-01-01,yes,,x", "row 2, column crime_recording: '' is neither yes nor no"),
        ("Kent,2024-01-01,yes,no,", "row 2, column source: say where"),
        ("Kent,2024-01-01,yes", "row 2: a row has 5 values"),
        ("Kent,2024-01-01,yes,no,a,b", "row 2: a row has 5 values"),
        ("Kent,2024-01-01,yes,no,a\nKent,2024-01-01,yes,yes,b", "row 3: this force has two"),
    ],
)
def test_a_row_that_can_not_be_read_is_named(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        turns(tmp_path, row)


def test_other_columns_and_files_that_are_not_there_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    path.write_text("force,date\n", encoding="utf-8")
    with pytest.raises(UserError, match="row 1: the columns must be force, finished_on"):
        read_history(path)
    with pytest.raises(UserError, match="no such file"):
        read_history(tmp_path / "none.csv")
    with pytest.raises(UserError, match="UTF-8"):
        read_history(tmp_path)

"""Which forces are due for an assessment on a day, and by which rule.

Every force has a victim service assessment in each cycle. Its crime recording is tested at least
once in so many years, and in at least one of so many assessments on end; the numbers are in
audit-rules.yaml. A force whose past is not known is never "not due".
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from openpeel.catalogue.audit_rules import ScheduleRule, audit_rules
from openpeel.catalogue.forces import Force, forces
from openpeel.errors import UserError

COLUMNS = ("force", "finished_on", "victim_service", "crime_recording", "source")
State = Literal["overdue", "due", "not due", "not known"]
ORDER: tuple[State, ...] = ("overdue", "due", "not known", "not due")
SOON_MONTHS = 6
"""What falls due within so many months is due: an assessment takes that long to plan."""


@dataclass(frozen=True)
class Assessment:
    """One assessment of a force that was finished, and what it held."""

    force_code: str
    finished_on: date
    victim_service: bool
    crime_recording: bool
    source: str


@dataclass(frozen=True)
class Due:
    """One thing that a force is due, by one rule.

    `by` is the day by which it must be finished; None where the past is not known, or where the
    rule hangs on the next assessment and not on a day.
    """

    what: Literal["victim service assessment", "crime recording test"]
    state: State
    by: date | None
    rule: str
    days_late: int = 0


@dataclass(frozen=True)
class Turn:
    """What one force is due on a day, every rule with its own answer, the most pressing first."""

    force: Force
    state: State
    last: date | None  # when its last assessment was finished
    dues: tuple[Due, ...]

    @property
    def days_late(self) -> int:
        """By how many days the most overdue is late."""
        return max(due.days_late for due in self.dues)


def schedule(history: Iterable[Assessment], on: date) -> tuple[Turn, ...]:
    """Every force's turn on a day, the most pressing first.

    Assessments finished after that day are not known yet and are left out.
    """
    rule = audit_rules(on).schedule
    past: dict[str, list[Assessment]] = defaultdict(list)
    for assessment in sorted(history, key=lambda a: a.finished_on):
        if assessment.finished_on <= on:
            past[assessment.force_code].append(assessment)
    turns = [_turn(force, past[force.code], rule, on) for force in forces().all]
    return tuple(sorted(turns, key=lambda t: (ORDER.index(t.state), -t.days_late, t.force.name)))


def _turn(force: Force, past: Sequence[Assessment], rule: ScheduleRule, on: date) -> Turn:
    dues = [_victim_service(past, rule, on), _recording_by_years(past, rule, on)]
    if in_turn := _recording_in_turn(past, rule):
        dues.append(in_turn)
    dues.sort(key=lambda due: (ORDER.index(due.state), -due.days_late))
    return Turn(force, dues[0].state, past[-1].finished_on if past else None, tuple(dues))


def _victim_service(past: Sequence[Assessment], rule: ScheduleRule, on: date) -> Due:
    done = [a.finished_on for a in past if a.victim_service]
    words = f"every force has a victim service assessment once in {rule.cycle_months} months"
    return _by_day("victim service assessment", done, rule.cycle_months, words, on)


def _recording_by_years(past: Sequence[Assessment], rule: ScheduleRule, on: date) -> Due:
    done = [a.finished_on for a in past if a.crime_recording]
    words = f"crime recording is tested at least once in {rule.recording_years} years"
    return _by_day("crime recording test", done, 12 * rule.recording_years, words, on)


def _recording_in_turn(past: Sequence[Assessment], rule: ScheduleRule) -> Due | None:
    """Due when the assessments just before the next one went by without a test."""
    before = past[-(rule.recording_every - 1) :] if rule.recording_every > 1 else []
    if len(before) < rule.recording_every - 1 or any(a.crime_recording for a in before):
        return None
    words = (
        f"crime recording is tested in at least one of {rule.recording_every} assessments on end,"
        " so the next one holds a test"
    )
    return Due("crime recording test", "due", None, words)


def _by_day(
    what: Literal["victim service assessment", "crime recording test"],
    done: Sequence[date],
    months: int,
    words: str,
    on: date,
) -> Due:
    if not done:
        return Due(what, "not known", None, f"{words}; none is known of [x]")
    by = months_later(done[-1], months)
    last = f"{words}; the last was finished on {done[-1]}"
    if on > by:
        return Due(what, "overdue", by, last, (on - by).days)
    return Due(what, "due" if months_later(on, SOON_MONTHS) >= by else "not due", by, last)


def months_later(day: date, months: int) -> date:
    """The same day so many months on; the last day of a month that is too short for it.

    >>> months_later(date(2024, 1, 31), 13)
    datetime.date(2025, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, 28)


def read_history(path: Path) -> tuple[Assessment, ...]:
    """Past assessments from a CSV of force, finished_on, victim_service, crime_recording, source.

    Raises:
        UserError: names the row and column, and what belongs there.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UserError(f"{path}: there is no such file.") from None
    except (UnicodeDecodeError, IsADirectoryError):
        raise UserError(f"{path}: this is no UTF-8 text; save the table as CSV in UTF-8.") from None
    reader = csv.DictReader(io.StringIO(text))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise UserError(f"{path}, row 1: the columns must be {', '.join(COLUMNS)}, in that order.")
    history = []
    seen: set[tuple[str, date]] = set()
    for row in reader:
        where = f"{path}, row {reader.line_num}"
        if None in row or None in row.values():
            raise UserError(f"{where}: a row has {len(COLUMNS)} values; quote those with commas.")
        assessment = _assessment({key: value.strip() for key, value in row.items()}, where)
        key = (assessment.force_code, assessment.finished_on)
        if key in seen:
            raise UserError(f"{where}: this force has two assessments finished that day; keep one.")
        seen.add(key)
        history.append(assessment)
    return tuple(history)


def _assessment(row: dict[str, str], where: str) -> Assessment:
    force = forces().find(row["force"])
    if force is None:
        raise UserError(f"{where}, column force: {row['force']!r} is none of the 43 forces.")
    try:
        finished_on = date.fromisoformat(row["finished_on"])
    except ValueError:
        raise UserError(
            f"{where}, column finished_on: {row['finished_on']!r} is no day; write 2024-05-31."
        ) from None
    if not row["source"]:
        raise UserError(f"{where}, column source: say where this is known from.")
    held = {column: row[column] for column in ("victim_service", "crime_recording")}
    for column, value in held.items():
        if value not in ("yes", "no"):
            raise UserError(f"{where}, column {column}: {value!r} is neither yes nor no.")
    return Assessment(
        force_code=force.code,
        finished_on=finished_on,
        victim_service=held["victim_service"] == "yes",
        crime_recording=held["crime_recording"] == "yes",
        source=row["source"],
    )

"""The schedule of assessments as text and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

from openpeel.sampling.schedule import ORDER, Due, Turn

COLUMNS = ("force_code", "force", "what", "state", "status", "by", "days_late", "last", "rule")


def schedule_text(turns: Sequence[Turn], on: date) -> str:
    """Who is due and why, the most pressing first; those not due are named on one line."""
    counts = ", ".join(f"{sum(turn.state == state for turn in turns)} {state}" for state in ORDER)
    lines = [f"Assessments of {len(turns)} forces on {on}: {counts}."]
    for turn in turns:
        if turn.state != "not due":
            lines.append(f"{turn.force.name}: {turn.state}")
            lines += [f"    {_line(due)}" for due in turn.dues if due.state != "not due"]
    rest = [turn.force.name for turn in turns if turn.state == "not due"]
    if rest:
        lines.append(f"Not due: {', '.join(rest)}")
    return "\n".join(lines) + "\n"


def schedule_csv(turns: Sequence[Turn]) -> str:
    """A row for each force and rule."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for turn in turns:
        for due in turn.dues:
            status = "x" if due.state == "not known" else ""
            writer.writerow(
                (turn.force.code, turn.force.name, due.what, due.state, status, due.by or "",
                 due.days_late or "", turn.last or "", due.rule)
            )  # fmt: skip
    return out.getvalue()


def _line(due: Due) -> str:
    if due.state == "overdue":
        return f"{due.what} overdue by {due.days_late} days (since {due.by}): {due.rule}."
    day = f" by {due.by}" if due.by else ""
    return f"{due.what} {due.state}{day}: {due.rule}."

"""The log of a report: whatever somebody did, and when."""

from __future__ import annotations

from openpeel.people.models import Person
from openpeel.reports.models import Draft, Event, Report


def record(
    report: Report, action: str, *, by: Person, words: str = "", draft: Draft | None = None
) -> None:
    """Add a line."""
    Event.objects.create(report=report, draft=draft, action=action, words=words, by=by)

"""The log of a programme: whatever somebody did in the service, and when."""

from __future__ import annotations

from openpeel.inspections.models import Event, Inspection, Programme
from openpeel.people.models import Person


def record(inspection: Inspection, action: str, *, by: Person, words: str = "") -> None:
    """Add a line about an inspection."""
    of_programme(inspection.programme, action, by=by, words=words, about=inspection.slug)


def of_programme(
    programme: Programme, action: str, *, by: Person, words: str = "", about: str = ""
) -> None:
    """Add a line about a programme; it stays when the inspection that it is about is gone."""
    Event.objects.create(programme=programme, about=about, action=action, words=words, by=by)

"""The log of a round: every action but the saving of an answer, which keeps its own versions."""

from __future__ import annotations

from openpeel.audits.models import Event, File, Round
from openpeel.people.models import Person


def record(
    round: Round, action: str, *, by: Person, words: str = "", file: File | None = None
) -> None:
    """Add a line to the log."""
    Event.objects.create(round=round, file=file, action=action, words=words, by=by)

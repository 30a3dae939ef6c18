"""What belongs to a programme and to no one inspection: who has which part in it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from openpeel.inspections.models import Inspection, Member, Programme

STAFF = ~Q(role="force")


@dataclass(frozen=True)
class Monitored:
    """The forces of a programme, or one of them (by code).

    Whoever works in any inspection of the programme has the same part here, but not where the
    force is their own: there they have a voice, once an inspection of it is published.
    """

    programme: Programme
    force: str = ""

    def __str__(self) -> str:
        return f"{self.programme}"

    @property
    def members(self) -> QuerySet[Member]:
        """The members of inspections whose roles hold here."""
        found = Member.objects.filter(inspection__programme=self.programme)
        if not self.force:
            return found.filter(STAFF)
        mine = Q(person__force_code=self.force)
        return found.filter(STAFF & ~mine | mine & Q(role="force", inspection__state="published"))

    @property
    def inspections(self) -> QuerySet[Inspection]:
        """The force's own inspections, the newest first."""
        found = self.programme.inspections.filter(body="force", place=self.force)
        return found.order_by("-window_to", "-pk")

"""What is open across inspections: causes of concern, recommendations, areas for improvement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from openpeel.catalogue.frameworks import framework
from openpeel.inspecting.record import ConcernStatus
from openpeel.inspections.actions.asking import Asked, status_of
from openpeel.inspections.models import (
    Concern,
    Improvement,
    Inspection,
    Member,
    Recommendation,
)
from openpeel.people.models import Person

KINDS = ("cause of concern", "recommendation", "area for improvement")


@dataclass(frozen=True)
class Entry:
    """Something that was asked of a force, where it stands, and whether its deadline has passed."""

    asked: Asked
    inspection: Inspection
    area: str
    kind: str
    words: str
    status: ConcernStatus
    deadline: date | None
    overdue: bool


def parts_of(person: Person) -> list[tuple[Inspection, frozenset[str]]]:
    """The inspections that a person has a part in, with the roles; by name.

    Those who work for the force have one only in what is published.
    """
    if not person.is_active:
        return []
    roles: dict[int, set[str]] = {}
    for member in Member.objects.filter(person=person):
        roles.setdefault(member.inspection_id, set()).add(member.role)
    found = Inspection.objects.filter(pk__in=roles).select_related("programme").order_by("name")
    return [
        (one, frozenset(roles[one.pk]))
        for one in found
        if roles[one.pk] != {"force"} or one.state == "published"
    ]


def entries(inspections: Iterable[Inspection], on: date) -> list[Entry]:
    """Everything that was asked in some inspections, what is overdue first, then by its weight."""
    ids = [one.pk for one in inspections]
    return sorted(_entries(ids, on), key=lambda one: (
        not one.overdue, KINDS.index(one.kind), one.deadline or date.max, one.inspection.name,
        one.asked.pk,
    ))  # fmt: skip


def _entries(ids: list[int], on: date) -> Iterator[Entry]:
    of = "inspection__programme"
    for concern in (
        Concern.objects.filter(inspection__in=ids).select_related(of).prefetch_related("steps")
    ):
        yield _entry(concern, concern.inspection, concern.area, "cause of concern", concern.title)
    for advice in (
        Recommendation.objects.filter(concern__inspection__in=ids)
        .select_related(f"concern__{of}")
        .prefetch_related("steps")
    ):
        concern = advice.concern
        yield _entry(advice, concern.inspection, concern.area, "recommendation", advice.words,
                     advice.deadline, on)  # fmt: skip
    for better in (
        Improvement.objects.filter(inspection__in=ids).select_related(of).prefetch_related("steps")
    ):
        yield _entry(better, better.inspection, better.area, "area for improvement", better.words)


def _entry(
    asked: Asked,
    inspection: Inspection,
    area: str,
    kind: str,
    words: str,
    deadline: date | None = None,
    on: date = date.min,
) -> Entry:
    status = status_of(asked)
    return Entry(
        asked,
        inspection,
        framework(inspection.framework).area(area).name,
        kind,
        words,
        status,
        deadline,
        overdue=deadline is not None and deadline < on and status != "closed",
    )

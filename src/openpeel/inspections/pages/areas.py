"""An area of an inspection: everything that a grade rests on, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Manager, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from openpeel.catalogue.forces import forces
from openpeel.catalogue.frameworks import Area, Characteristic
from openpeel.inspections import addresses
from openpeel.inspections.actions.asking import status_of
from openpeel.inspections.models import Concern, Evidence, Gap, Improvement, Inspection, Judgment
from openpeel.inspections.pages.evidence import KINDS
from openpeel.inspections.pages.shell import can, find_area, find_inspection, page
from openpeel.people.shell import person_of, signed_in

M = TypeVar("M", bound=Model)

SENSITIVE = "official-sensitive"
FORMS = (
    ("add evidence", "gap/", "Add a gap"),
    ("add evidence", "line/", "Open a line of enquiry"),
    ("write findings", "finding/", "Write a finding"),
    ("judge", "judgment/", "Judge the area"),
    ("raise", "concern/", "Raise a cause of concern"),
    ("raise", "improvement/", "Raise an area for improvement"),
)


@dataclass(frozen=True)
class Shown:
    """A characteristic with what speaks for and against it, and the gap that was written down."""

    characteristic: Characteristic
    speaks_for: list[Evidence]
    against: list[Evidence]
    context: list[Evidence]
    gap: Gap | None
    hidden: int

    @property
    def lacking(self) -> bool:
        """Whether it is neither evidenced nor excused."""
        return not (self.speaks_for or self.against or self.gap or self.hidden)


@signed_in
@require_safe
def area(request: HttpRequest, programme: str, slug: str, area: str) -> HttpResponse:
    """Characteristics with their evidence, lines of enquiry, findings, judgment, what was asked."""
    inspection = find_inspection(request, programme, slug, "see the inspection")
    under = find_area(inspection, area)
    may = can(inspection, person_of(request))
    pieces = list(inspection.evidence_set.filter(area=area).select_related("round").order_by("pk"))
    seen = [one for one in pieces if one.marking != SENSITIVE or "see what is sensitive" in may]
    place = addresses.area(inspection, area)
    asked: list[Concern | Improvement] = [
        *_of(inspection.concern_set, area),
        *_of(inspection.improvement_set, area),
    ]
    return page(
        request,
        "area.html",
        under.name,
        inspection,
        area=under,
        may=may,
        judgments=[_judgment(one, may) for one in _judgments(inspection, area)],
        shown=_shown(under, inspection, pieces, seen),
        other=[one for one in seen if not one.characteristic],
        hidden=len(pieces) - len(seen),
        lines=[
            (line, addresses.line(line))
            for line in _of(inspection.line_set, area).prefetch_related("rests_on__evidence")
        ],
        findings=_of(inspection.finding_set, area).prefetch_related("rests_on__evidence"),
        asked=[
            {
                "entry": one,
                "href": addresses.entry(one),
                "status": status_of(one),
                "concern": isinstance(one, Concern),
            }
            for one in asked
        ],
        kinds=[(f"{place}evidence/{kind}/", name) for kind, name in KINDS.items()],
        forms=[(place + below, words) for action, below, words in FORMS if action in may],
    )


def _of(rows: Manager[M], area: str) -> QuerySet[M]:
    """What of an inspection is about an area, in the order in which it was written."""
    return rows.filter(area=area).select_related("inspection__programme").order_by("pk")


def _shown(
    area: Area, inspection: Inspection, pieces: Iterable[Evidence], seen: Iterable[Evidence]
) -> list[Shown]:
    gaps = {gap.characteristic: gap for gap in inspection.gap_set.filter(area=area.id)}
    seen = list(seen)

    def of(id: str, speaks: str) -> list[Evidence]:
        return [one for one in seen if (one.characteristic, one.speaks) == (id, speaks)]

    return [
        Shown(
            one,
            of(one.id, "for"),
            of(one.id, "against"),
            of(one.id, "context"),
            gaps.get(one.id),
            sum(piece.characteristic == one.id and piece not in seen for piece in pieces),
        )
        for one in area.characteristics
    ]


def _judgments(inspection: Inspection, area: str) -> QuerySet[Judgment]:
    found = inspection.judgment_set.filter(area=area).select_related("round")
    return found.prefetch_related("forces", "dissents", "moderations").order_by("-date", "pk")


def _judgment(judgment: Judgment, may: set[str]) -> dict[str, object]:
    names = forces().by_code
    return {
        "judgment": judgment,
        "forces": [names[one.force].name for one in judgment.forces.all()],
        "dissent": addresses.dissent(judgment) if "dissent" in may and judgment.grade else "",
        "moderate": addresses.moderate(judgment) if "moderate" in may else "",
    }

"""The inspections one has a part in; one of them with its areas, and what is next in it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openpeel.catalogue.forces import forces
from openpeel.catalogue.frameworks import framework
from openpeel.errors import UserError
from openpeel.inspections import addresses, states
from openpeel.inspections.actions import moves
from openpeel.inspections.models import Event, Inspection
from openpeel.inspections.pages.checking import left_to_do
from openpeel.inspections.pages.forms import Field, Form, answer
from openpeel.inspections.pages.shell import can, find_inspection, page, then
from openpeel.inspections.permissions import allowed
from openpeel.inspections.register import parts_of
from openpeel.people.shell import person_of, signed_in

LOGGED = 15
BUTTONS = {
    "begin judging": "Begin judging",
    "gather more": "Go back to gathering evidence",
    "settle": "Settle it",
    "judge again": "Open it for judging again",
    "publish": "Publish it",
    "inspect again": "Inspect again",
}


@signed_in
@require_safe
def inspections(request: HttpRequest) -> HttpResponse:
    """The inspections that one has a part in."""
    found: list[dict[str, Any]] = [
        {
            "inspection": one,
            "href": addresses.overview(one)
            if allowed(roles, "see the inspection")
            else addresses.asked(one),
            "roles": ", ".join(sorted(roles)),
        }
        for one, roles in parts_of(person_of(request))
    ]
    return page(
        request,
        "inspections.html",
        "Inspections",
        simulated=any(one["inspection"].simulated for one in found),
        found=found,
        register=addresses.REGISTER,
        monitoring=addresses.MONITORING,
    )


@signed_in
@require_safe
def overview(request: HttpRequest, programme: str, slug: str) -> HttpResponse:
    """Where an inspection stands, area by area, and what can be done next."""
    inspection = find_inspection(request, programme, slug, "see the inspection")
    return _overview(request, inspection)


@signed_in
@require_POST
def move(request: HttpRequest, programme: str, slug: str) -> HttpResponse:
    """Take an inspection to another state."""
    inspection = find_inspection(request, programme, slug, "manage")
    action, reason = request.POST.get("action", ""), request.POST.get("reason", "")
    try:
        moves.move(inspection, action, reason=reason, by=person_of(request))
    except UserError as problem:
        return _overview(request, inspection, str(problem))
    inspection.refresh_from_db()
    told = f"The inspection is {inspection.state}."
    return then(request, addresses.overview(inspection), told, reason)


def _overview(request: HttpRequest, inspection: Inspection, problem: str = "") -> HttpResponse:
    may = can(inspection, person_of(request))
    under = framework(inspection.framework)
    names = forces().by_code
    events = Event.objects.filter(programme=inspection.programme, about=inspection.slug)
    return page(
        request,
        "inspection.html",
        inspection.name,
        inspection,
        status=400 if problem else 200,
        problem=problem,
        framework=under,
        forces=[names[one.force].name for one in inspection.forces.all()],
        state=states.TABLE.state("inspection", inspection.state),
        rounds=inspection.rounds.order_by("start", "pk"),
        stages=inspection.stages.order_by("start"),
        areas=_areas(inspection),
        left=left_to_do(inspection) if "check" in may else (),
        moves=[
            {"action": t.action, "button": BUTTONS[t.action], "back": t.action in moves.BACK}
            for t in sorted(states.TRANSITIONS, key=lambda one: one.action in moves.BACK)
            if t.kind == "inspection" and inspection.state in t.sources and "manage" in may
        ],
        monitoring=addresses.monitoring_of(inspection),
        move=addresses.move(inspection),
        add_round=addresses.rounds(inspection) if "manage" in may else "",
        typed=request.POST,
        log=events.select_related("by").order_by("-at", "-pk")[:LOGGED] if "check" in may else (),
    )


def _areas(inspection: Inspection) -> list[dict[str, Any]]:
    """Each area of the framework with its grade and how much is known."""
    spoken = Counter(inspection.evidence_set.values_list("area", "speaks"))
    counted = {
        name: Counter(rows.values_list("area", flat=True))
        for name, rows in (
            ("gaps", inspection.gap_set),
            ("findings", inspection.finding_set),
            ("lines", inspection.line_set.filter(closed_on__isnull=True)),
        )
    }
    asked = Counter(inspection.concern_set.values_list("area", flat=True))
    asked.update(inspection.improvement_set.values_list("area", flat=True))
    judged = inspection.judgment_set.order_by("date", "pk").prefetch_related("moderations")
    grades = {one.area: one for one in judged}
    used = {area for area, _ in spoken} | grades.keys()
    return [
        {
            "area": area,
            "href": addresses.area(inspection, area.id),
            "judgment": grades.get(area.id),
            "speaks_for": spoken[area.id, "for"],
            "against": spoken[area.id, "against"],
            "context": spoken[area.id, "context"],
            "asked": asked[area.id],
            **{name: found[area.id] for name, found in counted.items()},
        }
        for area in framework(inspection.framework).areas
        if inspection.body == "force" or area.id in used or not used
    ]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add_round(request: HttpRequest, programme: str, slug: str) -> HttpResponse:
    """One more visit."""
    inspection = find_inspection(request, programme, slug, "manage")
    kinds = (("inspection", "Inspection"), ("revisit", "Revisit"),
             ("re-inspection", "Re-inspection"))  # fmt: skip
    fields = (
        Field("kind", "What is it?", "choice", choices=kinds),
        Field("start", "From", "day"),
        Field("end", "To", "day"),
        Field("purpose", "What for?", "text", needed=False),
    )

    def act(typed: dict[str, Any]) -> str:
        moves.add_round(inspection, by=person_of(request), **typed)
        return "The round is added."

    form = Form("A further round", fields, "Add the round", act, addresses.overview(inspection))
    return answer(request, inspection, form)

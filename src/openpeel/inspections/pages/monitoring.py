"""The forces of a programme, and one of them: its stages, and what is asked of every force."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from openpeel.catalogue.forces import Force, forces
from openpeel.inspecting.histories import FIRST_STAGE, stage_on
from openpeel.inspections import addresses, states
from openpeel.inspections.actions import monitoring as actions
from openpeel.inspections.models import Event, Inspection, Member, Programme
from openpeel.inspections.monitored import Monitored
from openpeel.inspections.monitoring import asked_in, inspected_by, standings
from openpeel.inspections.pages.forms import Field, Form, answer
from openpeel.inspections.pages.shell import (
    find_force,
    find_programme,
    page,
    page_of_programme,
    programme_frame,
)
from openpeel.inspections.permissions import allowed, may, roles_of
from openpeel.inspections.register import parts_of
from openpeel.people.models import Person
from openpeel.people.shell import person_of, signed_in

LOGGED = 15


@signed_in
@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """The programmes that one works in; a force's own staff find their force here."""
    person = person_of(request)
    mine = {one.programme for one, _ in parts_of(person)}
    own = forces().by_code.get(person.force_code)
    found = [
        {"programme": one, "href": href}
        for one in sorted(mine, key=lambda one: one.name)
        if (href := _where(one, person, own))
    ]
    simulated = any(one.simulated for one, _ in parts_of(person))
    return page(request, "programmes.html", "Monitoring", simulated=simulated, found=found)


def _where(programme: Programme, person: Person, own: Force | None) -> str:
    if roles_of(person, Monitored(programme)):
        return addresses.monitoring(programme)
    if own and roles_of(person, Monitored(programme, own.code)):
        return addresses.monitored(programme, own)
    return ""


@signed_in
@require_safe
def all_forces(request: HttpRequest, programme: str) -> HttpResponse:
    """Where every force stands."""
    monitored = find_programme(request, programme, "see monitoring")
    of, person = monitored.programme, person_of(request)
    found = [(one, addresses.monitored(of, one.force))
             for one in standings(of, person, timezone.localdate())]  # fmt: skip
    leads = may(person, "recommend nationally", monitored)
    events = Event.objects.filter(programme=of, about="").select_related("by")
    return page_of_programme(
        request,
        "forces.html",
        "Monitoring of forces",
        monitored,
        inspected=[(one, href) for one, href in found if one.stage],
        others=[(one, href) for one, href in found if not one.stage],
        in_engage=sum(one.stage == "engage" for one, _ in found),
        national=of.national.count(),
        log=events.order_by("-at", "-pk")[:LOGGED] if leads else (),
    )


@signed_in
@require_safe
def one_force(request: HttpRequest, programme: str, force: str) -> HttpResponse:
    """A force: its stages, and where it stands with what is asked of every force."""
    monitored, found = find_force(request, programme, force, "see monitoring")
    person = person_of(request)
    known = monitored.force in inspected_by(person, monitored.programme)
    stages = actions.stages_of(monitored) if known else []
    now = stage_on((one for one, _ in stages), timezone.localdate())
    mine = [(one, roles) for one, roles in parts_of(person)
            if one.programme == monitored.programme and one.place == monitored.force]  # fmt: skip
    return page_of_programme(
        request,
        "force.html",
        found.name,
        monitored,
        known=known,
        now=now,
        name=(now.stage if now else FIRST_STAGE),
        means=states.TABLE.state("stage", now.stage if now else FIRST_STAGE).words,
        stages=[one for one, _ in reversed(stages)],
        move=addresses.stage(monitored.programme, found) if _led(monitored, person) else "",
        action=states.move_from(now.stage if now else FIRST_STAGE).action,
        asked=[(one, addresses.applied(one.applied))
               for one in asked_in(monitored.programme, monitored.force)],
        mine=[(one, addresses.overview(one) if allowed(roles, "see the inspection")
               else addresses.asked(one)) for one, roles in mine],
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, programme: str, force: str) -> HttpResponse:
    """Move a force to the other stage, from a day on and for a reason."""
    monitored, found = find_force(request, programme, force, "monitor")
    inspection = _led(monitored, person_of(request))
    if inspection is None:
        raise PermissionDenied(f"only who leads an inspection of {found.name} moves it.")
    today = timezone.localdate()
    now = stage_on((one for one, _ in actions.stages_of(monitored)), today)
    way = states.move_from(now.stage if now else FIRST_STAGE)
    back = addresses.monitored(monitored.programme, found)
    fields = (
        Field("start", "From which day?", "day", "The stage before ends on the day before.",
              value=f"{today}"),
        Field("reason", "Why?", "text", "The force is told this."),
    )  # fmt: skip

    def act(typed: dict[str, Any]) -> str:
        actions.move(inspection, stage=way.to, by=person_of(request), **typed)
        return f"{found.name} is in {way.to}."

    form = Form(f"{found.name}: {way.action}", fields, way.action.capitalize(), act, back,
                words=states.TABLE.state("stage", way.to).words)  # fmt: skip
    return answer(request, None, form, **programme_frame(request, monitored))


def _led(monitored: Monitored, person: Person) -> Inspection | None:
    """The newest inspection of a force that a person leads."""
    leads = Member.objects.filter(person=person, role="lead", person__is_active=True)
    return monitored.inspections.filter(members__in=leads).first()

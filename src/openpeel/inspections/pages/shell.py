"""What the inspections' pages share: which inspection is asked for, and the frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from openpeel.catalogue.forces import Force, forces
from openpeel.catalogue.frameworks import Area, framework
from openpeel.inspections import addresses, states
from openpeel.inspections.models import Inspection, Programme
from openpeel.inspections.monitored import Monitored
from openpeel.inspections.permissions import ACTIONS, allowed, require, roles_of
from openpeel.people import shell
from openpeel.people.models import Person
from openpeel.people.shell import person_of
from openpeel.sampling.personal_data import with_warning


def find_inspection(request: HttpRequest, programme: str, slug: str, action: str) -> Inspection:
    """An inspection that the person may do something with.

    Those who have no part in it do not learn that it exists, and those who work for the force do
    not before it is published.
    """
    found = get_object_or_404(
        Inspection.objects.select_related("programme"), programme__slug=programme, slug=slug
    )
    roles = roles_of(person_of(request), found)
    if not roles or (roles == {"force"} and found.state != "published"):
        raise Http404(slug)
    require(person_of(request), action, found)
    return found


def find_area(inspection: Inspection, id: str) -> Area:
    """An area of the inspection's framework."""
    for area in framework(inspection.framework).areas:
        if area.id == id:
            return area
    raise Http404(id)


def find_programme(request: HttpRequest, slug: str, action: str) -> Monitored:
    """A programme with its forces, for those who work in one of its inspections."""
    programme = Programme.objects.filter(slug=slug).first()
    if programme is None:
        raise Http404(slug)
    return _may(request, Monitored(programme), action)


def find_force(request: HttpRequest, slug: str, force: str, action: str) -> tuple[Monitored, Force]:
    """A force of a programme; its own staff find it once an inspection of it is published."""
    programme = Programme.objects.filter(slug=slug).first()
    found = forces().by_slug.get(force)
    if programme is None or found is None:
        raise Http404(force)
    return _may(request, Monitored(programme, found.code), action), found


def _may(request: HttpRequest, monitored: Monitored, action: str) -> Monitored:
    if not roles_of(person_of(request), monitored):
        raise Http404(f"{monitored}")
    require(person_of(request), action, monitored)
    return monitored


def can(inspection: Inspection, person: Person) -> set[str]:
    """The actions that a person may do in an inspection as it stands."""
    roles = roles_of(person, inspection)
    return {
        action
        for action in ACTIONS
        if allowed(roles, action) and states.writable(action, inspection.state)
    }


def page(
    request: HttpRequest,
    template: str,
    title: str,
    inspection: Inspection | None = None,
    **context: Any,
) -> HttpResponse:
    """A page from a template of the inspections."""
    frame: dict[str, Any] = {"section": "inspections"}
    if inspection is not None:
        frame |= {
            "inspection": inspection,
            "simulated": inspection.simulated,
            "tabs": _tabs(request, inspection),
        }
    return shell.page(request, f"inspections/{template}", title, **(frame | context))


TABS: tuple[tuple[str, Callable[[Inspection], str], str], ...] = (
    ("see the inspection", addresses.overview, "Areas"),
    ("see what was asked", addresses.asked, "What was asked"),
    ("check", addresses.check, "Check"),
    ("manage", addresses.members, "Members"),
)


def page_of_programme(
    request: HttpRequest, template: str, title: str, monitored: Monitored, **context: Any
) -> HttpResponse:
    """A page on the forces of a programme, or on one of them; a force's own staff have no tabs."""
    return page(request, template, title, **(programme_frame(request, monitored) | context))


def programme_frame(request: HttpRequest, monitored: Monitored) -> dict[str, Any]:
    """What stands above the title of such a page."""
    programme = monitored.programme
    staff = roles_of(person_of(request), Monitored(programme))
    force = forces().by_code[monitored.force] if monitored.force else None
    tabs = ((addresses.monitoring(programme), "Forces"),
            (addresses.national(programme), "National recommendations"))  # fmt: skip
    return {
        "programme": programme,
        "force": force,
        "force_href": addresses.monitored(programme, force) if force else "",
        "simulated": programme.inspections.filter(simulated=True).exists(),
        "tabs": [
            {"href": href, "name": name, "here": _here(request.path, href)} for href, name in tabs
        ]
        if staff
        else (),
    }


def _tabs(request: HttpRequest, inspection: Inspection) -> list[dict[str, str]]:
    roles = roles_of(person_of(request), inspection)
    tabs = [(address(inspection), name) for action, address, name in TABS if allowed(roles, action)]
    own = person_of(request).force_code if roles == {"force"} else ""
    tabs.append((addresses.monitoring_of(inspection, own), "Monitoring"))
    return [{"href": href, "name": name, "here": _here(request.path, href)} for href, name in tabs]


def _here(path: str, tab: str) -> str:
    """For `aria-current`: whether a page is a tab's own (`page`) or lies below it (`true`)."""
    if path == tab:
        return "page"
    below = tab.endswith(("/asked/", "/national/")) and path.startswith(tab)
    adding = path == tab.replace("/national/", "/add-national/") != tab
    within = path.startswith((f"{tab}areas/", f"{tab}forces/"))
    return "true" if below or adding or within else ""


def then(request: HttpRequest, address: str, told: str, *texts: str) -> HttpResponse:
    """Go on to a page after an action, and say there what was done.

    When `texts`, which somebody wrote, look as if they named a person, that is said too.
    """
    return shell.then(request, address, with_warning(told, *texts, instead="a document"))

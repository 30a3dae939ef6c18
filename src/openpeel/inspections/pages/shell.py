"""What the inspections' pages share: who is asking, about which inspection, and the frame."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import get_template

from openpeel.catalogue.frameworks import Area, framework
from openpeel.inspections import addresses, states
from openpeel.inspections.models import Inspection
from openpeel.inspections.permissions import ACTIONS, allowed, require, roles_of
from openpeel.people.models import Person
from openpeel.sampling.personal_data import warnings

P = ParamSpec("P")
TOLD = "told"


def signed_in(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page for people who are signed in; others are asked who they are first."""

    @wraps(view)
    def asked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if isinstance(request.user, Person):
            return view(request, *args, **kwargs)
        return HttpResponseRedirect(f"{settings.LOGIN_URL}?next={quote(request.get_full_path())}")

    return asked


def person_of(request: HttpRequest) -> Person:
    """Who is asking; only on pages for people who are signed in."""
    assert isinstance(request.user, Person)
    return request.user


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
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A page from a template of the inspections. What an action just told is shown once."""
    frame: dict[str, Any] = {
        "title": title,
        "section": "inspections",
        "local": settings.LOCAL,
        "told": request.session.pop(TOLD, "") if request.session.get(TOLD) else "",
    }
    if inspection is not None:
        frame |= {
            "inspection": inspection,
            "simulated": inspection.simulated,
            "tabs": _tabs(request, inspection),
        }
    text = get_template(f"inspections/{template}").render(frame | context, request)
    return HttpResponse(text, status=status)


TABS: tuple[tuple[str, Callable[[Inspection], str], str], ...] = (
    ("see the inspection", addresses.overview, "Areas"),
    ("see what was asked", addresses.asked, "What was asked"),
    ("check", addresses.check, "Check"),
    ("manage", addresses.members, "Members"),
)


def _tabs(request: HttpRequest, inspection: Inspection) -> list[dict[str, str]]:
    roles = roles_of(person_of(request), inspection)
    return [
        {"href": (href := address(inspection)), "name": name, "here": _here(request.path, href)}
        for action, address, name in TABS
        if allowed(roles, action)
    ]


def _here(path: str, tab: str) -> str:
    """For `aria-current`: whether a page is a tab's own (`page`) or lies below it (`true`)."""
    if path == tab:
        return "page"
    below = tab.endswith("/asked/") and path.startswith(tab)
    return "true" if below or path.startswith(f"{tab}areas/") else ""


def then(request: HttpRequest, address: str, told: str, *texts: str) -> HttpResponse:
    """Go on to a page after an action, and say there what was done.

    When `texts`, which somebody wrote, look as if they named a person, that is said too; only the
    kind, for what was found is never stored.
    """
    kinds = dict.fromkeys(warning.kind for text in texts for warning in warnings(text))
    if kinds:
        told += (
            f" What you wrote stands, but it looks as if it held a {' and a '.join(kinds)}:"
            " name a role or a document instead."
        )
    request.session[TOLD] = told
    return HttpResponseRedirect(address)

"""What the service's pages share: who is asking, and what an action told, shown once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import get_template

from openpeel.people.models import Person

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
        if request.headers.get("Accept", "").startswith("application/json"):
            raise PermissionDenied("sign in first")
        return HttpResponseRedirect(f"{settings.LOGIN_URL}?next={quote(request.get_full_path())}")

    return asked


def person_of(request: HttpRequest) -> Person:
    """Who is asking; only on pages for people who are signed in."""
    assert isinstance(request.user, Person)
    return request.user


def page(
    request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page from a template. What an action just told is shown once."""
    frame = {
        "title": title,
        "local": settings.LOCAL,
        "told": request.session.pop(TOLD, "") if request.session.get(TOLD) else "",
    }
    text = get_template(template).render(frame | context, request)
    return HttpResponse(text, status=status)


def then(request: HttpRequest, address: str, told: str = "") -> HttpResponse:
    """Go on to a page after an action, and say there what was done."""
    if told:
        request.session[TOLD] = told
    return HttpResponseRedirect(address)

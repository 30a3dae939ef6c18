"""Signing in: with a password, or in local mode by picking one's name."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import get_template
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from openpeel.people.models import Person

WRONG = "That name and password do not go together, or the sign-in rests after too many tries."
PLAIN = "django.contrib.auth.backends.ModelBackend"


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask who it is. In local mode, which answers this machine alone, a name is enough."""
    problem = ""
    if request.method == "POST":
        person = _picked(request) if settings.LOCAL else _proved(request)
        if person is not None:
            login(request, person, backend=PLAIN)
            return HttpResponseRedirect(_next(request))
        problem = WRONG
    people = Person.objects.filter(is_active=True).order_by("name") if settings.LOCAL else ()
    context = {
        "title": "Who are you?" if settings.LOCAL else "Sign in",
        "local": settings.LOCAL,
        "people": people,
        "problem": problem,
        "next": _next(request),
    }
    text = get_template("people/sign_in.html").render(context, request)
    return HttpResponse(text, status=403 if problem else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect(settings.LOGIN_URL)


def _picked(request: HttpRequest) -> Person | None:
    username = request.POST.get("username", "")
    return Person.objects.filter(username=username, is_active=True).first()


def _proved(request: HttpRequest) -> Person | None:
    username, password = request.POST.get("username", ""), request.POST.get("password", "")
    found = authenticate(request, username=username, password=password)
    return found if isinstance(found, Person) else None


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if safe else "/"

"""What every page shares: its frame, and a plain answer for what is not there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

from openpeel.releases.current import current

SITE = "openpeel"
SECTIONS = (
    ("Home", "/"),
    ("Forces", "/forces/"),
    ("Measures", "/measures/"),
    ("Returns", "/returns/"),
    ("Methods", "/methods/"),
    ("Sources", "/sources/"),
    ("Downloads", "/downloads/"),
    ("For the press", "/press/"),
)


def navigation(more: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The site's sections; those of other rooms stand before what explains the figures."""
    at = [name for name, _ in SECTIONS].index("Methods")
    return (*SECTIONS[:at], *more, *SECTIONS[at:])


def page(
    request: HttpRequest,
    template: str,
    title: str,
    *,
    description: str = "",
    section: str = "",
    room: str = "releases",
    **context: Any,
) -> HttpResponse:
    """A page from a template of a room; the title also heads the browser's tab."""
    release = current().index.release
    head = title if title == SITE else f"{title} - {SITE}"
    frame = {
        "title": title,
        "head_title": f"Simulated: {head}" if release.simulated else head,
        "description": description or title,
        "simulated": release.simulated,
        "release_id": release.id,
        "navigation": navigation(current().sections),
        "section": section,
    }
    return HttpResponse(get_template(f"{room}/{template}").render(context | frame, request))

"""Who takes part in an inspection, and in which roles."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from openpeel.inspections import addresses
from openpeel.inspections.actions import moves
from openpeel.inspections.models import Inspection
from openpeel.inspections.pages.shell import find_inspection, page
from openpeel.inspections.roles import ROLE_WORDS
from openpeel.people import members as pages
from openpeel.people.shell import signed_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, programme: str, slug: str) -> HttpResponse:
    """The members, and a form to add one."""
    return pages.members(request, _of(find_inspection(request, programme, slug, "manage")))


@signed_in
@require_POST
def remove(request: HttpRequest, programme: str, slug: str) -> HttpResponse:
    """Take a role from somebody; what they did stays."""
    return pages.remove(request, _of(find_inspection(request, programme, slug, "manage")))


def _of(inspection: Inspection) -> pages.Membership:
    return pages.Membership(
        thing=inspection,
        address=addresses.members(inspection),
        remove=addresses.remove_member(inspection),
        outside=addresses.INSPECTIONS,
        role_words=ROLE_WORDS,
        add=moves.add_member,
        take=moves.remove_member,
        show=partial(page, inspection=inspection),
    )

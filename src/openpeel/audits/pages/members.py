"""Who takes part in an audit, and in which roles."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from openpeel.audits import addresses
from openpeel.audits.actions import rounds
from openpeel.audits.models import Round
from openpeel.audits.pages.frame import round_page
from openpeel.audits.pages.shell import find_round
from openpeel.audits.roles import ROLE_WORDS
from openpeel.people import members as pages
from openpeel.people.shell import signed_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The members, and a form to add one."""
    return pages.members(request, _of(find_round(request, slug, number, "manage")))


@signed_in
@require_POST
def remove(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take a role from somebody; what they did stays."""
    return pages.remove(request, _of(find_round(request, slug, number, "manage")))


def _of(round: Round) -> pages.Membership:
    return pages.Membership(
        thing=round.audit,
        address=addresses.members(round),
        remove=addresses.remove_member(round),
        outside=addresses.AUDITS,
        role_words=ROLE_WORDS,
        add=rounds.add_member,
        take=rounds.remove_member,
        show=partial(round_page, round=round),
    )

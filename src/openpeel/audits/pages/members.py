"""Who takes part in an audit, and in which roles."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from openpeel.audits import addresses
from openpeel.audits.actions import rounds
from openpeel.audits.models import Member, Round
from openpeel.audits.pages.frame import round_page
from openpeel.audits.pages.shell import find_round, person_of, signed_in, then
from openpeel.audits.roles import ROLE_WORDS
from openpeel.errors import UserError
from openpeel.people.models import Person


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The members, and a form to add one."""
    round = find_round(request, slug, number, "manage")
    if request.method != "POST":
        return _members(request, round)
    username = request.POST.get("person", "").replace("\0", "")
    role = request.POST.get("role", "")
    try:
        person = Person.objects.filter(username=username, is_active=True).first()
        if person is None:
            raise UserError("choose a person.")
        rounds.add_member(round.audit, person, role, by=person_of(request))
    except UserError as problem:
        return _members(request, round, str(problem))
    return then(request, addresses.members(round), f"{person.name} is {role} now.")


@signed_in
@require_POST
def remove(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take a role from somebody; what they did stays."""
    round = find_round(request, slug, number, "manage")
    id = request.POST.get("member", "")
    plain = int(id) if id.isascii() and id.isdigit() and len(id) < 18 else 0
    member = get_object_or_404(round.audit.members.select_related("person"), pk=plain)
    mine = member.person == person_of(request) and member.role == "lead"
    try:
        rounds.remove_member(member, by=person_of(request))
    except UserError as problem:
        return _members(request, round, str(problem))
    told = f"{member.person.name} is no longer {member.role}."
    return then(request, addresses.AUDITS if mine else addresses.members(round), told)


def _members(request: HttpRequest, round: Round, problem: str = "") -> HttpResponse:
    found = Member.objects.filter(audit=round.audit).select_related("person", "by")
    return round_page(
        request,
        round,
        "members.html",
        "Members",
        status=400 if problem else 200,
        problem=problem,
        typed=request.POST,
        members=found.order_by("person__name", "role"),
        people=Person.objects.filter(is_active=True).order_by("name"),
        role_words=ROLE_WORDS,
        remove=addresses.remove_member(round),
    )

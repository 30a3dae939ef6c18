"""Who takes part in something, and in which roles: a list, a form to add one, a way to remove one.

The page itself is its app's, and includes `people/members.html`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from openpeel.errors import UserError
from openpeel.people.models import Person
from openpeel.people.permissions import Shared
from openpeel.people.shell import person_of, then


@dataclass(frozen=True)
class Membership:
    """What an app knows of the members of something: addresses, roles, actions and its page.

    `add` takes what has the members, a person, a role and `by`; `take` a member and `by`.
    """

    thing: Shared
    address: str  # of the page
    remove: str  # where one is removed
    outside: str  # where a lead goes who took their own role away
    role_words: Mapping[Any, str]
    add: Callable[..., object]
    take: Callable[..., object]
    show: Callable[..., HttpResponse]  # with a request, a template, a title and what it shows


def members(request: HttpRequest, of: Membership) -> HttpResponse:
    """The members, and a form to add one."""
    if request.method != "POST":
        return _shown(request, of)
    username = request.POST.get("person", "").replace("\0", "")
    role = request.POST.get("role", "")
    try:
        person = Person.objects.filter(username=username, is_active=True).first()
        if person is None:
            raise UserError("choose a person.")
        of.add(of.thing, person, role, by=person_of(request))
    except UserError as problem:
        return _shown(request, of, str(problem))
    return then(request, of.address, f"{person.name} is {role} now.")


def remove(request: HttpRequest, of: Membership) -> HttpResponse:
    """Take a role from somebody; what they did stays."""
    id = request.POST.get("member", "")
    plain = int(id) if id.isascii() and id.isdigit() and len(id) < 18 else 0
    member = get_object_or_404(of.thing.members.select_related("person"), pk=plain)
    mine = member.person == person_of(request) and member.role == "lead"
    try:
        of.take(member, by=person_of(request))
    except UserError as problem:
        return _shown(request, of, str(problem))
    told = f"{member.person.name} is no longer {member.role}."
    return then(request, of.outside if mine else of.address, told)


def _shown(request: HttpRequest, of: Membership, problem: str = "") -> HttpResponse:
    return of.show(
        request,
        template="members.html",
        title="Members",
        status=400 if problem else 200,
        problem=problem,
        typed=request.POST,
        members=of.thing.members.select_related("person", "by").order_by("person__name", "role"),
        people=Person.objects.filter(is_active=True).order_by("name"),
        role_words=of.role_words,
        remove=of.remove,
    )

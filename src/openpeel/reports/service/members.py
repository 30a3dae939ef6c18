"""Who takes part in a report, and in which roles."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from openpeel.audits.pages.shell import person_of, signed_in, then
from openpeel.errors import UserError
from openpeel.people.models import Person
from openpeel.reports.actions.members import add_member, remove_member
from openpeel.reports.models import Report
from openpeel.reports.permissions import ROLE_WORDS
from openpeel.reports.service import addresses
from openpeel.reports.service.shell import find_report, report_page


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """The members, and a form to add one."""
    report = find_report(request, slug, "manage")
    if request.method != "POST":
        return _members(request, report)
    username, role = (request.POST.get(name, "") for name in ("person", "role"))
    try:
        person = Person.objects.filter(username=username, is_active=True).first()
        if person is None:
            raise UserError("choose a person.")
        add_member(report, person, role, by=person_of(request))
    except UserError as problem:
        return _members(request, report, f"{problem}")
    return then(request, addresses.members(report), f"{person.name} is {role} now.")


@signed_in
@require_POST
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a role from somebody; what they did stays."""
    report = find_report(request, slug, "manage")
    id = request.POST.get("member", "")
    plain = int(id) if id.isascii() and id.isdigit() and len(id) < 18 else 0
    member = get_object_or_404(report.members.select_related("person"), pk=plain)
    mine = member.person == person_of(request) and member.role == "lead"
    try:
        remove_member(member, by=person_of(request))
    except UserError as problem:
        return _members(request, report, f"{problem}")
    told = f"{member.person.name} is no longer {member.role}."
    return then(request, addresses.REPORTS if mine else addresses.members(report), told)


def _members(request: HttpRequest, report: Report, problem: str = "") -> HttpResponse:
    found = report.members.select_related("person", "by")
    return report_page(
        request,
        report,
        "members.html",
        "Members",
        status=400 if problem else 200,
        problem=problem,
        typed=request.POST,
        members=found.order_by("person__name", "role"),
        people=Person.objects.filter(is_active=True).order_by("name"),
        role_words=ROLE_WORDS,
        remove=addresses.remove_member(report),
    )

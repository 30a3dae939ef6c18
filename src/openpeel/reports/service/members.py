"""Who takes part in a report, and in which roles."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from openpeel.people import members as pages
from openpeel.people.shell import signed_in
from openpeel.reports.actions.members import add_member, remove_member
from openpeel.reports.models import Report
from openpeel.reports.permissions import ROLE_WORDS
from openpeel.reports.service import addresses
from openpeel.reports.service.shell import find_report, report_page


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """The members, and a form to add one."""
    return pages.members(request, _of(find_report(request, slug, "manage")))


@signed_in
@require_POST
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a role from somebody; what they did stays."""
    return pages.remove(request, _of(find_report(request, slug, "manage")))


def _of(report: Report) -> pages.Membership:
    return pages.Membership(
        thing=report,
        address=addresses.members(report),
        remove=addresses.remove_member(report),
        outside=addresses.REPORTS,
        role_words=ROLE_WORDS,
        add=add_member,
        take=remove_member,
        show=partial(report_page, report=report),
    )

"""What the reports' pages share: which report and draft is asked for, and the frame around it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from openpeel.people import shell
from openpeel.people.models import Person
from openpeel.people.shell import person_of
from openpeel.reports import states
from openpeel.reports.models import Draft, Report
from openpeel.reports.permissions import allowed, may, require, roles_of
from openpeel.reports.service import addresses


def find_report(request: HttpRequest, slug: str, action: str) -> Report:
    """A report that the person may do something with.

    Those who have no part in a report do not learn that it is here.
    """
    report = get_object_or_404(Report, slug=slug)
    person = person_of(request)
    if not roles_of(person, report):
        raise Http404(slug)
    require(person, action, report)
    return report


def find_draft(request: HttpRequest, slug: str, number: int, action: str) -> Draft:
    """A draft of such a report. For the force one that was not sent to it is not there."""
    report = find_report(request, slug, action)
    drafts = Draft.objects.select_related("report", "saved_by", "sent_by", "decided_by")
    draft = get_object_or_404(drafts, report=report, number=number)
    if draft.sent_at is None and not may(person_of(request), "see drafts", report):
        raise Http404(number)
    return draft


def page(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    """A page from a template of the reports."""
    frame = {"section": "reports"}
    return shell.page(request, f"report_service/{template}", title, **(frame | context))


def report_page(
    request: HttpRequest,
    report: Report,
    template: str,
    title: str,
    **context: Any,
) -> HttpResponse:
    """A page of a report, with links to the others that the person may see."""
    frame = {
        "simulated": report.simulated,
        "report": report,
        "tabs": _tabs(request.path, report, person_of(request)),
    }
    return page(request, template, title, **(frame | context))


def _tabs(path: str, report: Report, person: Person) -> list[dict[str, str]]:
    roles = roles_of(person, report)
    found = [(addresses.report_page(report), "Versions and drafts")]
    newest = report.drafts.last()
    if newest and allowed(roles, "see drafts"):
        found.append((addresses.draft_page(newest), "Newest draft"))
    sent = report.drafts.filter(sent_at__isnull=False).last()
    if sent:
        found.append((addresses.accuracy(sent), "Accuracy"))
    if allowed(roles, "manage"):
        found.append((addresses.members(report), "Members"))
    return [
        {"href": href, "name": name, "here": "page" if path == href else ""} for href, name in found
    ]


def may_now(person: Person, action: str, draft: Draft) -> bool:
    """Whether a person may do something with a draft, in the state that it is in."""
    return may(person, action, draft.report) and states.may("draft", action, draft.state)

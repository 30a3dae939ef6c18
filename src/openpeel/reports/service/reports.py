"""The reports that one has a part in; one report with its versions and drafts; one version."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from openpeel.people.shell import person_of, signed_in
from openpeel.reports.models import Draft, Report
from openpeel.reports.permissions import may
from openpeel.reports.queries import drafts_of, publications_of, reports_of
from openpeel.reports.service import addresses
from openpeel.reports.service.shell import find_report, page, report_page
from openpeel.reports.states import STATES

WORDS = {state.name: state.words for state in STATES if state.kind == "draft"}


@signed_in
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """All reports that the person has a part in."""
    found = [_listed(report, roles) for report, roles in reports_of(person_of(request))]
    return page(request, "reports.html", "Reports", reports=found)


@signed_in
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """A report: its versions, and its drafts as far as the person may see them."""
    report = find_report(request, slug, "see the report")
    team = may(person_of(request), "see drafts", report)
    drafts = list(drafts_of(report, sent=not team))
    return report_page(
        request,
        report,
        "report.html",
        report.title,
        words=WORDS.get(drafts[0].state, "") if drafts else "",
        newest=drafts[0] if drafts else None,
        team=team,
        versions=[
            {"version": one, "href": addresses.version(one)} for one in publications_of(report)
        ],
        drafts=[
            {
                "draft": draft,
                "href": addresses.draft_page(draft) if team else "",
                "points": addresses.accuracy(draft) if draft.sent_at else "",
            }
            for draft in drafts
        ],
    )


@signed_in
@require_safe
def version(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """One published version: where it is, its hashes, what it changed."""
    report = find_report(request, slug, "see the report")
    found = get_object_or_404(publications_of(report), version=version)
    team = may(person_of(request), "see drafts", report)
    later = getattr(found, "replaced_by", None)
    return report_page(
        request,
        report,
        "version.html",
        f"Version {found.version}",
        published=found,
        team=team,
        later=later,
        later_href=addresses.version(later) if later else "",
        draft_href=_draft_href(found.draft, team),
        changes=_changes(found.changes),
    )


def _listed(report: Report, roles: list[str]) -> dict[str, Any]:
    versions, drafts = list(report.publications.all()), list(report.drafts.all())
    if set(roles) == {"force"}:
        drafts = [draft for draft in drafts if draft.sent_at]
    return {
        "report": report,
        "href": addresses.report_page(report),
        "roles": ", ".join(roles),
        "version": versions[-1] if versions else None,
        "draft": drafts[-1] if drafts else None,
    }


def _draft_href(draft: Draft | None, team: bool) -> str:
    if draft is None:
        return ""
    if team:
        return addresses.draft_page(draft)
    return addresses.accuracy(draft) if draft.sent_at else ""


def _changes(told: dict[str, Any]) -> dict[str, Any]:
    """What changed, without what every difference has: which versions were compared."""
    return {name: told[name] for name in ("grades", "figures", "words") if told.get(name)}

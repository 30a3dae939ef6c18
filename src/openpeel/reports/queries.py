"""What pages and commands ask of the database."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Count, Prefetch, Q, QuerySet

from openpeel.errors import UserError
from openpeel.people.models import Person
from openpeel.reports.models import AccuracyPoint, Decision, Draft, Member, Publication, Report


def reports_of(person: Person) -> list[tuple[Report, list[str]]]:
    """The reports that a person has a part in, each with the person's roles."""
    roles: dict[int, list[str]] = defaultdict(list)
    for member in Member.objects.filter(person=person).order_by("role"):
        roles[member.report_id].append(member.role)
    found = Report.objects.filter(pk__in=roles).prefetch_related("publications", "drafts")
    return [(report, roles[report.pk]) for report in found]


def report_named(slug: str) -> Report:
    """A report by its short name; UserError for none."""
    found = Report.objects.filter(slug=slug).first()
    if found is None:
        there = ", ".join(Report.objects.values_list("slug", flat=True)) or "none"
        raise UserError(f"there is no report {slug!r}; there is {there}.")
    return found


def drafts_of(report: Report, *, sent: bool = False) -> QuerySet[Draft]:
    """A report's drafts, the newest first, with how many points they have and how many are open.

    With `sent` those alone that the force was sent.
    """
    found = report.drafts.select_related("saved_by", "sent_by", "decided_by").order_by("-number")
    return (found.filter(sent_at__isnull=False) if sent else found).annotate(
        raised=Count("points", distinct=True),
        undecided=Count("points", filter=Q(points__decisions=None), distinct=True),
    )


def points_of(draft: Draft) -> list[AccuracyPoint]:
    """A draft's points with their decisions, those that wait first, then as they stand."""
    decisions = Prefetch("decisions", Decision.objects.select_related("by"))
    found = draft.points.select_related("by", "draft__report").prefetch_related(decisions)
    return sorted(found, key=lambda p: (p.decision is not None, p.line, p.number))


def publications_of(report: Report) -> QuerySet[Publication]:
    """A report's versions, the newest first."""
    found = report.publications.select_related("by", "draft", "replaces", "replaced_by")
    return found.order_by("-version")

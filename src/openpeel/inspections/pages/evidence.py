"""Forms on what is known in an area: evidence, gaps, lines of enquiry, findings."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from openpeel.catalogue.frameworks import Area
from openpeel.inspecting.record import EvidenceKind
from openpeel.inspections import addresses
from openpeel.inspections.actions import evidence as actions
from openpeel.inspections.actions.findings import add_finding
from openpeel.inspections.models import Inspection, Line
from openpeel.inspections.pages.forms import Field, Form, answer
from openpeel.inspections.pages.shell import find_area, find_inspection
from openpeel.people.shell import person_of, signed_in

KINDS: dict[EvidenceKind, str] = {
    "data": "A figure of the release",
    "audit": "An estimate of an audit",
    "document": "A document",
    "interview": "An interview",
    "observation": "An observation",
    "survey": "A theme of the survey",
    "statement": "A section of the force management statement",
}
SPEAKS = (("for", "For the force"), ("against", "Against it"), ("context", "Context alone"))
STRENGTHS = (("strong", "Strong"), ("moderate", "Moderate"), ("weak", "Weak"))
MARKINGS = (("official", "Official"), ("official-sensitive", "Official-sensitive"))
TONES = (("praise", "Praise"), ("criticism", "Criticism"), ("mixed", "Both"))

FIELDS: dict[str, Field] = {
    "figure": Field("figure", "Which figure?", hint="Its name, as its trace on the site has it:"
                    " calls-101-abandoned.west-mercia.2020-21"),
    "release": Field("release", "Of which release?"),
    "audit": Field("audit", "Which round of which audit?", hint="Its name: west-mercia-2021-1"),
    "question": Field("question", "Which question of it?"),
    "document": Field("document", "Which document?", hint="What it is, not who wrote it."),
    "sha256": Field("sha256", "Its SHA-256", hint="64 signs, by which the file is known again;"
                    " the command sha256sum prints them."),
    "shows": Field("shows", "Of which day does it show things?", "day"),
    "received": Field("received", "When was it received?", "day"),
    "theme": Field("theme", "Which theme?"),
    "section": Field("section", "Which section?"),
}  # fmt: skip
SURVEY = (
    "Those who answered chose to; a survey raises questions and is context, never evidence for or"
    " against a force."
)


def rounds_field(inspection: Inspection) -> Field:
    """Which round; the last one unless somebody says otherwise."""
    rounds = list(inspection.rounds.order_by("start", "pk"))
    choices = tuple((one.slug, f"{one.kind.capitalize()}, {one.slug}") for one in rounds)
    return Field("round", "In which round?", "pick", choices=choices,
                 value=rounds[-1].slug if rounds else "")  # fmt: skip


def characteristic_field(area: Area, *, needed: bool) -> Field:
    """Which characteristic of the area."""
    choices = tuple((one.id, one.words) for one in area.characteristics)
    return Field("characteristic", "Which characteristic?", "pick", needed=needed, choices=choices)


def findings_field(inspection: Inspection, area: str) -> Field:
    """The findings of an area, to rest something on."""
    found = inspection.finding_set.filter(area=area).order_by("pk")
    choices = tuple((one.slug, one.heading) for one in found)
    return Field("findings", "On which findings does it rest?", "many", choices=choices)


def evidence_field(inspection: Inspection, area: str) -> Field:
    """The evidence of an area by characteristic; whoever writes findings may see all of it."""
    order = [one.id for one in find_area(inspection, area).characteristics]
    found = sorted(
        inspection.evidence_set.filter(area=area).order_by("pk"),
        key=lambda one: order.index(one.characteristic) if one.characteristic else len(order),
    )
    choices = tuple((one.slug, f"{one.slug} ({one.speaks}): {one.says}") for one in found)
    return Field("evidence", "On which evidence does it rest?", "many", choices=choices)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add_evidence(
    request: HttpRequest, programme: str, slug: str, area: str, kind: EvidenceKind
) -> HttpResponse:
    """Evidence of one kind, with what that kind has to name."""
    inspection = find_inspection(request, programme, slug, "add evidence")
    under = find_area(inspection, area)
    if kind not in KINDS:
        raise Http404(kind)
    survey = kind == "survey"
    fields = (
        *(_named(name, inspection) for name in actions.NEEDS[kind]),
        Field("says", "What does it say?", "text", hint="In plain words, without names."),
        characteristic_field(under, needed=False),
        Field("speaks", "Does it speak for or against?", "choice", SURVEY if survey else "",
              choices=SPEAKS[2:] if survey else SPEAKS, value="context" if survey else ""),
        Field("strength", "How strong is it?", "choice", choices=STRENGTHS),
        Field("marking", "Its marking", "choice", choices=MARKINGS, value="official"),
        rounds_field(inspection),
        Field("period_from", "It speaks of the time from", "day", needed=False),
        Field("period_to", "Until", "day", "Both days, or neither.", needed=False),
    )  # fmt: skip

    def act(typed: dict[str, Any]) -> str:
        start, end = typed.pop("period_from"), typed.pop("period_to")
        period = {"from": start, "to": end} if start or end else None
        if "sha256" in typed:
            typed["sha256"] = typed["sha256"].lower()
        saved = actions.add_evidence(
            inspection, kind=kind, area=area, period=period, by=person_of(request), **typed
        )
        return f"{saved.slug} is added."

    title = f"{under.name}: {KINDS[kind][0].lower()}{KINDS[kind][1:]}"
    back = addresses.area(inspection, area)
    form = Form(title, fields, "Add the evidence", act, back, "add evidence")
    return answer(request, inspection, form)


def _named(name: str, inspection: Inspection) -> Field:
    field = FIELDS[name]
    if name == "release":
        return Field(field.name, field.label, value=inspection.release)
    return field


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add_gap(request: HttpRequest, programme: str, slug: str, area: str) -> HttpResponse:
    """A characteristic that was not assessed."""
    inspection = find_inspection(request, programme, slug, "add evidence")
    under = find_area(inspection, area)
    fields = (
        characteristic_field(under, needed=True),
        Field("reason", "Why was it not assessed?", "text"),
    )

    def act(typed: dict[str, Any]) -> str:
        actions.add_gap(inspection, area=area, by=person_of(request), **typed)
        return "The gap is written down."

    form = Form(f"{under.name}: what was not assessed", fields, "Add the gap", act,
                addresses.area(inspection, area), "add evidence")  # fmt: skip
    return answer(request, inspection, form)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add_line(request: HttpRequest, programme: str, slug: str, area: str) -> HttpResponse:
    """A question that a mark or the survey raised."""
    inspection = find_inspection(request, programme, slug, "add evidence")
    under = find_area(inspection, area)
    fields = (
        Field("question", "The question", "text"),
        Field("figures", "Marks that raised it", "text", "Names of figures, one a line.", False),
        Field("themes", "Themes of the survey that did", "text", "One a line.", False),
        Field("release", "Of which release", value=inspection.release, needed=False),
    )

    def act(typed: dict[str, Any]) -> str:
        for name in ("figures", "themes"):
            typed[name] = tuple(line.strip() for line in typed[name].splitlines() if line.strip())
        saved = actions.add_line(inspection, area=area, by=person_of(request), **typed)
        return f"{saved.slug} is open."

    form = Form(f"{under.name}: a line of enquiry", fields, "Open the line", act,
                addresses.area(inspection, area), "add evidence")  # fmt: skip
    return answer(request, inspection, form)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def close_line(request: HttpRequest, programme: str, slug: str, area: str, id: int) -> HttpResponse:
    """What came of a line of enquiry."""
    inspection = find_inspection(request, programme, slug, "add evidence")
    line = get_object_or_404(Line, inspection=inspection, area=area, pk=id)
    fields = (
        Field("outcome", "What came of it?", "text"),
        evidence_field(inspection, area),
    )

    def act(typed: dict[str, Any]) -> str:
        actions.close_line(line, by=person_of(request), **typed)
        return f"{line.slug} is closed."

    form = Form(f"Close {line.slug}", fields, "Close the line", act,
                addresses.area(inspection, area), "add evidence", line.question)  # fmt: skip
    return answer(request, inspection, form)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: HttpRequest, programme: str, slug: str, area: str) -> HttpResponse:
    """A finding with the evidence that carries it."""
    inspection = find_inspection(request, programme, slug, "write findings")
    under = find_area(inspection, area)
    fields = (
        Field("heading", "The heading", hint="As it will stand in the report."),
        Field("tone", "What is it?", "choice", choices=TONES),
        evidence_field(inspection, area),
        Field("consequence", "What follows for people?", "text", "Criticism needs it.", False),
        Field("words", "What was found", "text", "For whoever writes the report.", False),
        rounds_field(inspection),
    )

    def act(typed: dict[str, Any]) -> str:
        add_finding(inspection, area=area, by=person_of(request), **typed)
        return "The finding is written down."

    form = Form(f"{under.name}: a finding", fields, "Write the finding", act,
                addresses.area(inspection, area), "write findings")  # fmt: skip
    return answer(request, inspection, form)

"""Forms on judgments: the grade with its rationale, dissent, moderation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from openpeel.catalogue.forces import forces
from openpeel.catalogue.frameworks import framework
from openpeel.inspections import addresses
from openpeel.inspections.actions import judging as actions
from openpeel.inspections.models import Inspection, Judgment
from openpeel.inspections.pages.evidence import rounds_field
from openpeel.inspections.pages.forms import Field, Form, answer
from openpeel.inspections.pages.shell import find_area, find_inspection
from openpeel.people.shell import person_of, signed_in


def grades_field(inspection: Inspection, *, needed: bool) -> Field:
    """The tiers of the framework, with what each means where a source says so."""
    choices = tuple(
        (tier.word, f"{tier.word.capitalize()}. {tier.meaning or ''}".strip())
        for tier in framework(inspection.framework).tiers
    )
    return Field("grade", "The grade", "choice", choices=choices, needed=needed)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, programme: str, slug: str, area: str) -> HttpResponse:
    """A grade from the framework's tiers, with its reasons."""
    inspection = find_inspection(request, programme, slug, "judge")
    under = find_area(inspection, area)
    graded = () if under.graded is False else (grades_field(inspection, needed=True),)
    codes = [one.force for one in inspection.forces.all()]
    of = tuple((code, forces().by_code[code].name) for code in codes)
    region = inspection.body == "region"
    fields = (
        *graded,
        Field("rationale", "The rationale", "text", "Why, by the characteristics of the area."),
        *((Field("forces", "For which forces?", "many", choices=of),) if region else ()),
        Field("date", "From which day does it hold?", "day", value=f"{timezone.localdate()}"),
        Field("concerns_explained", "Why it stands beside a cause of concern", "text",
              "Needed for a good grade while one is open.", needed=False),
        Field("report", "Where it was published, when elsewhere", needed=False),
        rounds_field(inspection),
    )  # fmt: skip

    def act(typed: dict[str, Any]) -> str:
        typed.setdefault("grade", "")
        saved = actions.judge(inspection, area=area, by=person_of(request), **typed)
        return f"{under.name} is judged: {saved.grade or 'no grade'}."

    words = "" if graded else "This area is not graded; the judgment says why, and has no grade."
    before = inspection.judgment_set.filter(area=area).order_by("-date", "-pk").first()
    if before is not None:
        words = (f"{words} It is judged {before.grade or 'without a grade'} by {before.signed_by}."
                 " A new judgment of the same round takes the place of that one; the log keeps it,"
                 " with its dissents and moderations.").strip()  # fmt: skip
    form = Form(f"Judge: {under.name}", fields, "Give the judgment", act,
                addresses.area(inspection, area), "judge", words)  # fmt: skip
    return answer(request, inspection, form)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def dissent(request: HttpRequest, programme: str, slug: str, area: str, id: int) -> HttpResponse:
    """Another grade, and why."""
    inspection = find_inspection(request, programme, slug, "dissent")
    judgment = get_object_or_404(Judgment, inspection=inspection, area=area, pk=id)
    fields = (grades_field(inspection, needed=True), Field("reason", "Why?", "text"))

    def act(typed: dict[str, Any]) -> str:
        actions.dissent(judgment, by=person_of(request), **typed)
        return "Your dissent stands beside the judgment."

    name = find_area(inspection, area).name
    form = Form(f"Dissent: {name}", fields, "Add the dissent", act,
                addresses.area(inspection, area), "dissent",
                f"The judgment is: {judgment.grade or 'no grade'}.")  # fmt: skip
    return answer(request, inspection, form)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def moderate(request: HttpRequest, programme: str, slug: str, area: str, id: int) -> HttpResponse:
    """The judgment beside those of like inspections of the programme."""
    inspection = find_inspection(request, programme, slug, "moderate")
    judgment = get_object_or_404(Judgment, inspection=inspection, area=area, pk=id)
    fields = (
        Field("beside", "Beside which inspections?", "many",
              "Those of this programme under the same framework.", choices=_like(inspection, area)),
        Field("words", "What came of it?", "text"),
    )  # fmt: skip

    def act(typed: dict[str, Any]) -> str:
        actions.moderate(judgment, by=person_of(request), **typed)
        return "The judgment is moderated."

    name = find_area(inspection, area).name
    form = Form(f"Moderate: {name}", fields, "Write it down", act,
                addresses.area(inspection, area), "moderate",
                f"The judgment is: {judgment.grade or 'no grade'}.")  # fmt: skip
    return answer(request, inspection, form)


def _like(inspection: Inspection, area: str) -> tuple[tuple[str, str], ...]:
    """Other inspections under the framework, each with its grade in the area."""
    others = (
        inspection.programme.inspections.filter(framework=inspection.framework)
        .exclude(pk=inspection.pk)
        .order_by("name")
    )
    found = []
    for other in others:
        last = other.judgment_set.filter(area=area).order_by("-date").first()
        found.append((other.slug, f"{other}: {last.grade or 'no grade' if last else 'not judged'}"))
    return tuple(found)

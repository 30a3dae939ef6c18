"""What was asked of forces: the register, an inspection's own list, an entry with its history."""

from __future__ import annotations

from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from openpeel.catalogue.frameworks import framework
from openpeel.errors import UserError
from openpeel.inspecting.record import STATUSES
from openpeel.inspections import addresses, states
from openpeel.inspections.actions import asking as actions
from openpeel.inspections.models import Concern, Improvement, Inspection, Recommendation
from openpeel.inspections.pages.evidence import findings_field, rounds_field
from openpeel.inspections.pages.forms import Field, Form, answer
from openpeel.inspections.pages.shell import can, find_area, find_inspection, page, then
from openpeel.inspections.register import entries, parts_of
from openpeel.people.shell import person_of, signed_in

KINDS: dict[str, type[actions.Asked]] = {
    "concerns": Concern,
    "recommendations": Recommendation,
    "improvements": Improvement,
}
NAMES = {Concern: "Cause of concern", Recommendation: "Recommendation",
         Improvement: "Area for improvement"}  # fmt: skip
Which = Literal["concerns", "recommendations", "improvements"]


@signed_in
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """What is open across all inspections that one has a part in; overdue first."""
    mine = [one for one, _ in parts_of(person_of(request))]
    found = entries(mine, timezone.localdate())
    still = [one for one in found if one.status != "closed"]
    return page(
        request,
        "register.html",
        "Open causes of concern and recommendations",
        simulated=any(one.simulated for one in mine),
        entries=[(one, addresses.entry(one.asked)) for one in still],
        overdue=sum(one.overdue for one in still),
        closed=len(found) - len(still),
    )


@signed_in
@require_safe
def asked(request: HttpRequest, programme: str, slug: str) -> HttpResponse:
    """Everything that was asked in one inspection, closed entries too."""
    inspection = find_inspection(request, programme, slug, "see what was asked")
    found = entries([inspection], timezone.localdate())
    return page(
        request,
        "asked.html",
        "What was asked",
        inspection,
        entries=[(one, addresses.entry(one.asked)) for one in found],
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, programme: str, slug: str, kind: Which, id: int) -> HttpResponse:
    """An entry with its history. Inspectors add steps; the force says how far it has come."""
    inspection = find_inspection(request, programme, slug, "see what was asked")
    one = _found(inspection, kind, id)
    may = can(inspection, person_of(request))
    if request.method != "POST":
        return _entry(request, inspection, one, may)
    words, status = request.POST.get("words", ""), request.POST.get("status", "")
    try:
        if "follow up" in may or "note progress" not in may:
            actions.add_step(one, status=status, words=words, by=person_of(request))
        else:
            actions.note_progress(one, words=words, by=person_of(request))
    except UserError as problem:
        return _entry(request, inspection, one, may, str(problem))
    return then(request, addresses.entry(one), "The history has one more entry.", words)


def _found(inspection: Inspection, kind: Which, id: int) -> actions.Asked:
    if kind not in KINDS:
        raise Http404(kind)
    where = "concern__inspection" if kind == "recommendations" else "inspection"
    found = KINDS[kind]._default_manager.filter(**{where: inspection}, pk=id).first()
    if found is None:
        raise Http404(kind)
    return found


def _entry(
    request: HttpRequest,
    inspection: Inspection,
    one: actions.Asked,
    may: set[str],
    problem: str = "",
) -> HttpResponse:
    concern = one.concern if isinstance(one, Recommendation) else one
    status = actions.status_of(one)
    title = NAMES[type(one)]
    if isinstance(concern, Concern):
        title = f"{title}: {concern.title}"
    deadline = one.deadline if isinstance(one, Recommendation) else None
    advice = one.recommendations.order_by("pk") if isinstance(one, Concern) else ()
    return page(
        request,
        "entry.html",
        title,
        inspection,
        status=400 if problem else 200,
        problem=problem,
        one=one,
        now=status,
        area=framework(inspection.framework).area(concern.area),
        area_href=addresses.area(inspection, concern.area) if "see the inspection" in may else "",
        history=actions.history_of(one),
        deadline=deadline,
        overdue=deadline and deadline < timezone.localdate() and status != "closed",
        above=addresses.entry(concern) if concern is not one else "",
        advice=[(a, addresses.entry(a), actions.status_of(a)) for a in advice],
        recommend=addresses.recommend(one) if isinstance(one, Concern) and "raise" in may else "",
        findings=() if isinstance(one, Recommendation) else one.rests_on.select_related("finding"),
        follow="follow up" in may,
        note="note progress" in may and status != "closed",
        choices=[word for word in STATUSES if states.may_follow(word, status)],
        typed=request.POST,
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def raise_concern(request: HttpRequest, programme: str, slug: str, area: str) -> HttpResponse:
    """A cause of concern with a recommendation and its deadline."""
    inspection = find_inspection(request, programme, slug, "raise")
    under = find_area(inspection, area)
    fields = (
        Field("title", "Its title"),
        Field("words", "What is the concern?", "text"),
        findings_field(inspection, area),
        Field("recommendation", "What should the force do?", "text"),
        Field("deadline", "By when?", "day"),
        rounds_field(inspection),
    )

    def act(typed: dict[str, Any]) -> str:
        actions.raise_concern(inspection, area=area, by=person_of(request), **typed)
        return "The cause of concern is raised."

    form = Form(f"{under.name}: a cause of concern", fields, "Raise it", act,
                addresses.area(inspection, area), "raise")  # fmt: skip
    return answer(request, inspection, form)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def recommend(request: HttpRequest, programme: str, slug: str, id: int) -> HttpResponse:
    """One more recommendation about a cause of concern."""
    inspection = find_inspection(request, programme, slug, "raise")
    concern = get_object_or_404(Concern, inspection=inspection, pk=id)
    fields = (
        Field("words", "What should the force do?", "text"),
        Field("deadline", "By when?", "day"),
    )

    def act(typed: dict[str, Any]) -> str:
        actions.recommend(concern, by=person_of(request), **typed)
        return "The recommendation stands below the cause of concern."

    form = Form(f"Recommend: {concern.title}", fields, "Recommend it", act,
                addresses.entry(concern), "raise")  # fmt: skip
    return answer(request, inspection, form)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def raise_improvement(request: HttpRequest, programme: str, slug: str, area: str) -> HttpResponse:
    """An area for improvement."""
    inspection = find_inspection(request, programme, slug, "raise")
    under = find_area(inspection, area)
    fields = (
        Field("words", "What should improve?", "text"),
        findings_field(inspection, area),
        rounds_field(inspection),
    )

    def act(typed: dict[str, Any]) -> str:
        actions.raise_improvement(inspection, area=area, by=person_of(request), **typed)
        return "The area for improvement is raised."

    form = Form(f"{under.name}: an area for improvement", fields, "Raise it", act,
                addresses.area(inspection, area), "raise")  # fmt: skip
    return answer(request, inspection, form)

"""National recommendations: the list, one of them, and how far a force is with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from openpeel.catalogue.forces import forces
from openpeel.errors import UserError
from openpeel.inspecting.record import STATUSES
from openpeel.inspections import addresses, states
from openpeel.inspections.actions import national as actions
from openpeel.inspections.actions.asking import history_of, status_of
from openpeel.inspections.models import Applied, NationalRecommendation
from openpeel.inspections.monitored import Monitored
from openpeel.inspections.monitoring import asked_in, tallies
from openpeel.inspections.pages.forms import Field, Form, answer, filled, taken
from openpeel.inspections.pages.shell import (
    find_force,
    find_programme,
    page_of_programme,
    programme_frame,
    then,
)
from openpeel.inspections.permissions import may
from openpeel.people.shell import person_of, signed_in


@signed_in
@require_safe
def national(request: HttpRequest, programme: str) -> HttpResponse:
    """Every national recommendation, with the number of forces by status."""
    monitored = find_programme(request, programme, "see monitoring")
    leads = may(person_of(request), "recommend nationally", monitored)
    return page_of_programme(
        request,
        "national.html",
        "National recommendations",
        monitored,
        found=[
            (one, tally, addresses.recommendation(one))
            for one, tally in tallies(monitored.programme)
        ],
        add=addresses.add_national(monitored.programme) if leads else "",
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, programme: str) -> HttpResponse:
    """Enter a recommendation to every force."""
    monitored = find_programme(request, programme, "recommend nationally")
    every = tuple(one.code for one in forces().all)
    to = (("all", f"All {len(every)} forces, from the day it was published"),
          ("later", "I choose the forces afterwards"))  # fmt: skip
    fields = (
        Field("title", "Its title"),
        Field("words", "What should every force do?", "text"),
        Field("published", "When was it published?", "day"),
        Field("to", "Of which forces is it asked?", "choice", choices=to, value="all"),
    )

    def act(typed: dict[str, Any]) -> str:
        chosen = typed.pop("to")
        if chosen not in dict(to):
            raise UserError("say of which forces it is asked.")
        asked = every if chosen == "all" else ()
        actions.recommend(monitored.programme, forces=asked, by=person_of(request), **typed)
        return f"It is entered; {len(asked)} forces are asked." if asked else "It is entered."

    form = Form("Add a national recommendation", fields, "Add it", act,
                addresses.national(monitored.programme))  # fmt: skip
    return answer(request, None, form, **programme_frame(request, monitored))


@signed_in
@require_safe
def one(request: HttpRequest, programme: str, id: str) -> HttpResponse:
    """A recommendation, and where each force stands with it."""
    monitored = find_programme(request, programme, "see monitoring")
    found = _found(monitored, id)
    asked = [one for one in asked_in(monitored.programme) if one.recommendation == found]
    left = len(forces().all) - len(asked)
    leads = may(person_of(request), "recommend nationally", monitored)
    return page_of_programme(
        request,
        "recommendation.html",
        found.title,
        monitored,
        one=found,
        asked=[(each, addresses.applied(each.applied)) for each in asked],
        left=left,
        apply=addresses.apply(found) if leads and left else "",
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, programme: str, id: str) -> HttpResponse:
    """Ask it of further forces: of all that are left, or of some."""
    monitored = find_programme(request, programme, "recommend nationally")
    found = _found(monitored, id)
    has_it = set(found.applied.values_list("force", flat=True))
    left = tuple((force.code, force.name) for force in forces().all if force.code not in has_it)
    which = (("all", f"All {len(left)} that have not been asked"),
             ("some", "Those that are ticked below"))  # fmt: skip
    fields = (
        Field("on", "From which day?", "day", value=f"{timezone.localdate()}"),
        Field("which", "Which forces?", "choice", choices=which),
        Field(
            "forces",
            "The forces that are asked, unless all are",
            "many",
            choices=left,
            needed=False,
        ),
    )

    def act(typed: dict[str, Any]) -> str:
        which = typed.pop("which")
        if which not in ("all", "some"):
            raise UserError("say which forces.")
        if which == "all":
            typed["forces"] = tuple(code for code, _ in left)
        actions.apply(found, by=person_of(request), **typed)
        return f"{len(typed['forces'])} more forces are asked."

    form = Form(f"Ask further forces: {found.title}", fields, "Ask them", act,
                addresses.recommendation(found))  # fmt: skip
    return answer(request, None, form, **programme_frame(request, monitored))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def applied(request: HttpRequest, programme: str, force: str, id: str) -> HttpResponse:
    """How far a force is. Inspectors write down what it did; it says itself how far it has come."""
    monitored, found = find_force(request, programme, force, "see monitoring")
    recommendation = _found(monitored, id)
    held = get_object_or_404(Applied, recommendation=recommendation, force=found.code)
    fields = _fields(request, monitored, held)
    if request.method != "POST":
        return _applied(request, monitored, held, fields)
    typed = taken(fields, request.POST)
    person = person_of(request)
    try:
        if may(person, "note progress", monitored):
            actions.note_progress(held, words=request.POST.get("words", ""), by=person)
        else:
            given = {name: request.POST.get(name, "") for name in ("status", "words", "on")}
            actions.follow(held, by=person, **given)
    except UserError as problem:
        return _applied(request, monitored, held, fields, typed, str(problem))
    told = "The history has one more entry."
    return then(request, addresses.applied(held), told, f"{typed.get('words', '')}")


def _fields(request: HttpRequest, monitored: Monitored, held: Applied) -> tuple[Field, ...]:
    """What a person may write below the history; nothing for those who only read it."""
    person, status = person_of(request), status_of(held)
    if may(person, "follow up", monitored):
        follow = tuple((word, word.capitalize()) for word in STATUSES
                       if states.may_follow(word, status))  # fmt: skip
        return (
            Field("words", "What did the force do?", "text", "As it was seen, and by what."),
            Field("status", "Where does that leave it?", "choice", choices=follow),
            Field("on", "On which day was it seen?", "day", value=f"{timezone.localdate()}"),
        )
    if may(person, "note progress", monitored) and status != "closed":
        hint = ("It stands in the history under your name; whether progress is seen, the"
                " inspectorate says.")  # fmt: skip
        return (Field("words", "How far has the force come?", "text", hint),)
    return ()


def _applied(
    request: HttpRequest,
    monitored: Monitored,
    held: Applied,
    fields: tuple[Field, ...],
    typed: dict[str, Any] | None = None,
    problem: str = "",
) -> HttpResponse:
    recommendation = held.recommendation
    return page_of_programme(
        request,
        "applied.html",
        recommendation.title,
        monitored,
        status=400 if problem else 200,
        problem=problem,
        one=recommendation,
        now=status_of(held),
        history=history_of(held),
        fields=filled(fields, typed),
        button="Add it to the history",
    )


def _found(monitored: Monitored, id: str) -> NationalRecommendation:
    found = NationalRecommendation.objects.select_related("programme")
    return get_object_or_404(found, programme=monitored.programme, slug=id)

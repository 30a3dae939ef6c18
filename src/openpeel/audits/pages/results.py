"""A round's results in the service, also while it is under way: the round, a question, a table."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from openpeel.audits import addresses
from openpeel.audits.actions import rounds
from openpeel.audits.models import Round
from openpeel.audits.pages.frame import round_page, with_warning
from openpeel.audits.pages.publishing_form import publishing_form
from openpeel.audits.pages.shell import find_round
from openpeel.audits.permissions import may
from openpeel.audits.showing import FRAME, places_of, repeated_of, results_of
from openpeel.audits.site.question_view import question_view
from openpeel.audits.site.round_view import round_view
from openpeel.audits.site.tables import round_tables
from openpeel.errors import UserError
from openpeel.people.shell import person_of, signed_in, then


@signed_in
@require_http_methods(["GET"])
def results(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What is settled so far, or what was found."""
    return show_results(request, find_round(request, slug, number, "see results"))


def show_results(
    request: HttpRequest, round: Round, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """The page of a round's results, with the form to publish it for those who may."""
    found = results_of(round)
    publishing = None
    if may(person_of(request), "publish", round.audit):
        publishing = publishing_form(request, round, found)
    return round_page(
        request,
        round,
        "results/round.html",
        "Results",
        status=status,
        problem=problem,
        publishing=publishing,
        **(FRAME | round_view(found, places_of(round))),
    )


@signed_in
@require_http_methods(["GET"])
def question(request: HttpRequest, slug: str, number: int, id: str) -> HttpResponse:
    """One question."""
    return _question(request, find_round(request, slug, number, "see results"), id)


def _question(
    request: HttpRequest, round: Round, id: str, *, problem: str = "", words: str | None = None
) -> HttpResponse:
    found, places = results_of(round), places_of(round)
    try:
        view = question_view(found, id, places)
    except KeyError:
        raise Http404(id) from None
    noting = None
    if round.state not in ("published", "purged") and may(person_of(request), "note", round.audit):
        standing = found.round.notes.get(id, "")
        noting = {
            "action": addresses.note(round, id),
            "words": standing if words is None else words,
        }
    return round_page(
        request,
        round,
        "results/question.html",
        view["question"].short,
        status=400 if problem else 200,
        problem=problem,
        noting=noting,
        links=[(f"{name}.csv", places.table(name)) for name in ("estimates", "strata")],
        **(FRAME | view),
    )


@signed_in
@require_POST
def note(request: HttpRequest, slug: str, number: int, id: str) -> HttpResponse:
    """Write what readers must know about a question."""
    round = find_round(request, slug, number, "note")
    words = request.POST.get("words", "")
    if not any(question.id == id for question in results_of(round).questions):
        raise Http404(id)
    try:
        if round.state in ("published", "purged"):
            raise UserError(f"{round} is {round.state}; nothing about it changes any more.")
        rounds.explain(round, id, words, by=person_of(request))
    except UserError as problem:
        return _question(request, round, id, problem=str(problem), words=words)
    told = with_warning("The note is saved; it is published beside the figure.", words)
    return then(request, f"{addresses.results(round)}{id}/", told)


@signed_in
@require_http_methods(["GET"])
def table(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponse:
    """One of the tables as CSV."""
    round = find_round(request, slug, number, "see results")
    found = results_of(round)
    text = round_tables(found, repeated_of(round, found)).get(name)
    if text is None:
        raise Http404(name)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    file = f"{round.audit.slug}-{round.number}-{name}.csv"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response

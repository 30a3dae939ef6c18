"""Publish a round from the service, and get its folder."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from openpeel.audits import addresses, states
from openpeel.audits.actions import publishing
from openpeel.audits.models import Round
from openpeel.audits.pages.shell import find_round, person_of, signed_in, then
from openpeel.audits.publishing import unexplained
from openpeel.audits.showing import places_of, published_folder, zipped
from openpeel.audits.site.results import Results
from openpeel.errors import UserError
from openpeel.sampling.published import ROUND
from openpeel.sampling.recording import OVERALL


def publishing_form(request: HttpRequest, round: Round, found: Results) -> dict[str, Any] | None:
    """What the lead sees of publishing: the form, or where the folder is; nothing before."""
    if round.state == "published":
        there = (published_folder(round) / ROUND).is_file()
        if not there:
            return None
        return {"title": "This round is published", "zip": addresses.published_zip(round)}
    if not states.may("round", "publish", round.state):
        return None
    places = places_of(round)
    return {
        "title": "Publish this round",
        "action": addresses.publish(round),
        "missing": [
            {
                "href": f"{places.question(one.question.id)}#agree",
                "short": one.question.short,
                "below": one.below,
            }
            for one in unexplained(found.answers, found.round.notes, on=found.on)
        ],
        "publisher": request.POST.get("publisher", publishing.PUBLISHER),
        "asks_recorded": found.design.estimate == "crime recording" and not round.recorded,
        "recorded": request.POST.get("recorded", ""),
        "source": request.POST.get("source", ""),
    }


@signed_in
@require_POST
def publish(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Write the folder and make the round published; or say why not, with what was typed."""
    from openpeel.audits.pages.results import show_results

    round = find_round(request, slug, number, "publish")
    try:
        publisher = request.POST.get("publisher", "").strip()
        if not publisher:
            raise UserError("say who publishes the round: a body, not a person.")
        recorded = _recorded(request.POST.get("recorded", ""))
        publishing.publish(
            round,
            published_folder(round),
            by=person_of(request),
            publisher=publisher,
            recorded_in_year=None if recorded is None else {OVERALL: recorded},
            recorded_source=request.POST.get("source", "").strip() or None,
        )
    except UserError as problem:
        round.refresh_from_db()
        return show_results(request, round, problem=str(problem), status=400)
    return then(request, addresses.results(round), "The round is published.")


@signed_in
@require_http_methods(["GET"])
def folder(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponse:
    """The published folder, packed."""
    round = find_round(request, slug, number, "see results")
    if name != f"{slug}-{number}" or round.state not in ("published", "purged"):
        raise Http404(name)
    response = HttpResponse(zipped(round), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response


def _recorded(text: str) -> int | None:
    """A number as people type it; None for nothing."""
    digits = text.replace(",", "").replace(" ", "")
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise UserError(
            f"crimes recorded in the year: {text[:40]!r} is no whole number; write 98000."
        )
    return int(digits)

"""Publish a round from the service, and get its folder."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from openpeel.audits import addresses
from openpeel.audits.actions import publishing
from openpeel.audits.pages.results import show_results
from openpeel.audits.pages.shell import find_round
from openpeel.audits.showing import published_folder, zipped
from openpeel.errors import UserError
from openpeel.people.shell import person_of, signed_in, then
from openpeel.sampling.recording import OVERALL


@signed_in
@require_POST
def publish(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Write the folder and make the round published; or say why not, with what was typed."""
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

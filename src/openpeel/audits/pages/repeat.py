"""A round beside the one before it, in the service."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from openpeel.audits.pages.frame import round_page
from openpeel.audits.pages.shell import find_round
from openpeel.audits.showing import FRAME, places_of, repeated_of, results_of
from openpeel.audits.site.repeat_view import repeat_view
from openpeel.people.shell import signed_in


@signed_in
@require_http_methods(["GET"])
def repeat(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What changed since the round before; there is none before the first."""
    round = find_round(request, slug, number, "see results")
    both = repeated_of(round, results_of(round))
    if both is None:
        raise Http404(slug)
    return round_page(
        request,
        round,
        "results/repeat.html",
        f"What changed by {round.name}",
        **(FRAME | repeat_view(both, places_of(round))),
    )

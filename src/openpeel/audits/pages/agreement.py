"""How far reviewers agree, in the service. Who R1, R2 ... are, lead and moderator may know."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from openpeel.audits.pages.frame import round_page
from openpeel.audits.pages.shell import find_round
from openpeel.audits.permissions import may
from openpeel.audits.showing import FRAME, names_of, places_of, results_of
from openpeel.audits.site.agreement_view import agreement_view
from openpeel.people.shell import person_of, signed_in


@signed_in
@require_http_methods(["GET"])
def agreement(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Agreement by question, by reviewer and by week."""
    round = find_round(request, slug, number, "see results")
    named = may(person_of(request), "see files", round.audit)
    view = agreement_view(results_of(round), places_of(round), names_of(round) if named else None)
    return round_page(
        request,
        round,
        "results/agreement.html",
        "Agreement of reviewers",
        **(FRAME | view),
    )

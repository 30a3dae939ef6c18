"""Urgent risks: somebody may be at risk now, and the force has to know."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from openpeel.audits import addresses
from openpeel.audits.actions import risks
from openpeel.audits.models import Round, UrgentRisk
from openpeel.audits.pages.forms import text_in
from openpeel.audits.pages.frame import look_again, round_page, with_warning
from openpeel.audits.pages.shell import find_round
from openpeel.errors import UserError
from openpeel.people.shell import person_of, signed_in, then

TOLD = 160


@signed_in
@require_safe
def listed(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Every risk, those that nobody was told of first."""
    return _listed(request, find_round(request, slug, number, "see urgent risks"))


@signed_in
@require_POST
def told(request: HttpRequest, slug: str, number: int, id: int) -> HttpResponse:
    """Log who in the force was told."""
    round = find_round(request, slug, number, "see urgent risks")
    risk = get_object_or_404(
        UrgentRisk.objects.select_related("file__round__audit"), pk=id, file__round=round
    )
    try:
        who = text_in(request.POST, "told", "who was told", TOLD)
        risks.log_told(risk, who, by=person_of(request))
    except UserError as problem:
        return _listed(request, round, risk.pk, str(problem))
    return then(request, addresses.risks(round), with_warning("It is logged who was told.", who))


def _listed(request: HttpRequest, round: Round, wrong: int = 0, problem: str = "") -> HttpResponse:
    person = person_of(request)
    found = UrgentRisk.objects.filter(file__round=round)
    found = found.select_related("file__round__audit", "by", "told_by")
    return round_page(
        request,
        round,
        "risks.html",
        "Urgent risks",
        status=400 if problem else 200,
        risks=[
            {
                "risk": risk,
                "file": addresses.file_page(risk.file),
                "told": addresses.told(risk),
                "problem": problem if risk.pk == wrong else "",
                "typed": request.POST.get("told", "") if risk.pk == wrong else "",
                "look": [
                    *look_again(risk.words, risk.by, person),
                    *(look_again(risk.told, risk.told_by, person) if risk.told_by else ()),
                ],
            }
            for risk in sorted(found.order_by("-at"), key=lambda risk: bool(risk.told))
        ],
    )

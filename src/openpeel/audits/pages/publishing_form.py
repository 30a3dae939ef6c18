"""What stands above a round's results for those who may publish it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from openpeel.audits import addresses, states
from openpeel.audits.actions import publishing
from openpeel.audits.models import Round
from openpeel.audits.publishing import unexplained
from openpeel.audits.showing import places_of, published_folder
from openpeel.audits.site.results import Results
from openpeel.sampling.published import ROUND


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

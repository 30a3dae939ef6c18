"""My work: the file to go on with, the files after it, and the audits one has a part in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from openpeel.audits import addresses
from openpeel.audits.models import Review
from openpeel.audits.pages.shell import page
from openpeel.audits.queries import reviews_of, rounds_of
from openpeel.people.shell import person_of, signed_in


@signed_in
@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    """The first page after signing in."""
    person = person_of(request)
    open_reviews = list(reviews_of(person))
    done = Review.objects.filter(
        reviewer=person, state="submitted", file__round__state="in review"
    ).count()
    return page(
        request,
        "work.html",
        "My work",
        next=_shown(open_reviews[0]) if open_reviews else None,
        left=[_shown(review) for review in open_reviews[1:]],
        done=done,
        rounds=[
            {
                "name": str(round),
                "state": round.state,
                "href": addresses.round_page(round),
                "roles": ", ".join(roles),
            }
            for round, roles in rounds_of(person)
        ],
    )


def _shown(review: Review) -> dict[str, object]:
    return {
        "href": addresses.review(review),
        "number": review.file.number,
        "reference": review.file.reference,
        "round": str(review.file.round),
        "begun": review.state == "started",
        "second": review.kind == "second",
    }

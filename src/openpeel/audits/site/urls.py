"""Addresses of the public pages on audits, and the list of those that a site has."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import path

from openpeel.audits.site import pages
from openpeel.audits.site.current import every_round, places
from openpeel.audits.site.places import AUDITS

urlpatterns = [
    path("audits/", pages.audits),
    path("audits/<slug:slug>/", pages.round_page),
    path("audits/<slug:slug>/agreement/", pages.agreement_page),
    path("audits/<slug:slug>/repeat/", pages.repeat_page),
    path("audits/<slug:slug>/<slug:id>/", pages.question_page),
]


def every_address() -> Iterator[str]:
    """Every page, each once; nothing when no round is published."""
    if every_round():
        yield AUDITS
    for results in every_round():
        where = places(results)
        yield where.results
        if results.answers.pairs:
            yield where.agreement
        if where.repeat:
            yield where.repeat
        for question in results.questions:
            yield where.question(question.id)

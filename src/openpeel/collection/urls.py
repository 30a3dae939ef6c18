"""Addresses of the pages on returns, and the list of those that a release has."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import path

from openpeel.collection import addresses
from openpeel.collection.current import status
from openpeel.collection.pages import returns, share_back
from openpeel.releases.current import current
from openpeel.releases.queries import all_forces

urlpatterns = [
    path("returns/", returns.returns),
    path("returns/<slug:slug>/", returns.profile),
    path("returns/<slug:slug>/share-back/", share_back.share_back),
    path("returns/<slug:slug>/share-back/<str:name>", share_back.share_back_file),
]


def every_address() -> Iterator[str]:
    """Every page on returns, each once; a force's own only when anything was received."""
    yield addresses.RETURNS
    if status().any:
        for force in all_forces():
            yield addresses.profile(force.code)
    for code in current().shared:
        yield addresses.share_back(code)
        yield addresses.share_back_csv(code)

"""Addresses of the service that lead nowhere say so, and show nothing else."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/nowhere/", "/audits/no/99/", "/inspections/x/y/z/"])
def test_an_address_that_leads_nowhere_is_404(settings, address: str) -> None:  # type: ignore[no-untyped-def]
    settings.ROOT_URLCONF = "openpeel.web.service_urls"
    settings.SECRET_KEY = "a key for tests"
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code in (404, 302)  # whoever is not signed in may be asked to do so first
    if address == "/nowhere/":
        assert answer.status_code == 404 and b"There is no such page." in answer.content

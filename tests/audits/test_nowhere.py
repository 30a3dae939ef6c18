"""Addresses of the service that lead nowhere say so, and show nothing else."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/nowhere/", "/nowhere/at/all/", "/nowhere.php"])
def test_an_address_that_leads_nowhere_is_404(service: None, address: str) -> None:
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == 404
    assert b"There is no such page." in answer.content

"""Pages of reports asked as somebody, in tests."""

from __future__ import annotations

from typing import Any

from django.test import Client

from openpeel.people.models import Person

BACKEND = "django.contrib.auth.backends.ModelBackend"


def client_of(person: Person | None, *, csrf: bool = False) -> Client:
    """A browser in which somebody is signed in, or nobody."""
    client = Client(enforce_csrf_checks=csrf)
    if person is not None:
        client.force_login(person, backend=BACKEND)
    return client


def get(person: Person, address: str, status: int = 200) -> str:
    """The text of a page; its status is checked."""
    response = client_of(person).get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.content.decode()


def post(by: Person, address: str, status: int = 302, **form: Any) -> str:
    """What is shown after a form was sent: the page itself, or the one that it leads to."""
    client = client_of(by)
    response = client.post(address, form)
    assert response.status_code == status, (address, response.content.decode())
    shown = client.get(response["Location"]) if status == 302 else response
    return shown.content.decode()

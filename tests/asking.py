"""Pages asked as somebody, in tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpResponse
from django.test import Client

from openpeel.people.models import Person

BACKEND = "django.contrib.auth.backends.ModelBackend"


def client_of(person: Person | None, *, csrf: bool = False) -> Client:
    """A browser in which somebody is signed in, or nobody."""
    client = Client(enforce_csrf_checks=csrf)
    if person is not None:
        client.force_login(person, backend=BACKEND)
    return client


def get(person: Person | None, address: str, status: int = 200) -> str:
    """The text of a page; its status is checked."""
    response = client_of(person).get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.content.decode()


def post(by: Person | None, address: str, status: int = 302, /, **form: Any) -> str:
    """What is shown after a form was sent: the page itself, or the one that it leads to."""
    client = client_of(by)
    response = client.post(address, form)
    assert response.status_code == status, (address, response.status_code, _text(response))
    if status != 302:
        return _text(response)
    return _text(client.get(response["Location"]))


def _text(response: Any) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


@contextmanager
def nothing_saved(*counted: Any) -> Iterator[None]:
    """No row is added to some tables."""
    before = [model.objects.count() for model in counted]
    yield
    assert [model.objects.count() for model in counted] == before

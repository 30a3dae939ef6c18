"""Fixtures for tests that ask the service's pages; a room's conftest.py takes them in."""

from __future__ import annotations

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings


@pytest.fixture(scope="session", autouse=True)
def signing_key() -> None:
    """A key to sign sessions with. It can't be taken back: Django refuses to have none."""
    django_settings.SECRET_KEY = "for tests alone"


@pytest.fixture
def service(settings: Settings) -> None:
    """Pages of the service answer, as if it ran; passwords are hashed quickly."""
    settings.ROOT_URLCONF = "openpeel.web.service_urls"
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False

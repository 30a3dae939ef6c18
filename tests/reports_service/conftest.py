"""The service's addresses, for tests that ask its pages; a report with its people."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from one_report import Team, team_of_one_report
from pytest_django import Settings

# a small report's folder with the site that it reads, and a service of one's own
sys.path += [str(Path(__file__).parents[1] / room) for room in ("reports", "audits")]


@pytest.fixture(scope="session", autouse=True)
def signing_key() -> None:
    """A key to sign sessions with. It can't be taken back: Django refuses to have none."""
    django_settings.SECRET_KEY = "for tests alone"


@pytest.fixture
def service(settings: Settings) -> None:
    """Pages of the service answer, as if it ran."""
    settings.ROOT_URLCONF = "openpeel.web.service_urls"
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.AXES_ENABLED = False


@pytest.fixture
def team(db: Any) -> Team:
    """A report with one draft that has nothing wrong, and one of everybody."""
    return team_of_one_report()

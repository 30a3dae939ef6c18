"""Reports in a library, people who look at it, and the service's addresses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from openpeel.people.models import Person
from openpeel.reading.reader import read_report
from openpeel.reading.report import ReadReport

REPORTS = Path(__file__).resolve().parents[1] / "reading" / "reports"


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


@pytest.fixture(scope="session")
def kent() -> ReadReport:
    """A page of 2023-25."""
    return read_report(REPORTS / "leadership-2023-25.html")


@pytest.fixture(scope="session")
def manchester() -> ReadReport:
    """A text of 2021/22."""
    return read_report(REPORTS / "twelve-areas-2021-22.txt")


@pytest.fixture
def ada(db: Any) -> Person:
    """Somebody of the inspectorate."""
    return Person.objects.create_user("ada", "Ada")

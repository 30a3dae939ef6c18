"""The service's addresses, for tests that ask its pages; and a database in a file."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings


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
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """SQLite in a file, as people have it: threads of a test then see it as servers do."""
    from django.db import connections

    database: Any = connections["default"]
    if database.vendor == "sqlite":
        file = str(tmp_path_factory.mktemp("database") / "audits.db")
        database.settings_dict["TEST"]["NAME"] = file

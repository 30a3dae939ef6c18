"""The service's addresses, for tests that ask its pages; and a database in a file."""

from __future__ import annotations

from typing import Any

import pytest

from answering import service, signing_key

__all__ = ["service", "signing_key"]


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

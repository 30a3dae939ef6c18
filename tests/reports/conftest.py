from __future__ import annotations

from pathlib import Path

import pytest
from small_folder import write_folder
from small_site import write_site


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of two measures and two rounds."""
    return write_site(tmp_path_factory.mktemp("release") / "site")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The source folder of a report that has nothing wrong."""
    return write_folder(tmp_path / "source")

"""One frozen site of the sample release, and the browser that looks at it."""

from dataclasses import replace
from pathlib import Path

import pytest
from lake_of_returns import make_lake
from published_rounds import every_round
from returned import all_of_it
from sample import sample_release

from openpeel.audits.site.files import write_files
from openpeel.measures.values import Release
from openpeel.site import build
from openpeel.web.freeze import freeze


@pytest.fixture(scope="session")
def release() -> Release:
    return sample_release()


@pytest.fixture(scope="session")
def site(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample release as a site, with one file for download."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "data").mkdir()
    (folder / "data" / "values.csv").write_text("measure\n", encoding="utf-8")
    freeze(release, folder, processes=1)
    return folder


@pytest.fixture(scope="session")
def returns_site(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample release with made-up submissions behind it, and with rounds of audits."""
    folder = tmp_path_factory.mktemp("returns-site")
    rounds = every_round()
    write_files(rounds, folder)
    held = replace(release, id="returns", returns=all_of_it())
    freeze(held, folder, rounds=rounds, processes=1)
    return folder


@pytest.fixture(scope="session")
def lake_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that is built from nothing but a small lake of returns."""
    place = tmp_path_factory.mktemp("lake-site")
    make_lake(place / "lake")
    (place / "data").mkdir()
    build(place / "data", place / "site", place / "lake")
    return place / "site"

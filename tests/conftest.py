"""Shared fixtures: where the real published files and the reference values lie."""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, expect, sync_playwright
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

from browsing import CHROMIUM, QUIET

# A busy machine is no mistake: what must be quick is held by tests of its own.
settings.register_profile("openpeel", deadline=None)
settings.load_profile("openpeel")

SHARED = Path(__file__).resolve().parents[2] / "shared"

# Files that share what is dear to make, or a server.
TOGETHER = (
    "tests/audits/test_simulated_audit",
    "tests/facts/test_simulated_",
    "tests/measures/test_spark",
    "tests/releases/",
)

# What takes longest begins first, so that no process is left alone with it at the end.
DEAREST = (
    "tests/releases/",
    "tests/audits/test_simulated_audit",
    "tests/measures/test_spark",
    "tests/audits/test_review_in_browser.py",
    "tests/facts/test_simulator.py",
    "tests/facts/test_simulated_",
    "tests/test_command_line.py",
    "tests/facts/returns/test_fuzzed.py",
    "tests/test_command_returns_site.py",
    "tests/facts/returns/test_hostile_files.py",
    "tests/measures/test_open_data_release.py",
    "tests/measures/test_cube_properties.py",
    "tests/facts/returns/test_reading.py",
    "tests/facts/returns/rules/test_rules.py",
    "tests/audits/test_round_pages_in_browser.py",
)


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and not among what is there before the first test.

    Looking at it again and again takes a tenth of the time of all tests.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 10)


def pytest_sessionfinish() -> None:
    """Everything can be taken apart again."""
    gc.unfreeze()


class OneProcessForAFile(LoadFileScheduling):
    """What the tests of a file share is made once, and not in every process; the dearest first.

    pytest-xdist's own groups are passed over in silence since pytest 9.
    """

    def _assign_work_unit(self, node: WorkerController) -> None:
        first = next((scope for scope in DEAREST if scope in self.workqueue), None)
        if first:
            self.workqueue.move_to_end(first, last=False)
        super()._assign_work_unit(node)

    def _split_scope(self, nodeid: str) -> str:
        together = (start for start in TOGETHER if nodeid.startswith(start))
        return next(together, super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneProcessForAFile:
    """However tests are asked to be shared out among processes."""
    return OneProcessForAFile(config, log)


def _folder(name: str) -> Path:
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"../shared/{name} is not here, so tests on it are skipped")
    return folder


@pytest.fixture(scope="session")
def open_data() -> Path:
    """The folder of real published files."""
    return _folder("open-data")


@pytest.fixture(scope="session")
def stat_refs() -> Path:
    """The folder of reference values worked out by other people's programs."""
    return _folder("stat-refs")


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of lists that the project works from."""
    return _folder("reference")


@pytest.fixture(scope="session")
def demo() -> Path:
    """What `make demo` made: a site, a survey and a report; `.ci/run` makes it first."""
    folder = Path(__file__).resolve().parents[1] / "demo"
    if not (folder / "report" / "data" / "manifest.json").is_file():
        pytest.skip("there is no demo/report, so tests on it are skipped; `make demo` makes it")
    return folder


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """SQLite in a file, as people have it: threads of a test then see it as servers do.

    For all tests: whichever of a process first asks the database makes it for the others.
    """
    from django.db import connections

    database: Any = connections["default"]
    if database.vendor == "sqlite":
        file = str(tmp_path_factory.mktemp("database") / "service.db")
        database.settings_dict["TEST"]["NAME"] = file


# A module at a time: Django asks no database while Playwright's loop runs in the thread.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, which is shared by the tests of a file."""
    if not CHROMIUM.exists():
        pytest.skip(f"Chromium is not at {CHROMIUM}, so browser tests are skipped")
    expect.set_options(timeout=15_000)  # milliseconds, on a busy machine
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield started
        started.close()

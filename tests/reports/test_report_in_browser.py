"""A report's pages in a browser: accessible, whole on a phone, and without a script."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from small_folder import change, write_folder

from openpeel import reporting

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAGES = (
    "", "responding/", "figures/", "evidence/", "about-the-data/", "history/", "register/",
    "changes/", "press/", "versions/1/",
)  # fmt: skip


@pytest.fixture(scope="module")
def report(small_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two versions of a small report."""
    folder = tmp_path_factory.mktemp("report")
    reporting.build(write_folder(folder / "one"), small_site, folder / "out")
    later = write_folder(folder / "two")
    change(later, "report.yaml", "version: 1", "version: 2\nchanged: Words are clearer.")
    change(later, "report.md", "Calls wait.", "Callers wait.")
    reporting.build(later, small_site, folder / "out")
    return folder / "out"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone's page; axe is a script, which the pages' own policy forbids."""
    context = browser.new_context(viewport={"width": 390, "height": 900}, bypass_csp=True)
    yield context.new_page()
    context.close()


def test_axe_finds_nothing_and_every_page_fits(page: Page, report: Path) -> None:
    for name in PAGES:
        page.goto((report / name / "index.html").as_uri())
        for fold in page.locator("summary").all():
            fold.click()
        if page.locator("#numbers-on").count():
            page.check("#numbers-on")
        for width in (1280, 320, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
        found = Axe().run(page)
        assert found.violations_count == 0, (name, found.generate_report())


def test_readers_switch_on_the_numbers_without_a_script(browser: Browser, report: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((report / "responding" / "index.html").as_uri())
    numbers = page.get_by_role("heading", name="The numbers behind the words")
    assert not numbers.is_visible()
    page.get_by_label("Show me the numbers").check()
    assert numbers.is_visible()
    page.get_by_role("link", name="almost 20 percent").first.click()
    assert page.url.endswith("figures/index.html#abandoned")
    context.close()


def test_a_page_reads_in_order(browser: Browser, report: Path) -> None:
    page = browser.new_page()
    for name in PAGES:
        page.goto((report / name / "index.html").as_uri())
        assert page.locator("h1").count() == 1
        levels = page.eval_on_selector_all("h1, h2, h3, h4", "all => all.map(h => +h.tagName[1])")
        assert all(b <= a + 1 for a, b in pairwise(levels)), (name, levels)
        assert page.locator("html").get_attribute("lang") == "en-GB"
    page.close()

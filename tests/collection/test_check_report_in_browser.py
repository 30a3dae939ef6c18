"""The report of a check in a browser: accessible, and whole on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from test_check_report import ERROR, MIDNIGHT, SHARE, reply, report

from openpeel.collection.check_report import report_html

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_the_page_fits(browser: Browser, width: int) -> None:
    held = report(ERROR, MIDNIGHT, SHARE, replies=(reply(MIDNIGHT),))
    # axe is put into the page as a script, which its policy forbids
    page = browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)
    page.set_content(report_html(held))
    assert not [found["id"] for found in Axe().run(page).response["violations"]]
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()

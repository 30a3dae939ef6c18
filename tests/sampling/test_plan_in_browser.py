"""The page of a plan in a browser: accessible, and whole on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from openpeel.audits.plans import plan_html
from openpeel.catalogue.audit_designs import find_design
from openpeel.sampling.planning import plan_design

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_the_page_fits(browser: Browser, width: int) -> None:
    plan = plan_design(find_design("victim-service-2021"), 0.8, after=0.9)
    # axe is put into the page as a script, which its policy forbids
    page = browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)
    page.set_content(plan_html(plan))
    assert not [found["id"] for found in Axe().run(page).response["violations"]]
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()

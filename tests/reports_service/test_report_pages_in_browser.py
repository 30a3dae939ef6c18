"""The pages of a report in a browser: accessible, no wider than a telephone, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from one_report import CALLS, SLUG
from playwright.sync_api import Browser, expect

from served import Server, filled, page_of

pytestmark = pytest.mark.browser

REPORT = f"/reports/{SLUG}/"
ACCURACY = f"{REPORT}drafts/2/accuracy/"
PAGES = {
    "lead": (
        "/reports/", REPORT, f"{REPORT}versions/2/", f"{REPORT}members/", f"{REPORT}drafts/3/",
        ACCURACY, f"{ACCURACY}1/",
    ),
    "liaison": (REPORT, ACCURACY, f"{ACCURACY}raise/?section={CALLS}"),
}  # fmt: skip
TELEPHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    db = tmp_path_factory.mktemp("pages") / "reports.db"
    with filled(Path(__file__).with_name("filling_reports.py"), db) as running:
        yield running


@pytest.mark.parametrize("who", PAGES)
def test_every_page_passes_axe_and_fits_a_telephone(
    browser: Browser, server: Server, who: str
) -> None:
    page = page_of(browser, server, who, viewport=TELEPHONE)
    for address in PAGES[who]:
        response = page.goto(server.address + address)
        assert response is not None and response.status == 200, address
        found = Axe().run(page)
        assert found.violations_count == 0, f"{address}\n{found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address


def test_the_force_raises_a_point_by_keyboard_and_without_a_script(
    browser: Browser, server: Server
) -> None:
    page = page_of(browser, server, "liaison", scripts=False, viewport=TELEPHONE)
    page.goto(server.address + ACCURACY)
    page.get_by_role("link", name="Raise a point under Calls wait too long").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Which words?").focus()
    page.keyboard.type("the evening too")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("In the morning.")
    page.keyboard.press("Tab")
    page.keyboard.type("Return of calls, row 3.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Point 3 is sent")

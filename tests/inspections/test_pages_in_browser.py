"""The pages of an inspection in a browser: accessible, no wider than a telephone, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from served import Server, filled, page_of

pytestmark = pytest.mark.browser

PLACE = "/inspections/peel-2021-22/west-mercia-2021-22/"
AREA = f"{PLACE}areas/responding/"
MONITORING = "/monitoring/peel-2021-22/"
FORCE = f"{MONITORING}forces/west-mercia/"
SEARCHES = f"{MONITORING}national/searches-2017/"
PAGES = {
    "lead": (
        "/inspections/", "/inspections/register/", PLACE, AREA, f"{PLACE}check/",
        f"{PLACE}members/", f"{PLACE}asked/", f"{PLACE}asked/concerns/1/",
        f"{AREA}evidence/document/", f"{AREA}finding/", f"{AREA}concern/",
        "/monitoring/", MONITORING, FORCE, f"{FORCE}stage/", f"{FORCE}national/searches-2017/",
        f"{MONITORING}national/", f"{MONITORING}add-national/", SEARCHES, f"{SEARCHES}apply/",
    ),
    "grader": (f"{AREA}judgment/",),
    "moderator": (f"{AREA}judgments/1/moderate/", f"{AREA}judgments/1/dissent/"),
}  # fmt: skip
TELEPHONE = 390


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A service with one inspection, in a process of its own."""
    db = tmp_path_factory.mktemp("pages") / "inspections.db"
    with filled(Path(__file__).with_name("filling.py"), db) as running:
        yield running


@pytest.mark.parametrize("who", PAGES)
def test_every_page_passes_axe_and_fits_a_telephone(
    browser: Browser, server: Server, who: str
) -> None:
    page = page_of(browser, server, who)
    problems: list[str] = []
    page.on("console", lambda told: problems.append(told.text) if told.type == "error" else None)
    page.set_viewport_size({"width": TELEPHONE, "height": 844})
    for address in PAGES[who]:
        response = page.goto(server.address + address)
        assert response is not None and response.status == 200, address
        found = Axe().run(page)
        assert found.violations_count == 0, f"{address}\n{found.generate_report()}"
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= TELEPHONE, (address, wide)
    assert problems == []


def test_a_gap_is_added_by_keyboard_and_without_a_script(browser: Browser, server: Server) -> None:
    page = page_of(browser, server, "inspector", scripts=False)
    page.goto(server.address + AREA)
    page.get_by_text("Add to this area").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Add a gap").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Which characteristic?").focus()
    page.keyboard.type("Officers get")
    page.keyboard.press("Tab")
    page.keyboard.type("No visit was made at night.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("The gap is written down.")
    expect(page.locator("#getting-there")).to_contain_text("No visit was made at night.")


def test_a_force_is_moved_by_keyboard_from_its_inspection(browser: Browser, server: Server) -> None:
    page = page_of(browser, server, "lead", scripts=False)
    page.goto(server.address + PLACE)
    page.get_by_role("link", name="Monitoring", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Move back to scan").focus()
    page.keyboard.press("Enter")
    page.get_by_label("From which day?").fill("2022-09-01")
    page.get_by_label("Why?").focus()
    page.keyboard.type("Investigations are quicker.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("West Mercia is in scan.")
    expect(page.locator("ol.history")).to_contain_text("1 May 2022 to 31 August 2022")

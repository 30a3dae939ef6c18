"""The pages around the reviews in a browser: accessible, and no wider than a telephone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from served import Server, filled, page_of

pytestmark = pytest.mark.browser

FIRST, SECOND = "/audits/west-mercia-2021/1/", "/audits/west-mercia-2021/2/"
PAGES = {
    "boss": ("/audits/", "/schedule/", "/plan/", "/plan/?share=80&after=90&power=80"),
    "lead": (
        FIRST, f"{FIRST}files/", f"{FIRST}files/1/", f"{FIRST}files/2/", f"{FIRST}files/5/",
        f"{FIRST}files/8/", f"{FIRST}members/", f"{FIRST}risks/", SECOND, f"{SECOND}replies/",
        f"{SECOND}replies/1/", f"{SECOND}replies/2/",
    ),
    "moderator": (f"{FIRST}conflicts/", f"{FIRST}files/2/resolve/"),
    "liaison": (SECOND, f"{SECOND}replies/", f"{SECOND}replies/files/1/"),
    "asha": (FIRST, f"{FIRST}spreadsheets/"),
}  # fmt: skip
TELEPHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    db = tmp_path_factory.mktemp("pages") / "audits.db"
    with filled(Path(__file__).with_name("filling.py"), db) as running:
        yield running


@pytest.mark.parametrize("who", PAGES)
def test_every_page_passes_axe_and_fits_a_telephone(
    browser: Browser, server: Server, who: str
) -> None:
    page = page_of(browser, server, who)
    problems: list[str] = []
    page.on("console", lambda told: problems.append(told.text) if told.type == "error" else None)
    page.set_viewport_size(TELEPHONE)  # type: ignore[arg-type]
    for address in PAGES[who]:
        response = page.goto(server.address + address)
        assert response is not None and response.status == 200, address
        found = Axe().run(page)
        assert found.violations_count == 0, f"{address}\n{found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
    assert problems == []


def shoot(page: Page, name: str) -> None:
    """Take the picture that the docs show, when OPENPEEL_PICTURES says where to."""
    if folder := os.environ.get("OPENPEEL_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"))


def test_the_round_says_first_what_can_not_wait(browser: Browser, server: Server) -> None:
    page = page_of(browser, server, "lead")
    page.set_viewport_size({"width": 1000, "height": 1000})
    page.goto(f"{server.address}{FIRST}")
    expect(page.get_by_role("alert")).to_contain_text("1 urgent risk")
    alert, button = (page.get_by_role(r, name=n) for r, n in (("alert", None), ("button", "Deal")))
    first, second = alert.bounding_box(), button.bounding_box()
    assert first is not None and second is not None and second["y"] < 1000
    assert first["y"] < second["y"]
    shoot(page, "round-overview")


def test_a_moderator_decides_by_keyboard_and_without_a_script(
    browser: Browser, server: Server
) -> None:
    page = page_of(browser, server, "moderator", scripts=False)
    page.goto(f"{server.address}{FIRST}conflicts/")
    page.get_by_role("link", name="File 2").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Why?")).to_be_visible()
    page.set_viewport_size({"width": 1000, "height": 900})
    shoot(page, "two-reviews-differ")
    page.get_by_label("Yes").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Entry 14 shows it")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("File 2 is settled.")


def test_a_reply_is_sent_and_decided_without_a_script(browser: Browser, server: Server) -> None:
    force = page_of(browser, server, "liaison", scripts=False)
    force.goto(f"{server.address}{SECOND}replies/files/1/")
    force.get_by_label("Which answer?").select_option(index=1)
    force.get_by_label("What does the file show?").fill("The letter is there")
    force.get_by_label("Where does it show that?").fill("page 12")
    force.get_by_label("When did that come to be?").fill("2021-05-01")
    force.get_by_role("button", name="Send the reply").click()
    expect(force.get_by_role("status")).to_contain_text("Your reply is sent")
    lead = page_of(browser, server, "lead", scripts=False)
    lead.goto(f"{server.address}{SECOND}replies/")
    lead.get_by_role("listitem").filter(has_text="waits").get_by_role("link").first.click()
    lead.get_by_label("Refuse it").check()
    lead.get_by_label("Why?").fill("page 12 is another letter")
    lead.get_by_role("button", name="Decide").click()
    expect(lead.get_by_role("status")).to_contain_text("The reply is decided")

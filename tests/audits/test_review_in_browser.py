"""A review in a browser: by keyboard alone, through a killed server, with nothing lost."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copy
from subprocess import run
from sys import executable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browsing import CHROMIUM, QUIET
from served import Server, openpeel, served

pytestmark = pytest.mark.browser

FILES = 10  # the fewest of which a share is shown


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a round of the stop and search design, as the commands make it."""
    folder = tmp_path_factory.mktemp("opened")
    db, frame = folder / "audits.db", folder / "frame.csv"
    rows = (f"S/{n:04},searches\n" for n in range(400))
    frame.write_text("reference,stratum\n" + "".join(rows), encoding="utf-8")
    run(
        [executable, "-m", "openpeel", "audit", "draw", str(frame), "--design",
         "stop-search-grounds-2020", "--force", "west-mercia", "--seed", "a test", "--files",
         f"searches={FILES}", "--out", str(folder)],
        check=True, capture_output=True,
    )  # fmt: skip
    for name in ("lead", "asha", "ben"):
        openpeel("people", "add", name, "--name", name.title(), db=db)
    openpeel(
        "open", folder / "sheet.yaml", "--by", "lead", "--slug", "grounds", "--name", "Grounds",
        "--with", "reviewer=asha", "--with", "reviewer=ben", db=db,
    )  # fmt: skip
    return folder


@contextmanager
def copied(kept: Path, folder: Path) -> Iterator[Server]:
    """The service on a copy of a database."""
    for path in kept.glob("audits.db*"):
        copy(path, folder)
    with served(folder / "audits.db") as running:
        yield running


@pytest.fixture
def server(opened: Path, tmp_path: Path) -> Iterator[Server]:
    """The service before the lead has given the files out."""
    with copied(opened, tmp_path) as running:
        yield running


@pytest.fixture(scope="module")
def dealt(opened: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same database when that is done and reviewers may begin."""
    folder = tmp_path_factory.mktemp("dealt")
    with copied(opened, folder) as running:
        deal(running, browser)
    return folder


@pytest.fixture
def begun(dealt: Path, tmp_path: Path) -> Iterator[Server]:
    """The service when reviewers may begin."""
    with copied(dealt, tmp_path) as running:
        yield running


def press_button(page: Page, words: str) -> None:
    tab_to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def deal(server: Server, browser: Browser) -> None:
    """The lead gives the files out and lets reviewers begin, by keyboard too."""
    page = browser.new_page()
    sign_in(page, server, "Lead")
    press_button(page, "Grounds")
    press_button(page, "Deal them evenly")
    press_button(page, "Start the round")
    expect(page.get_by_role("main")).to_contain_text("Files are reviewed")
    page.close()


def answers(server: Server) -> dict[str, str]:
    """What the database holds of file 1, by question."""
    with sqlite3.connect(server.db) as db:
        return dict(
            db.execute(
                "select a.question, a.code from audits_answer a join audits_review r on"
                " r.id = a.review_id join audits_file f on f.id = r.file_id where f.number = 1"
            )
        )


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


OTHER_FACTS = ("fact:intelligence", "fact:smell", "fact:filmed", "fact:looked-at")
IN_FOCUS = "(e => e.matches('a, button') ? e.innerText : '')(document.activeElement)"


def tab_to(page: Page, words: str) -> None:
    """Go on with the Tab key until what has the focus says these words."""
    for _ in range(40):
        if words in str(page.evaluate(IN_FOCUS)):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {words!r} by keyboard")


def sign_in(page: Page, server: Server, name: str) -> None:
    page.goto(server.address)
    tab_to(page, name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="My work")).to_be_visible()


def in_hand(page: Page) -> str:
    """The question that has the focus."""
    return str(page.evaluate("document.activeElement.closest('.question')?.dataset.item || ''"))


def review_all(page: Page, server: Server, *, against: set[int]) -> None:
    """Review whatever waits, by keyboard: good grounds but in the files told."""
    while page.get_by_role("link", name=re.compile("(Begin|Go on with) file")).count():
        page.get_by_role("link", name=re.compile("(Begin|Go on with) file")).first.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.wait_for_selector(".scripted")
        number = int(page.locator("h1").inner_text().split()[1])
        while item := in_hand(page):
            bad = number in against and item == "GR6"
            press(page, "n" if item in OTHER_FACTS or bad else "y")
        press(page, "Enter")
        expect(page.locator(".told")).to_have_text(f"File {number} is finished.")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


def shoot(page: Page, name: str) -> None:
    """Take the picture that the docs show, when OPENPEEL_PICTURES says where to."""
    if folder := os.environ.get("OPENPEEL_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"))


def test_by_keyboard_through_a_killed_server_and_a_closed_browser(
    server: Server, tmp_path: Path, browser: Browser
) -> None:
    deal(server, browser)
    profile = tmp_path / "profile"
    options = {"executable_path": str(CHROMIUM), "args": QUIET}
    kind = browser.browser_type
    with kind.launch_persistent_context(str(profile), **options) as window:  # type: ignore[arg-type]
        page = window.pages[0]
        sign_in(page, server, "Asha")
        press_button(page, "file 1")
        page.wait_for_selector(".scripted")
        assert in_hand(page) == "fact:grounds-needed"
        press(page, "y")
        while in_hand(page).startswith("fact:"):
            press(page, "n")
        expect(page.locator("#saving")).to_have_text("All saved")
        assert in_hand(page) == "SR1"
        server.kill()
        press(page, "Shift+Y", "e")
        page.keyboard.type("page 2")
        press(page, "Escape", "j", "Shift+N", "c")
        page.keyboard.type("The power is not named.")
        expect(page.locator("#saving")).to_contain_text("2 answers are kept on this machine")
        shoot(page, "review-without-a-connection")
        assert "SR1" not in answers(server)
    # the browser is closed, the server comes back, and the reviewer the next morning
    server.start()
    with kind.launch_persistent_context(str(profile), **options) as window:  # type: ignore[arg-type]
        page = window.pages[0]
        page.goto(server.address)
        if "Who are you" in page.title():
            sign_in(page, server, "Asha")
        tab_to(page, "Go on with file 1")
        press(page, "Enter")
        expect(page.locator("#saving")).to_have_text("All saved")
        held = answers(server)
        assert (held["SR1"], held["SR2"], held["fact:smell"]) == ("yes", "no", "no")
        assert page.locator("[name=evidence-SR1]").input_value() == "page 2"
        assert page.locator("[name=comment-SR2]").input_value() == "The power is not named."
        # it goes on where one stopped, and questions that do not apply are not asked
        assert in_hand(page) == "GR1"
        assert not page.locator("#q-SR3").is_visible()
        while in_hand(page):
            press(page, "y")
        press(page, "Enter")
        expect(page.locator(".told")).to_have_text("File 1 is finished.")
        assert page.evaluate("localStorage.length") == 0


def test_from_signing_in_to_the_estimate(server: Server, browser: Browser) -> None:
    deal(server, browser)
    for _ in range(2):  # first reviews, then second ones
        for name in ("Asha", "Ben"):
            page = browser.new_page()
            sign_in(page, server, name)
            review_all(page, server, against={3})
            page.close()
        lead = browser.new_page(viewport={"width": 1280, "height": 900})
        sign_in(lead, server, "Lead")
        press_button(lead, "Grounds")
        if lead.get_by_role("button", name="Deal them evenly").count():
            press_button(lead, "Deal them evenly")
    shoot(lead, "round-page")
    press_button(lead, "Settle it without a reply")
    press_button(lead, "Go to the results")
    expect(lead.get_by_role("main")).to_contain_text("9 of 10")
    shoot(lead, "round-results")


def test_of_two_pages_on_one_answer_the_second_is_told(
    begun: Server, browser: Browser, context: BrowserContext
) -> None:
    first = context.new_page()
    sign_in(first, begun, "Asha")
    press_button(first, "file 1")
    first.wait_for_selector(".scripted")
    second = context.new_page()
    second.goto(first.url)
    press(first, "y")
    expect(first.locator("#saving")).to_have_text("All saved")
    press(second, "n")
    told = second.locator(".question .problem")
    expect(told).to_contain_text('Asha has changed this answer meanwhile. It is now "Yes"')
    expect(told).to_contain_text('Yours: "No"')
    second.get_by_role("button", name="Use mine").click()
    expect(second.locator("#saving")).to_have_text("All saved")
    assert answers(begun)["fact:grounds-needed"] == "no"


def test_without_a_script_the_page_is_a_form(begun: Server, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(begun.address)
    page.get_by_role("button", name="Asha").click()
    page.get_by_role("link", name="Begin file 1").click()
    page.locator("[name='code-SR1'][value=yes]").check(force=True)
    page.locator("#q-SR1 summary").click()
    page.locator("[name='comment-SR1']").fill("Enough.")
    page.get_by_role("button", name="Save and go on later").click()
    expect(page.locator(".told")).to_have_text("Everything is saved.")
    page.get_by_role("button", name="Finish this file").click()
    expect(page.get_by_role("alert")).to_contain_text("file 1 is not finished: answer")
    assert answers(begun) == {"SR1": "yes"}
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_the_page_fits(
    begun: Server, browser: Browser, context: BrowserContext, width: int
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, begun, "Asha")
    for shown in (begun.address, f"{begun.address}/reviews/1/"):
        page.goto(shown)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert [v["id"] for v in Axe().run(page).response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.evaluate(
            "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right"
            " > innerWidth).map(e => e.outerHTML.slice(0, 120))"
        )


@pytest.fixture
def reviewing(begun: Server, browser: Browser, context: BrowserContext) -> Page:
    """Asha, with her first file open."""
    page = context.new_page()
    sign_in(page, begun, "Asha")
    press_button(page, "file 1")
    page.wait_for_selector(".scripted")
    return page


def other_tab(page: Page) -> Page:
    tab = page.context.new_page()
    tab.goto(page.url)
    tab.wait_for_selector(".scripted")
    return tab


def becomes(context: BrowserContext, server: Server, name: str) -> None:
    """Sign somebody in on the same machine, in another tab."""
    tab = context.new_page()
    tab.goto(f"{server.address}/sign-in/")
    tab.get_by_role("button", name=name).click()
    expect(tab.get_by_role("heading", name="My work")).to_be_visible()
    tab.close()


# What the server says is changed where the page asks. A browser that is told to catch requests of
# a page that is open lets one through now and then, and then the answer is simply saved.
SAYS = """([status, said]) => {
  window.send ??= window.fetch;
  window.fetch = async () => Response.json(said, { status });
}"""
AS_BEFORE = "() => { window.fetch = window.send }"
HOLDS_THE_FIRST = """() => {
  const send = window.fetch;
  let held = new Promise(go => { window.letGo = go });
  window.fetch = async (...asked) => {
    const wait = held;
    held = null;
    await wait;
    return send(...asked);
  };
}"""


def test_what_two_tabs_keep_on_the_machine_is_sent_when_both_are_closed(
    begun: Server, reviewing: Page
) -> None:
    second = other_tab(reviewing)
    begun.kill()
    press(reviewing, "y")
    expect(reviewing.locator("#saving")).to_contain_text("1 answer is kept on this machine")
    press(second, "j", "n")
    expect(second.locator("#saving")).to_contain_text("1 answer is kept on this machine")
    address, context = reviewing.url, reviewing.context
    keeper = context.new_page()
    reviewing.close()
    second.close()
    begun.start()
    keeper.goto(address)
    expect(keeper.locator("#saving")).to_have_text("All saved")
    assert sorted(answers(begun).values()) == ["no", "yes"]
    assert keeper.evaluate("localStorage.length") == 0


def test_an_answer_waits_while_somebody_else_is_signed_in_on_the_machine(
    begun: Server, reviewing: Page
) -> None:
    address = reviewing.url
    becomes(reviewing.context, begun, "Ben")
    press(reviewing, "y")
    expect(reviewing.locator("#saving")).to_contain_text("1 answer is kept on this machine")
    assert answers(begun) == {}
    becomes(reviewing.context, begun, "Asha")
    reviewing.goto(address)
    expect(reviewing.locator("#saving")).to_have_text("All saved")
    assert answers(begun) == {"fact:grounds-needed": "yes"}


def test_an_answer_that_the_server_refuses_is_kept_and_told(begun: Server, reviewing: Page) -> None:
    reviewing.evaluate(SAYS, [400, {"problem": "That is too long."}])
    press(reviewing, "y")
    expect(reviewing.locator(".question .problem")).to_have_text("That is too long.")
    expect(reviewing.locator("#saving")).to_have_text("1 answer needs your decision")
    reviewing.reload()
    expect(reviewing.locator("#saving")).to_have_text("All saved")
    assert answers(begun) == {"fact:grounds-needed": "yes"}


def test_a_slow_answer_does_not_undo_what_was_chosen_meanwhile(
    begun: Server, reviewing: Page
) -> None:
    reviewing.evaluate(HOLDS_THE_FIRST)
    press(reviewing, "Shift+Y")
    expect(reviewing.locator("#saving")).to_have_text("Saving ...")
    press(reviewing, "Shift+N")
    assert answers(begun) == {}
    reviewing.evaluate("window.letGo()")
    expect(reviewing.locator("#saving")).to_have_text("All saved")
    assert answers(begun) == {"fact:grounds-needed": "no"}


def test_where_a_machine_keeps_nothing_it_is_said(begun: Server, reviewing: Page) -> None:
    reviewing.evaluate("void (Storage.prototype.setItem = () => { throw new Error('full') })")
    reviewing.evaluate(SAYS, [500, {}])
    press(reviewing, "y")
    expect(reviewing.locator("#saving")).to_contain_text("NOT kept if you close this page")
    reviewing.evaluate(AS_BEFORE)
    expect(reviewing.locator("#saving")).to_have_text("All saved")
    assert answers(begun) == {"fact:grounds-needed": "yes"}

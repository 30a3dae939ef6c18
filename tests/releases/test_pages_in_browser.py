"""Every kind of page in a real browser: accessibility rules, reflow, no JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

KINDS = {
    "home": "index.html",
    "forces": "forces/index.html",
    "force": "forces/west-mercia/index.html",
    "force with gaps": "forces/city-of-london/index.html",
    "measures": "measures/index.html",
    "measure": "measures/search-rate/index.html",
    "measure with a force in hand": "measures/charged/index.html#at-kent",
    "group of a measure": "measures/search-ratio-2011/black/index.html",
    "count": "measures/residents/index.html",
    "figure": "figures/search-rate/west-mercia/index.html",
    "figure with areas": "figures/street-antisocial/kent/index.html",
    "methods": "methods/index.html",
    "frameworks": "frameworks/index.html",
    "sources": "sources/index.html",
    "downloads": "downloads/index.html",
    "press": "press/index.html",
}

ON_RETURNS = {
    "returns": "returns/index.html",
    "profile": "returns/kent/index.html",
    "shared back": "returns/kent/share-back/index.html",
    "response times": "response-times/index.html",
    "areas of a force": "forces/west-mercia/areas/index.html",
    "median": "measures/incidents-immediate-median/index.html",
}


@pytest.fixture(params=[*KINDS, *ON_RETURNS])
def address(request: pytest.FixtureRequest, site: Path, lake_site: Path) -> str:
    """A page of the sample release, or of the site that is built from a lake of returns."""
    kind = request.param
    return f"file://{site / KINDS[kind] if kind in KINDS else lake_site / ON_RETURNS[kind]}"


@pytest.fixture(scope="module", params=[1280, 390], ids=["desk", "phone"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    opened = browser.new_page(
        viewport={"width": request.param, "height": 900},
        bypass_csp=True,  # axe is put into the page as a script, which its policy forbids
    )
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def plain(browser: Browser) -> Iterator[Page]:
    """The narrowest width of WCAG's reflow, with JavaScript off."""
    context = browser.new_context(viewport={"width": 320, "height": 900}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_axe_finds_nothing_serious(page: Page, address: str) -> None:
    page.goto(address)
    page.eval_on_selector_all("details", "all => all.forEach(each => each.open = true)")
    found = Axe().run(page).response["violations"]
    grave = [
        (violation["id"], violation["nodes"][0]["html"][:200])
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]
    assert not grave


def test_nothing_needs_sideways_scrolling_at_320_pixels(plain: Page, address: str) -> None:
    plain.goto(address)
    plain.emulate_media(media="screen")
    box = plain.locator("main").bounding_box()
    assert box is not None
    wide = plain.locator("html").evaluate("e => e.scrollWidth")
    assert wide <= 320


def test_the_policy_lets_the_stylesheet_in_and_blocks_nothing_the_page_needs(
    site: Path, browser: Browser
) -> None:
    page, said = browser.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    for address in KINDS.values():
        page.goto(f"file://{site / address}")
    assert not said
    page.close()


def test_the_force_in_hand_is_shown_and_coloured_without_javascript(
    site: Path, plain: Page
) -> None:
    address = f"file://{site / 'measures' / 'charged' / 'index.html'}"
    plain.goto(address)
    assert not plain.locator("#at-kent").is_visible()
    plain.goto(f"{address}#at-kent")
    assert plain.locator("#at-kent").is_visible()
    kent = plain.locator('.narrow [data-code="E23000032"] .bar').first
    other = plain.locator('.narrow [data-code="E23000033"] .bar').first
    fill = "e => getComputedStyle(e).fill"
    assert kent.evaluate(fill) != other.evaluate(fill)

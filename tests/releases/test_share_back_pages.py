"""What is shared back with a force, on the site that is built from a lake of returns."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import pytest
from frozen import Page, read

sys.path.insert(0, str(Path(__file__).parents[1] / "facts" / "returns"))

from sent import Sent, empty_month, send

from openpeel.facts.lake import Lake
from openpeel.site import build

MONTHS = {
    f"{year + (month < 4)}-{month:02}": year for year in (2024, 2025) for month in range(1, 13)
}  # month -> the year from April in which it lies
ASKED = empty_month("2025-06", "Kent")


def calls(force: str, abandoned: dict[int, int], answered: int = 40) -> str:
    """A force's 101 calls in some months of two years, with as many abandoned each month."""
    return f"{force} calls: " + ", ".join(
        f"{month} x{count} line=101 abandoned={lost}"
        for month, year in MONTHS.items()
        for lost, count in (("true", abandoned[year]), ("false", answered))
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Kent doubles its abandoned calls from one year to the next; nobody else but Essex sends."""
    place = tmp_path_factory.mktemp("shared-back")
    lake = Lake(place / "lake")
    send(lake, Sent(calls("Kent", {2024: 5, 2025: 20}), findings=(ASKED,)))
    send(lake, calls("Essex", {2024: 5, 2025: 5}))
    (place / "data").mkdir()
    build(place / "data", place / "site", place / "lake")
    return place / "site"


def page(site: Path, force: str = "kent") -> Page:
    return read(site / "returns" / force / "share-back" / "index.html")


def test_only_forces_that_sent_something_have_a_page(site: Path) -> None:
    made = {path.parent.parent.name for path in site.glob("returns/*/share-back/index.html")}
    assert made == {"kent", "essex"}


def test_the_profile_leads_to_it_and_it_leads_back(site: Path) -> None:
    profile = read(site / "returns" / "kent" / "index.html")
    assert any("share-back" in link for link in profile.links)
    assert any(link.endswith("../index.html") for link in page(site).links)
    silent = read(site / "returns" / "surrey" / "index.html")
    assert not any("share-back" in link for link in silent.links)


def test_a_figure_stands_beside_last_year_others_and_those_that_are_missing(site: Path) -> None:
    text = page(site).text
    assert "101 calls abandoned" in text
    assert "33.3%" in text  # 20 of 60, this year
    assert "11.1%" in text  # 5 of 45, last year and in Essex
    assert "higher" in text
    assert "2 of 43 supplied it" in text


def test_open_queries_are_asked_again(site: Path) -> None:
    assert ASKED.number("calls") in page(site).text
    assert ASKED.number("calls") not in page(site, "essex").text
    assert "Every query has been answered" in page(site, "essex").text


def test_the_file_has_every_figure_and_leaves_other_forces_to_the_release(site: Path) -> None:
    path = site / "returns" / "kent" / "share-back" / "share-back-kent.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert {row["what"] for row in rows} >= {"own", "last-year", "change", "query"}
    assert "other" not in {row["what"] for row in rows}
    assert {row["force"] for row in rows} <= {"Kent", "England and Wales"}
    own = [row for row in rows if row["measure"] == "calls-101-abandoned" and row["what"] == "own"]
    assert float(own[0]["value"]) == pytest.approx(100 * 20 / 60)

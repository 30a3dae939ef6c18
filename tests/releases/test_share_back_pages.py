"""What is shared back with a force, on the site that is built from a lake of returns."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from frozen import Page, read
from lake_of_returns import ASKED


def page(lake_site: Path, force: str = "kent") -> Page:
    return read(lake_site / "returns" / force / "share-back" / "index.html")


def test_only_forces_that_sent_something_have_a_page(lake_site: Path) -> None:
    made = {path.parent.parent.name for path in lake_site.glob("returns/*/share-back/index.html")}
    assert made == {"kent", "essex", "west-mercia"}


def test_the_profile_leads_to_it_and_it_leads_back(lake_site: Path) -> None:
    profile = read(lake_site / "returns" / "kent" / "index.html")
    assert any("share-back" in link for link in profile.links)
    assert any(link.endswith("../index.html") for link in page(lake_site).links)
    silent = read(lake_site / "returns" / "surrey" / "index.html")
    assert not any("share-back" in link for link in silent.links)


def test_a_figure_stands_beside_last_year_others_and_those_that_are_missing(
    lake_site: Path,
) -> None:
    text = page(lake_site).text
    assert "101 calls abandoned" in text
    assert "33.3%" in text  # 20 of 60, this year
    assert "11.1%" in text  # 5 of 45, last year and in Essex
    assert "higher" in text
    assert "2 of 43 supplied it" in text


def test_open_queries_are_asked_again(lake_site: Path) -> None:
    assert ASKED.number("calls") in page(lake_site).text
    assert ASKED.number("calls") not in page(lake_site, "essex").text
    assert "Every query has been answered" in page(lake_site, "essex").text


def test_the_file_has_every_figure_and_leaves_other_forces_to_the_release(lake_site: Path) -> None:
    path = lake_site / "returns" / "kent" / "share-back" / "share-back-kent.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert {row["what"] for row in rows} >= {"own", "last-year", "change", "query"}
    assert "other" not in {row["what"] for row in rows}
    assert {row["force"] for row in rows} <= {"Kent", "England and Wales"}
    own = [row for row in rows if row["measure"] == "calls-101-abandoned" and row["what"] == "own"]
    assert float(own[0]["value"]) == pytest.approx(100 * 20 / 60)

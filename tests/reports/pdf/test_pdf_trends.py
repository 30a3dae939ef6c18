"""A trend in a published report: page, PDF, table and CSV from the same numbers, byte for byte."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from matterhorn import problems
from small_folder import change, write_folder
from tagged_pdf import TaggedPdf

from openpeel import reporting
from openpeel.errors import UserError
from openpeel.verifying import verify

HEADLINE = "More callers than the year before give up"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, small_site: Path) -> Path:
    place = tmp_path_factory.mktemp("trends")
    source = write_folder(place / "source")
    trend = f"![Too many callers give up](chart:abandoned)\n\n![{HEADLINE}](trend:abandoned)"
    change(source, "report.md", "![Too many callers give up](chart:abandoned)", trend)
    made = reporting.build(source, small_site, place / "report")
    assert [p.text("report.md") for p in made.problems] == []
    return made.folder


def test_a_figure_can_have_its_bars_and_its_trend(published: Path) -> None:
    page = (published / "responding" / "index.html").read_text()
    assert page.count('<figure class="chart-box">') == 2
    bars, trend = page.split('<figure class="chart-box">')[1:]
    assert "Too many callers give up" in bars and HEADLINE in trend
    assert "101 calls abandoned, West Mercia beside England and Wales" in trend
    assert "2 periods are too few for control limits" in trend
    assert 'href="../data/trends/abandoned.csv"' in trend
    assert "A line asks a question" in bars and "A line asks a question" not in trend


def test_the_numbers_of_a_trend_are_a_file(published: Path) -> None:
    with (published / "data" / "trends" / "abandoned.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["name"], row["period"]) for row in rows] == [
        ("West Mercia", "Mar 2020"), ("West Mercia", "Mar 2021"),
        ("England and Wales", "Mar 2020"), ("England and Wales", "Mar 2021"),
    ]  # fmt: skip
    assert float(rows[1]["value"]) == pytest.approx(100 * 383 / 1980)


def test_the_pdf_has_the_trend_with_its_words_and_its_table(published: Path) -> None:
    read = TaggedPdf((published / "report.pdf").read_bytes())
    assert problems(read) == []
    text = " ".join(read.text(()).split())
    assert HEADLINE in text
    assert "West Mercia 2019-04-01 Mar 2020" in text.replace("\n", " ")


def test_with_the_site_trends_are_worked_out_again(published: Path, small_site: Path) -> None:
    assert verify(published, small_site) == []
    path = published / "data" / "figures.json"
    before = path.read_text()
    bundle = json.loads(before)
    bundle["trends"]["abandoned"]["periods"][0]["value"] = 1.0
    try:
        path.write_text(json.dumps(bundle))
        told = verify(published, small_site)
    finally:
        path.write_text(before)
    assert "A chart that is made again is not the same." in told
    assert "data/trends/abandoned.csv: built again it is not the same." in told


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("![A](trend:know)", "know has a value in fewer than two periods, so there is no trend"),
        ("![A](trend:searches)", "searches is no figure of a measure; only those have charts"),
        ("![A](trend:abandoned?with=know)", "a chart is ![headline](chart:ID) or (trend:ID)"),
        ("It is [20](trend:abandoned).", "'trend:abandoned' is no link of a report"),
    ],
)
def test_what_can_t_be_a_trend_is_refused(
    tmp_path: Path, small_site: Path, said: str, why: str
) -> None:
    source = write_folder(tmp_path / "source")
    change(source, "report.md", "![Too many callers give up](chart:abandoned)", said)
    with pytest.raises(UserError) as refused:
        reporting.check(source, small_site)
    assert why in str(refused.value)

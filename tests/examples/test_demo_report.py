"""The demonstration report on the demonstration's site, which `make demo` makes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from openpeel import reporting
from openpeel.reports.checks.problems import Problem
from openpeel.verifying import verify

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "west-mercia-2021-22"


@pytest.fixture(scope="module")
def places(demo: Path) -> tuple[Path, Path]:
    return demo / "site", demo / "survey" / "published"


def problems(places: tuple[Path, Path], path: Path) -> list[Problem]:
    return [p for p in reporting.check(path, *places) if p.level != "note"]


@pytest.mark.parametrize("folder", [EXAMPLE / "version-1", EXAMPLE], ids=["version-1", "version-2"])
def test_the_report_has_no_error_and_no_warning(places: tuple[Path, Path], folder: Path) -> None:
    assert problems(places, folder) == []


def test_what_was_published_fails_on_the_sentences_that_should_fail(
    places: tuple[Path, Path],
) -> None:
    found = problems(places, EXAMPLE / "as-published.md")
    text = (EXAMPLE / "as-published.md").read_text().splitlines()
    told = [(p.rule, text[p.line - 1]) for p in found]
    assert [rule for rule, _ in told] == [
        "amount-not-supported",  # "often", of one fifth
        "comparison-not-supported",  # hours of special constables
        "comparison-not-supported",  # 94.4 percent higher than 92.7
        "national-figure-without-coverage",  # the rates whose exclusions are not printed
        "comparison-not-supported",  # joiners from minority ethnic groups
        "survey-words",
        "survey-words",
    ]
    searches, national = found[2], found[3]
    assert "-5.10 to 7.11" in searches.data and "no clear" in searches.suggestion
    assert "it rests on 43 of 43 forces" in national.data


def test_the_published_report_is_built_again_to_the_byte(
    demo: Path, places: tuple[Path, Path]
) -> None:
    manifest = json.loads((demo / "report" / "data" / "manifest.json").read_text())
    if manifest["code"] != reporting.code_version():
        pytest.skip("demo/report was made by other code; `make demo` makes it again")
    assert verify(demo / "report", *places) == []
    assert (demo / "report" / "versions" / "1" / "index.html").is_file()


def test_every_figure_leads_to_a_place_on_the_site(demo: Path) -> None:
    figures = json.loads((demo / "report" / "data" / "figures.json").read_text())["figures"]
    for figure in figures.values():
        if figure["address"]:
            page, _, place = figure["address"].partition("#")
            held = (demo / "site" / page.lstrip("/") / "index.html").read_text()
            assert not place or f'id="{place}"' in held, figure["address"]

"""A report of each shape that was published from 2014 to 2025, and what must be read from it.

The reports of `years/` are in our own words: only how they are built is that of published ones.
Their answers stand in `years/answers.yaml`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from openpeel.reading.reader import read_report
from openpeel.reading.report import Area, ReadReport
from openpeel.reading.source import read_source

YEARS = Path(__file__).parent / "years"
ANSWERS: dict[str, Any] = yaml.safe_load((YEARS / "answers.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def reports() -> dict[str, ReadReport]:
    return {name: read_report(YEARS / name) for name in ANSWERS}


def test_every_report_has_an_answer() -> None:
    assert set(ANSWERS) == {path.name for path in YEARS.iterdir()} - {"answers.yaml"}


@pytest.mark.parametrize("name", ANSWERS)
def test_the_force_and_the_framework(name: str, reports: dict[str, ReadReport]) -> None:
    report, answer = reports[name], ANSWERS[name]
    assert report.force and report.force.name == answer["force"]
    told = report.framework
    assert [told and told.year, told and told.id] == answer["framework"]


@pytest.mark.parametrize("name", ANSWERS)
def test_areas_with_their_grades_and_all_that_stands_in_them(
    name: str, reports: dict[str, ReadReport]
) -> None:
    answers = ANSWERS[name]["areas"]
    areas = reports[name].areas
    assert [area.id for area in areas] == [one["id"] for one in answers]
    for area, answer in zip(areas, answers, strict=True):
        assert (area.grade_sentence or "")[:90] == answer.get("sentence", ""), area.name
        assert _inside(area) == {
            "grade": answer["grade"],
            **{
                key: answer.get(key, [])
                for key in ("findings", "improvements", "practices", "concerns", "asked")
            },
        }


def _inside(area: Area) -> dict[str, object]:
    return {
        "grade": {None: "not told", False: "ungraded"}.get(area.graded, area.grade),
        "findings": [one.heading for one in area.findings],
        "improvements": [one.statement for one in area.improvements],
        "practices": [one.statement for one in (*area.innovative, *area.promising)],
        "concerns": [one.text[0] for one in area.concerns],
        "asked": [
            item
            for one in area.concerns
            for asked in one.recommendations
            for item in asked.items or (asked.text,)
        ],
    }


@pytest.mark.parametrize("name", ANSWERS)
def test_statistics_notices_and_annex(name: str, reports: dict[str, ReadReport]) -> None:
    report, answer = reports[name], ANSWERS[name]
    assert [one.words for one in report.statistics] == answer["statistics"]
    assert [one.heading for one in report.annex] == answer.get("annex", [])
    assert [one.text for one in report.updates] == answer.get("updates", [])
    inspector = report.observations and report.observations.name
    assert inspector == answer.get("inspector")


@pytest.mark.parametrize("name", ANSWERS)
def test_every_line_stands_in_exactly_one_place(name: str, reports: dict[str, ReadReport]) -> None:
    placed = [n for one in reports[name].passages for n in one.lines]
    assert sorted(placed) == [line.number for line in read_source(YEARS / name).lines if line.text]
    assert reports[name].unplaced == ()

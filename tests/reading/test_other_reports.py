"""Reports of other forces and years, written for these tests: what must be read from each."""

from __future__ import annotations

from pathlib import Path

import pytest

from openpeel.errors import UserError
from openpeel.reading.reader import read_report
from openpeel.reading.report import Area, ReadReport
from openpeel.reading.source import read_source

REPORTS = Path(__file__).parent / "reports"
READABLE = sorted(path.name for path in REPORTS.iterdir() if path.name != "no-report.txt")


def read(name: str) -> ReadReport:
    return read_report(REPORTS / name)


def grades(report: ReadReport) -> dict[str | None, str | None]:
    return {area.id: area.grade for area in report.areas}


def area(report: ReadReport, id: str) -> Area:
    return next(one for one in report.areas if one.id == id)


@pytest.mark.parametrize("name", READABLE)
def test_no_line_is_lost_and_none_stands_twice(name: str) -> None:
    report, source = read(name), read_source(REPORTS / name)
    placed = [n for one in report.passages for n in one.lines]
    placed += [n for one in report.unplaced for n in one.lines]
    assert len(placed) == len(set(placed))
    assert set(placed) == {line.number for line in source.lines if line.text}


@pytest.mark.parametrize("name", READABLE)
def test_every_statistic_stands_on_the_line_it_names(name: str) -> None:
    lines = {line.number: line.text for line in read_source(REPORTS / name).lines}
    for one in read(name).statistics:
        start = (one.qualifier or one.words).split()[0]
        assert start.lower() in lines[one.line].lower(), one


def test_three_pillars_of_2018_19() -> None:
    report = read("three-pillars-2018-19.txt")
    assert report.force and report.force.name == "Northumbria Police"
    assert report.framework and report.framework.id == "peel-2018-19"
    assert report.framework.tiers == 4
    assert grades(report) == {
        "effectiveness": "good",
        "preventing-crime": "good",
        "investigating-crime": "good",
        "efficiency": "requires improvement",
        "planning-ahead": "requires improvement",
        "legitimacy": "good",
        "treating-the-public": "good",
    }
    assert [one.id for one in report.areas if one.pillar] == [
        "effectiveness", "efficiency", "legitimacy"
    ]  # fmt: skip
    investigating = area(report, "investigating-crime")
    assert [box.line for box in investigating.improvements] == [35, 36]
    (concern,) = area(report, "planning-ahead").concerns
    assert [one.deadline for one in concern.recommendations] == [
        "By 30 September 2019",
        "By 31 March 2020",
    ]
    assert [finding.line for finding in report.findings()] == [38, 52, 60]
    assert [one.value for one in report.statistics if one.kind == "money"] == [12.5e6, 262e6, 1.9e6]


def test_twelve_areas_of_2021_22() -> None:
    report = read("twelve-areas-2021-22.txt")
    assert report.force and report.force.code == "E23000005"
    assert report.framework and report.framework.id == "peel-2021-22-revised"
    assert report.published == "Published on: 3 October 2022"
    assert report.counted and report.counted.agrees
    assert (report.counted.found_inspected, report.counted.found_graded) == (12, 11)
    assert area(report, "crime-recording").grade == "inadequate"
    assert area(report, "victims").graded is False
    (concern,) = area(report, "crime-recording").concerns
    first, second = concern.recommendations
    assert (first.deadline, len(first.items)) == ("Within three months", 2)
    assert (second.deadline, len(second.items)) == ("Within six months", 0)
    boxes = area(report, "crime-recording").improvements
    assert [(box.line, len(box.text)) for box in boxes] == [(35, 1), (38, 1)]
    assert [len(box.text) for box in area(report, "crime-recording").innovative] == [1]
    estimate = next(one for one in report.statistics if one.value == 79.1)
    assert (estimate.qualifier, estimate.interval) == ("an estimated", 4.2)
    (update,) = report.updates
    assert update.dates[1].start.isoformat() == "2023-02-28"
    answered = [(o.value, o.period) for o in report.statistics if o.line == 51]
    assert answered == [
        (10, "In the year ending 31 March 2022"),
        (71, "In the year ending 31 March 2022"),
        (58, "in 2020/21"),
    ]


def test_a_page_of_2023_25() -> None:
    report = read("leadership-2023-25.html")
    assert report.title == "PEEL 2023–25: An inspection of Kent Police"
    assert report.framework and report.framework.id == "peel-2023-25"
    assert grades(report) == {
        "victims": None,
        "treating-the-public": "adequate",
        "preventing-crime": "good",
        "investigating-crime": "requires improvement",
        "leadership": "adequate",
    }
    assert report.counted and report.counted.agrees
    (concern,) = area(report, "investigating-crime").concerns
    assert concern.recommendations[0].deadline == "By 31 December 2024"
    assert len(concern.recommendations[0].items) == 2
    (box,) = area(report, "treating-the-public").improvements
    assert box.statement == "The force needs to watch more of its body-worn video"
    assert [f.heading for f in area(report, "treating-the-public").findings] == [
        "Officers explain what they do"
    ]
    assert len(area(report, "preventing-crime").promising) == 1
    share = next(one for one in report.statistics if one.value == 93.5)
    assert share.interval == 2.8
    assert report.observations and report.observations.name == "Bela Muster"


def test_what_is_about_the_page_is_furniture() -> None:
    report = read("leadership-2023-25.html")
    furniture = [one.text for one in report.passages if one.kind == "furniture"]
    assert "We use 5 cookies on this site." in furniture
    assert "Crown copyright" in furniture
    assert not any("color" in one.text or 'Outstanding"' in one.text for one in report.passages)


def test_wrapped_lines_running_heads_and_page_numbers() -> None:
    report = read("wrapped-2021-22.txt")
    assert report.force and report.force.name == "Derbyshire Constabulary"
    assert grades(report) == {
        "victims": None,
        "responding": "requires improvement",
        "managing-offenders": "good",
    }
    responding = area(report, "responding")
    assert [(f.line, len(f.text)) for f in responding.findings] == [(45, 1), (57, 1)]
    whole = responding.findings[0].text[0]  # over a page's end, with a word cut in two
    assert "each morning. When" in whole and "have been trained come" in whole
    assert sum(one.kind == "furniture" for one in report.passages) == 9
    assert [len(section.text) for section in report.annex] == [1]


def test_grades_may_stand_before_the_areas_and_areas_be_new() -> None:
    report = read("grades-in-front-2023-25.txt")
    assert [(one.name, one.grade) for one in report.areas] == [
        ("Investigating crime", "good"),
        ("Responding to the public", "requires improvement"),
        ("Caring for people in custody", "outstanding"),
    ]
    assert report.areas[2].id is None


def test_boxes_lists_and_numbered_headings_of_2023_25_as_text() -> None:
    report = read("boxes-2023-25.txt")
    assert report.force and report.force.name == "Devon and Cornwall Police"
    assert grades(report) == {
        "leadership": "inadequate",
        "preventing-crime": "good",
        "investigating-crime": "requires improvement",
    }
    leadership = area(report, "leadership")
    assert [(box.line, len(box.text)) for box in leadership.improvements] == [(35, 1), (37, 1)]
    assert [box.statement for box in leadership.innovative] == ["The force uses robots"]
    assert [len(one.recommendations[0].items) for one in leadership.concerns] == [2]
    assert [finding.line for finding in report.findings()] == [44, 46, 50, 57]
    assert report.unplaced == ()
    furniture = [one.lines for one in report.passages if one.kind == "furniture"]
    assert furniture == [(1,), (2,)]  # the page's own menu
    fall = next(one for one in report.statistics if one.value == 14.2)
    assert fall.period == "between 2022/23 and 2023/24"
    assert any("speaks of 10 areas" in note for note in report.notes)


def test_pillars_of_2018_19_as_a_page() -> None:
    report = read("pillars-2018-19.html")
    assert report.framework and report.framework.id == "peel-2018-19"
    assert grades(report) == {
        "effectiveness": "good",
        "preventing-crime": "good",
        "investigating-crime": "requires improvement",
        "efficiency": "good",
        "meeting-demand": "good",
    }
    (concern,) = area(report, "investigating-crime").concerns
    assert (concern.recommendations[0].deadline, len(concern.recommendations[0].items)) == (
        "immediately",
        2,
    )
    assert len(area(report, "preventing-crime").improvements) == 2
    assert len(report.findings()) == 3
    assert not report.unplaced


def test_a_short_text_of_2025_27() -> None:
    report = read("short-2025-27.txt")
    assert report.force and report.force.name == "Lancashire Constabulary"
    assert report.framework and report.framework.id == "peel-2025-27"
    assert grades(report) == {"leadership": "good", "investigating-crime": "adequate"}
    assert [box.statement for box in area(report, "investigating-crime").improvements] == [
        "The constabulary should improve its case files."
    ]
    read_once = {(one.value, one.interval) for one in report.statistics if one.kind == "percent"}
    assert read_once == {(83, 4), (62, None)}
    assert not report.unplaced


def test_a_damaged_report_is_read_as_far_as_it_goes() -> None:
    report = read("damaged-2023-25.html")
    assert report.file.encoding == "cp1252"
    assert report.force and report.force.name == "Cheshire Constabulary"
    assert grades(report)["leadership"] == "adequate"  # from the table; its text is cut off
    assert area(report, "leadership").grade_from == "list"
    assert len(report.findings()) == 4


def test_what_is_no_report_is_refused_with_a_sentence() -> None:
    with pytest.raises(UserError, match=r"no-report.txt: this is no inspection report"):
        read("no-report.txt")


def test_a_framework_that_is_not_named_is_not_guessed(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text(
        "Investigating crime\nKent Police is good at investigating crime.\n"
        "Main findings\nFiles are in order\nWe read 20 files in this inspection.\n"
    )
    report = read_report(file)
    assert report.framework is None
    assert any("framework can't be told" in note for note in report.notes)


def test_grades_that_differ_are_noted(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text(
        "Responding to the public\nKent Police is good at responding to the public.\n"
        "Main findings\nCalls are answered\nWe inspected this.\nAdequate\n"
    )
    report = read_report(file)
    assert report.areas[0].grade == "good"
    assert any("the sentence says good, the line says adequate" in note for note in report.notes)


def test_a_summary_that_counts_otherwise_is_noted(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    text = (REPORTS / "twelve-areas-2021-22.txt").read_text()
    file.write_text(text.replace("in 12 areas", "in 13 areas"))
    report = read_report(file)
    assert report.counted and not report.counted.agrees
    assert any("speaks of 13 areas" in note for note in report.notes)

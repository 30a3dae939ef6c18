"""What printing, copying and saving do to a text, and how it is undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from openpeel.catalogue.forces import Force, forces
from openpeel.reading.identity import read_force
from openpeel.reading.lines import Line
from openpeel.reading.markdown import without_marks
from openpeel.reading.paragraphs import blocks
from openpeel.reading.reader import read_report
from openpeel.reading.report import ReadReport
from openpeel.reading.source import text_lines

WRAPPED = "so that all of this is wrapped at the end of each\nline, as a printer does it.\n"


def paragraphs(text: str) -> list[str]:
    return [one.text for one in blocks(text_lines(text)) if not one.furniture]


def test_a_heading_that_goes_over_three_lines_is_one() -> None:
    heading = (
        "How effective is the force at preventing crime,\n"
        "tackling anti-social behaviour and keeping people\nsafe?\n"
    )
    assert paragraphs(f"{heading}\n{WRAPPED * 4}")[0] == " ".join(heading.split())


def test_the_last_word_of_a_paragraph_is_no_heading() -> None:
    text = f"{WRAPPED * 4}\nWe judged it to be good in respect of its\neffectiveness.\n"
    assert paragraphs(text)[-1] == "We judged it to be good in respect of its effectiveness."


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("a problem-\nsolving plan", "a problem-solving plan"),
        ("its consta-\nbles", "its constables"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line(line: str, whole: str) -> None:
    text = f"{WRAPPED * 4}\nThe officers of the force all know {line} well enough.\n"
    assert whole in paragraphs(text)[-1]


def test_what_every_page_repeats_is_a_title_once_and_then_none() -> None:
    page = f"\fPEEL 2021/22 – An inspection of Kent Police\n\n{WRAPPED * 3}\n"
    text = "PEEL 2021/22 – An inspection of Kent Police\n\n" + page * 4
    assert sum("An inspection" in one for one in paragraphs(text)) == 1


def test_letters_that_nobody_sees_are_taken_out() -> None:
    assert paragraphs("organi\u00adsations\u200b of\u00a0one city") == ["organisations of one city"]


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("## Main findings", "Main findings"),
        ("**Good**", "Good"),
        ("*Published on: 1 May 2025*", "Published on: 1 May 2025"),
        ("It answers [999 calls](https://example.org/a_(b)) soon.", "It answers 999 calls soon."),
        (r"5 \* 3", "5 * 3"),
        ("| Area | Good |", "Area | Good"),
    ],
)
def test_marks_of_markdown(marked: str, text: str) -> None:
    assert without_marks(Line(1, marked)).text == text


@pytest.mark.parametrize("force", forces().all, ids=lambda force: force.code)
def test_every_force_is_known_by_its_short_titles(force: Force) -> None:
    for title in (
        f"PEEL 2023–25: An inspection of {force.title}",
        f"{force.name} PEEL 2018",
        f"{force.name} 2016",
        f"PEEL: Police legitimacy 2017 – {force.title.replace(' and ', ' & ')}",
    ):
        read = read_force([title], "", [])
        assert read is not None and read.code == force.code, title


def test_two_forces_named_alike_are_none() -> None:
    notes: list[str] = []
    assert read_force([], "Kent Police is here. Essex Police is there.", notes) is None
    assert notes == ["The force can't be told: Kent Police and Essex Police are named alike."]


def read(tmp_path: Path, name: str, text: str) -> ReadReport:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_report(tmp_path / name)


def test_names_above_and_grades_below_have_lost_their_rows(tmp_path: Path) -> None:
    report = read(
        tmp_path,
        "report.txt",
        "PEEL 2021/22\nAn inspection of Essex Police\nOverall summary\nOur judgments\n"
        "We looked at these:\nPreventing crime\nInvestigating crime\nGood\nInadequate\n"
        "Important changes to PEEL\nThere are some.\n"
        "Preventing crime\nMain findings\nIt prevents crime\nIt does so each day.\n"
        "Investigating crime\nMain findings\nIt solves crime\nIt does so at times.\n",
    )
    assert [area.grade for area in report.areas] == [None, None]


def test_a_picture_of_a_grade_is_a_grade(tmp_path: Path) -> None:
    report = read(
        tmp_path,
        "report.html",
        "<html><h1>PEEL 2023–25: An inspection of Kent Police</h1>"
        "<h2>Responding to the public <img alt='Good'></h2><p>It is quick.</p>"
        "<h3>It comes soon</h3><p>It takes 9 minutes.</p>"
        "<h2>Investigating crime</h2><p><img alt='Requires improvement'></p>"
        "<p>It has work to do.</p><img alt='A map'>"
        "<h3>It loses files</h3><p>It lost 12 files.</p></html>",
    )
    assert [area.grade for area in report.areas] == ["good", "requires improvement"]


def test_an_area_for_improvement_without_its_label_stands_before_the_findings(
    tmp_path: Path,
) -> None:
    report = read(
        tmp_path,
        "report.txt",
        "PEEL 2023–25: An inspection of Kent Police\nResponding to the public\n"
        "Kent Police is good at responding to the public.\n"
        "The force should tell callers how long they wait\nNobody did.\n"
        "Main findings\nThe force should go on as it does\nIt does well.\n",
    )
    area = report.areas[0]
    assert [one.statement for one in area.improvements] == [
        "The force should tell callers how long they wait"
    ]
    assert [one.heading for one in area.findings] == ["The force should go on as it does"]


def test_a_recommendation_without_a_cause_of_concern_stands_by_itself(tmp_path: Path) -> None:
    report = read(
        tmp_path,
        "report.txt",
        "Crime inspection 2014\nGwent Police\n"
        "How effective is the force at investigating offending?\n"
        "Good\nIt looks into most of it.\n"
        "Recommendation\nNot later than 31 March 2015, the force should look into all of it.\n",
    )
    assert report.areas[0].concerns == ()
    assert len(report.areas[0].recommendations) == 1


def test_a_printed_page_put_into_elements_line_by_line(tmp_path: Path) -> None:
    """So programs turn PDF into HTML: a heading is known by its letters alone."""
    lines = [
        "<b>PEEL 2023–25: An inspection of Kent Police</b>",
        "<b>Responding to the public</b>",
        "Kent Police is good at responding to the public, which",
        "it has been for years.",
        "<b>Main findings</b>",
        "<b>The force comes to people in good time, by day and by night</b>",
        "It comes to most of those who call within its own",
        "target, which is 15 minutes in towns and 20 minutes",
        "in the country, and it knows where it is late.",
    ]
    page = "".join(f"<p style='top:{n}px'>{line}</p>" for n, line in enumerate(lines))
    area = read(tmp_path, "report.html", f"<html><body>{page}</body></html>").areas[0]
    assert area.grade == "good"
    assert [(one.heading, len(one.text)) for one in area.findings] == [
        ("The force comes to people in good time, by day and by night", 1)
    ]


def test_without_blank_lines_a_heading_is_a_line_that_ends_without_a_stop() -> None:
    text = """\
The officers of the force know where they are needed and go
there, which saves time and makes it easy to plan what they
do, and when. All of this stands in their own yearly report.
The force comes to people in good time by day and by night
Every call is given a time, and nine in ten are kept, as the
Home Office asks. The rest is told to those who wait for it.
UPDATE: On 3 May 2024 we came back and saw that this is now
done by all.
"""
    assert [one.split()[0] for one in paragraphs(text)] == ["The", "The", "Every", "UPDATE:"]


def test_what_leads_to_a_page_is_no_title(tmp_path: Path) -> None:
    title = "PEEL 2023-25: An inspection of Kent Police"
    menu = f"Inspections\nYou are here: Home > Publications > {title}\n"
    area = "Responding to the public\nGood\nKent Police is good at responding to the public.\n"
    report = read(tmp_path, "kent.txt", f"{menu}{title}\n{area}")
    assert report.title == title
    assert [one.kind for one in report.passages[:3]] == ["furniture", "furniture", "title"]


def test_the_title_at_the_edge_of_one_page_is_no_heading(tmp_path: Path) -> None:
    text = """PEEL 2021/22
An inspection of Kent Police
\fResponding to the public
Good
Kent Police is good at responding to the public.
Calls are answered
The force answers most of the calls that it gets from the
public, and those who call are told what happens next, in
words that they understand, at a time that suits them and
in a place that is near to them, by somebody who knows the
matter and what has been done since the first call and
                          4
PEEL 2021/22 – An inspection of Kent Police
\fthat they can keep.
"""
    report = read(tmp_path, "kent.txt", text)
    (finding,) = report.findings()
    assert finding.text[0].endswith("since the first call and that they can keep.")
    assert report.title == "PEEL 2021/22 – An inspection of Kent Police"


LIST = """<h1>PEEL 2023–25: An inspection of Kent Police</h1>
<dl><dt>Responding to the public</dt><dd>Good</dd>
<dt>Managing offenders</dt><dd>Inadequate</dd></dl>
<h2>Responding to the public{tag}</h2><p>Kent Police is good at responding to the public.</p>"""


@pytest.mark.parametrize("tag", ["", " <span>Good</span>"])
def test_the_last_grade_of_a_list_is_not_that_of_the_area_below(tmp_path: Path, tag: str) -> None:
    report = read(tmp_path, "kent.html", LIST.format(tag=tag))
    assert {one.id: one.grade for one in report.areas} == {
        "responding": "good",
        "managing-offenders": "inadequate",
    }
    assert report.notes == ()

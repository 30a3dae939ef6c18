"""Reports that are not on one police force: each is refused with a sentence that says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from openpeel.errors import UserError
from openpeel.reading.reader import read_report

REGION = """An inspection of the West Midlands regional response to serious and organised crime
Introduction
We looked at four forces and at the unit that they share.
Staffordshire Police
Requires improvement
Staffordshire Police requires improvement at tackling serious and organised crime.
Warwickshire Police
Requires improvement
Warwickshire Police requires improvement at tackling serious and organised crime.
West Midlands Police
Adequate
West Midlands Police is adequate at tackling serious and organised crime.
"""
TWO_FORCES = """PEEL 2021/22
An inspection of the south-west regional response to serious and organised crime
Overview
Regional findings
Intelligence goes to all who need it
All units look into one system, and those who work there know it well.
Dorset Police
Disrupting serious organised crime
Good
Dorset Police is good at tackling serious and organised crime.
"""
NATIONAL = """PEEL: Police effectiveness 2016
A national overview
How effective are forces at investigating crime and reducing re-offending?
Good
Most forces are good at this. Kent Police is one of them.
"""
FIRE = """Overall summary
Our inspection assessed how well Kent Fire and Rescue Service has performed in 11 areas.
I am grateful to Kent Fire and Rescue Service.
Preventing fires and other risks
Requires improvement
Kent Fire and Rescue Service requires improvement at preventing fires and other risks.
"""
NEWS = """Kent Police needs to improve in some areas
Kent Police has done well in some areas, the inspectorate has said.
Get the report
PEEL 2021/22 – An inspection of Kent Police
It was graded good in four areas and outstanding in one.
"""
RELEASE = """Press release
Kent Police must do better
Kent Police requires improvement at responding to the public, an inspection has found.
Responding to the public
Requires improvement
"""
STORY = """Kent Police must do better
Kent Police requires improvement at responding to the public, an inspection has found.
Notes to editors
"""
LETTER = """Wiltshire Police: PEEL cause of concern revisit letter
From
Wendy Williams
To
Chief Constable, Wiltshire Police
Background
We raised two causes of concern in 2022, and went back in September.
"""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (REGION, "parts on 3 forces, from Staffordshire Police to West Midlands Police"),
        (TWO_FORCES, "on the forces of a region together"),
        (NATIONAL, "on all forces together"),
        (FIRE, "on a fire and rescue service"),
        (NEWS, "no inspection report"),
        (RELEASE, "this is a news release"),
        (STORY, "this is a news release"),
        (STORY.replace("Notes to editors", "Read on"), "no inspection report"),
        (LETTER, "no inspection report"),
    ],
    ids=["region", "two", "national", "fire", "news", "release", "story", "unmarked", "letter"],
)
def test_why_it_is_refused(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "report.txt"
    file.write_text(text)
    with pytest.raises(UserError, match=says):
        read_report(file)


def test_a_link_to_the_news_above_a_report_is_no_news(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    area = "Responding to the public\nGood\nKent Police is good at responding to the public.\n"
    file.write_text(f"Press release\nPEEL 2021/22\nAn inspection of Kent Police\n{area}")
    assert [one.grade for one in read_report(file).areas] == ["good"]

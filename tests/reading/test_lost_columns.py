"""A table of grades that lost its columns: no grade is better than a wrong one."""

from __future__ import annotations

from pathlib import Path

from openpeel.reading.reader import read_report

REPORT = """PEEL 2021/22
An inspection of Kent Police
Overall summary
Our judgments
Our inspection assessed how good Kent Police is in four areas of policing. We grade all four.
{grades}
HM Inspector’s observations
I am content with what I saw, and there is more to do in the year to come.
Responding to the public
Good
Kent Police is good at responding to the public.
Main findings
In this section we set out our main findings.
Calls are answered
Calls from the public are answered well, and those who call are told what happens next.
"""


def grades(tmp_path: Path, lines: list[str]) -> dict[str, str | None]:
    path = tmp_path / "kent.txt"
    path.write_text(REPORT.format(grades="\n".join(lines)))
    return {area.name: area.grade for area in read_report(path).areas}


def test_areas_under_their_grade_have_it(tmp_path: Path) -> None:
    listed = ["Outstanding", "Preventing crime", "Good", "Responding to the public"]
    assert grades(tmp_path, listed)["Preventing crime"] == "outstanding"


def test_below_a_row_of_all_grades_nobody_can_say_which_is_whose(tmp_path: Path) -> None:
    tiers = ["Outstanding", "Good", "Adequate", "Requires improvement", "Inadequate"]
    found = grades(tmp_path, [*tiers, "Developing a positive workplace", "Preventing crime"])
    assert found["Responding to the public"] == "good"
    assert found.get("Preventing crime") is None
    assert found.get("Developing a positive workplace") is None

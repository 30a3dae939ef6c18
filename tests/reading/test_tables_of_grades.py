"""Tables of grades that were copied from a page, and grades that belong to no known area."""

from __future__ import annotations

from pathlib import Path

from openpeel.reading.reader import read_report
from openpeel.reading.report import ReadReport

TIERS = "Outstanding\tGood\tAdequate\tRequires improvement\tInadequate"
REPORT = """PEEL 2021/22
An inspection of Kent Police
Overall summary
Our judgments
{table}
HM Inspector’s observations
I am content with what I saw, and there is more to do in the year to come.
Responding to the public
Good
Kent Police is good at responding to the public.
Calls are answered
Calls from the public are answered well, and those who call are told what happens next.
"""
PILLAR = """PEEL 2018/19
An inspection of Kent Police
Legitimacy
Requires improvement
{heading}
Good
Kennels are clean
The force keeps its kennels clean, and those who look after dogs are content.
"""


def read(tmp_path: Path, text: str) -> ReadReport:
    path = tmp_path / "kent.txt"
    path.write_text(text)
    return read_report(path)


def grades(tmp_path: Path, *rows: str) -> dict[str | None, str | None]:
    report = read(tmp_path, REPORT.format(table="\n".join(rows)))
    return {area.id: area.grade or str(area.graded) for area in report.areas}


def test_a_row_below_the_grades_is_read_by_its_columns(tmp_path: Path) -> None:
    assert grades(
        tmp_path, TIERS, "\tInvestigating crime\tManaging offenders\tResponding to the public\t"
    ) == {
        "responding": "good",
        "investigating-crime": "good",
        "managing-offenders": "adequate",
    }


def test_a_row_with_one_area_is_no_heading(tmp_path: Path) -> None:
    found = grades(tmp_path, TIERS, "\t\tGood use of resources\t\t")
    assert found == {"responding": "good", "strategic-planning": "adequate"}


def test_rows_of_2018_19_say_when_a_grade_was_given(tmp_path: Path) -> None:
    rows = [
        "Effectiveness\tGood\tLast inspected",
        "Tackling serious and organised crime\tGood\t2016",
        "Armed policing\tUngraded\t2018/19",
    ]
    expected = {
        "responding": "good",
        "effectiveness": "good",
        "serious-organised-crime": "good",
        "armed-threats": "False",
    }
    assert grades(tmp_path, *rows) == expected
    assert grades(tmp_path, *(row.replace("\t", " ") for row in rows[:2])) == {
        key: grade for key, grade in expected.items() if grade == "good"
    }


def test_a_heading_with_its_grade_behind_a_tab_is_a_heading(tmp_path: Path) -> None:
    text = REPORT.format(table="We graded one area of policing.")
    text = text.replace("public\nGood\n", "public\tGood\n")
    (area,) = read(tmp_path, text).areas
    assert (area.id, area.grade, len(area.findings)) == ("responding", "good", 1)


def test_a_grade_beside_a_name_that_nobody_knows_is_noted(tmp_path: Path) -> None:
    for row in ("Keeping dogs Good 2016", "Keeping dogs\tGood\t2016"):
        table = f"Investigating crime\tGood\t2016\n{row}"
        report = read(tmp_path, REPORT.format(table=table))
        assert [area.id for area in report.areas] == ["responding", "investigating-crime"]
        assert any(note.startswith("Line 6: a grade is not taken") for note in report.notes)


def test_both_sides_of_fair_treatment_are_areas_of_2018_19(tmp_path: Path) -> None:
    for heading, area in (
        ("Fair treatment of the public", "treating-the-public"),
        ("Fair treatment of the workforce", "treating-the-workforce"),
    ):
        report = read(tmp_path, PILLAR.format(heading=heading))
        assert [(one.id, one.grade) for one in report.areas] == [
            ("legitimacy", "requires improvement"),
            (area, "good"),
        ]
        assert [one.heading for one in report.areas[1].findings] == ["Kennels are clean"]


def test_without_a_grade_below_it_fair_treatment_is_a_heading(tmp_path: Path) -> None:
    text = PILLAR.format(heading="Fair treatment of the public").replace("\nGood\nKennels are", "")
    (area,) = read(tmp_path, text.replace("public clean", "public")).areas
    assert [one.heading for one in area.findings] == ["Fair treatment of the public"]


def test_a_grade_below_a_heading_that_nobody_knows_is_not_placed(tmp_path: Path) -> None:
    report = read(tmp_path, PILLAR.format(heading="Looking after the dogs"))
    assert [(one.id, one.grade) for one in report.areas] == [("legitimacy", "requires improvement")]
    assert [one.text for one in report.unplaced] == ["Looking after the dogs", "Good"]

"""Update notices: their words are held against the data as the text is, and so are their dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from openpeel.catalogue.frameworks import Area
from openpeel.reports.checks.bare import bare, in_house_style
from openpeel.reports.checks.claims import Checked
from openpeel.reports.checks.grades import Grades
from openpeel.reports.checks.problems import Problem
from openpeel.reports.text.definitions import Frame, Notice
from openpeel.reports.text.sentences import sentences
from openpeel.reports.text.structure import Structure


def notices(
    frame: Frame, cut: Structure, concerns: set[str], against: Checked, grades: Grades
) -> Iterator[Problem]:
    """What is wrong with the notices of a report; `concerns` are the ids of its causes of concern.

    A notice stands in report.yaml, so what it says names it, and its line is the text's first.
    """
    places = {"report", *(section.id for section in cut.sections)}
    for notice in frame.notices:
        if notice.place not in places:
            told = f"report.yaml puts it at {notice.place}; places are {', '.join(sorted(places))}"
            yield Problem("notice-nowhere", 1, notice.words, told)
        if notice.concern and notice.concern not in concerns:
            there = ", ".join(sorted(concerns)) or "none"
            told = (
                f"report.yaml names the cause of concern {notice.concern}; the record has {there}"
            )
            yield Problem("notice-nowhere", 1, notice.words, told)
        if notice.on > frame.published:
            told = f"it is dated {notice.on}, and this version {frame.published}"
            yield Problem("notice-after-its-version", 1, notice.words, told)
        section = cut.section(notice.place)
        for problem in _words(notice, section.area if section else None, against, grades):
            yield replace(problem, line=1, says=f"notice of {notice.on}: {problem.says}")


def _words(
    notice: Notice, area: Area | None, against: Checked, grades: Grades
) -> Iterator[Problem]:
    for sentence in sentences(notice.document):
        yield from against.problems(sentence)
        yield from bare(sentence)
        yield from in_house_style(sentence)
        yield from grades.problems(sentence, area)

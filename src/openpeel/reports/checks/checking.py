"""Every check of a report, against its bundle of data and its record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from openpeel.catalogue.frameworks import Framework, framework
from openpeel.inspecting.record import Inspection, Judgment
from openpeel.reports.checks.bare import abbreviations, bare, in_house_style
from openpeel.reports.checks.claims import Checked
from openpeel.reports.checks.problems import Problem
from openpeel.reports.data.figures import Bundle
from openpeel.reports.text.definitions import Frame
from openpeel.reports.text.document import ChartOf, Document, Paragraph
from openpeel.reports.text.sentences import Sentence, sentences, sentences_of
from openpeel.reports.text.structure import Section, Structure, plain_heading, structure

_OVERALL = re.compile(r"(?i)\boverall (?:grade|judgment|judgement|rating|score)\b")
_ACROSS = re.compile(
    r"(?i)\b(?:grade|graded|judged|judgment)\b.*\b(?:than|since|compared|up from|down from|from)\b"
    r".*\b(?:20\d\d|last|previous|earlier)\b"
)
ORDER = ("error", "warning", "note")


@dataclass(frozen=True)
class Source:
    """A report with everything that it is made from but its data.

    `judgments` are those that hold for the force, those of its region among them, which
    `regional` inspections made.
    """

    document: Document
    frame: Frame
    inspection: Inspection
    judgments: tuple[Judgment, ...]
    regional: tuple[Inspection, ...] = ()

    @property
    def framework(self) -> Framework:
        """The framework of the inspection."""
        return framework(self.inspection.framework)


def check_report(source: Source, bundle: Bundle, *, partly: bool = False) -> tuple[Problem, ...]:
    """What is wrong with a report, in the order of its lines.

    With `partly` the text is a part of a report: what is not there is not missed.
    """
    cut = structure(source.document, source.framework)
    found = [*cut.problems, *_of_sentences(source, bundle), *_of_sources(source, bundle)]
    found += _of_structure(source, cut)
    if not partly:
        found += _of_what_is_missing(source, cut)
        found += _unused(source.document, bundle)
    once = dict.fromkeys(found)  # two links of a sentence can lack the same thing
    return tuple(sorted(once, key=lambda p: (p.line, ORDER.index(p.level), p.rule)))


def errors(problems: tuple[Problem, ...]) -> list[Problem]:
    """Those that stop a build."""
    return [problem for problem in problems if problem.level == "error"]


def _of_sentences(source: Source, bundle: Bundle) -> Iterator[Problem]:
    against = Checked(bundle, source.inspection)
    for sentence in sentences(source.document):
        yield from against.problems(sentence)
        yield from bare(sentence)
        yield from in_house_style(sentence)
        yield from _grades(sentence)
    yield from abbreviations(source.document, source.frame.abbreviations)


def _grades(sentence: Sentence) -> Iterator[Problem]:
    if found := _OVERALL.search(sentence.text):
        told = "areas are graded one by one, and there is no overall grade"
        yield Problem("overall-grade", sentence.line, found[0], told, "name the areas")
    if _ACROSS.search(sentence.text):
        told = "grades of another framework can't be set beside these"
        do = "say what was found then and what is found now"
        yield Problem("grades-across-frameworks", sentence.line, sentence.text, told, do)


def _of_sources(source: Source, bundle: Bundle) -> Iterator[Problem]:
    inspection, used = source.inspection, {link.target for link in source.document.links()}
    if inspection.release and inspection.release != bundle.release.id:
        told = f"the record names release {inspection.release}, the site is {bundle.release.id}"
        do = "check the evidence again and set `release` in inspection.yaml"
        yield Problem("figure-of-another-release", 1, source.document.name, told, do)
    for figure in bundle.figures.values():
        if figure.id not in used:
            continue
        line = next(k.line for k in source.document.links() if k.target == figure.id)
        if figure.simulated != inspection.simulated:
            kind = "simulated" if figure.simulated else "real"
            yield Problem("simulated-beside-real", line, figure.id, f"{figure.title} is {kind}")
        if figure.end and figure.end > inspection.window.end and figure.kind == "measure":
            told = f"it runs to {figure.end}; the evidence window ended on {inspection.window.end}"
            yield Problem("figure-after-the-window", line, figure.id, told)


def _of_structure(source: Source, cut: Structure) -> Iterator[Problem]:
    record = {(f.area, plain_heading(f.heading)) for f in source.inspection.findings}
    for section in cut.areas:
        yield from _stated_grades(section, source.judgments)
        for finding in section.findings:
            if (section.id, plain_heading(finding.heading)) not in record:
                told = f"no finding of the record in {section.id} has this heading"
                yield Problem("finding-not-in-the-record", finding.line, finding.heading, told)
    places = {"report", *(section.id for section in cut.sections)}
    for notice in source.frame.notices:
        if notice.place not in places:
            told = f"report.yaml puts it at {notice.place}; places are {', '.join(sorted(places))}"
            yield Problem("notice-nowhere", 1, notice.words, told)


def _of_what_is_missing(source: Source, cut: Structure) -> Iterator[Problem]:
    there = {section.id for section in cut.areas}
    judged = {j.area for j in source.judgments}
    inspected = {f.area for f in source.inspection.findings} | judged
    for area in source.framework.areas:
        if area.id in inspected and area.id not in there:
            told = f"the record has judgments or findings in {area.name}"
            yield Problem("area-missing", 1, area.name, told, f"## {area.name}")
    told_headings = {(s.id, plain_heading(f.heading)) for s in cut.areas for f in s.findings}
    for finding in source.inspection.findings:
        if (finding.area, plain_heading(finding.heading)) not in told_headings:
            told = f"the record has it as {finding.id} in {finding.area}"
            yield Problem("finding-not-in-the-report", 1, finding.heading, told)


def _stated_grades(section: Section, judgments: tuple[Judgment, ...]) -> Iterator[Problem]:
    grade = next((j.grade for j in judgments if j.area == section.id), None)
    words = "outstanding|good|adequate|inadequate|requires improvement"
    pattern = re.compile(rf"(?i)\b(?:police|constabulary|force) (?:is|was)? ?({words}) (?:at|in)\b")
    blocks = [*section.opening, *(b for f in section.findings for b in f.blocks)]
    for block in blocks:
        if not isinstance(block, Paragraph):
            continue
        for sentence in sentences_of(block):
            found = pattern.search(sentence.text)
            if found and found[1].lower() != grade:
                told = f"the judgment is {grade or 'that the area is not graded'}"
                yield Problem("grade-not-the-judgment", sentence.line, found[0], told, grade or "")


def _unused(document: Document, bundle: Bundle) -> Iterator[Problem]:
    used = {link.target for link in document.links()} | {link.with_ for link in document.links()}
    used |= {block.target for block in document.blocks if isinstance(block, ChartOf)}
    sums = [figure for figure in bundle.figures.values() if figure.kind == "working"]
    added = {part for figure in sums for part in figure.name.split(" + ")}
    for figure in bundle.figures.values():
        if figure.id not in used and figure.name not in added:
            yield Problem("unused-figure", 1, figure.id, f"{figure.title}, {figure.period}")

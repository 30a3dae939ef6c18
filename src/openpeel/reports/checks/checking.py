"""Every check of a report, against its bundle of data and its record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openpeel.catalogue.frameworks import Framework, framework
from openpeel.inspecting.record import Inspection, Judgment
from openpeel.reports.checks.bare import abbreviations, bare, in_house_style
from openpeel.reports.checks.claims import Checked
from openpeel.reports.checks.grades import Grades
from openpeel.reports.checks.headlines import headlines
from openpeel.reports.checks.notices import notices
from openpeel.reports.checks.problems import Problem
from openpeel.reports.checks.unlinked import headings, of_the_record
from openpeel.reports.data.figures import Bundle
from openpeel.reports.text.definitions import Frame
from openpeel.reports.text.document import ChartOf, Document, Link, paragraphs_of
from openpeel.reports.text.sentences import sentences, sentences_of
from openpeel.reports.text.structure import Section, Structure, plain_heading, structure

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
    def documents(self) -> tuple[Document, ...]:
        """The text, and the words of its notices."""
        return self.document, *(notice.document for notice in self.frame.notices)

    @property
    def links(self) -> tuple[Link, ...]:
        """Every link of the text and of its notices."""
        return tuple(link for document in self.documents for link in document.links())

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
        found += _of_the_frame(source, cut, bundle)
        found += of_the_record(source.links, (source.inspection, *source.regional))
        found += _unused(source, bundle)
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
    yield from headlines(source.document, bundle)
    yield from abbreviations(source.document, source.frame.abbreviations)


def _of_sources(source: Source, bundle: Bundle) -> Iterator[Problem]:
    inspection, used = source.inspection, {link.target for link in source.links}
    if inspection.release and inspection.release != bundle.release.id:
        told = f"the record names release {inspection.release}, the site is {bundle.release.id}"
        do = "check the evidence again and set `release` in inspection.yaml"
        yield Problem("figure-of-another-release", 1, source.document.name, told, do)
    for figure in bundle.figures.values():
        if figure.id not in used:
            continue
        line = next(k.line for k in source.links if k.target == figure.id)
        if figure.simulated != inspection.simulated:
            kind = "simulated" if figure.simulated else "real"
            yield Problem("simulated-beside-real", line, figure.id, f"{figure.title} is {kind}")
        if figure.end and figure.end > inspection.window.end and figure.kind == "measure":
            told = f"it runs to {figure.end}; the evidence window ended on {inspection.window.end}"
            yield Problem("figure-after-the-window", line, figure.id, told)


def _of_structure(source: Source, cut: Structure) -> Iterator[Problem]:
    record = {(f.area, plain_heading(f.heading)) for f in source.inspection.findings}
    yield from headings(source.document, cut, source.frame, _given(source))
    for section in cut.sections:
        yield from _stated_grades(section, _given(source))
    for section in cut.areas:
        for finding in section.findings:
            if (section.id, plain_heading(finding.heading)) not in record:
                told = f"no finding of the record in {section.id} has this heading"
                yield Problem("finding-not-in-the-record", finding.line, finding.heading, told)


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


def _given(source: Source) -> Grades:
    return Grades(source.framework.areas, {j.area: j.grade for j in source.judgments})


def _stated_grades(section: Section, grades: Grades) -> Iterator[Problem]:
    blocks = [*section.opening, *(block for f in section.findings for block in f.blocks)]
    for paragraph in paragraphs_of(blocks):
        for sentence in sentences_of(paragraph):
            yield from grades.problems(sentence, section.area)


def _of_the_frame(source: Source, cut: Structure, bundle: Bundle) -> Iterator[Problem]:
    """Notices and dates of report.yaml."""
    concerns = {c.id for one in (source.inspection, *source.regional) for c in one.concerns}
    against = Checked(bundle, source.inspection)
    yield from notices(source.frame, cut, concerns, against, _given(source))
    for judgment in source.inspection.judgments:
        if judgment.date > source.frame.published:
            told = f"the judgment on {judgment.area} holds from {judgment.date}"
            says = f"published: {source.frame.published}"
            yield Problem("published-before-its-judgment", 1, says, told)


def _unused(source: Source, bundle: Bundle) -> Iterator[Problem]:
    document = source.document
    used = {name for link in source.links for name in (link.target, link.with_)}
    used |= {block.target for block in document.blocks if isinstance(block, ChartOf)}
    sums = [figure for figure in bundle.figures.values() if figure.kind == "working"]
    added = {part for figure in sums for part in figure.name.split(" + ")}
    for figure in bundle.figures.values():
        if figure.id not in used and figure.name not in added:
            yield Problem("unused-figure", 1, figure.id, f"{figure.title}, {figure.period}")

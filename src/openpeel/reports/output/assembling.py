"""A whole report as plain data: what the author wrote, and around it what is generated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from openpeel.catalogue.forces import forces
from openpeel.catalogue.frameworks import Area, Framework, comparable, frameworks
from openpeel.inspecting.record import Concern, Evidence, Improvement, Judgment, Step
from openpeel.releases.periods import day_words
from openpeel.reports.checks.checking import Source
from openpeel.reports.data.figures import Bundle
from openpeel.reports.output.views import (
    BlockView,
    FigureView,
    Note,
    Notes,
    Part,
    block_views,
    figure_view,
    parts_of,
)
from openpeel.reports.text.definitions import Notice
from openpeel.reports.text.structure import Section, Structure, plain_heading, structure


@dataclass(frozen=True)
class Grade:
    """A judgment in the summary: the area, its grade in words, and where it is told."""

    area: str
    name: str
    href: str
    grade: str  # empty: not graded
    sentence: str
    aside: str  # of a judgment made elsewhere: by which inspection and when


@dataclass(frozen=True)
class NoticeView:
    """A dated notice; its words are the text of its only block."""

    on: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class StepView:
    """One entry of a history."""

    status: str
    on: str
    words: str


@dataclass(frozen=True)
class RecommendationView:
    """A recommendation with its deadline and its history."""

    words: str
    deadline: str
    status: str
    history: tuple[StepView, ...]


@dataclass(frozen=True)
class ConcernView:
    """A cause of concern with its recommendations."""

    id: str
    title: str
    words: tuple[str, ...]
    status: str
    history: tuple[StepView, ...]
    recommendations: tuple[RecommendationView, ...]


@dataclass(frozen=True)
class ImprovementView:
    """An area for improvement."""

    id: str
    words: str
    status: str
    history: tuple[StepView, ...]


@dataclass(frozen=True)
class FindingView:
    """A finding: its heading and what the report says."""

    id: str
    heading: str
    blocks: tuple[BlockView, ...]


@dataclass(frozen=True)
class AreaView:
    """An area's page."""

    grade: Grade
    question: str
    notices: tuple[NoticeView, ...]
    opening: tuple[BlockView, ...]
    concerns: tuple[ConcernView, ...]
    improvements: tuple[ImprovementView, ...]
    findings: tuple[FindingView, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class EvidenceView:
    """Evidence that the text rests on, without who gave it."""

    id: str
    kind: str
    words: str
    dated: str


@dataclass(frozen=True)
class ReportView:
    """A report."""

    title: str
    force: str
    framework: str
    version: int
    published: str
    inspector: str
    role: str
    window: str
    simulated: bool
    graded: int
    inspected: int
    elsewhere: int  # areas that another inspection judged
    grades: tuple[Grade, ...]
    notices: tuple[NoticeView, ...]
    summary: tuple[BlockView, ...]
    changes: tuple[BlockView, ...]
    observations: tuple[BlockView, ...]
    not_comparable: tuple[tuple[str, str], ...]
    areas: tuple[AreaView, ...]
    front_notes: tuple[Note, ...]
    figures: tuple[FigureView, ...]
    evidence: tuple[EvidenceView, ...]
    changed: str = ""  # what this version changed, as its author says; nothing of a first one


def assemble(source: Source, bundle: Bundle) -> ReportView:
    """The report as its pages and its PDF show it. The text has been checked before."""
    cut = structure(source.document, source.framework)
    inspection, frame = source.inspection, source.frame
    grades = tuple(_grade(section, source) for section in cut.areas)
    front = Notes(bundle)
    used = {name for link in source.links for name in (link.target, link.with_)}
    used |= set(bundle.charts) | set(bundle.trends)
    return ReportView(
        title=frame.title,
        force=force_title(source),
        framework=source.framework.name,
        version=frame.version,
        published=day_words(frame.published),
        inspector=frame.inspector,
        role=frame.role,
        window=f"{day_words(inspection.window.start)} to {day_words(inspection.window.end)}",
        simulated=inspection.simulated,
        graded=sum(bool(grade.grade) and not grade.aside for grade in grades),
        inspected=sum(not grade.aside for grade in grades),
        elsewhere=sum(bool(grade.aside) for grade in grades),
        grades=grades,
        notices=_notices(source, "report", front),
        summary=_section(cut, "summary", front),
        changes=_section(cut, "changes", front),
        observations=_section(cut, "observations", front),
        not_comparable=tuple(_not_comparable(source.framework)),
        areas=tuple(
            _area(section, grade, source, bundle)
            for section, grade in zip(cut.areas, grades, strict=True)
        ),
        front_notes=tuple(front.listed),
        figures=tuple(figure_view(f, bundle) for f in bundle.figures.values() if f.id in used),
        evidence=tuple(_evidence(e) for e in inspection.evidence if e.id in used),
        changed=frame.changed,
    )


def force_title(source: Source) -> str:
    """As the force calls itself; the region's name of a regional inspection."""
    found = forces().by_code.get(source.inspection.place)
    return found.title if found else source.inspection.place


def grade_sentence(force: str, grade: str | None, area: Area) -> str:
    """The sentence of a grade, never typed: `Kent Police requires improvement at ...`."""
    if grade is None:
        return f"{area.name}: not graded. What was found in this area bears on the others."
    verb = "requires improvement" if grade == "requires improvement" else f"is {grade}"
    return f"{force} {verb} {area.judged or f'in the area “{area.name}”'}."


def _grade(section: Section, source: Source) -> Grade:
    area = section.area
    assert area is not None
    judgment = next((j for j in source.judgments if j.area == area.id), None)
    grade = judgment.grade if judgment else None
    return Grade(
        area=area.id,
        name=area.name,
        href=f"/{area.id}/",
        grade=grade or "",
        sentence=grade_sentence(force_title(source), grade, area),
        aside=_aside(judgment, source),
    )


def _aside(judgment: Judgment | None, source: Source) -> str:
    if judgment is None or judgment in source.inspection.judgments:
        return ""
    told = f"Judged by another inspection, {day_words(judgment.date)}"
    return f"{told}: {judgment.report}." if judgment.report else f"{told}."


def _area(section: Section, grade: Grade, source: Source, bundle: Bundle) -> AreaView:
    notes, inspection = Notes(bundle), source.inspection
    ids = {plain_heading(f.heading): f.id for f in inspection.findings if f.area == section.id}
    told = _notices(source, section.id, notes)
    opening = block_views(section.opening, notes)
    findings = tuple(
        FindingView(
            ids.get(plain_heading(f.heading), f"line-{f.line}"),
            f.heading,
            block_views(f.blocks, notes),
        )
        for f in section.findings
    )
    return AreaView(
        grade=grade,
        question=section.area.question if section.area else "",
        notices=told,
        opening=opening,
        concerns=tuple(
            concern_view(concern)
            for one in (inspection, *source.regional)
            for concern in one.concerns
            if concern.area == section.id
        ),
        improvements=tuple(
            improvement_view(i) for i in inspection.improvements if i.area == section.id
        ),
        findings=findings,
        notes=tuple(notes.listed),
    )


def concern_view(concern: Concern) -> ConcernView:
    """A cause of concern for a page."""
    return ConcernView(
        id=concern.id,
        title=concern.title,
        words=tuple(part for part in concern.words.split("\n\n") if part.strip()),
        status=concern.history[-1].status if concern.history else "",
        history=_history(concern.history),
        recommendations=tuple(
            RecommendationView(
                words=r.words,
                deadline=day_words(r.deadline) if r.deadline else "",
                status=r.history[-1].status if r.history else "",
                history=_history(r.history),
            )
            for r in concern.recommendations
        ),
    )


def improvement_view(improvement: Improvement) -> ImprovementView:
    """An area for improvement for a page."""
    return ImprovementView(
        id=improvement.id,
        words=improvement.words,
        status=improvement.history[-1].status if improvement.history else "",
        history=_history(improvement.history),
    )


def _history(steps: Iterable[Step]) -> tuple[StepView, ...]:
    return tuple(StepView(step.status, day_words(step.on), step.words) for step in steps)


def _section(cut: Structure, id: str, notes: Notes) -> tuple[BlockView, ...]:
    section = cut.section(id)
    return block_views(section.opening, notes) if section else ()


def _notices(source: Source, place: str, notes: Notes) -> tuple[NoticeView, ...]:
    found = sorted((n for n in source.frame.notices if n.place == place), key=lambda n: n.on)
    return tuple(NoticeView(day_words(n.on), tuple(_notice_parts(n, notes))) for n in found)


def _notice_parts(notice: Notice, notes: Notes) -> Iterator[Part]:
    """The words of a notice, its paragraphs one after the other; the page itself says UPDATE."""
    for number, paragraph in enumerate(notice.document.paragraphs()):
        if number:
            yield Part("text", " ")
        for place, part in enumerate(parts_of(paragraph, notes)):
            first = number == place == 0
            words = part.words.removeprefix("UPDATE:").lstrip() if first else part.words
            yield replace(part, words=words)


def _not_comparable(own: Framework) -> Iterable[tuple[str, str]]:
    for other in frameworks():
        if other.id != own.id:
            yield other.name, comparable(own.id, other.id).reason


def _evidence(evidence: Evidence) -> EvidenceView:
    dated = evidence.shows or evidence.received or evidence.signed.on
    return EvidenceView(evidence.id, evidence.kind, evidence.says, day_words(dated))

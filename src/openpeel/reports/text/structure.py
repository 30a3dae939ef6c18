"""A report's sections: its summary, its areas with their findings, and what is generated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from openpeel.catalogue.frameworks import Area, Framework
from openpeel.catalogue.report_rules import sections
from openpeel.reports.checks.problems import Problem
from openpeel.reports.text.document import Block, Document, Heading

GENERATED = ("About the data", "Our judgments", "What has changed since", "Press card")


@dataclass(frozen=True)
class FindingText:
    """A finding as the report tells it; before the first heading of an area there is none."""

    heading: str
    line: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Section:
    """A section: an area of the framework (`area`) or one that every report has (`id`)."""

    id: str
    heading: str
    line: int
    area: Area | None
    opening: tuple[Block, ...]
    findings: tuple[FindingText, ...]


@dataclass(frozen=True)
class Structure:
    """The sections of a report, in their order, and what is wrong with them."""

    title: str
    sections: tuple[Section, ...]
    problems: tuple[Problem, ...] = field(default=())

    def section(self, id: str) -> Section | None:
        """The section of that id."""
        return next((s for s in self.sections if s.id == id), None)

    @property
    def areas(self) -> tuple[Section, ...]:
        """The areas in the order of the report."""
        return tuple(s for s in self.sections if s.area)


def structure(document: Document, framework: Framework) -> Structure:
    """A document cut into its sections."""
    return _Cutter(framework).cut(document)


class _Cutter:
    def __init__(self, framework: Framework) -> None:
        self.areas = {plain_heading(area.name): area for area in framework.areas}
        self.others = {plain_heading(section.heading): section.id for section in sections()}
        self.problems: list[Problem] = []

    def cut(self, document: Document) -> Structure:
        title, found = "", list[Section]()
        for heading, blocks in _parts(document.blocks, 2):
            if heading is None:
                first = next((b for b in blocks if isinstance(b, Heading) and b.level == 1), None)
                title = first.text if first else ""
                for block in blocks:
                    if block is not first:
                        self._problem(
                            "unknown-section", block.line, "text before the first section"
                        )
                        break
                continue
            if heading.level == 1:
                self._problem("section-twice", heading.line, heading.text)
                continue
            section = self._section(heading, blocks)
            if section and any(s.id == section.id for s in found):
                self._problem("section-twice", heading.line, heading.text)
            elif section:
                found.append(section)
        return Structure(title, tuple(found), tuple(self.problems))

    def _section(self, heading: Heading, blocks: tuple[Block, ...]) -> Section | None:
        name = plain_heading(heading.text)
        area = self.areas.get(name)
        id = area.id if area else self.others.get(name)
        if id is None:
            generated = any(name.startswith(plain_heading(words)) for words in GENERATED)
            rule = "generated-part-typed" if generated else "unknown-section"
            self._problem(rule, heading.line, heading.text)
            return None
        opening, findings = tuple[Block, ...](), list[FindingText]()
        for under, part in _parts(blocks, 3):
            if under is None:
                opening = part
            else:
                findings.append(FindingText(under.text, under.line, part))
        return Section(id, heading.text, heading.line, area, opening, tuple(findings))

    def _problem(self, rule: str, line: int, says: str) -> None:
        names = "; ".join(area.name for area in self.areas.values())
        others = "; ".join(section.heading for section in sections())
        told = {
            "unknown-section": f"sections are {others}; and the areas {names}",
            "section-twice": "a section of that name stands above",
            "generated-part-typed": "this part is made when the report is built; take it out",
        }
        self.problems.append(Problem(rule, line, says, told[rule]))


def _parts(
    blocks: tuple[Block, ...], level: int
) -> Iterator[tuple[Heading | None, tuple[Block, ...]]]:
    """Blocks under each heading of a level (or above); what comes before has None."""
    heading: Heading | None = None
    held: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and (
            block.level == level or (level == 2 and held and block.level == 1)
        ):
            if heading is not None or held:
                yield heading, tuple(held)
            heading, held = block, []
        else:
            held.append(block)
    if heading is not None or held:
        yield heading, tuple(held)


def plain_heading(text: str) -> str:
    """A heading as two are held against each other: whatever its capitals and apostrophes."""
    return " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").lower().split())

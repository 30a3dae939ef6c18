"""What a published report says, as frozen objects that go to JSON and back.

Every line of the file is in exactly one passage, or in `unplaced`: nothing is lost.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

SCHEMA_VERSION = 1
READER_VERSION = 3
"""Raised whenever the reader would read the same file differently: it may then be read again."""

PassageKind = Literal[
    "title", "date", "contents", "furniture", "section-heading", "summary", "judgment", "changes",
    "observation", "signatory", "area-heading", "grade", "grade-sentence", "label", "introduction",
    "text", "background", "pointer", "cause-of-concern", "recommendation", "area-for-improvement",
    "innovative-practice", "promising-practice", "update", "finding-heading", "finding", "caption",
    "table", "footnote", "annex-heading", "annex",
]  # fmt: skip
AmountKind = Literal["percent", "count", "money", "rate", "duration", "ratio", "fraction", "rank"]


class Said(BaseModel):
    """Base of everything that was read: frozen."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Passage(Said):
    """A paragraph, heading or item: what it is, where it belongs, which lines it was made of.

    `area` is the position of its area in `areas`; `heading` is the one it stands under.
    """

    kind: PassageKind
    text: str
    lines: tuple[int, ...]
    area: int | None = None
    heading: str = ""


class Unplaced(Said):
    """Something that the reader found no place for."""

    text: str
    lines: tuple[int, ...]


class FileRead(Said):
    """The file, by name and hash."""

    name: str
    sha256: str
    kind: Literal["text", "html"]
    encoding: str
    lines: int


class ForceRead(Said):
    """The force, and how it was known: its title, or how often the text names it."""

    name: str
    code: str
    known_by: str


class FrameworkRead(Said):
    """The framework. `id` is None when the year is known and the catalogue has no such version."""

    year: str
    id: str | None
    tiers: int | None
    known_by: str


class Counted(Said):
    """Numbers of areas that the summary states, and whether as many were found."""

    sentence: str
    line: int
    inspected: int
    graded: int | None
    found_inspected: int
    found_graded: int
    agrees: bool


class OtherReport(Said):
    """A pointer to another report, with its month as stated."""

    text: str
    line: int
    title: str
    dated: str | None


class Span(Said):
    """Days that a notice names; one day when `end` is the same."""

    start: date
    end: date


class Update(Said):
    """A notice that says what was changed or looked at since."""

    text: str
    line: int
    area: int | None
    dates: tuple[Span, ...]


class Recommendation(Said):
    """What a force is asked to do, with the deadline in the report's words."""

    text: str
    items: tuple[str, ...]
    deadline: str | None
    line: int


class Concern(Said):
    """A cause of concern with its recommendations."""

    text: tuple[str, ...]
    recommendations: tuple[Recommendation, ...]
    line: int


class Box(Said):
    """An area for improvement or a practice: its statement, and what is said about it."""

    statement: str
    text: tuple[str, ...]
    line: int


class Finding(Said):
    """A finding: heading and paragraphs."""

    heading: str
    text: tuple[str, ...]
    line: int


class Area(Said):
    """One area. `graded` is None when the report does not tell.

    `id` is the catalogue's, where the name is known; `in_framework` says whether the report's
    framework lists it. `pillar` areas group others and were graded until 2018/19. Recommendations
    are those that belong to no cause of concern.
    """

    id: str | None
    name: str
    line: int
    pillar: bool
    in_framework: bool | None
    graded: bool | None
    grade: str | None
    grade_from: Literal["line", "sentence", "list"] | None
    grade_sentence: str | None
    other_reports: tuple[OtherReport, ...]
    background: tuple[str, ...]
    text: tuple[str, ...]
    concerns: tuple[Concern, ...]
    recommendations: tuple[Recommendation, ...] = ()
    improvements: tuple[Box, ...]
    innovative: tuple[Box, ...]
    promising: tuple[Box, ...]
    findings: tuple[Finding, ...]


class Observations(Said):
    """HM Inspector's observations, with name and role below them."""

    text: tuple[str, ...]
    name: str | None
    role: str | None


class Section(Said):
    """A section of the annex."""

    heading: str
    text: tuple[str, ...]
    line: int


class Statistic(Said):
    """A number or a word for one, as the sentence states it.

    `value` is in the unit: 94.4 for "94.4 percent", 0.5 for "half", 13000000 for "£13m"; None where
    words rank without a number. `interval` is half the width ("+/- 3.9"), in the same unit.
    `unit_from` says that the unit stands in the sentence before.
    """

    words: str
    kind: AmountKind
    value: float | None
    unit: str
    qualifier: str
    interval: float | None
    unit_from: Literal["", "the sentence before"]
    period: str | None
    comparator: str | None
    sentence: str
    line: int
    area: int | None
    heading: str


class ReadReport(Said):
    """Everything that was read from one report."""

    schema_version: int = SCHEMA_VERSION
    reader_version: int = READER_VERSION
    file: FileRead
    title: str
    published: str | None
    force: ForceRead | None
    framework: FrameworkRead | None
    counted: Counted | None
    areas: tuple[Area, ...]
    observations: Observations | None
    changes: tuple[str, ...]
    updates: tuple[Update, ...]
    statistics: tuple[Statistic, ...]
    annex: tuple[Section, ...]
    passages: tuple[Passage, ...]
    unplaced: tuple[Unplaced, ...]
    notes: tuple[str, ...]

    def findings(self) -> tuple[Finding, ...]:
        """Findings of all areas, in order."""
        return tuple(finding for area in self.areas for finding in area.findings)

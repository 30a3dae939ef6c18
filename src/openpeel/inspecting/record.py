"""What an inspection's record is made of. Plain objects, without a database.

A record is a programme with its inspections. Whatever somebody decided carries who and when
(`Signed`), corrections are further entries of a history, and nothing here is a number about a
force: figures stand in a release, an audit, a survey or a document, and evidence names them.
Areas, characteristics and grades are words of the inspection's framework (`catalogue.frameworks`).
"""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from pydantic import Field

from openpeel.catalogue.loading import Entry

ID = r"^[a-z0-9][a-z0-9-]*$"

EvidenceKind = Literal[
    "data", "audit", "document", "interview", "observation", "survey", "statement"
]
EVIDENCE_KINDS: tuple[EvidenceKind, ...] = get_args(EvidenceKind)
Speaks = Literal["for", "against", "context"]
Strength = Literal["strong", "moderate", "weak"]
Marking = Literal["official", "official-sensitive"]
Tone = Literal["praise", "criticism", "mixed"]
RoundKind = Literal["inspection", "revisit", "re-inspection"]
ConcernStatus = Literal["open", "progress seen", "closed"]
StageName = Literal["scan", "engage"]


class Signed(Entry):
    """Who decided or wrote something, and on which day; never one without the other."""

    by: str = Field(min_length=1)
    on: date


class Step(Entry):
    """One entry in the history of a concern, a recommendation or an improvement."""

    status: str
    by: str = Field(min_length=1)
    on: date
    words: str = ""


class Window(Entry):
    """The days that evidence may speak of, both included. In files the keys are `from` and `to`."""

    start: date = Field(alias="from")
    end: date = Field(alias="to")


class Round(Entry):
    """One visit under the inspection's framework."""

    id: str = Field(pattern=ID)
    kind: RoundKind
    start: date = Field(alias="from")
    end: date = Field(alias="to")
    published: date | None = None
    purpose: str = ""


class Stage(Entry):
    """A stage of monitoring; `end` is empty while it lasts."""

    stage: StageName
    start: date = Field(alias="from")
    end: date | None = Field(default=None, alias="to")
    reason: str
    signed: Signed


class Evidence(Entry):
    """One thing known, where it came from, and what it says of which characteristic.

    `figure` names a figure of a release (`calls-101-abandoned.west-mercia.2020-21`) with `release`;
    `audit` and `question` name an estimate of a published round; `document`, `sha256`, `shows` (the
    date that the document shows) and `received` belong to documents, `section` to a force
    management statement, `theme` to a survey. `period` is the time it speaks of, where that is not
    plain from those.
    """

    id: str = Field(pattern=ID)
    kind: EvidenceKind
    round: str
    area: str
    characteristic: str | None = None
    speaks: Speaks
    strength: Strength
    marking: Marking = "official"
    says: str = Field(min_length=1)
    figure: str | None = None
    release: str | None = None
    audit: str | None = None
    question: str | None = None
    document: str | None = None
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    shows: date | None = None
    received: date | None = None
    section: str | None = None
    theme: str | None = None
    period: Window | None = None
    signed: Signed


class Gap(Entry):
    """A characteristic that was not assessed, and why."""

    area: str
    characteristic: str
    reason: str
    signed: Signed


class Line(Entry):
    """A line of enquiry: a question that marks raised, and what came of it."""

    id: str = Field(pattern=ID)
    area: str
    question: str
    figures: tuple[str, ...] = ()  # whose marks raised it
    themes: tuple[str, ...] = ()  # survey themes that did
    release: str | None = None
    signed: Signed
    outcome: str = ""  # empty while it is open
    evidence: tuple[str, ...] = ()
    closed: Signed | None = None


class Finding(Entry):
    """A heading of the report with what carries it: evidence and consequence."""

    id: str = Field(pattern=ID)
    area: str
    round: str
    heading: str = Field(min_length=1)
    tone: Tone
    evidence: tuple[str, ...]
    consequence: str = ""
    signed: Signed
    words: str = ""  # what was found, as a note to the author of the report


class Dissent(Entry):
    """Somebody would have given another grade, and why."""

    grade: str
    reason: str
    signed: Signed


class Moderation(Entry):
    """The judgment was set beside those of like inspections (ids), under the same framework."""

    beside: tuple[str, ...]
    words: str
    signed: Signed


class Judgment(Entry):
    """A grade (or none, in an ungraded area) with its reasons.

    `date` is the day from which it holds; a regional judgment has its own and holds for `forces`
    (codes) of the region, which is empty for a force's own inspection.
    """

    area: str
    round: str
    grade: str | None
    date: date
    forces: tuple[str, ...] = ()
    report: str = ""  # where it was published, when elsewhere
    signed: Signed
    rationale: str
    dissents: tuple[Dissent, ...] = ()
    moderations: tuple[Moderation, ...] = ()
    concerns_explained: str = ""  # why the grade stands beside an open cause of concern


class Recommendation(Entry):
    """What the force should do about a cause of concern, and by when."""

    id: str = Field(pattern=ID)
    words: str
    deadline: date | None
    history: tuple[Step, ...]


class Concern(Entry):
    """A cause of concern."""

    id: str = Field(pattern=ID)
    area: str
    round: str
    title: str
    words: str
    findings: tuple[str, ...] = ()
    recommendations: tuple[Recommendation, ...]
    history: tuple[Step, ...]


class Improvement(Entry):
    """An area for improvement."""

    id: str = Field(pattern=ID)
    area: str
    round: str
    words: str
    findings: tuple[str, ...] = ()
    history: tuple[Step, ...]


class Applied(Entry):
    """How far one force is with a national recommendation."""

    force: str
    history: tuple[Step, ...]


class NationalRecommendation(Entry):
    """A recommendation to every force, and where each named one stands."""

    id: str = Field(pattern=ID)
    title: str
    words: str
    published: date
    applied: tuple[Applied, ...] = ()


class Inspection(Entry):
    """One inspection of a force or a region under one framework version."""

    id: str = Field(pattern=ID)
    name: str
    body: Literal["force", "region"]
    place: str  # a force's code, or a region's name
    forces: tuple[str, ...]  # codes; one for a force
    framework: str
    window: Window
    release: str | None = None  # the release that figures are taken from
    simulated: bool = False
    signed: Signed
    rounds: tuple[Round, ...]
    stages: tuple[Stage, ...] = ()
    lines: tuple[Line, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    gaps: tuple[Gap, ...] = ()
    findings: tuple[Finding, ...] = ()
    judgments: tuple[Judgment, ...] = ()
    concerns: tuple[Concern, ...] = ()
    improvements: tuple[Improvement, ...] = ()


class Record(Entry):
    """A programme with its inspections, in the order of their ids."""

    id: str = Field(pattern=ID)
    name: str
    organisation: str
    recommendations: tuple[NationalRecommendation, ...] = ()
    inspections: tuple[Inspection, ...] = ()

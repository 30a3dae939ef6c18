"""What an inspection's record is made of. Plain objects, without a database.

A record is a programme with its inspections. Whatever somebody decided carries who and when
(`Signed`), corrections are further entries of a history, and nothing here is a number about a
force: figures stand in a release, an audit, a survey or a document, and evidence names them.
Areas, characteristics and grades are words of the inspection's framework (`catalogue.frameworks`).

Whatever has an id, and judgments, stand in one order whoever lists them; histories, dissents and
moderations stay as they were written. Text is in one form (`inspecting.texts`).
"""

from __future__ import annotations

from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from openpeel.catalogue.dated import ForceCode, at
from openpeel.inspecting.order import ends_after_it_begins, listed_by
from openpeel.inspecting.texts import Day, OneLine, Written

ID = r"^[a-z0-9][a-z0-9-]*$"
# Ids become names of files.
Id = Annotated[str, Field(pattern=ID, max_length=100)]

EvidenceKind = Literal[
    "data", "audit", "document", "interview", "observation", "survey", "statement"
]
EVIDENCE_KINDS: tuple[EvidenceKind, ...] = get_args(EvidenceKind)
Speaks = Literal["for", "against", "context"]
Strength = Literal["strong", "moderate", "weak"]
Marking = Literal["official", "official-sensitive"]
Tone = Literal["praise", "criticism", "mixed"]
RoundKind = Literal["inspection", "revisit", "re-inspection"]
# Where a concern, a recommendation or an improvement stands, by its last step.
ConcernStatus = Literal["open", "progress seen", "closed"]
STATUSES: tuple[ConcernStatus, ...] = get_args(ConcernStatus)
StageName = Literal["scan", "engage"]

_by_id = listed_by("id")


class Signed(Written):
    """Who decided or wrote something, and on which day; never one without the other."""

    by: OneLine = Field(min_length=1)
    on: Day


class Step(Written):
    """One entry in the history of a concern, a recommendation or an improvement."""

    status: ConcernStatus
    by: OneLine = Field(min_length=1)
    on: Day
    words: str = ""


class Window(Written):
    """The days that evidence may speak of, both included. In files the keys are `from` and `to`."""

    start: Day = Field(alias="from")
    end: Day = Field(alias="to")

    _order = model_validator(mode="after")(ends_after_it_begins)


class Round(Written):
    """One visit under the inspection's framework."""

    id: Id
    kind: RoundKind
    start: Day = Field(alias="from")
    end: Day = Field(alias="to")
    published: Day | None = None
    purpose: str = ""

    _order = model_validator(mode="after")(ends_after_it_begins)


class Stage(Written):
    """A stage of monitoring; `end` is empty while it lasts."""

    stage: StageName
    start: Day = Field(alias="from")
    end: Day | None = Field(default=None, alias="to")
    reason: str
    signed: Signed

    _order = model_validator(mode="after")(ends_after_it_begins)


class Evidence(Written):
    """One thing known, where it came from, and what it says of which characteristic.

    `figure` names a figure of a release (`calls-101-abandoned.west-mercia.2020-21`) with `release`;
    `audit` and `question` name an estimate of a published round; `document`, `sha256`, `shows` (the
    date that the document shows) and `received` belong to documents, `section` to a force
    management statement, `theme` to a survey. `period` is the time it speaks of, where that is not
    plain from those.
    """

    id: Id
    kind: EvidenceKind
    round: Id
    area: Id
    characteristic: Id | None = None
    speaks: Speaks
    strength: Strength
    marking: Marking = "official"
    says: str = Field(min_length=1)
    figure: OneLine | None = None
    release: OneLine | None = None
    audit: OneLine | None = None
    question: OneLine | None = None
    document: OneLine | None = None
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    shows: Day | None = None
    received: Day | None = None
    section: OneLine | None = None
    theme: OneLine | None = None
    period: Window | None = None
    signed: Signed


class Gap(Written):
    """A characteristic that was not assessed, and why."""

    area: Id
    characteristic: Id
    reason: str
    signed: Signed


class Line(Written):
    """A line of enquiry: a question that marks raised, and what came of it."""

    id: Id
    area: Id
    question: str
    figures: tuple[str, ...] = ()  # whose marks raised it
    themes: tuple[str, ...] = ()  # survey themes that did
    release: OneLine | None = None
    signed: Signed
    outcome: str = ""  # empty while it is open
    evidence: tuple[str, ...] = ()
    closed: Signed | None = None


class Finding(Written):
    """A heading of the report with what carries it: evidence and consequence."""

    id: Id
    area: Id
    round: Id
    heading: OneLine = Field(min_length=1)
    tone: Tone
    evidence: tuple[str, ...]
    consequence: str = ""
    signed: Signed
    words: str = ""  # what was found, as a note to the author of the report


class Dissent(Written):
    """Somebody would have given another grade, and why."""

    grade: str
    reason: str
    signed: Signed


class Moderation(Written):
    """The judgment was set beside those of like inspections (ids), under the same framework."""

    beside: tuple[str, ...]
    words: str
    signed: Signed


class Judgment(Written):
    """A grade (or none, in an ungraded area) with its reasons.

    `date` is the day from which it holds; a regional judgment has its own and holds for `forces`
    (codes) of the region, which is empty for a force's own inspection.
    """

    area: Id
    round: Id
    grade: str | None
    date: Day
    forces: tuple[ForceCode, ...] = ()
    report: str = ""  # where it was published, when elsewhere
    signed: Signed
    rationale: str
    dissents: tuple[Dissent, ...] = ()
    moderations: tuple[Moderation, ...] = ()
    concerns_explained: str = ""  # why the grade stands beside an open cause of concern

    @property
    def first_force(self) -> str:
        """What tells a region's judgments apart; empty in a force's own inspection."""
        return self.forces[0] if self.forces else ""


class Recommendation(Written):
    """What the force should do about a cause of concern, and by when."""

    id: Id
    words: str
    deadline: Day | None = None
    history: tuple[Step, ...] = ()


class Concern(Written):
    """A cause of concern."""

    id: Id
    area: Id
    round: Id
    title: OneLine
    words: str
    findings: tuple[str, ...] = ()
    recommendations: Annotated[tuple[Recommendation, ...], _by_id] = ()
    history: tuple[Step, ...] = ()


class Improvement(Written):
    """An area for improvement."""

    id: Id
    area: Id
    round: Id
    words: str
    findings: tuple[str, ...] = ()
    history: tuple[Step, ...] = ()


class Applied(Written):
    """How far one force is with a national recommendation."""

    force: ForceCode
    history: tuple[Step, ...] = ()


class NationalRecommendation(Written):
    """A recommendation to every force, and where each named one stands.

    `signed` is who entered it here, which older records do not say.
    """

    id: Id
    title: OneLine
    words: str
    published: Day
    signed: Signed | None = None
    applied: Annotated[tuple[Applied, ...], listed_by("force")] = ()


class Inspection(Written):
    """One inspection of a force or a region under one framework version."""

    id: Id
    name: OneLine
    body: Literal["force", "region"]
    place: OneLine  # a force's code, or a region's name
    forces: tuple[ForceCode, ...]  # codes; one for a force
    framework: Id
    window: Window
    release: OneLine | None = None  # the release that figures are taken from
    simulated: bool = False
    signed: Signed
    rounds: Annotated[tuple[Round, ...], listed_by("id", after="start")]
    stages: Annotated[tuple[Stage, ...], listed_by("start")] = ()
    lines: Annotated[tuple[Line, ...], _by_id] = ()
    evidence: Annotated[tuple[Evidence, ...], _by_id] = ()
    gaps: Annotated[tuple[Gap, ...], listed_by("area", "characteristic")] = ()
    findings: Annotated[tuple[Finding, ...], _by_id] = ()
    judgments: Annotated[tuple[Judgment, ...], listed_by("area", "round", "first_force")] = ()
    concerns: Annotated[tuple[Concern, ...], _by_id] = ()
    improvements: Annotated[tuple[Improvement, ...], _by_id] = ()

    @model_validator(mode="after")
    def _whose(self) -> Self:
        if self.body == "force" and self.forces != (self.place,):
            words = "the inspection of a force has that force's code as place and as its one force"
            raise at(("place",), words)
        return self


class Record(Written):
    """A programme with its inspections, in the order of their ids."""

    id: Id
    name: OneLine
    organisation: OneLine
    recommendations: Annotated[tuple[NationalRecommendation, ...], _by_id] = ()
    inspections: Annotated[tuple[Inspection, ...], _by_id] = ()

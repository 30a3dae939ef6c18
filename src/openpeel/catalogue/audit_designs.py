"""Audit designs: which files are reviewed, how many of each kind, and who looks twice.

A design is a dated file that goes with a question set. Its strata part the frame: a file belongs
to the first stratum whose condition it meets.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from openpeel.catalogue.contracts import contracts
from openpeel.catalogue.dated import Checked, at, blame
from openpeel.catalogue.loading import DATA, Entry, load_yaml
from openpeel.catalogue.question_sets import QuestionSet, question_sets
from openpeel.errors import UserError

FOLDER = DATA / "audit-designs"


class Exclusion(Entry):
    """Rows that are left out of the frame, and why."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    where: str
    words: str


class Stratum(Entry):
    """One kind of file. Without `where` it takes every file that no stratum before it took."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    words: str
    where: str | None = None
    files: int | None = Field(default=None, ge=1)  # None: by the sample's proportional allocation


class Sample(Entry):
    """Strata that are drawn together and estimated together.

    A second sample of the same frame (files with one kind of outcome, say) leaves out what the
    samples before it have drawn. `questions` lists what is asked of its files; none: everything.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    words: str
    allocation: Literal["fixed", "proportional"] = "fixed"
    files: int | None = Field(default=None, ge=1)  # of a proportional sample, in all
    strata: tuple[Stratum, ...] = Field(min_length=1)
    questions: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _allocated(self) -> Self:
        proportional = self.allocation == "proportional"
        if proportional != (self.files is not None):
            raise at(
                ("files",), "a proportional sample says how many files in all, a fixed one not"
            )
        for n, stratum in enumerate(self.strata):
            if proportional == (stratum.files is not None):
                raise at(("strata", n, "files"), "only strata of a fixed sample say how many files")
        return self


class SecondReview(Entry):
    """Which files are reviewed twice.

    A random share; every file with at least `worst` answers against the force (serious ones
    count double); and the first files of a reviewer who is new.
    """

    share: float = Field(ge=0, le=1)
    worst: int = Field(ge=1)
    first_files: int = Field(ge=0)


class Frame(Entry):
    """Where the frame comes from: a return, with its key and, when files cluster, the cluster's."""

    source: str = Field(alias="return")
    reference: str
    cluster: str | None = None
    day: str | None = None  # the column whose days bound the audit's period


class Design(Entry):
    """A plan for an audit of one force: frame, strata, second reviews."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    version: int = Field(ge=1)
    since: date
    until: date | None = None
    name: str
    why: str
    question_set: str
    frame: Frame
    exclusions: tuple[Exclusion, ...] = ()
    samples: tuple[Sample, ...] = Field(min_length=1)
    reserves: int = Field(ge=0)  # for each stratum
    second_review: SecondReview
    estimate: Literal["share", "crime recording"] = "share"
    partial: str | None = None  # why no overall rate is given, when only some crimes are audited
    rates_of: tuple[str, ...] = ()  # the classes of crime that a partial audit gives rates of
    checked: Checked

    @model_validator(mode="after")
    def _once(self) -> Self:
        every = Counter(s.id for sample in self.samples for s in sample.strata)
        for n, sample in enumerate(self.samples):
            for m, stratum in enumerate(sample.strata):
                if every[stratum.id] > 1:
                    raise at(("samples", n, "strata", m, "id"), f"{stratum.id!r} stands twice")
        return self

    @model_validator(mode="after")
    def _partial(self) -> Self:
        if (self.partial is None) != (not self.rates_of):
            raise at(
                ("rates_of",), "a partial audit lists the classes it gives rates of, others not"
            )
        return self

    @property
    def questions(self) -> QuestionSet:
        """The question set it goes with."""
        return question_sets()[self.question_set]

    def sample_of(self, stratum: str) -> Sample:
        """The sample that a stratum belongs to."""
        return next(s for s in self.samples if any(one.id == stratum for one in s.strata))

    def gives_rate_of(self, crime_class: str) -> bool:
        """Whether it can give a recording rate of a class of crime, or of all crimes together."""
        return self.partial is None or crime_class in self.rates_of

    def asked(self, stratum: str) -> tuple[str, ...]:
        """Ids of the questions that are asked of the files of a stratum."""
        return self.sample_of(stratum).questions or tuple(self.questions.by_id)


def load_design(path: Path) -> Design:
    """A design from a file, checked against its question set; UserError names file and key."""
    design = load_yaml(path, Design)
    if design.question_set not in question_sets():
        raise blame(path, ("question_set",), f"{design.question_set!r} is no question set")
    if unknown := set(design.rates_of) - design.questions.classes.keys():
        raise blame(path, ("rates_of",), f"{min(unknown)!r} is no class of the question set")
    _check_frame(path, design.frame)
    for n, sample in enumerate(design.samples):
        unknown = set(sample.questions) - design.questions.by_id.keys()
        if unknown:
            raise blame(
                path, ("samples", n, "questions"), f"{min(unknown)!r} is no question of the set"
            )
        for id in sample.questions:
            rests_on = {one.answer for one in design.questions.by_id[id].when if one.answer}
            if lacking := rests_on - set(sample.questions):
                raise blame(
                    path,
                    ("samples", n, "questions"),
                    f"{id} rests on {min(lacking)}, which this sample is not asked",
                )
    return design


def _check_frame(path: Path, frame: Frame) -> None:
    """Its return is one, and the columns that it names are the return's."""
    source = contracts().get(frame.source)
    if source is None:
        raise blame(path, ("frame", "return"), f"there is no return {frame.source!r}")
    for key in ("reference", "cluster", "day"):
        name = getattr(frame, key)
        if name is not None and name not in source.fields:
            raise blame(path, ("frame", key), f"{name!r} is no field of the return {source.id}")


@cache
def designs() -> dict[str, Design]:
    """Every design by its id, the newest first."""
    every = [load_design(path) for path in sorted(FOLDER.glob("*.yaml"))]
    return {d.id: d for d in sorted(every, key=lambda d: (d.since, d.id), reverse=True)}


def find_design(id: str) -> Design:
    """The design with that id; UserError lists those there are."""
    if id not in designs():
        raise UserError(f"there is no audit design {id!r}; use one of {', '.join(designs())}.")
    return designs()[id]

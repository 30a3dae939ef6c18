"""Inspection frameworks: their tiers and areas, and whose grades may stand side by side.

How many areas a force is inspected in differs by force, so no number of areas is a rule here. An
area says whether it applies to all forces or to some, and which of those a source names; for the
others the answer is "not known", never a guess.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, Self

from pydantic import Field, field_validator, model_validator

from openpeel.catalogue.dated import Checked, Dated, ForceCode, at, blame, first_overlap
from openpeel.catalogue.loading import DATA, Entry, load_yaml
from openpeel.errors import UserError

FOLDER = DATA / "frameworks"


class Tier(Entry):
    """One grade: its word, and what it means where a source says so."""

    word: str
    meaning: str | None


class Pillar(Entry):
    """A group of areas that had a grade of its own (until 2018/19)."""

    id: str
    name: str


class Characteristic(Entry):
    """One thing that a force does which is good in an area, in this project's own words."""

    id: str = Field(pattern=r"^[a-z][a-z-]*$")
    words: str


class Area(Entry):
    """An area of policing that is inspected.

    `judged` ends the sentence on a grade ("West Mercia Police is good at ..."), and evidence speaks
    for or against a force's `characteristics`; a framework need not list them. `graded` is None
    when no source says. `forces` is `some` when only some forces are inspected in it;
    `known_forces` are those that a source names, and need not be all.
    """

    id: str = Field(pattern=r"^[a-z][a-z-]*$")
    name: str
    question: str
    graded: bool | None
    judged: str | None = None
    pillar: str | None = None
    forces: Literal["all", "some"] = "all"
    known_forces: tuple[ForceCode, ...] = ()
    note: str | None = None
    characteristics: tuple[Characteristic, ...] = ()

    @field_validator("characteristics")
    @classmethod
    def _each_once(cls, listed: tuple[Characteristic, ...]) -> tuple[Characteristic, ...]:
        _no_repeats([one.id for one in listed], "id")
        return listed

    def applies_to(self, force_code: str) -> bool | None:
        """Whether the force is inspected in this area; None when no source says."""
        return True if self.forces == "all" or force_code in self.known_forces else None


class Count(Entry):
    """Numbers of areas that some report printed, with the forces where known."""

    inspected: int = Field(gt=0)
    graded: int = Field(gt=0)
    forces: tuple[ForceCode, ...] = ()


class Break(Entry):
    """Another framework with whose grades these can't be compared, and why."""

    framework: str
    reason: str


class Framework(Dated):
    """One version of the inspection framework.

    `start` is the day it was published and `end` the eve of its successor. Reports under it come
    out later, so a grade carries the framework's id; it is never looked up by date.
    """

    checked: Checked
    id: str
    name: str
    for_forces: str
    known_forces: tuple[ForceCode, ...] = ()
    tiers: tuple[Tier, ...]
    pillars: tuple[Pillar, ...] = ()
    areas: tuple[Area, ...]
    counts: tuple[Count, ...] = ()
    not_comparable: tuple[Break, ...] = ()
    known: str
    sources: tuple[str, ...]

    @field_validator("tiers")
    @classmethod
    def _tiers(cls, tiers: tuple[Tier, ...]) -> tuple[Tier, ...]:
        _no_repeats([tier.word for tier in tiers], "word")
        return tiers

    @field_validator("areas")
    @classmethod
    def _areas(cls, areas: tuple[Area, ...]) -> tuple[Area, ...]:
        _no_repeats([area.id for area in areas], "id")
        return areas

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        pillars = {pillar.id for pillar in self.pillars}
        for number, area in enumerate(self.areas):
            if area.pillar is not None and area.pillar not in pillars:
                raise at(("areas", number, "pillar"), f"there is no pillar {area.pillar!r}")
        everywhere = [area for area in self.areas if area.forces == "all"]
        for number, count in enumerate(self.counts):
            if count.graded > count.inspected:
                raise at(("counts", number, "graded"), "more areas graded than inspected")
            if count.inspected < len(everywhere):
                raise at(
                    ("counts", number, "inspected"),
                    f"{len(everywhere)} areas apply to all forces, so no report has fewer",
                )
        return self

    def area(self, id: str) -> Area:
        """The area of that id; UserError when the framework has none."""
        for area in self.areas:
            if area.id == id:
                return area
        raise UserError(f"{self.id}: there is no area {id!r} in this framework.")

    def areas_of(self, force_code: str) -> tuple[Area, ...]:
        """Areas in which a source says that the force is inspected."""
        return tuple(area for area in self.areas if area.applies_to(force_code))

    def areas_not_known(self, force_code: str) -> tuple[Area, ...]:
        """Areas of some forces only, where no source says whether this force is one of them."""
        return tuple(area for area in self.areas if area.applies_to(force_code) is None)


class Comparable(NamedTuple):
    """Whether grades of two frameworks may be compared, and why or why not."""

    yes: bool
    reason: str


def comparable(a: str, b: str) -> Comparable:
    """Whether grades given under framework `a` may be set beside grades given under `b`.

    Only grades of one framework may, since no source says that any two of them match: a change
    of wording or of tiers can move a grade while the force stays as it was.
    """
    one, other = framework(a), framework(b)
    if one.id == other.id:
        return Comparable(True, f"Both grades were given under {one.name}.")
    for entry, partner in ((one, other), (other, one)):
        for stated in entry.not_comparable:
            if stated.framework == partner.id:
                return Comparable(False, stated.reason)
    if len(one.tiers) != len(other.tiers):
        return Comparable(
            False,
            f"{one.name} has {len(one.tiers)} tiers and {other.name} has {len(other.tiers)},"
            " so the same word does not mean the same.",
        )
    return Comparable(
        False, f"No source says that grades of {one.name} and {other.name} can be compared."
    )


def load_framework(path: Path) -> Framework:
    """One framework from its file; UserError names file, line and key."""
    return load_yaml(path, Framework)


def load_frameworks(folder: Path) -> tuple[Framework, ...]:
    """Every framework in a folder, oldest first; they may neither share an id nor a day."""
    paths = sorted(folder.glob("*.yaml"))
    found = [load_framework(path) for path in paths]
    ids = [entry.id for entry in found]
    for number, (entry, path) in enumerate(zip(found, paths, strict=True)):
        if entry.id in ids[:number]:
            raise blame(path, ("id",), f"{entry.id!r} is the id of another file too")
        for place, stated in enumerate(entry.not_comparable):
            if stated.framework not in ids:
                key = ("not_comparable", place, "framework")
                raise blame(path, key, f"there is no framework {stated.framework!r}")
    clash = first_overlap(("", entry) for entry in found)
    if clash:
        first, second = clash
        words = f"its dates overlap with {paths[first].name}; one ends before the next begins"
        raise blame(paths[second], ("from",), words)
    return tuple(sorted(found, key=lambda entry: entry.start))


@cache
def frameworks() -> tuple[Framework, ...]:
    """Every framework in the catalogue, oldest first."""
    return load_frameworks(FOLDER)


def framework(id: str) -> Framework:
    """The framework of that id; UserError when there is none."""
    for entry in frameworks():
        if entry.id == id:
            return entry
    raise UserError(
        f"There is no framework {id!r}; choose one of"
        f" {', '.join(entry.id for entry in frameworks())}."
    )


def _no_repeats(names: list[str], key: str) -> None:
    for number, name in enumerate(names):
        if name in names[:number]:
            raise at((number, key), f"{name!r} stands twice")

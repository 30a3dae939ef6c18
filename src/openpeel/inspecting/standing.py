"""Where a force stands on a day: judgments that hold, their history, and what is open.

Judgments are told framework by framework and never as one trend: a change of words or of tiers
moves a grade while the force stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from openpeel.catalogue.frameworks import Framework, framework
from openpeel.inspecting.histories import last_step, open_on
from openpeel.inspecting.record import (
    Concern,
    Improvement,
    Inspection,
    Judgment,
    NationalRecommendation,
    Recommendation,
    Record,
    Step,
)


@dataclass(frozen=True)
class Held:
    """A judgment about a force, with the inspection that it belongs to.

    `until` is the day from which a later judgment of that area under that framework holds instead.
    """

    inspection: Inspection
    judgment: Judgment
    until: date | None = None

    @property
    def framework(self) -> Framework:
        """The framework under which it was made."""
        return framework(self.inspection.framework)

    @property
    def area_name(self) -> str:
        """The area's name in that framework."""
        return self.framework.area(self.judgment.area).name

    @property
    def regional(self) -> bool:
        """Whether it is of a region, and so has a date of its own."""
        return self.inspection.body == "region"


@dataclass(frozen=True)
class Raised:
    """A cause of concern, recommendation or area for improvement, and where it stands on a day."""

    inspection: Inspection
    entry: Concern | Recommendation | Improvement
    step: Step  # the last one up to the day
    concern: Concern | None = None  # of a recommendation

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.step.status != "closed"


@dataclass(frozen=True)
class National:
    """A national recommendation, and where a force stands with it; no step when nobody said."""

    recommendation: NationalRecommendation
    step: Step | None


@dataclass(frozen=True)
class Standing:
    """Everything that a record says of a force on a day.

    `judgments` hold on that day, in the order of the framework; `history` has all up to that day,
    oldest first, in a group for each framework, the newest framework first. Concerns,
    recommendations and improvements are those raised by that day, open or closed.
    """

    force: str
    on: date
    judgments: tuple[Held, ...]
    history: tuple[tuple[Framework, tuple[Held, ...]], ...]
    concerns: tuple[Raised, ...]
    recommendations: tuple[Raised, ...]
    improvements: tuple[Raised, ...]
    national: tuple[National, ...]

    @property
    def open_concerns(self) -> tuple[Raised, ...]:
        """Causes of concern that were not closed on that day."""
        return tuple(one for one in self.concerns if one.is_open)


def standing(record: Record, force: str, on: date) -> Standing:
    """What a record says of a force (by code) at the end of a day.

    A region's judgment attaches to the forces that it names, from its own date on.
    """
    of_force = [one for one in record.inspections if force in one.forces]
    history = tuple(_by_framework(list(_judgments(of_force, force, on))))
    concerns = tuple(_raised_concerns(of_force, on))
    return Standing(
        force=force,
        on=on,
        judgments=tuple(_holding(history)),
        history=history,
        concerns=concerns,
        recommendations=tuple(_recommendations(concerns, on)),
        improvements=tuple(
            Raised(inspection, entry, step)
            for inspection in of_force
            for entry in inspection.improvements
            if (step := last_step(entry.history, on))
        ),
        national=tuple(_national(record.recommendations, force, on)),
    )


def overdue(raised: Raised, on: date) -> bool:
    """Whether a recommendation is open after its deadline; never for what has none."""
    entry = raised.entry
    if not isinstance(entry, Recommendation) or entry.deadline is None:
        return False
    return entry.deadline < on and open_on(entry.history, on)


def _judgments(inspections: Sequence[Inspection], force: str, on: date) -> Iterator[Held]:
    """Judgments about the force up to a day, oldest first, each with the day on which it ended."""
    about = [
        Held(inspection, judgment)
        for inspection in inspections
        for judgment in inspection.judgments
        if judgment.date <= on and (inspection.body == "force" or force in judgment.forces)
    ]
    about.sort(key=lambda held: (held.judgment.date, held.inspection.id, held.judgment.area))
    for number, held in enumerate(about):
        later = (
            other.judgment.date
            for other in about[number + 1 :]
            if other.inspection.framework == held.inspection.framework
            and other.judgment.area == held.judgment.area
        )
        yield Held(held.inspection, held.judgment, next(later, None))


def _by_framework(about: Sequence[Held]) -> Iterator[tuple[Framework, tuple[Held, ...]]]:
    used = {held.inspection.framework for held in about}
    for under in sorted((framework(id) for id in used), key=lambda one: one.start, reverse=True):
        yield under, tuple(held for held in about if held.inspection.framework == under.id)


def _holding(history: Iterable[tuple[Framework, tuple[Held, ...]]]) -> Iterator[Held]:
    """What holds: all of the newest framework, and what only a region judged under an older one.

    Areas of an older framework end with the force's first inspection under a newer one.
    """
    told: set[str] = set()
    inspected_anew = False
    for under, about in history:
        order = [area.id for area in under.areas]
        now = [held for held in about if held.until is None]
        for held in sorted(now, key=lambda one: order.index(one.judgment.area)):
            if held.judgment.area not in told and (held.regional or not inspected_anew):
                yield held
        told |= {held.judgment.area for held in now}
        inspected_anew = inspected_anew or any(not held.regional for held in about)


def _raised_concerns(inspections: Iterable[Inspection], on: date) -> Iterator[Raised]:
    for inspection in inspections:
        for entry in inspection.concerns:
            if step := last_step(entry.history, on):
                yield Raised(inspection, entry, step)


def _recommendations(concerns: Iterable[Raised], on: date) -> Iterator[Raised]:
    for raised in concerns:
        assert isinstance(raised.entry, Concern)
        for entry in raised.entry.recommendations:
            if step := last_step(entry.history, on):
                yield Raised(raised.inspection, entry, step, raised.entry)


def _national(
    recommendations: Iterable[NationalRecommendation], force: str, on: date
) -> Iterator[National]:
    for one in recommendations:
        if one.published <= on:
            histories = [entry.history for entry in one.applied if entry.force == force]
            yield National(one, last_step(histories[0], on) if histories else None)

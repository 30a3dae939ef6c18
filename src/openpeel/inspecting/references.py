"""Whatever a record names must be there: areas, grades, rounds, evidence, findings and so on.

What does not resolve is no matter of judgment, so it is an error of the file that names it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from openpeel.catalogue.frameworks import Framework, framework, frameworks
from openpeel.inspecting import places
from openpeel.inspecting.record import Concern, Improvement, Inspection, Judgment, Record


@dataclass(frozen=True)
class Broken:
    """A reference to something that is not there: the file, the key in it, and what to say."""

    where: str
    key: str
    words: str


def broken(record: Record) -> Iterator[Broken]:
    """Every reference of a record that does not resolve, in the order of its files."""
    known = {entry.id for entry in frameworks()}
    for inspection in record.inspections:
        if inspection.framework not in known:
            yield Broken(
                places.inspection(inspection),
                "framework",
                f"there is no framework {inspection.framework!r}; choose one of"
                f" {', '.join(sorted(known))}",
            )
        else:
            yield from _Look(inspection, framework(inspection.framework)).all()


class _Look:
    """Looks through one inspection under its framework."""

    def __init__(self, inspection: Inspection, under: Framework) -> None:
        self.inspection, self.under = inspection, under
        self.areas = {area.id: area for area in under.areas}
        self.rounds = {one.id for one in inspection.rounds}
        self.evidence = {one.id for one in inspection.evidence}
        self.findings = {one.id for one in inspection.findings}

    def all(self) -> Iterator[Broken]:
        one = self.inspection
        if not one.rounds:
            yield Broken(places.inspection(one), "rounds", "an inspection has at least one round")
        for piece in one.evidence:
            where, at = places.evidence(one, piece)
            yield from self._area(where, at("area"), piece.area, piece.characteristic)
            yield from self._round(where, at("round"), piece.round)
        for gap in one.gaps:
            where, at = places.gap(one, gap)
            yield from self._area(where, at("area"), gap.area, gap.characteristic)
        for line in one.lines:
            where, at = places.line(one, line)
            yield from self._area(where, at("area"), line.area)
            yield from self._each(where, at("evidence"), line.evidence, self.evidence, "evidence")
        for finding in one.findings:
            where, at = places.finding(one, finding)
            yield from self._area(where, at("area"), finding.area)
            yield from self._round(where, at("round"), finding.round)
            yield from self._each(
                where, at("evidence"), finding.evidence, self.evidence, "evidence"
            )
        for judgment in one.judgments:
            yield from self._judgment(judgment)
        yield from self._raised()

    def _raised(self) -> Iterator[Broken]:
        one = self.inspection
        for concern in one.concerns:
            yield from self._entry(concern, *places.concern(one, concern))
        for improvement in one.improvements:
            yield from self._entry(improvement, *places.improvement(one, improvement))

    def _entry(
        self, entry: Concern | Improvement, where: str, at: Callable[[str], str]
    ) -> Iterator[Broken]:
        yield from self._area(where, at("area"), entry.area)
        yield from self._round(where, at("round"), entry.round)
        yield from self._each(where, at("findings"), entry.findings, self.findings, "finding")

    def _judgment(self, judgment: Judgment) -> Iterator[Broken]:
        where, at = places.judgment(self.inspection, judgment)
        yield from self._area(where, at("area"), judgment.area)
        yield from self._round(where, at("round"), judgment.round)
        grades = {at("grade"): judgment.grade}
        grades |= {at(f"dissents.{n}.grade"): one.grade for n, one in enumerate(judgment.dissents)}
        tiers = [tier.word for tier in self.under.tiers]
        for key, grade in grades.items():
            if grade is not None and grade not in tiers:
                words = f"{self.under.name} has no grade {grade!r}; choose one of"
                none = ", or null where the area is not graded" if key == at("grade") else ""
                yield Broken(where, key, f"{words} {', '.join(tiers)}{none}")

    def _area(
        self, where: str, key: str, id: str, characteristic: str | None = None
    ) -> Iterator[Broken]:
        area = self.areas.get(id)
        if area is None:
            words = f"{self.under.name} has no area {id!r}; choose one of"
            yield Broken(where, key, f"{words} {', '.join(self.areas)}")
        elif characteristic is not None:
            ids = [one.id for one in area.characteristics]
            if characteristic not in ids:
                choice = f"choose one of {', '.join(ids)}" if ids else "it lists none"
                key = key.removesuffix("area") + "characteristic"
                words = f"the area {id} has no characteristic {characteristic!r}; {choice}"
                yield Broken(where, key, words)

    def _round(self, where: str, key: str, id: str) -> Iterator[Broken]:
        yield from self._each(where, key, (id,), self.rounds, "round")

    def _each(
        self, where: str, key: str, ids: Iterable[str], among: Collection[str], what: str
    ) -> Iterator[Broken]:
        for id in ids:
            if id not in among:
                yield Broken(where, key, f"there is no {what} {id!r} in this inspection")

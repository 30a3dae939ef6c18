"""Where the forces of a programme stand: their stages, and what is asked of every one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openpeel.catalogue.forces import Force, forces
from openpeel.inspecting import record as records
from openpeel.inspecting.histories import FIRST_STAGE, last_step, stage_on
from openpeel.inspections.actions.asking import history_of
from openpeel.inspections.models import Applied, NationalRecommendation, Programme, Stage
from openpeel.inspections.register import parts_of
from openpeel.inspections.rows import values
from openpeel.people.models import Person


@dataclass(frozen=True)
class Asked:
    """A national recommendation in one force, and the last step of its history."""

    applied: Applied
    step: records.Step | None

    @property
    def recommendation(self) -> NationalRecommendation:
        """What is asked."""
        return self.applied.recommendation

    @property
    def force(self) -> Force:
        """Of whom."""
        return forces().by_code[self.applied.force]

    @property
    def status(self) -> records.ConcernStatus:
        """Where it stands; open when its history is empty."""
        return self.step.status if self.step else "open"


@dataclass(frozen=True)
class Tally:
    """How many national recommendations, or forces, are where."""

    open: int
    progress_seen: int
    closed: int
    not_asked: int


@dataclass(frozen=True)
class Standing:
    """A force of a programme: its stage, where the reader may know it, and how far it has come."""

    force: Force
    stage: records.StageName | None
    since: date | None
    tally: Tally


def asked_in(programme: Programme, force: str = "") -> list[Asked]:
    """What is asked nationally, of one force (by code) or of all; the newest first, then by force.

    A few queries, however many there are.
    """
    found = Applied.objects.filter(recommendation__programme=programme)
    if force:
        found = found.filter(force=force)
    rows = found.select_related("recommendation__programme").prefetch_related("steps")
    asked = [Asked(one, last_step(history_of(one), date.max)) for one in rows]
    by_force = sorted(asked, key=lambda one: (one.recommendation.title, one.force.name))
    return sorted(by_force, key=lambda one: one.recommendation.published, reverse=True)


def standings(programme: Programme, person: Person, on: date) -> list[Standing]:
    """Every force that the programme inspects or asks something of: in engage first, then by name.

    The stage of a force is for those who have a part in an inspection of it.
    """
    asked: dict[str, list[Asked]] = {code: [] for code in inspected_by(person, programme)}
    stages: dict[str, list[records.Stage]] = {code: [] for code in asked}
    of_forces = Stage.objects.filter(inspection__programme=programme, inspection__body="force")
    for row in of_forces.filter(inspection__place__in=stages).select_related("inspection"):
        stages[row.inspection.place].append(records.Stage.model_validate(values(row)))
    for one in asked_in(programme):
        asked.setdefault(one.applied.force, []).append(one)
    national = programme.national.count()
    found = []
    for code in asked.keys() - {person.force_code}:
        stage = stage_on(stages.get(code, ()), on)
        name = stage.stage if stage else FIRST_STAGE if code in stages else None
        since = stage.start if stage else None
        tally = _tally(asked[code], national)
        found.append(Standing(forces().by_code[code], name, since, tally))
    return sorted(found, key=lambda one: (one.stage in (None, FIRST_STAGE), one.force.name))


def inspected_by(person: Person, programme: Programme) -> set[str]:
    """The forces of a programme, by code, of which a person has a part in an inspection."""
    return {
        one.place
        for one, _ in parts_of(person)
        if one.programme_id == programme.pk and one.body == "force"
    }


def tallies(programme: Programme) -> list[tuple[NationalRecommendation, Tally]]:
    """Each national recommendation with the number of forces by status; the newest first."""
    asked: dict[int, list[Asked]] = {}
    for one in asked_in(programme):
        asked.setdefault(one.recommendation.pk, []).append(one)
    national = programme.national.select_related("programme").order_by("-published", "title")
    return [(each, _tally(asked.get(each.pk, []), len(forces().all))) for each in national]


def _tally(asked: Sequence[Asked], of: int) -> Tally:
    counts = Counter(one.status for one in asked)
    return Tally(counts["open"], counts["progress seen"], counts["closed"], of - len(asked))

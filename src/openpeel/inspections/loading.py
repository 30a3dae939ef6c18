"""Load a record into the database: all of it or nothing, and never over somebody's work unasked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from openpeel.errors import UserError
from openpeel.inspecting import references
from openpeel.inspecting.record import Inspection as Inspected
from openpeel.inspecting.record import Record
from openpeel.inspections.exporting import record_of
from openpeel.inspections.log import of_programme
from openpeel.inspections.models import (
    InspectedForce,
    Inspection,
    Member,
    NationalRecommendation,
    Programme,
)
from openpeel.inspections.permissions import allowed, roles_of
from openpeel.inspections.rows import row
from openpeel.inspections.writing import write_national, write_parts
from openpeel.people.histories import setting_aside
from openpeel.people.models import Person


@dataclass(frozen=True)
class Loaded:
    """What a load did: ids of inspections, and whether the programme's own entry was written."""

    added: tuple[str, ...]
    replaced: tuple[str, ...]
    removed: tuple[str, ...]
    programme: bool

    @property
    def same(self) -> bool:
        """Whether everything was there already, just so."""
        return not (self.added or self.replaced or self.removed or self.programme)


@transaction.atomic
def load(record: Record, *, by: Person, replace: bool = False) -> Loaded:
    """Make a programme in the database what a record says.

    New inspections are added, and whoever loads one leads it. One that stands there otherwise, or
    that the record does not have, is only replaced, or removed, when asked to; who takes part,
    its state and its log stay. UserError when the record does not hold together.
    """
    for broken in references.broken(record):
        raise UserError(f"{broken.where}, key {broken.key}: {broken.words}.")
    programme = Programme.objects.select_for_update().filter(slug=record.id).first()
    held = record_of(programme) if programme else None
    done = _differences(record, held)
    if done.same:
        return done
    _may_load(programme, done, by, replace)
    with setting_aside(by):
        programme = _write_programme(record, programme, done)
        _remove(programme, done.removed)
        for one in record.inspections:
            if one.id in done.added:
                _write_inspection(programme, one, by)
            elif one.id in done.replaced:
                _write_again(programme, one)
    _log(programme, done, by)
    return done


def _differences(record: Record, held: Record | None) -> Loaded:
    before = {one.id: one for one in held.inspections} if held else {}
    now = {one.id: one for one in record.inspections}
    head = {"inspections"}
    return Loaded(
        added=tuple(id for id in now if id not in before),
        replaced=tuple(id for id in now if id in before and now[id] != before[id]),
        removed=tuple(id for id in before if id not in now),
        programme=held is None or record.model_dump(exclude=head) != held.model_dump(exclude=head),
    )


def _may_load(programme: Programme | None, done: Loaded, by: Person, replace: bool) -> None:
    """UserError unless the person may do it, and asked for what would overwrite."""
    if not by.administrator:
        mine = programme is not None and all(
            allowed(roles_of(by, one), "manage")
            for one in programme.inspections.filter(slug__in=done.replaced)
        )
        if done.added or done.removed or done.programme or not mine:
            raise UserError(
                f"{by.name} may not load this: an administrator adds programmes and inspections,"
                " and whoever leads an inspection replaces it."
            )
    if programme is None or replace:
        return
    others = [*(f"{id} is there otherwise" for id in done.replaced),
              *(f"{id} is not in what is loaded" for id in done.removed)]  # fmt: skip
    if done.programme:
        others.insert(0, "the programme itself is there otherwise")
    if others:
        raise UserError(
            f"{programme.slug}: {'; '.join(others)}. Nothing was loaded; to make the database what"
            " the record says, load it with --replace."
        )


def _write_programme(record: Record, programme: Programme | None, done: Loaded) -> Programme:
    fresh = row(Programme, record)
    if programme is not None:
        fresh.pk = programme.pk
    if done.programme:
        fresh.save()
        NationalRecommendation.objects.filter(programme=fresh).delete()
        write_national(fresh, record.recommendations)
    return fresh


def _write_inspection(programme: Programme, one: Inspected, by: Person) -> None:
    inspection = row(Inspection, one, programme=programme, state=_state(one, "open"))
    inspection.save()
    Member.objects.create(inspection=inspection, person=by, role="lead", by=by)
    _write_all(inspection, one)


def _write_again(programme: Programme, one: Inspected) -> None:
    """What the inspection holds is written anew; who takes part and where it stands stay."""
    before = Inspection.objects.select_for_update().get(programme=programme, slug=one.id)
    for parts in (before.concern_set, before.improvement_set, before.judgment_set,
                  before.finding_set, before.line_set, before.gap_set, before.evidence_set,
                  before.stages, before.rounds, before.forces):  # fmt: skip
        parts.all().delete()
    inspection = row(Inspection, one, programme=programme, state=_state(one, before.state))
    inspection.pk = before.pk
    inspection.settled_by, inspection.settled_at = before.settled_by, before.settled_at
    inspection.save()
    _write_all(inspection, one)


def _write_all(inspection: Inspection, one: Inspected) -> None:
    InspectedForce.objects.bulk_create(_forces(inspection, one.forces))
    write_parts(inspection, one)


def _forces(inspection: Inspection, codes: Sequence[str]) -> Iterable[InspectedForce]:
    for place, code in enumerate(codes):
        yield InspectedForce(inspection=inspection, place=place, force=code)


def _state(one: Inspected, otherwise: str) -> str:
    """A record says of itself only that it was published: by the days of its rounds."""
    return "published" if any(entry.published for entry in one.rounds) else otherwise


def _remove(programme: Programme, ids: Iterable[str]) -> None:
    programme.inspections.filter(slug__in=list(ids)).delete()


def _log(programme: Programme, done: Loaded, by: Person) -> None:
    if done.programme:
        of_programme(programme, "load", by=by)
    for action, ids in (
        ("load", done.added), ("replace by a load", done.replaced), ("remove", done.removed)
    ):  # fmt: skip
        for id in ids:
            of_programme(programme, action, by=by, about=id)

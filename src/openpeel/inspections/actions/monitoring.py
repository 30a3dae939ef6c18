"""Monitoring: the stage that a force is in, from a day on and for a reason."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from openpeel.catalogue.forces import forces
from openpeel.errors import UserError
from openpeel.inspecting import record as records
from openpeel.inspecting.histories import FIRST_STAGE, stage_on
from openpeel.inspections import states
from openpeel.inspections.actions.writing_down import begin, said, signed, valid
from openpeel.inspections.log import record
from openpeel.inspections.models import Inspection, Stage
from openpeel.inspections.monitored import Monitored
from openpeel.inspections.rows import row, values
from openpeel.people.models import Person


@transaction.atomic
def move(
    inspection: Inspection, *, stage: str, start: date | str, reason: str, by: Person
) -> Stage:
    """Move an inspected force to a stage. What it was in ends on the day before.

    A force is in one stage at a time, whichever of its inspections says so; the new stage stands
    in `inspection`.
    """
    if inspection.body != "force":
        raise UserError(f"{inspection} is of a region; the stages are those of its forces.")
    own = Monitored(inspection.programme, inspection.place)
    list(own.inspections.order_by("pk").select_for_update())  # two moves come one after the other
    inspection = begin(inspection, "monitor", by)
    one = valid(
        records.Stage,
        {"stage": stage, "from": start, "reason": said(reason, "the reason"), "signed": signed(by)},
    )
    name = forces().by_code[inspection.place].name
    if one.start > timezone.localdate():
        raise UserError(f"{one.start} is still to come; move {name} on that day.")
    before = stages_of(own)
    now = stage_on((held for held, _ in before), one.start)
    if one.stage == (now.stage if now else FIRST_STAGE):
        raise UserError(f"{name} is in {one.stage} on {one.start} already.")
    for held, saved in before:
        if held.start >= one.start:
            raise UserError(f"{name} was moved on {held.start}; it can be moved again after that.")
        if held.end is not None and held.end >= one.start:
            raise UserError(f"the stage {held.stage} ends on {held.end}; begin after that day.")
        if held.end is None:
            saved.end = one.start - timedelta(days=1)
            saved.save(update_fields=["end"])
    saved = row(Stage, one, inspection=inspection)
    saved.save()
    words = f"{name} from {one.start}"
    record(inspection, states.move_from(now.stage if now else FIRST_STAGE).action, by=by,
           words=words)  # fmt: skip
    return saved


def stages_of(own: Monitored) -> list[tuple[records.Stage, Stage]]:
    """A force's stages over its own inspections, the oldest first: as objects, with their rows."""
    rows = Stage.objects.filter(inspection__in=own.inspections).order_by("start", "pk")
    return [(records.Stage.model_validate(values(one)), one) for one in rows]

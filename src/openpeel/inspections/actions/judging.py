"""Judgments: a grade with its reasons, dissent from it, and moderation by somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from openpeel.catalogue.frameworks import Area, framework
from openpeel.errors import UserError
from openpeel.inspecting import record as records
from openpeel.inspections.actions.writing_down import (
    begin,
    hold_together,
    round_of,
    said,
    signed,
    valid,
)
from openpeel.inspections.log import record
from openpeel.inspections.models import Dissent, Inspection, JudgedForce, Judgment, Moderation
from openpeel.inspections.rows import row
from openpeel.people.histories import setting_aside
from openpeel.people.models import Person


@transaction.atomic
def judge(
    inspection: Inspection,
    *,
    area: str,
    round: str,
    grade: str,
    by: Person,
    forces: Sequence[str] = (),
    **values: Any,
) -> Judgment:
    """Judge an area. In ungraded areas there is no grade, in others always one.

    A new judgment takes the place of an earlier one of the same area, round and forces; what that
    said, with dissents and moderations, goes into the log.
    """
    inspection = begin(inspection, "judge", by)
    _grade_fits(framework(inspection.framework).area(area), grade)
    said(f"{values.get('rationale') or ''}", "the rationale")
    if inspection.body == "region" and not forces:
        raise UserError("a region's judgment names the forces that it holds for.")
    one = valid(
        records.Judgment,
        {**values, "area": area, "round": round, "grade": grade, "forces": tuple(forces),
         "signed": signed(by)},
    )  # fmt: skip
    before = inspection.judgment_set.filter(
        area=area, round__slug=round, first_force=one.first_force
    ).first()
    if before is not None:
        _set_aside(inspection, before, by)
    saved = row(
        Judgment,
        one,
        inspection=inspection,
        round=round_of(inspection, one.round),
        first_force=one.first_force,
    )
    saved.save()
    for place, code in enumerate(one.forces):
        JudgedForce.objects.create(judgment=saved, place=place, force=code)
    hold_together(inspection)
    record(inspection, "judge", by=by, words=f"{area}: {one.grade or 'no grade'}")
    return saved


def _grade_fits(area: Area, grade: str) -> None:
    if area.graded is False and grade:
        raise UserError(f"{area.name} is not graded under this framework; give no grade.")
    if area.graded and not grade:
        raise UserError(f"{area.name} is graded; choose a grade.")


def _set_aside(inspection: Inspection, before: Judgment, by: Person) -> None:
    """Take an earlier judgment out; the log holds what it said."""
    if before.moderations.filter(signed_by=by.name).exists():
        raise UserError(f"{by.name} moderated this judgment, so somebody else judges it again.")
    lines = [f"{before.area}: {before.grade or 'no grade'}, {before.signed_by},"
             f" {before.signed_on}: {before.rationale}"]  # fmt: skip
    for dissent in before.dissents.all():
        lines.append(f"Dissent ({dissent.grade}), {dissent.signed_by}: {dissent.reason}")
    for one in before.moderations.all():
        lines.append(f"Moderation, {one.signed_by}, {one.signed_on}: {one.words}")
    record(inspection, "set a judgment aside", by=by, words="\n".join(lines))
    with setting_aside(by):
        before.delete()


@transaction.atomic
def dissent(judgment: Judgment, *, grade: str, reason: str, by: Person) -> Dissent:
    """Say which other grade one would have given, and why."""
    inspection = begin(judgment.inspection, "dissent", by)
    judgment = Judgment.objects.select_for_update().get(pk=judgment.pk)
    if not judgment.grade:
        raise UserError("this area has no grade to differ from.")
    if judgment.signed_by == by.name:
        raise UserError(f"{by.name} gave this grade; judge the area again instead.")
    one = valid(
        records.Dissent,
        {"grade": said(grade, "the grade"), "reason": said(reason, "the reason"),
         "signed": signed(by)},
    )  # fmt: skip
    if one.grade == judgment.grade:
        raise UserError(f"the judgment is {one.grade} already; choose the grade that you'd give.")
    saved = row(Dissent, one, judgment=judgment, place=judgment.dissents.count())
    saved.save()
    hold_together(inspection)
    record(inspection, "dissent", by=by, words=judgment.area)
    return saved


@transaction.atomic
def moderate(judgment: Judgment, *, beside: Sequence[str], words: str, by: Person) -> Moderation:
    """Set a judgment beside those of like inspections (ids), under the same framework."""
    inspection = begin(judgment.inspection, "moderate", by)
    judgment = Judgment.objects.select_for_update().get(pk=judgment.pk)
    if judgment.signed_by == by.name:
        raise UserError(f"{by.name} gave this grade, so somebody else moderates it.")
    if not beside:
        raise UserError("a judgment is moderated beside others; choose like inspections.")
    known = inspection.programme.inspections.filter(framework=inspection.framework)
    for slug in set(beside) - set(known.exclude(pk=inspection.pk).values_list("slug", flat=True)):
        raise UserError(f"there is no other inspection {slug!r} under the same framework.")
    one = valid(
        records.Moderation,
        {"beside": tuple(beside), "words": said(words, "what came of it"), "signed": signed(by)},
    )
    saved = row(Moderation, one, judgment=judgment, place=judgment.moderations.count())
    saved.save()
    record(inspection, "moderate", by=by, words=judgment.area)
    return saved

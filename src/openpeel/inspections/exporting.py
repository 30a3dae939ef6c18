"""A programme's record from the database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from openpeel.errors import UserError
from openpeel.inspecting import record as records
from openpeel.inspecting.record import Record
from openpeel.inspections.models import (
    Applied,
    Concern,
    Evidence,
    Finding,
    Improvement,
    Inspection,
    Judgment,
    Line,
    NationalRecommendation,
    Programme,
)
from openpeel.inspections.rows import values


@transaction.atomic
def export(slug: str) -> Record:
    """The record of a programme (by its id), whole and of one moment; UserError for none."""
    programme = Programme.objects.select_for_update().filter(slug=slug).first()
    if programme is None:
        known = ", ".join(Programme.objects.order_by("slug").values_list("slug", flat=True))
        raise UserError(
            f"there is no programme {slug!r}; {f'choose one of {known}' if known else 'load one'}."
        )
    # whoever writes holds the row of the inspection
    list(programme.inspections.select_for_update())
    return record_of(programme)


def record_of(programme: Programme) -> Record:
    """The record of a programme as it stands."""
    national = programme.national.prefetch_related(
        Prefetch("applied", Applied.objects.prefetch_related("steps"))
    )
    return Record.model_validate(
        {
            **values(programme),
            "recommendations": [_national(one) for one in national],
            "inspections": [_values(one) for one in whole(programme.inspections.all())],
        }
    )


def inspection_of(inspection: Inspection) -> records.Inspection:
    """One inspection as an object of the record, as it stands."""
    row = whole(Inspection.objects.filter(pk=inspection.pk)).get()
    return records.Inspection.model_validate(_values(row))


def whole(inspections: QuerySet[Inspection]) -> QuerySet[Inspection]:
    """Inspections with all that they hold, in few queries."""
    in_round = ("round",)
    return inspections.prefetch_related(
        "forces",
        "rounds",
        "stages",
        "gap_set",
        Prefetch("evidence_set", Evidence.objects.select_related(*in_round)),
        Prefetch("line_set", Line.objects.prefetch_related("rests_on__evidence")),
        Prefetch(
            "finding_set",
            Finding.objects.select_related(*in_round).prefetch_related("rests_on__evidence"),
        ),
        Prefetch(
            "judgment_set",
            Judgment.objects.select_related(*in_round).prefetch_related(
                "forces", "dissents", "moderations"
            ),
        ),
        Prefetch(
            "concern_set",
            Concern.objects.select_related(*in_round).prefetch_related(
                "rests_on__finding", "steps", "recommendations__steps"
            ),
        ),
        Prefetch(
            "improvement_set",
            Improvement.objects.select_related(*in_round).prefetch_related(
                "rests_on__finding", "steps"
            ),
        ),
    )


def _values(one: Inspection) -> dict[str, Any]:
    return {
        **values(one),
        "forces": [entry.force for entry in one.forces.all()],
        "rounds": [values(entry) for entry in one.rounds.all()],
        "stages": [values(entry) for entry in one.stages.all()],
        "gaps": [values(entry) for entry in one.gap_set.all()],
        "evidence": [_in_round(entry) for entry in one.evidence_set.all()],
        "lines": [_line(entry) for entry in one.line_set.all()],
        "findings": [
            {**_in_round(entry), "evidence": [row.evidence.slug for row in entry.rests_on.all()]}
            for entry in one.finding_set.all()
        ],
        "judgments": [_judgment(entry) for entry in one.judgment_set.all()],
        "concerns": [_concern(entry) for entry in one.concern_set.all()],
        "improvements": [_raised(entry) for entry in one.improvement_set.all()],
    }


def _in_round(row: Evidence | Finding | Judgment | Concern | Improvement) -> dict[str, Any]:
    return {**values(row), "round": row.round.slug}


def _line(line: Line) -> dict[str, Any]:
    return {**values(line), "evidence": [row.evidence.slug for row in line.rests_on.all()]}


def _judgment(judgment: Judgment) -> dict[str, Any]:
    return {
        **_in_round(judgment),
        "forces": [entry.force for entry in judgment.forces.all()],
        "dissents": _in_order(judgment.dissents.all()),
        "moderations": _in_order(judgment.moderations.all()),
    }


def _raised(row: Concern | Improvement) -> dict[str, Any]:
    return {
        **_in_round(row),
        "findings": [one.finding.slug for one in row.rests_on.all()],
        "history": steps(row),
    }


def _concern(concern: Concern) -> dict[str, Any]:
    recommendations = [
        {**values(entry), "history": steps(entry)} for entry in concern.recommendations.all()
    ]
    return {**_raised(concern), "recommendations": recommendations}


def _national(row: NationalRecommendation) -> dict[str, Any]:
    applied = [{**values(entry), "history": steps(entry)} for entry in row.applied.all()]
    return {**values(row), "applied": applied}


def steps(row: Any) -> list[dict[str, Any]]:
    """A history as it was written."""
    return _in_order(row.steps.all())


def _in_order(listed: Iterable[Any]) -> list[dict[str, Any]]:
    """Rows by their place, which is not itself part of the record."""
    found = []
    for entry in sorted(listed, key=lambda one: one.place):
        told = values(entry)
        del told["place"]
        found.append(told)
    return found

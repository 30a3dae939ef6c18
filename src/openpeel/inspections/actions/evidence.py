"""Evidence, gaps and lines of enquiry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from openpeel.errors import UserError
from openpeel.inspecting import record as records
from openpeel.inspections.actions.writing_down import (
    begin,
    hold_together,
    next_number,
    round_of,
    said,
    signed,
    valid,
)
from openpeel.inspections.log import record
from openpeel.inspections.models import Evidence, Gap, Inspection, Line, LineEvidence
from openpeel.inspections.rows import row
from openpeel.people.models import Person

_HASH = re.compile("[0-9a-f]{64}")

# What each kind of evidence has to name, and may name, besides what all have.
NEEDS: dict[records.EvidenceKind, tuple[str, ...]] = {
    "data": ("figure", "release"),
    "audit": ("audit", "question"),
    "document": ("document", "sha256", "shows", "received"),
    "interview": (),
    "observation": (),
    "survey": ("theme",),
    "statement": ("section",),
}


@transaction.atomic
def add_evidence(
    inspection: Inspection, *, kind: str, round: str, by: Person, **values: Any
) -> Evidence:
    """Something known; `values` are the other keys of `inspecting.record.Evidence`.

    A survey raises questions: it speaks neither for nor against a force.
    """
    inspection = begin(inspection, "add evidence", by)
    if kind not in NEEDS:
        raise UserError(f"there is no kind of evidence {kind!r}; use one of {', '.join(NEEDS)}.")
    if kind == "survey" and values.get("speaks") != "context":
        raise UserError("a survey speaks neither for nor against a force; enter it as context.")
    for key in NEEDS[kind]:
        said(f"{values.get(key) or ''}", key)
    if not _HASH.fullmatch(values.get("sha256") or "0" * 64):
        raise UserError("sha256: it has 64 signs from 0 to 9 and a to f; copy all of them.")
    taken = inspection.evidence_set.values_list("slug", flat=True)
    one = valid(
        records.Evidence,
        {**values, "id": next_number(taken, "e"), "kind": kind, "round": round,
         "signed": signed(by)},
    )  # fmt: skip
    saved = row(Evidence, one, inspection=inspection, round=round_of(inspection, one.round))
    saved.save()
    hold_together(inspection)
    record(inspection, "add evidence", by=by, words=f"{one.area}: {one.id}")
    return saved


@transaction.atomic
def add_gap(
    inspection: Inspection, *, area: str, characteristic: str, reason: str, by: Person
) -> Gap:
    """Say that a characteristic was not assessed, and why."""
    inspection = begin(inspection, "add evidence", by)
    values = {
        "area": area,
        "characteristic": characteristic,
        "reason": said(reason, "the reason"),
        "signed": signed(by),
    }
    one = valid(records.Gap, values)
    if inspection.gap_set.filter(area=area, characteristic=one.characteristic).exists():
        raise UserError(f"{one.characteristic}: it is said already why it was not assessed.")
    saved = row(Gap, one, inspection=inspection)
    saved.save()
    hold_together(inspection)
    record(inspection, "add a gap", by=by, words=f"{area}: {one.characteristic}")
    return saved


@transaction.atomic
def add_line(
    inspection: Inspection,
    *,
    area: str,
    question: str,
    by: Person,
    figures: Sequence[str] = (),
    themes: Sequence[str] = (),
    release: str = "",
) -> Line:
    """A line of enquiry: a question, with the marks (figures) or survey themes that raised it."""
    inspection = begin(inspection, "add evidence", by)
    one = valid(
        records.Line,
        {
            "id": next_number(inspection.line_set.values_list("slug", flat=True), "l"),
            "area": area,
            "question": said(question, "the question"),
            "figures": tuple(figures),
            "themes": tuple(themes),
            "release": release,
            "signed": signed(by),
        },
    )
    saved = row(Line, one, inspection=inspection)
    saved.save()
    hold_together(inspection)
    record(inspection, "add a line of enquiry", by=by, words=f"{area}: {one.id}")
    return saved


@transaction.atomic
def close_line(line: Line, *, outcome: str, evidence: Sequence[str], by: Person) -> None:
    """Say what came of a line of enquiry, and which evidence says so."""
    inspection = begin(line.inspection, "add evidence", by)
    line = Line.objects.select_for_update().get(pk=line.pk)
    if line.closed_by is not None:
        raise UserError(f"{line.slug} is closed already; ask a new question instead.")
    line.outcome = said(outcome, "what came of it")
    line.closed_by, line.closed_on = by.name, timezone.localdate()
    line.save(update_fields=["outcome", "closed_by", "closed_on"])
    among = {one.slug: one for one in inspection.evidence_set.filter(slug__in=evidence)}
    for place, slug in enumerate(evidence):
        if slug not in among:
            raise UserError(f"evidence: there is no {slug!r} in this inspection; choose another.")
        LineEvidence.objects.create(line=line, place=place, evidence=among[slug])
    hold_together(inspection)
    record(inspection, "close a line of enquiry", by=by, words=f"{line.area}: {line.slug}")

"""Findings: headings of the report with what carries them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from openpeel.errors import UserError
from openpeel.inspecting import record as records
from openpeel.inspections.actions.writing_down import (
    begin,
    hold_together,
    round_of,
    said,
    short_name,
    signed,
    valid,
)
from openpeel.inspections.log import record
from openpeel.inspections.models import Finding, FindingEvidence, Inspection
from openpeel.inspections.rows import row
from openpeel.people.models import Person


@transaction.atomic
def add_finding(
    inspection: Inspection,
    *,
    heading: str,
    round: str,
    evidence: Sequence[str],
    by: Person,
    **values: Any,
) -> Finding:
    """A finding; it rests on evidence, and criticism says what follows for people."""
    inspection = begin(inspection, "write findings", by)
    said(heading, "the heading")
    if not evidence:
        raise UserError("a finding rests on evidence; choose what it rests on.")
    if values.get("tone") == "criticism":
        said(f"{values.get('consequence') or ''}", "what follows for people")
    taken = inspection.finding_set.values_list("slug", flat=True)
    one = valid(
        records.Finding,
        {**values, "id": short_name(heading, taken), "heading": heading, "round": round,
         "evidence": tuple(evidence), "signed": signed(by)},
    )  # fmt: skip
    saved = row(Finding, one, inspection=inspection, round=round_of(inspection, one.round))
    saved.save()
    among = {piece.slug: piece for piece in inspection.evidence_set.filter(slug__in=evidence)}
    for place, slug in enumerate(one.evidence):
        if slug not in among:
            raise UserError(f"evidence: there is no {slug!r} in this inspection; choose another.")
        FindingEvidence.objects.create(finding=saved, place=place, evidence=among[slug])
    hold_together(inspection)
    record(inspection, "write a finding", by=by, words=f"{one.area}: {one.id}")
    return saved

"""Raise an urgent risk, and log who was told and when."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from openpeel.audits.clock import now
from openpeel.audits.log import record
from openpeel.audits.models import File, UrgentRisk
from openpeel.audits.permissions import may
from openpeel.errors import UserError
from openpeel.people.models import Person


@transaction.atomic
def raise_risk(file: File, words: str, *, by: Person, told: str = "") -> UrgentRisk:
    """Say that somebody may be at risk now; open in every state of the file and of the round."""
    _has_part(file, by)
    if not words.strip():
        raise UserError(f"say what the risk in file {file.number} is.")
    risk = UrgentRisk(file=file, words=words.strip(), by=by)
    if told.strip():
        risk.told, risk.told_by, risk.told_at = told.strip(), by, now()
    risk.save()
    record(file.round, "raise an urgent risk", by=by, file=file)
    return risk


@transaction.atomic
def log_told(risk: UrgentRisk, told: str, *, by: Person) -> None:
    """Log who in the force was told; once it is logged it stays."""
    _has_part(risk.file, by)
    if not told.strip():
        raise UserError("say who was told: a role or a duty number, not a name.")
    risk = UrgentRisk.objects.select_for_update().get(pk=risk.pk)
    if risk.told:
        raise UserError(f"it is logged already that {risk.told} was told.")
    risk.told, risk.told_by, risk.told_at = told.strip(), by, now()
    risk.save()
    record(risk.file.round, "log who was told", by=by, file=risk.file)


def _has_part(file: File, by: Person) -> None:
    mine = file.reviews.filter(reviewer=by).exists()
    if not mine and not may(by, "see urgent risks", file.round.audit):
        raise PermissionDenied(f"{by.name} has no part in file {file.number}.")

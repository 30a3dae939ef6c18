"""Which assessments of forces are finished: those that were loaded, and rounds published here."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction

from openpeel.audits import models
from openpeel.audits.clock import now
from openpeel.catalogue.audit_designs import Design, find_design
from openpeel.errors import UserError
from openpeel.people.models import Person
from openpeel.sampling.schedule import Assessment, read_history

VICTIM_SERVICE = ("victim-service", "service-review")
"""Question sets whose ids begin so look at the service to victims."""
LONGEST = 300


def history() -> tuple[Assessment, ...]:
    """Everything that is known, by force and day. Simulated rounds are no assessments."""
    found: dict[tuple[str, date], Assessment] = {}
    for row in models.Assessment.objects.all():
        found[row.force_code, row.finished_on] = Assessment(
            row.force_code, row.finished_on, row.victim_service, row.crime_recording, row.source
        )
    published = models.Round.objects.filter(published_at__isnull=False, audit__simulated=False)
    for round in published.select_related("audit"):
        assert round.published_at is not None
        day, design = round.published_at.date(), find_design(round.audit.design)
        held = (_on_service(design), _on_recording(design))
        if any(held):
            key = (round.audit.force_code, day)
            before = found.get(key)
            if before is not None:
                held = (held[0] or before.victim_service, held[1] or before.crime_recording)
            found[key] = Assessment(*key, *held, source=f"{round}, published here")
    return tuple(sorted(found.values(), key=lambda a: (a.force_code, a.finished_on)))


@transaction.atomic
def load(path: Path, *, by: Person) -> int:
    """Keep a history of assessments (see `read_history`); says how many rows told anything new."""
    if not by.administrator:
        raise PermissionDenied(f"{by.name} may not load assessments.")
    known = {(a.force_code, a.finished_on): a for a in history()}
    try:
        told = read_history(path)
    except csv.Error as problem:
        raise UserError(
            f"{path}: its rows can't be told apart ({problem}); export it again."
        ) from None
    rows = [a for a in told if known.get((a.force_code, a.finished_on)) != a]
    for row in rows:
        if len(row.source) > LONGEST or not row.source.isprintable():
            raise UserError(
                f"{path}: the source of {row.force_code}, {row.finished_on}, has to be a plain"
                f" text of at most {LONGEST} characters; shorten it."
            )
    models.Assessment.objects.bulk_create(
        models.Assessment(
            force_code=row.force_code,
            finished_on=row.finished_on,
            victim_service=row.victim_service,
            crime_recording=row.crime_recording,
            source=row.source,
            by=by,
            at=now(),
        )
        for row in rows
    )
    return len(rows)


def _on_service(design: Design) -> bool:
    return design.question_set.startswith(VICTIM_SERVICE)


def _on_recording(design: Design) -> bool:
    """A test of some crimes only says nothing of recording as a whole."""
    return design.estimate == "crime recording" and design.partial is None

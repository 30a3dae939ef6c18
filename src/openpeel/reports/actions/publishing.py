"""Record that a version of a report was published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from openpeel.errors import UserError
from openpeel.people.models import Person
from openpeel.reports import states
from openpeel.reports.actions.drafts import undecided, waiting
from openpeel.reports.actions.log import record
from openpeel.reports.models import Draft, Publication, Report
from openpeel.reports.permissions import require


@dataclass(frozen=True)
class PublishedFolder:
    """A published folder that was verified, as it is recorded; fields as `Publication` has them."""

    inspection: str
    version: int
    published_on: date
    manifest_sha256: str
    files_sha256: str
    files: int
    folder: str
    sources_sha256: str
    figures_sha256: str
    release: str
    changed: str
    changes: dict[str, Any]


@transaction.atomic
def publish(folder: PublishedFolder, *, by: Person, without_accuracy: str = "") -> Publication:
    """Record a version, made from a draft that the force saw and whose points are decided.

    With `without_accuracy`, a reason that is kept, no draft need have been with the force; one with
    errors is refused all the same.
    """
    report = Report.objects.select_for_update().filter(inspection=folder.inspection).first()
    if report is None:
        raise UserError(
            f"{folder.folder}: the service has no report of {folder.inspection}; save its draft"
            " first, with `openpeel report draft`."
        )
    require(by, "publish", report)
    last = report.publications.last()
    if last is not None and last.version >= folder.version:
        raise UserError(
            f"{folder.folder}: {last} is recorded already; version {folder.version} can't follow."
        )
    draft = _draft(report, folder)
    reason = without_accuracy.strip()
    decided = draft is not None and states.may("draft", "publish", draft.state)
    if draft is not None and draft.errors:
        raise UserError(f"{folder.folder}: it was made from {draft}, which has errors; see there.")
    if not decided and not reason:
        raise UserError(f"{folder.folder}: {_why_not(report, draft)}")
    if draft is not None and draft.state != "published":
        action = "publish" if decided else "publish without accuracy"
        draft.state = states.after("draft", action, draft.state)
        draft.save(update_fields=["state"])
    publication = Publication.objects.create(
        report=report,
        draft=draft,
        version=folder.version,
        published_on=folder.published_on,
        manifest_sha256=folder.manifest_sha256,
        files_sha256=folder.files_sha256,
        files=folder.files,
        folder=folder.folder,
        release=folder.release,
        changed=folder.changed,
        changes=folder.changes,
        without_accuracy="" if decided else reason,
        replaces=last,
        by=by,
    )
    record(report, "publish", by=by, draft=draft, words=f"{publication}")
    return publication


def _draft(report: Report, folder: PublishedFolder) -> Draft | None:
    """The newest draft with the words and the figures of what was published."""
    return (
        report.drafts.select_for_update()
        .filter(sources_sha256=folder.sources_sha256, figures_sha256=folder.figures_sha256)
        .last()
    )


def _why_not(report: Report, draft: Draft | None) -> str:
    """Why a folder can't be recorded, and what to do."""
    otherwise = "or say with --without-accuracy why that is not needed."
    if draft is None:
        seen = report.drafts.filter(sent_at__isnull=False).last()
        which = f"{seen}, which the force saw" if seen else "every draft; the force saw none"
        return (
            f"its words or figures differ from {which}; save what was built as a draft and send it"
            f" to the force, {otherwise}"
        )
    if draft.state == states.WITH_THE_FORCE:
        left = undecided(draft)
        told = waiting(left) if left else "its accuracy check is open"
        return f"{draft} is with the force: {told}; decide and close the check, {otherwise}"
    return f"the force has not seen {draft}; send it to the force, {otherwise}"

"""Publish a round: write its folder, and close it for good. Both, or neither."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from openpeel.audits import states
from openpeel.audits.clock import now
from openpeel.audits.log import record
from openpeel.audits.models import Round
from openpeel.audits.permissions import require
from openpeel.audits.publishing import published_round, unexplained
from openpeel.errors import UserError
from openpeel.people.models import Person
from openpeel.sampling.published import PublishedRound, write_published
from openpeel.sampling.reading_published import read_published

PUBLISHER = "the audit team"


def publish(
    round: Round,
    folder: Path,
    *,
    by: Person,
    publisher: str = PUBLISHER,
    on: date | None = None,
    truth: Mapping[str, float] | None = None,
    recorded_in_year: Mapping[str, int] | None = None,
    recorded_source: str | None = None,
) -> PublishedRound:
    """Write a settled round to `folder`, as the public will read it, and make it published.

    The folder is read back with every check before the state changes. The public reads
    `publisher`; the database keeps the person. `on` is the day of publication, today unless told.

    Raises:
        UserError: the round is not settled; a question on which reviewers agreed too seldom has no
            note; something else stands at `folder`.
        PermissionDenied: the person may not publish in this audit.
    """
    require(by, "publish", round.audit)
    begun = False
    try:
        with transaction.atomic():
            held = Round.objects.select_for_update().select_related("audit").get(pk=round.pk)
            state = states.after("round", "publish", held.state)
            made = published_round(
                held,
                published_by=publisher,
                published_on=on or timezone.localdate(),
                truth=truth,
                recorded_in_year=recorded_in_year,
                recorded_source=recorded_source,
            )
            _explained(made)
            _free(folder, made)
            held.state, held.published_by, held.published_at = state, by, now()
            held.save(update_fields=["state", "published_by", "published_at"])
            record(held, "publish", by=by, words=publisher)
            begun = True
            write_published(made, folder)
            read_published(folder)
    except BaseException:
        if begun:  # the folder could not be written whole, or the database would not have it
            shutil.rmtree(folder, ignore_errors=True)
        raise
    round.refresh_from_db()
    return made


def _explained(made: PublishedRound) -> None:
    """Refuse to publish a question that reviewers read differently without a word about it."""
    missing = unexplained(made.answers, made.notes, on=made.published_on)
    if missing:
        told = "; ".join(f"{one.question.id}: {one.below}" for one in missing)
        raise UserError(
            f"reviewers agreed too seldom on {len(missing)} of the questions ({told}); write a note"
            " for the readers of each before the round is published."
        )


def _free(folder: Path, made: PublishedRound) -> None:
    """Refuse to replace anything but an earlier try to publish the same round."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    try:
        same = read_published(folder).answers.slug == made.answers.slug
    except UserError:
        same = False
    if not same:
        raise UserError(f"{folder}: something else stands there; choose another folder.")

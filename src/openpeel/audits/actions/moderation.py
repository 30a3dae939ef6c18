"""Resolve what two reviewers answered differently; both answers are kept."""

from __future__ import annotations

from django.db import transaction

from openpeel.audits import settling
from openpeel.audits.log import record
from openpeel.audits.models import FACT, File, Settled
from openpeel.audits.permissions import require
from openpeel.audits.questions import check
from openpeel.audits.second_reviews import hands_of
from openpeel.errors import UserError
from openpeel.people.models import Person


@transaction.atomic
def resolve(
    file: File,
    question: str,
    code: str,
    reason: str,
    *,
    by: Person,
    counts: dict[str, list[int]] | None = None,
) -> File:
    """Decide a question on which the reviews of a file differ; the last one settles the file.

    The moderator is a third person. The code may be one that neither reviewer gave, and empty for
    a question that is not relevant after all.
    """
    require(by, "resolve", file.round.audit)
    file = File.objects.select_for_update().select_related("round__audit").get(pk=file.pk)
    if file.state != "conflicted":
        raise UserError(f"file {file.number} is {file.state}; there is nothing to resolve.")
    if by.pk in hands_of(file):
        raise UserError(f"{by.name} reviewed file {file.number}; a third person has to decide.")
    if question not in settling.outstanding(file):
        raise UserError(
            f"file {file.number}: the reviews do not differ on {question.removeprefix(FACT)},"
            " or it was resolved already."
        )
    if not reason.strip():
        raise UserError(f"say why {question.removeprefix(FACT)} is answered so.")
    check(file, question, code, counts, "")
    Settled.objects.create(
        file=file, question=question, code=code, counts=counts, how="resolved", reason=reason, by=by
    )
    record(file.round, "resolve", by=by, file=file, words=question)
    if not settling.outstanding(file):
        settling.settle(file, by=by)
        file.save(update_fields=["state"])
    return file

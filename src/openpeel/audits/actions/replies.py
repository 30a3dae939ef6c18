"""The force's right of reply on the facts of a file."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from openpeel.audits import settling, states
from openpeel.audits.clock import now
from openpeel.audits.log import record
from openpeel.audits.models import FACT, File, Reply, Settled
from openpeel.audits.permissions import require
from openpeel.audits.questions import check
from openpeel.errors import UserError
from openpeel.people.models import Person


@transaction.atomic
def reply(
    file: File, question: str, claim: str, *, evidence: str, evidence_on: date, by: Person
) -> Reply:
    """Say that a settled answer is not as the file shows, and where the file shows it."""
    require(by, "reply", file.round.audit)
    if not claim.strip() or not evidence.strip():
        raise UserError(f"file {file.number}: say what the file shows, and where.")
    file = File.objects.select_for_update().select_related("round__audit").get(pk=file.pk)
    if file.round.state != "right of reply":
        raise UserError(f"{file.round} is {file.round.state}; it is not open for replies.")
    held = settling.settled_answers(file)
    told = {FACT + id for id in held.facts} & settling.standing(file).keys()
    if question not in told | held.codes.keys() | held.counts.keys():
        raise UserError(f"file {file.number}: {question.removeprefix(FACT)} has no answer.")
    if file.replies.filter(question=question, decided_at__isnull=True).exists():
        raise UserError(f"file {file.number}: a reply on {question} waits for its decision.")
    file.state = states.after("file", "challenge", file.state)
    file.save(update_fields=["state"])
    record(file.round, "reply", by=by, file=file, words=question)
    return Reply.objects.create(
        file=file, question=question, claim=claim, evidence=evidence, evidence_on=evidence_on, by=by
    )


@transaction.atomic
def decide(
    reply: Reply,
    *,
    accepted: bool,
    reason: str,
    by: Person,
    code: str = "",
    counts: dict[str, list[int]] | None = None,
) -> None:
    """Accept a reply, with the answer that then stands, or refuse it; with a reason.

    Only what existed when the round's facts end counts: later evidence can't be accepted. When a
    fact changes, a question may become relevant that nobody answered: a moderator answers it.
    """
    file = File.objects.select_for_update().select_related("round__audit").get(pk=reply.file_id)
    require(by, "decide", file.round.audit)
    if file.round.state not in ("right of reply", "in review"):
        raise UserError(f"{file.round} is {file.round.state}; its answers stand.")
    reply = Reply.objects.select_for_update().get(pk=reply.pk)
    if reply.decided_at is not None:
        raise UserError(f"file {file.number}: this reply has been decided already.")
    if not reason.strip():
        raise UserError(f"file {file.number}: say why the reply is accepted or refused.")
    if accepted and reply.evidence_on > file.round.facts_until:
        raise UserError(
            f"file {file.number}: what the reply rests on is of {reply.evidence_on}, after"
            f" {file.round.facts_until}; only what existed then counts, so it can't be accepted."
        )
    if accepted:
        check(file, reply.question, code, counts, "")
        if not code and counts is None:
            raise UserError(f"file {file.number}: give the answer that stands from now on.")
        before = settling.standing(file)[reply.question]
        Settled.objects.create(
            file=file,
            question=reply.question,
            number=before.number + 1,
            code=code,
            counts=counts,
            how="after reply",
            reason=reason,
            by=by,
        )
    reply.accepted, reply.reason = accepted, reason
    reply.decided_by, reply.decided_at = by, now()
    reply.save()
    if not file.replies.filter(decided_at__isnull=True).exists():
        opens = bool(settling.outstanding(file))
        file.state = states.after("file", "open a question" if opens else "decide", file.state)
        file.save(update_fields=["state"])
    words = f"{reply.question}: {'accepted' if accepted else 'refused'}"
    record(file.round, "decide a reply", by=by, file=file, words=words)

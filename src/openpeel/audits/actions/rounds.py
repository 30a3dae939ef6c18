"""Open an audit, load a round from its draw sheet, and take the round from state to state."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from hashlib import sha256
from math import ceil

from django.db import transaction
from django.utils import timezone

from openpeel.audits import states
from openpeel.audits.clock import now
from openpeel.audits.log import record
from openpeel.audits.models import Audit, File, Member, QuestionNote, Review, Round
from openpeel.audits.permissions import require
from openpeel.audits.roles import ROLES
from openpeel.catalogue.audit_designs import find_design
from openpeel.errors import UserError
from openpeel.people.models import Person
from openpeel.sampling.sheets import Sheet

KEPT_DAYS = 730  # from the loading of a round to its purge, unless a day is given


@transaction.atomic
def open_audit(
    *, slug: str, name: str, force_code: str, design: str, by: Person, simulated: bool = False
) -> Audit:
    """A new audit, of which whoever opens it is the lead."""
    if Audit.objects.filter(slug=slug).exists():
        raise UserError(f"there is an audit {slug!r} already; choose another name.")
    audit = Audit.objects.create(
        slug=slug,
        name=name,
        force_code=force_code,
        design=find_design(design).id,
        simulated=simulated,
        opened_by=by,
    )
    Member.objects.create(audit=audit, person=by, role="lead", by=by)
    return audit


@transaction.atomic
def add_member(audit: Audit, person: Person, role: str, *, by: Person) -> Member:
    """Give a person a role. Only staff of the audited force may reply for it.

    A force that audits itself gives its own people the other roles too.
    """
    require(by, "manage", audit)
    if role not in ROLES:
        raise UserError(f"there is no role {role!r}; use one of {', '.join(ROLES)}.")
    if role == "force" and person.force_code != audit.force_code:
        raise UserError(f"{person.name} does not work for the force that is audited.")
    if audit.members.filter(person=person, role=role).exists():
        raise UserError(f"{person.name} is {role} already.")
    return Member.objects.create(audit=audit, person=person, role=role, by=by)


@transaction.atomic
def remove_member(member: Member, *, by: Person) -> None:
    """Take a role from somebody. What they did stays, under their name; the log says who did it.

    An audit keeps one lead; and a reviewer finishes their files first, or others get them.
    """
    audit, person = member.audit, member.person
    require(by, "manage", audit)
    others = audit.members.select_for_update().filter(role=member.role).exclude(pk=member.pk)
    if member.role == "lead" and not others.filter(person__is_active=True).exists():
        raise UserError(f"{person.name} is the only lead; make somebody else lead first.")
    if member.role == "reviewer" and (open_files := _open_files(audit, person)):
        few = ", ".join(map(str, open_files[:5])) + (", ..." if len(open_files) > 5 else "")
        raise UserError(
            f"{person.name} has reviews that are not finished (file {few}); give those files to"
            " somebody else first, or wait until they are finished."
        )
    member.delete()
    if (latest := audit.rounds.last()) is not None:
        record(latest, "remove a member", by=by, words=f"{person.name}, {member.role}")


def _open_files(audit: Audit, person: Person) -> list[int]:
    """Numbers of the files of which a person's review is open."""
    found = Review.objects.filter(
        reviewer=person,
        file__round__audit=audit,
        file__round__state__in=states.REVIEWING,
        state__in=("allocated", "started"),
    ).exclude(file__state="replaced")
    return list(found.order_by("file__number").values_list("file__number", flat=True))


@transaction.atomic
def load_round(
    audit: Audit,
    sheet: Sheet,
    text: str,
    *,
    facts_until: date,
    by: Person,
    name: str = "",
    purge_on: date | None = None,
    recorded: int | None = None,
) -> Round:
    """A round with the files of a draw sheet, whose text is kept as it is."""
    require(by, "manage", audit)
    if sheet.design.id != audit.design:
        raise UserError(
            f"the sheet was drawn by the design {sheet.design.id}, and {audit.name} has"
            f" {audit.design}; open another audit for it."
        )
    if sheet.force_code != audit.force_code:
        raise UserError(f"the sheet is of another force than {audit.name}; look for the right one.")
    number = audit.rounds.count() + 1
    loaded = Round.objects.create(
        audit=audit,
        number=number,
        name=name or f"round {number}",
        sheet=text,
        sheet_sha256=sha256(text.encode()).hexdigest(),
        populations=dict(sheet.populations),
        facts_until=facts_until,
        recorded=recorded,
        purge_on=purge_on or timezone.localdate() + timedelta(days=KEPT_DAYS),
        loaded_by=by,
    )
    twice = _twice_at_random(sheet)
    File.objects.bulk_create(
        File(
            round=loaded,
            number=file.number,
            stratum=file.stratum,
            reference=file.reference,
            cluster=file.cluster or "",
            facts=dict(file.facts),
            state="waiting" if file.role == "sample" else "reserve",
            second="random" if file.number in twice else "",
        )
        for file in sheet.files
    )
    record(loaded, "load", by=by, words=f"{len(sheet.files)} files, with reserves")
    return loaded


def _twice_at_random(sheet: Sheet) -> set[int]:
    """Numbers of the files that the draw's seed picks for a second review: a share, rounded up.

    A reserve that is called up takes this over from the file that it replaces.
    """
    share = sheet.design.second_review.share
    order = sorted(
        (file for file in sheet.files if file.role == "sample"),
        key=lambda f: sha256(f"{sheet.seed}\nsecond\n{f.reference}".encode()).hexdigest(),
    )
    return {file.number for file in order[: ceil(share * len(order))]}


@transaction.atomic
def start(round: Round, *, by: Person) -> None:
    """Let reviewers begin."""
    _move(round, "start", by=by)
    round.started_by, round.started_at = by, now()
    round.save()


@transaction.atomic
def send_to_the_force(round: Round, *, by: Person) -> None:
    """Open the force's right of reply, once every file is settled."""
    _all_settled(round)
    _move(round, "send to the force", by=by)
    round.save()


@transaction.atomic
def settle(round: Round, *, by: Person) -> None:
    """Close reviews and replies; from here only explanations are added."""
    _all_settled(round)
    _move(round, "settle", by=by)
    round.settled_by, round.settled_at = by, now()
    round.save()


@transaction.atomic
def reopen(round: Round, reason: str, *, by: Person) -> None:
    """Go back to reviewing, for a stated reason."""
    if not reason.strip():
        raise UserError("say why the round is opened again.")
    _move(round, "reopen", by=by, words=reason)
    round.settled_by = round.settled_at = None
    round.save()


@transaction.atomic
def explain(round: Round, question: str, words: str, *, by: Person) -> None:
    """Say what readers must know about a question before its results are published."""
    require(by, "note", round.audit)
    if not words.strip():
        raise UserError(f"the note on {question} is empty; write what readers must know.")
    QuestionNote.objects.update_or_create(
        round=round, question=question, defaults={"words": words, "by": by, "at": now()}
    )
    record(round, "explain", by=by, words=question)


def _move(round: Round, action: str, *, by: Person, words: str = "") -> None:
    require(by, "manage", round.audit)
    locked = Round.objects.select_for_update().get(pk=round.pk)
    round.state = states.after("round", action, locked.state)
    record(round, action, by=by, words=words)


def _all_settled(round: Round) -> None:
    Round.objects.select_for_update().get(pk=round.pk)  # a reply that comes in waits, or came first
    left: dict[str, list[int]] = defaultdict(list)
    for number, state in round.files.exclude(
        state__in=("settled", "reserve", "replaced")
    ).values_list("number", "state"):
        left[state].append(number)
    if left:
        state, numbers = next(iter(left.items()))
        few = ", ".join(str(n) for n in numbers[:5]) + (", ..." if len(numbers) > 5 else "")
        raise UserError(
            f"{sum(map(len, left.values()))} files are not settled yet ({state}: file {few});"
            " settle or replace them first."
        )

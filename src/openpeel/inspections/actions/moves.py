"""Take an inspection from state to state, and say who takes part."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from openpeel.errors import UserError
from openpeel.inspecting import record as records
from openpeel.inspections import states
from openpeel.inspections.actions.writing_down import begin, said, short_name, valid
from openpeel.inspections.checking import errors_of
from openpeel.inspections.log import record
from openpeel.inspections.models import Inspection, Member, Round
from openpeel.inspections.roles import ROLES
from openpeel.inspections.rows import row
from openpeel.people.models import Person

# Going back is said with a reason, which the log keeps.
BACK = ("gather more", "judge again", "inspect again")


@transaction.atomic
def move(inspection: Inspection, action: str, *, by: Person, reason: str = "") -> Inspection:
    """Take an inspection to its next state, or back with a reason.

    It is settled only when no rule finds an error in it. Publishing dates every round that has no
    day of publication yet; today.
    """
    held = begin(inspection, "manage", by)
    if action not in {t.action for t in states.TRANSITIONS if t.kind == "inspection"}:
        raise UserError("choose one of the buttons.")
    after = states.after("inspection", action, held.state)
    if action in BACK:
        said(reason, "the reason")
    today = timezone.localdate()
    if action == "settle":
        _sound(held, today)
        held.settled_by, held.settled_at = by, timezone.now()
    elif action == "judge again":
        held.settled_by = held.settled_at = None
    elif action == "publish":
        held.rounds.filter(published__isnull=True).update(published=today)
    held.state = after
    held.save(update_fields=["state", "settled_by", "settled_at"])
    record(held, action, by=by, words=reason.strip())
    return held


def _sound(inspection: Inspection, on: date) -> None:
    errors = errors_of(inspection, on)
    if errors:
        many = "an error" if len(errors) == 1 else f"{len(errors)} errors"
        raise UserError(
            f"the rules find {many}, so it can't be settled; the check says which. The first:"
            f" {errors[0].words}"
        )


@transaction.atomic
def add_round(
    inspection: Inspection, *, kind: str, start: str, end: str, purpose: str, by: Person
) -> Round:
    """One more visit, such as the revisit that looks at what was asked."""
    inspection = begin(inspection, "manage", by)
    slugs = inspection.rounds.values_list("slug", flat=True)
    one = valid(
        records.Round,
        {"id": short_name(kind, slugs), "kind": kind, "from": start, "to": end,
         "purpose": purpose},
    )  # fmt: skip
    saved = row(Round, one, inspection=inspection)
    saved.save()
    record(inspection, "add a round", by=by, words=one.id)
    return saved


@transaction.atomic
def add_member(inspection: Inspection, person: Person, role: str, *, by: Person) -> Member:
    """Give a person a role. Staff of an inspected force answer for it, and have no other."""
    inspection = begin(inspection, "manage", by)
    if role not in ROLES:
        raise UserError(f"there is no role {role!r}; use one of {', '.join(ROLES)}.")
    inspected = inspection.forces.values_list("force", flat=True)
    if role == "force" and person.force_code not in inspected:
        raise UserError(f"{person.name} does not work for a force that is inspected.")
    if role != "force" and person.force_code and person.force_code in inspected:
        raise UserError(f"{person.name} works for the force that is inspected: only as its voice.")
    if inspection.members.filter(person=person, role=role).exists():
        raise UserError(f"{person.name} is {role} already.")
    added = Member.objects.create(inspection=inspection, person=person, role=role, by=by)
    record(inspection, "add a member", by=by, words=f"{person.username}: {role}")
    return added


@transaction.atomic
def remove_member(member: Member, *, by: Person) -> None:
    """Take a role from somebody; an inspection keeps a lead."""
    inspection = begin(member.inspection, "manage", by)
    leads = inspection.members.filter(role="lead", person__is_active=True)
    if member.role == "lead" and not leads.exclude(pk=member.pk).exists():
        raise UserError("an inspection needs a lead; add another one first.")
    record(inspection, "remove a member", by=by, words=f"{member.person.username}: {member.role}")
    member.delete()

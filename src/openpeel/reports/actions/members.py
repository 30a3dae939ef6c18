"""Who takes part in a report."""

from __future__ import annotations

from django.db import transaction

from openpeel.errors import UserError
from openpeel.people.models import Person
from openpeel.reports.actions.log import record
from openpeel.reports.models import Member, Report
from openpeel.reports.permissions import ROLES, require


@transaction.atomic
def add_member(report: Report, person: Person, role: str, *, by: Person) -> Member:
    """Give a person a role. Who works for the inspected force has the role force, and no other."""
    require(by, "manage", report)
    if role not in ROLES:
        raise UserError(f"there is no role {role!r}; use one of {', '.join(ROLES)}.")
    theirs = person.force_code == report.force_code
    if role == "force" and not theirs:
        raise UserError(f"{person.name} does not work for the force that was inspected.")
    if role != "force" and theirs:
        raise UserError(f"{person.name} works for the force that was inspected: force alone.")
    if report.members.filter(person=person, role=role).exists():
        raise UserError(f"{person.name} is {role} already.")
    record(report, "add a member", by=by, words=f"{person.name}, {role}")
    return Member.objects.create(report=report, person=person, role=role, by=by)


@transaction.atomic
def remove_member(member: Member, *, by: Person) -> None:
    """Take a role from somebody; what they did stays. A report keeps one lead."""
    report, person = member.report, member.person
    require(by, "manage", report)
    others = report.members.select_for_update().filter(role="lead").exclude(pk=member.pk)
    if member.role == "lead" and not others.filter(person__is_active=True).exists():
        raise UserError(f"{person.name} is the only lead; make somebody else lead first.")
    record(report, "remove a member", by=by, words=f"{person.name}, {member.role}")
    member.delete()

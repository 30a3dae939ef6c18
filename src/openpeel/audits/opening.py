"""Open an audit, or its next round, from a draw sheet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.db import transaction

from openpeel.audits.actions import rounds
from openpeel.audits.models import Audit, Round
from openpeel.catalogue.forces import forces
from openpeel.errors import UserError
from openpeel.people.models import Person
from openpeel.sampling.sheets import Sheet, read_sheet


@transaction.atomic
def open_from_sheet(
    path: Path,
    *,
    by: Person,
    slug: str | None = None,
    name: str | None = None,
    facts_until: date | None = None,
    purge_on: date | None = None,
    recorded: int | None = None,
    members: Iterable[str] = (),
    simulated: bool = False,
) -> Round:
    """A round of the audit called `slug`, which is opened if there is none.

    `members` are written as ROLE=USERNAME. Facts count until the day of the draw unless told.
    """
    sheet = read_sheet(path)
    force = forces().by_code[sheet.force_code]
    slug = slug or f"{force.slug}-{sheet.design.id}-{sheet.drawn_at.year}"
    audit = Audit.objects.filter(slug=slug).first() or rounds.open_audit(
        slug=slug,
        name=name or _name(sheet, force.name),
        force_code=force.code,
        design=sheet.design.id,
        by=by,
        simulated=simulated,
    )
    for member in members:
        role, _, username = member.partition("=")
        person = Person.objects.filter(username=username).first()
        if person is None:
            raise UserError(f"--with {member}: nobody is known as {username!r}.")
        if not audit.members.filter(person=person, role=role).exists():
            rounds.add_member(audit, person, role, by=by)
    return rounds.load_round(
        audit,
        sheet,
        path.read_text(encoding="utf-8"),
        facts_until=facts_until or sheet.drawn_at.date(),
        by=by,
        purge_on=purge_on,
        recorded=recorded,
    )


def _name(sheet: Sheet, force: str) -> str:
    return f"{force}, {sheet.design.name.lower()} {sheet.drawn_at.year}"

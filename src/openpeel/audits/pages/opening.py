"""Open an audit from an uploaded draw sheet."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.http import HttpRequest

from openpeel.audits.models import Round
from openpeel.audits.opening import open_from_sheet
from openpeel.audits.pages.forms import day_in, text_in
from openpeel.audits.pages.uploads import uploaded
from openpeel.errors import UserError
from openpeel.people.shell import person_of

SHEET_BYTES = 5 << 20  # a sheet of 10,000 files
FIELDS = ("slug", "name", "facts_until", "purge_on", "recorded")


def opening_form(request: HttpRequest) -> dict[str, str]:
    """What was typed into the form."""
    return {name: request.POST.get(name, "") for name in FIELDS}


def opened(request: HttpRequest) -> Round:
    """The round that the form asks for; UserError says what is wrong with it."""
    form = request.POST
    slug = text_in(form, "slug", "short name", 80)
    name = text_in(form, "name", "name", 160)
    facts_until = day_in(form, "facts_until", "facts count until")
    purge_on = day_in(form, "purge_on", "notes are deleted on")
    recorded = text_in(form, "recorded", "crimes recorded", 9)
    if recorded and not (recorded.isascii() and recorded.isdigit()):
        raise UserError(f"crimes recorded: {recorded!r} is no whole number; leave out signs.")
    if slug:
        try:
            validate_slug(slug)
        except ValidationError:
            raise UserError(
                f"short name: {slug!r} stands in addresses; use letters, digits and hyphens."
            ) from None
    with uploaded(request, "sheet", SHEET_BYTES) as path:
        return open_from_sheet(
            path,
            by=person_of(request),
            slug=slug or None,
            name=name or None,
            facts_until=facts_until,
            purge_on=purge_on,
            recorded=int(recorded) if recorded else None,
        )

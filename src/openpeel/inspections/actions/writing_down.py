"""What every action shares: may it be done now, is what was written sound, who signs it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.utils import timezone
from pydantic import ValidationError

from openpeel.errors import UserError
from openpeel.inspecting import references
from openpeel.inspecting.record import Record
from openpeel.inspecting.texts import Written, plain_text
from openpeel.inspections import states
from openpeel.inspections.exporting import inspection_of
from openpeel.inspections.models import Inspection, Round
from openpeel.inspections.permissions import require
from openpeel.people.models import Person

W = TypeVar("W", bound=Written)


def begin(inspection: Inspection, action: str, by: Person) -> Inspection:
    """The inspection, held until the transaction ends.

    PermissionDenied unless the person may do it; UserError when its state does not allow it.
    """
    held = Inspection.objects.select_for_update().get(pk=inspection.pk)
    require(by, action, held)
    if not states.writable(action, held.state):
        where = " or ".join(states.OPEN_IN[action])
        raise UserError(f"{held} is {held.state}; one can {action} while it is {where}.")
    return held


def signed(by: Person) -> dict[str, Any]:
    """Who writes, and today."""
    return {"by": by.name, "on": timezone.localdate()}


def valid(model: type[W], values: Mapping[str, Any]) -> W:
    """The record's object of some values; UserError says which of them can't be."""
    try:
        return model.model_validate(dict(values))
    except ValidationError as error:
        first = error.errors()[0]
        key = " ".join(str(part) for part in first["loc"]).replace("_", " ")
        words = str(first["msg"]).removeprefix("Value error, ")
        raise UserError(f"{key}: {words[0].lower()}{words[1:]}.") from None


def said(text: str, what: str) -> str:
    """A text that is needed, in the one form that texts of a record have."""
    try:
        plain = plain_text(text)
    except ValueError as problem:
        raise UserError(f"{what}: {problem}.") from None
    if not plain:
        raise UserError(f"{what} is needed; write it down.")
    return plain


def round_of(inspection: Inspection, slug: str) -> Round:
    """A round of the inspection by its id."""
    found = inspection.rounds.filter(slug=slug).first()
    if found is None:
        raise UserError(f"round: {inspection} has no round {slug!r}; choose one.")
    return found


def hold_together(inspection: Inspection) -> None:
    """UserError when something that was just written refers to what is not there."""
    one = inspection_of(inspection)
    alone = Record(id=inspection.programme.slug, name="", organisation="", inspections=(one,))
    for broken in references.broken(alone):
        raise UserError(f"{broken.key.rpartition('.')[2]}: {broken.words}.")


def next_number(taken: Iterable[str], letter: str) -> str:
    """The id after those that are taken: e-13 after e-2 and e-12."""
    found = (re.fullmatch(rf"{letter}-(\d{{1,6}})", slug, re.ASCII) for slug in taken)
    return f"{letter}-{max((int(one[1]) for one in found if one), default=0) + 1}"


def short_name(words: str, taken: Iterable[str]) -> str:
    """An id from a heading, and a number behind it when it is taken."""
    plain = re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-")[:60].strip("-") or "entry"
    used = set(taken)
    name, number = plain, 2
    while name in used:
        name, number = f"{plain}-{number}", number + 1
    return name

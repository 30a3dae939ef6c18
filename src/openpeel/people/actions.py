"""Add people to the service."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction

from openpeel.catalogue.forces import forces
from openpeel.errors import UserError
from openpeel.people.models import Person


@transaction.atomic
def add_person(
    username: str,
    *,
    name: str = "",
    force: str = "",
    password: str = "",
    administrator: bool = False,
) -> Person:
    """A new person. Without a password they can sign in on the service's own machine alone."""
    found = forces().find(force) if force else None
    if force and found is None:
        raise UserError(f"there is no force {force!r}; name one of the 43.")
    try:
        validate_slug(username)
        if password:
            validate_password(password)
    except ValidationError as problem:
        raise UserError(f"{username!r}: {' '.join(problem.messages)}") from None
    if Person.objects.filter(username=username).exists():
        raise UserError(f"somebody is known as {username!r} already; choose another name.")
    return Person.objects.create_user(
        username,
        name,
        password or None,
        force_code=found.code if found else "",
        administrator=administrator,
    )

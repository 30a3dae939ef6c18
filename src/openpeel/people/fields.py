"""What models of the service share: who and when, together; a word out of some."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, ForeignKey, Q


def who(**options: Any) -> ForeignKey[Any, Any]:
    """The person who did something; a person who did can't be deleted."""
    return ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options
    )


def together(table: str, by: str, at: str) -> CheckConstraint:
    """Who and when are both known, or neither is: the database holds it."""
    return CheckConstraint(
        name=f"{table}_{by}_and_{at}",
        condition=Q(**{f"{by}__isnull": True, f"{at}__isnull": True})
        | Q(**{f"{by}__isnull": False, f"{at}__isnull": False}),
    )


def one_of(table: str, field: str, values: tuple[str, ...]) -> CheckConstraint:
    """A field holds one of some words: the database holds it."""
    return CheckConstraint(name=f"{table}_{field}", condition=Q(**{f"{field}__in": values}))

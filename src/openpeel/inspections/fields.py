"""What the models share: texts, ids, signatures and spans of days."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q


def text() -> models.TextField[str, str]:
    """A text of any length; nothing said is an empty one."""
    return models.TextField(blank=True, default="")


def slug() -> models.CharField[str, str]:
    """An id of the record, or of the framework: a short name that is also a file's."""
    return models.CharField(max_length=100)


def signed(table: str, by: str = "signed_by") -> CheckConstraint:
    """Whoever signed has a name: the database holds it; the day beside it is never empty."""
    return CheckConstraint(name=f"{table}_{by}", condition=~Q(**{by: ""}))


def in_order(table: str, start: str, end: str) -> CheckConstraint:
    """Days of a span: the end may be the same, never earlier; one that is open has none."""
    return CheckConstraint(
        name=f"{table}_{start}_{end}",
        condition=Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": models.F(start)}),
    )

"""What the models share: texts, and who and when together."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, ForeignKey, Q


def who(**options: Any) -> ForeignKey[Any, Any]:
    """The person who did something in the service; who did something can't be deleted."""
    return ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options
    )


def text() -> models.TextField[str, str]:
    """A text of any length; nothing said is an empty one."""
    return models.TextField(blank=True, default="")


def slug() -> models.CharField[str, str]:
    """An id of the record, or of the framework: a short name that is also a file's."""
    return models.CharField(max_length=100)


def together(table: str, by: str, at: str) -> CheckConstraint:
    """Two columns are both filled, or neither is: the database holds it."""
    return CheckConstraint(
        name=f"{table}_{by}_and_{at}",
        condition=Q(**{f"{by}__isnull": True, f"{at}__isnull": True})
        | Q(**{f"{by}__isnull": False, f"{at}__isnull": False}),
    )


def signed(table: str, by: str = "signed_by") -> CheckConstraint:
    """Whoever signed has a name: the database holds it; the day beside it is never empty."""
    return CheckConstraint(name=f"{table}_{by}", condition=~Q(**{by: ""}))


def one_of(table: str, field: str, values: tuple[str, ...]) -> CheckConstraint:
    """A field holds one of some words: the database holds it."""
    return CheckConstraint(name=f"{table}_{field}", condition=Q(**{f"{field}__in": values}))


def in_order(table: str, start: str, end: str) -> CheckConstraint:
    """Days of a span: the end may be the same, never earlier; one that is open has none."""
    return CheckConstraint(
        name=f"{table}_{start}_{end}",
        condition=Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": models.F(start)}),
    )

"""A row of a table from an object of the record, and what a row says under the record's keys.

Columns are named as attributes of the record; these are the exceptions. Nothing said is an empty
text here and None there: the record's objects take the one for the other.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import JSONField, Model

from openpeel.inspecting.texts import Written

M = TypeVar("M", bound=Model)

# Where a column stands in the record's files.
_KEYS = {
    "slug": ("id",),
    "start": ("from",),
    "end": ("to",),
    "signed_by": ("signed", "by"),
    "signed_on": ("signed", "on"),
    "closed_by": ("closed", "by"),
    "closed_on": ("closed", "on"),
    "window_from": ("window", "from"),
    "window_to": ("window", "to"),
    "period_from": ("period", "from"),
    "period_to": ("period", "to"),
}
_ATTRIBUTES = {"from": "start", "to": "end"}
# What the record does not hold itself.
_OWN = frozenset({"id", "state", "settled_at", "first_force"})


def row(model: type[M], entry: Written, **given: Any) -> M:
    """An unsaved row of what an object says; `given` are the columns that refer to others."""
    found: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.name in given or field.is_relation or field.name in _OWN:
            continue
        value: Any = entry
        for key in _KEYS.get(field.name, (field.name,)):
            value = None if value is None else getattr(value, _ATTRIBUTES.get(key, key))
        if isinstance(field, JSONField):
            value = list(value)
        elif value is None and not field.null:
            value = ""
        found[field.name] = value
    return model(**found, **given)


def values(row: Model) -> dict[str, Any]:
    """What a row says, under the keys of the record's files; what refers to others is left out."""
    found: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.is_relation or field.name in _OWN:
            continue
        value = getattr(row, field.name)
        outer, *inner = _KEYS.get(field.name, (field.name,))
        if not inner:
            found[outer] = value
        elif value is not None:
            found.setdefault(outer, {})[inner[0]] = value
    return found

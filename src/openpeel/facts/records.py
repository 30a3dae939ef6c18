"""Frozen dataclasses as JSON text, and back again exactly as they were."""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from dataclasses import asdict, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_json(record: Any) -> str:
    """A dataclass as JSON; days and times in ISO 8601.

    >>> from openpeel.facts.sources.reading import SetAside
    >>> print(to_json(SetAside("a note", 2)))
    {
     "reason": "a note",
     "rows": 2,
     "where": "",
     "example": ""
    }
    """
    return json.dumps(asdict(record), default=_iso, indent=1, ensure_ascii=False)


def from_json(kind: type[T], text: str) -> T:
    """The dataclass that `to_json` wrote.

    Raises ValueError when the text is no JSON, lacks a field without a default, holds one that
    the class does not know, or holds a value of another type.

    >>> from openpeel.facts.sources.reading import SetAside
    >>> from_json(SetAside, '{"reason": "a note", "rows": 2}')
    SetAside(reason='a note', rows=2, where='', example='')
    """
    try:
        found: T = _read(kind, json.loads(text))
    except (AttributeError, TypeError, LookupError, RecursionError) as problem:
        raise ValueError(f"no {kind.__name__}: {problem}") from None
    return found


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in JSON")


@cache
def _fields(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _read(kind: Any, value: Any) -> Any:
    if is_dataclass(kind):
        known = _fields(kind)  # type: ignore[arg-type]
        return kind(**{name: _read(known[name], held) for name, held in value.items()})  # type: ignore[operator]
    shape, inside = get_origin(kind), get_args(kind)
    if shape in (Union, types.UnionType):
        (sure,) = (one for one in inside if one is not type(None))
        return None if value is None else _read(sure, value)
    if shape is tuple and isinstance(value, list):
        if inside[-1:] == (...,):
            return tuple(_read(inside[0], item) for item in value)
        return tuple(_read(one, item) for one, item in zip(inside, value, strict=True))
    if shape is dict and isinstance(value, dict):
        return {name: _read(inside[1], item) for name, item in value.items()}
    if shape is Literal and value in inside:
        return value
    if kind in _FROM_TEXT and isinstance(value, str):
        return _FROM_TEXT[kind](value)
    if kind is float and type(value) in (int, float):
        return float(value)
    if type(value) is not kind:
        raise TypeError(f"{value!r} is not {kind}")
    return value


_FROM_TEXT: dict[Any, Callable[[str], object]] = {
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
}

"""Frozen dataclasses as JSON text, and back again exactly as they were."""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from dataclasses import asdict, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, NoReturn, TypeVar, Union, get_args, get_origin, get_type_hints

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
        found: T = _reader(kind)(json.loads(text))  # type: ignore[arg-type]
    except (AttributeError, TypeError, LookupError, RecursionError) as problem:
        raise ValueError(f"no {kind.__name__}: {problem}") from None
    return found


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in JSON")


Reader = Callable[[Any], Any]


@cache
def _reader(kind: Any) -> Reader:
    """What reads a value of a kind; made once, because accounts hold thousands of values."""
    if is_dataclass(kind):
        return _record_reader(kind)  # type: ignore[arg-type]
    shape, inside = get_origin(kind), get_args(kind)
    if shape in (Union, types.UnionType):
        (sure,) = (_reader(one) for one in inside if one is not type(None))
        return lambda value: None if value is None else sure(value)
    if shape is tuple:
        return _tuple_reader(inside)
    if shape is dict:
        item = _reader(inside[1])
        return lambda value: {name: item(held) for name, held in value.items()}
    if shape is Literal:
        return lambda value: value if value in inside else _wrong(kind, value)
    if kind in _FROM_TEXT:
        return _FROM_TEXT[kind]
    if kind is float:
        return lambda value: float(value) if type(value) in (int, float) else _wrong(kind, value)
    return lambda value: value if type(value) is kind else _wrong(kind, value)


def _record_reader(kind: type) -> Reader:
    hints = get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}
    return lambda value: kind(**{name: readers[name](held) for name, held in value.items()})


def _tuple_reader(inside: tuple[Any, ...]) -> Reader:
    readers = [_reader(one) for one in inside if one is not ...]

    def read(value: Any) -> Any:
        if not isinstance(value, list):
            return _wrong(tuple, value)
        if inside[-1:] == (...,):
            (item,) = readers
            return tuple([item(held) for held in value])
        return tuple(one(held) for one, held in zip(readers, value, strict=True))

    return read


def _wrong(kind: Any, value: Any) -> NoReturn:
    raise TypeError(f"{value!r} is not {kind}")


_FROM_TEXT: dict[Any, Reader] = {date: date.fromisoformat, datetime: datetime.fromisoformat}

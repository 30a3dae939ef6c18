"""The one order of what a record lists, so that two who write it down write the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Protocol, TypeVar

from pydantic import AfterValidator

from openpeel.catalogue.dated import at

T = TypeVar("T")
_DIGITS = re.compile("([0-9]+)")


def natural(text: str) -> tuple[tuple[str | int, ...], str]:
    """A key by which e-2 stands before e-10.

    >>> sorted(["e-10", "e-2", "e-02"], key=natural)
    ['e-02', 'e-2', 'e-10']
    """
    parts = _DIGITS.split(text)
    return tuple(int(part) if n % 2 else part for n, part in enumerate(parts)), text


def listed_by(*names: str, after: str | None = None) -> AfterValidator:
    """Items by these attributes, which no two may share; `after` is a day that counts first."""

    def sort(items: tuple[T, ...]) -> tuple[T, ...]:
        seen: set[tuple[Any, ...]] = set()
        for number, item in enumerate(items):
            key = tuple(getattr(item, name) for name in names)
            if key in seen:
                raise at((number, names[-1]), f"{' '.join(map(str, key)).strip()} stands twice")
            seen.add(key)
        return tuple(sorted(items, key=_key(names, after)))

    return AfterValidator(sort)


def _key(names: tuple[str, ...], after: str | None) -> Callable[[Any], tuple[Any, ...]]:
    first = (after,) if after else ()
    return lambda item: tuple(natural(str(getattr(item, name))) for name in (*first, *names))


class _Span(Protocol):
    @property
    def start(self) -> date: ...
    @property
    def end(self) -> date | None: ...


S = TypeVar("S", bound=_Span)


def ends_after_it_begins(span: S) -> S:
    """For a model with `start` and `end`: the end may be the same day, never an earlier one."""
    if span.end is not None and span.end < span.start:
        raise at(("to",), f"{span.end} is before {span.start}, where it begins")
    return span

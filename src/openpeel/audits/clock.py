"""The time by which whatever people do in an audit is written down.

It is the clock of the machine, unless a simulation tells another one: what its people did then
carries the days on which they did it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("openpeel_audits_time", default=None)


def now() -> datetime:
    """The time now, with its zone."""
    return _told.get() or timezone.now()


@contextmanager
def as_if(moment: datetime) -> Iterator[None]:
    """Let everything in the block happen at `moment`, which has a zone."""
    before = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(before)

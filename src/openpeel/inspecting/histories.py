"""Where something that was asked stood on a day, and a force's stage of monitoring, by history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from openpeel.inspecting.record import ConcernStatus, Stage, StageName, Step

# Every force is in this stage until it is moved.
FIRST_STAGE: StageName = "scan"


def raised_on(history: Sequence[Step]) -> date | None:
    """The day of the first step; None without one."""
    return min((step.on for step in history), default=None)


def last_step(history: Sequence[Step], on: date) -> Step | None:
    """The last step up to a day, that day included; of two on one day, the one written last."""
    found = None
    for step in history:
        if step.on <= on and (found is None or step.on >= found.on):
            found = step
    return found


def status_on(history: Sequence[Step], on: date) -> ConcernStatus | None:
    """Where it stood at the end of a day; None before it was raised."""
    step = last_step(history, on)
    return step.status if step else None


def open_on(history: Sequence[Step], on: date) -> bool:
    """Whether it had been raised by that day and was not closed."""
    return status_on(history, on) in ("open", "progress seen")


def stage_on(stages: Iterable[Stage], on: date) -> Stage | None:
    """The stage of monitoring that lasts on a day; None when nobody has written one down for it."""
    lasting = (one for one in stages if one.start <= on and (one.end is None or on <= one.end))
    return max(lasting, key=lambda one: one.start, default=None)

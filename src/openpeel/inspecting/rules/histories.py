"""Rules on histories: of concerns, recommendations, improvements and national recommendations."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from openpeel.inspecting import places
from openpeel.inspecting.record import Record, Step
from openpeel.inspecting.rules.registry import (
    Findings,
    Found,
    force_names,
    record_rule,
    spot,
)


class _History(NamedTuple):
    name: str
    steps: tuple[Step, ...]
    where: str


def _histories(record: Record) -> Iterator[_History]:
    for one in record.recommendations:
        for applied in one.applied:
            where = f"{places.NATIONAL}, {one.id}.{applied.force}"
            name = f"{one.id} for {force_names([applied.force])}"
            yield _History(name, applied.history, where)
    for inspection in record.inspections:
        for concern in inspection.concerns:
            place = places.concern(inspection, concern)
            yield _History(concern.id, concern.history, spot(place, "history"))
            for advice in concern.recommendations:
                where = spot(place, f"recommendations.{advice.id}.history")
                yield _History(advice.id, advice.history, where)
        for improvement in inspection.improvements:
            where = spot(places.improvement(inspection, improvement), "history")
            yield _History(improvement.id, improvement.history, where)


@record_rule
def entry_without_a_status(record: Record) -> Findings:
    """A register says of each entry where it stands."""
    for history in _histories(record):
        if not history.steps:
            yield Found(history.where, f"{history.name} has no history that says where it stands.")


@record_rule
def history_out_of_order(record: Record) -> Findings:
    """A history is written from the first step to the last."""
    for history in _histories(record):
        for earlier, later in pairwise(history.steps):
            if later.on < earlier.on:
                yield Found(
                    history.where,
                    f"{history.name} was “{later.status}” on {later.on}, which stands after"
                    f" {earlier.on}.",
                )


@record_rule
def closed_before_it_was_raised(record: Record) -> Findings:
    """What is closed was open before."""
    for history in _histories(record):
        if history.steps and history.steps[0].status == "closed":
            yield Found(history.where, f"The history of {history.name} begins with its end.")


@record_rule
def closed_without_reason(record: Record) -> Findings:
    """Whoever closes something says why."""
    for history in _histories(record):
        for step in history.steps:
            if step.status == "closed" and not step.words:
                yield Found(
                    history.where,
                    f"{history.name} was closed by {step.by} on {step.on} without a word why.",
                )

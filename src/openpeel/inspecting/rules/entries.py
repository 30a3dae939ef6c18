"""Rules on what was raised, whether it says something and when, and on days that have not come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from openpeel.inspecting import places
from openpeel.inspecting.histories import raised_on
from openpeel.inspecting.places import Place
from openpeel.inspecting.record import Inspection, Record, Signed, Step
from openpeel.inspecting.rules.registry import (
    Case,
    Findings,
    Found,
    inspection_rule,
    record_rule,
    spot,
)
from openpeel.inspecting.texts import Written

# What of an inspection is signed and stands in files of its own; evidence has columns instead.
_SIGNED: tuple[tuple[str, Callable[[Inspection, Any], Place]], ...] = (
    ("gaps", places.gap),
    ("lines", places.line),
    ("findings", places.finding),
    ("judgments", places.judgment),
)


@record_rule
def entry_without_words(record: Record) -> Findings:
    """What a force is told says something."""
    for name, key, words, where in _worded(record):
        if not any(sign.isalnum() for sign in words):
            yield Found(where, f"{name} has no {key}; write what the force should know or do.")


def _worded(record: Record) -> Iterator[tuple[str, str, str, str]]:
    """Each title and text that a force is told: whose, which of both, the text, and its place."""
    for one in record.recommendations:
        for key in ("title", "words"):
            yield one.id, key, getattr(one, key), f"{places.NATIONAL}, {one.id}.{key}"
    for inspection in record.inspections:
        for concern in inspection.concerns:
            place = places.concern(inspection, concern)
            yield concern.id, "title", concern.title, spot(place, "title")
            yield concern.id, "words", concern.words, spot(place)
            for advice in concern.recommendations:
                where = spot(place, f"recommendations.{advice.id}.words")
                yield advice.id, "words", advice.words, where
        for improvement in inspection.improvements:
            where = spot(places.improvement(inspection, improvement), "words")
            yield improvement.id, "words", improvement.words, where


@inspection_rule
def raised_before_its_round(case: Case) -> Findings:
    """What a round found can't have been raised before the round began."""
    for name, round, history, where in _raised(case.inspection):
        first, begins = raised_on(history), case.rounds[round].start
        if first and first < begins:
            yield Found(
                where,
                f"{name} has a step on {first}, before its round {round} began on {begins}; name"
                " the round in which it was raised, or mend the day.",
            )


def _raised(inspection: Inspection) -> Iterator[tuple[str, str, tuple[Step, ...], str]]:
    """Whatever a round raised, with that round, its history and its place."""
    for concern in inspection.concerns:
        place = places.concern(inspection, concern)
        yield concern.id, concern.round, concern.history, spot(place, "history")
        for advice in concern.recommendations:
            where = spot(place, f"recommendations.{advice.id}.history")
            yield advice.id, concern.round, advice.history, where
    for improvement in inspection.improvements:
        where = spot(places.improvement(inspection, improvement), "history")
        yield improvement.id, improvement.round, improvement.history, where


@inspection_rule
def dated_in_the_future(case: Case) -> Findings:
    """Nobody signs or receives something on a day that has not come."""
    # The day of the check is in UTC; where the record is written it may be a day later.
    last = max(case.context.on, case.context.today) + timedelta(days=1)
    for signed, where in _signatures(case.inspection):
        if signed.on > last:
            yield Found(where, f"{signed.by} signed this on {signed.on}, which has not come yet.")
    for one in case.inspection.evidence:
        for key in ("received", "shows"):
            day = getattr(one, key)
            if day and day > last:
                where = spot(places.evidence(case.inspection, one), key)
                yield Found(where, f"{one.id} has {day} as {key}, which has not come yet.")


def _signatures(inspection: Inspection) -> Iterator[tuple[Signed, str]]:
    """Whatever is signed in an inspection, with its place."""
    own = places.inspection(inspection)
    yield inspection.signed, f"{own}, signed"
    for number, stage in enumerate(inspection.stages):
        yield stage.signed, f"{own}, stages.{number}.signed"
    for one in inspection.evidence:
        yield one.signed, spot(places.evidence(inspection, one), "on")
    for key, place in _SIGNED:
        for entry in getattr(inspection, key):
            for signed, at in _within(entry):
                yield signed, spot(place(inspection, entry), at)


def _within(entry: Written) -> Iterator[tuple[Signed, str]]:
    """Signatures of an entry and of what it lists (dissents, moderations), with their keys."""
    for name in type(entry).model_fields:
        value = getattr(entry, name)
        if isinstance(value, Signed):
            yield value, name
        elif isinstance(value, tuple):
            for number, one in enumerate(value):
                if isinstance(one, Written):
                    yield from ((found, f"{name}.{number}.{at}") for found, at in _within(one))

"""Stop and search records."""

from __future__ import annotations

import numpy as np

from openpeel.facts.simulator.dice import Bools, Ints
from openpeel.facts.simulator.national import ETHNIC_GROUPS
from openpeel.facts.simulator.people import residents
from openpeel.facts.simulator.plants import STEP_MONTH
from openpeel.facts.simulator.rows import Column, Columns, Rows, moments, words

_POWERS = (
    "Misuse of Drugs Act 1971 (section 23)",
    "Police and Criminal Evidence Act 1984 (section 1)",
    "Criminal Justice and Public Order Act 1994 (section 60)",
    "Firearms Act 1968 (section 47)",
)
_OBJECTS = (
    "Controlled drugs",
    "Stolen goods",
    "Offensive weapons",
    "Article for use in theft",
    "Anything to threaten or harm anyone",
    "Firearms",
)
_OBJECTS_OF_POWER = (
    (1.0, 0, 0, 0, 0, 0),
    (0, 0.38, 0.42, 0.20, 0, 0),
    (0, 0, 0, 0, 1.0, 0),
    (0, 0, 0, 0, 0, 1.0),
)
_OUTCOMES = (
    "no-further-action", "arrest", "community-resolution", "summons", "penalty-notice", "caution",
)  # fmt: skip
_IF_FOUND = (0.07, 0.45, 0.29, 0.10, 0.05, 0.04)
_IF_NOT = (0.94, 0.045, 0.008, 0.003, 0.002, 0.002)
_SEEN_AS_SAID = 0.93
_UNSAID = len(ETHNIC_GROUPS)
_WHITE = ETHNIC_GROUPS.index("white")


def searches(rows: Rows) -> Columns:
    """Who was searched, why, and what came of it."""
    said, seen = _ethnic_groups(rows)
    ethnicity = (*ETHNIC_GROUPS, "not-recorded")
    power = rows.dice.pick([0.62, 0.355, 0.015, 0.01], rows.n)
    found = rows.happens("found")
    outcome = np.where(found, rows.dice.pick(_IF_FOUND, rows.n), rows.dice.pick(_IF_NOT, rows.n))
    return {
        "search_ref": rows.number,
        "searched_at": moments(rows.start),
        "kind": rows.pick((0.71, 0.29), ("person", "person-and-vehicle")),
        "ethnicity": words(said, ethnicity),
        "officer_ethnicity": words(seen, ethnicity),
        "gender": rows.pick((0.11, 0.885, 0.005), ("female", "male", "other")),
        "age_range": rows.pick(
            (0.17, 0.33, 0.25, 0.22, 0.03), ("10-17", "18-24", "25-34", "over 34", None)
        ),
        "legislation": words(power, _POWERS),
        "object": _objects(rows, power),
        "outcome": words(outcome, _OUTCOMES),
        "linked": found,
        "strip": rows.happens("strip"),
        "filmed": rows.happens("filmed"),
        "supervised": rows.happens("supervised"),
    }


def _ethnic_groups(rows: Rows) -> tuple[Ints, Ints]:
    """As people said it, and as the officer saw it."""
    truth, n = rows.truth, rows.n
    rates = [residents(truth.places, g) * truth.values[f"searches-{g}"] for g in ETHNIC_GROUPS]
    group = rows.dice.pick(rates, n)
    unsaid = rows.happens("ethnicity-not-recorded")
    unseen = unsaid & rows.chance(0.1)
    guess = rows.dice.pick([0.14, 0.20, 0.05, 0.05, 0.56], n)
    seen = np.where(rows.chance(_SEEN_AS_SAID), group, guess)
    said = np.where(unsaid, _UNSAID, group)
    if truth.has("one-ethnicity"):
        said = np.where(_after_the_change(rows), _WHITE, said)
    return said, np.where(unseen, _UNSAID, seen)


def _objects(rows: Rows, power: Ints) -> Column:
    sought = np.zeros(rows.n, dtype=np.int64)
    for number, weights in enumerate(_OBJECTS_OF_POWER):
        here = np.flatnonzero(power == number)
        sought[here] = rows.dice.pick(weights, len(here))
    named = words(sought, _OBJECTS)
    if rows.truth.has("two-words"):
        other = _after_the_change(rows) & (sought == 0) & rows.chance(0.5)
        named[other] = "Drugs"
    return named


def _after_the_change(rows: Rows) -> Bools:
    return rows.month >= STEP_MONTH

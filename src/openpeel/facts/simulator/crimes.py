"""Recorded crimes and what became of them by the day of the extract."""

from __future__ import annotations

import numpy as np

from openpeel.facts.simulator.clock import DAY, HOUR, existing, later, seconds_of
from openpeel.facts.simulator.dice import Bools, Ints
from openpeel.facts.simulator.logs import Linked
from openpeel.facts.simulator.national import OFFENCES
from openpeel.facts.simulator.rows import Columns, Rows, moments, numbered, where, words

_LINKED = 0.72  # crimes that began as an incident

# Outcomes other than a charge and "not yet assigned": caution (2 youth, 3 adult), community
# resolution (8), evidential difficulties with no suspect named or with one (14, 15, 16), no
# suspect found (18), another agency (20), not in the public interest (21), diversion (22).
_OUTCOMES = ("2", "3", "8", "14", "15", "16", "18", "20", "21", "22")
_PERSONAL = (0.01, 0.02, 0.05, 0.09, 0.19, 0.42, 0.15, 0.03, 0.02, 0.02)
_PROPERTY = (0.003, 0.007, 0.04, 0.02, 0.07, 0.08, 0.76, 0.003, 0.007, 0.01)
_POSSESSION = (0.04, 0.12, 0.45, 0.01, 0.13, 0.06, 0.09, 0.01, 0.03, 0.06)
_OTHER_OUTCOMES = {
    "robbery": _PROPERTY, "theft": _PROPERTY, "damage-arson": _PROPERTY,
    "drugs": _POSSESSION, "weapons": _POSSESSION,
}  # fmt: skip
_CODES = ("0", "1", *_OUTCOMES)
_CHARGED, _NO_SUSPECT = 1, _CODES.index("18")
_NAMED = np.isin(_CODES, ("1", "2", "3", "8", "15", "16", "21", "22"))

# Home Office offence codes that are common in each group, in the order of OFFENCES.
_OFFENCE_CODES = {
    "violence": ("8/06", "105A", "8/11", "8L"), "sexual": ("19C", "17A", "20A"),
    "robbery": ("34B", "34A"), "theft": ("46", "49", "28E", "45", "48"),
    "damage-arson": ("58C", "58A", "56A"), "drugs": ("92E", "92D", "92A"),
    "weapons": ("10D", "10C"), "public-order": ("125", "9A", "66"),
    "miscellaneous": ("99", "79", "80"),
}  # fmt: skip
_RAPE, _HOMES, _VEHICLES = ("19C",), ("28E",), ("45", "48")

_LATE_S = 60 * DAY
_REVIEW_DAYS = _UPDATE_DAYS = 28


def crimes(rows: Rows) -> Columns:
    """What was recorded, the steps of the investigation, and the outcome."""
    group = rows.dice.pick([rows.truth.values[f"crime-{name}"] for name in OFFENCES], rows.n)
    outcome = _outcomes(rows, group)
    offence = _offence_codes(rows, group)
    flagged = np.array([domestic for _, _, domestic in OFFENCES.values()])
    domestic = rows.chance(flagged[group])
    repeat = rows.happens("crimes-repeat-domestic", domestic) | (~domestic & rows.chance(0.16))
    victim = rows.chance(np.where(np.isin(group, (5, 6, 8)), 0.1, 0.88))
    screened = (outcome == _NO_SUSPECT) & rows.chance(0.62)
    incident = Linked("crimes", _LINKED, rows).of(rows)
    return {
        "crime_ref": rows.number,
        "incident_ref": where(incident >= 0, numbered(rows.year, incident)),
        "extracted_on": np.full(rows.n, np.datetime64(_extracted(rows), "s"), "datetime64[ms]"),
        **_times(rows, outcome, screened, victim),
        "offence_code": offence,
        "offence_group": words(group, tuple(OFFENCES)),
        "rape": np.isin(offence, _RAPE),
        "residential_burglary": np.isin(offence, _HOMES),
        "vehicle_offence": np.isin(offence, _VEHICLES),
        "domestic_abuse": domestic,
        "vulnerable": rows.happens("crimes-vulnerable"),
        "repeat_victim": repeat,
        "has_victim": victim,
        "screened_out": screened,
        "needs_assessment": where(victim, rows.chance(0.7)),
        "personal_statement": where(
            victim,
            rows.pick((0.14, 0.61, 0.25), ("made", "offered-and-declined", "not-offered")),
        ),
        "suspect_named": np.where(outcome == 0, rows.chance(0.5), _NAMED[outcome]),
        "outcome": words(outcome, _CODES),
        "cancelled": rows.chance(0.012),
    }


def _outcomes(rows: Rows, group: Ints) -> Ints:
    value = rows.truth.values
    outcome = np.zeros(rows.n, dtype=np.int64)
    for number, name in enumerate(OFFENCES):
        here = np.flatnonzero(group == number)
        fixed = [value["not-yet-assigned"], value[f"charged-{name}"]]
        mix = _OTHER_OUTCOMES.get(name, _PERSONAL)
        rest = (1 - sum(fixed)) / sum(mix)
        outcome[here] = rows.dice.pick([*fixed, *(rest * share for share in mix)], len(here))
    return outcome


def _offence_codes(rows: Rows, group: Ints) -> np.ndarray:
    most = max(len(codes) for codes in _OFFENCE_CODES.values())
    table = [[codes[n % len(codes)] for n in range(most)] for codes in _OFFENCE_CODES.values()]
    return np.array(table, dtype=object)[group, rows.dice.below(most, rows.n)]


def _extracted(rows: Rows) -> int:
    """The day of the extract, as seconds."""
    return seconds_of(rows.truth.extracted)


def _times(rows: Rows, outcome: Ints, screened: Bools, victim: Bools) -> Columns:
    recorded = rows.start
    in_time = rows.happens("recorded-in-24-h")
    taken = np.where(in_time, rows.between(300, DAY), rows.between(25 * HOUR, _LATE_S))
    reported = np.minimum(existing(_reported(rows, recorded - taken)), recorded)
    closed = recorded + _days_to_outcome(rows, outcome) * DAY + rows.between(0, DAY // 3)
    closed = np.clip(closed, recorded, _extracted(rows) - 1)
    finished = outcome != 0
    investigated = ~screened
    allocated = later(recorded, rows.between(600, 4 * DAY))
    planned = investigated & rows.chance(0.6)
    has_plan = planned & rows.chance(0.86)
    plan = later(allocated, rows.between(1_800, 9 * DAY))
    due = recorded // DAY * DAY + _REVIEW_DAYS * DAY
    told = victim & investigated
    reviewed = due + (rows.dice.level(-6, 9, rows.n)) * DAY
    updated = due + (rows.dice.level(-8, 11, rows.n)) * DAY
    done = rows.chance(0.8)
    arrested = np.isin(outcome, (1, 2, 3)) & rows.chance(0.6)
    return {
        "reported_at": moments(reported),
        "recorded_at": moments(recorded),
        "allocated_at": where(investigated & rows.chance(0.97), moments(allocated)),
        "plan_needed": planned,
        "plan_at": where(has_plan, moments(plan)),
        "review_due_on": where(investigated, moments(due)),
        "reviewed_on": where(
            investigated & done & (reviewed < _extracted(rows)), moments(reviewed)
        ),
        "contact_plan_at": where(told & rows.chance(0.8), moments(plan)),
        "update_due_on": where(told, moments(due)),
        "updated_on": where(
            told & rows.chance(0.84) & (updated < _extracted(rows)), moments(updated)
        ),
        "arrested_at": where(arrested, moments(later(recorded, rows.between(600, 30 * DAY)))),
        "outcome_at": where(finished, moments(closed)),
    }


def _reported(rows: Rows, reported: Ints) -> Ints:
    if rows.truth.has("midnight"):
        return np.where(rows.chance(1 / 3), reported // DAY * DAY, reported)
    return reported


def _days_to_outcome(rows: Rows, outcome: Ints) -> Ints:
    """Charges take longest; no suspect found is closed soon."""
    longest = np.where(outcome == _CHARGED, 360, np.where(outcome == _NO_SUSPECT, 60, 240))
    return rows.between(0, longest)

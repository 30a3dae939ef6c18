"""The rows of the four event tables, drawn from one force's truth.

A builder is given the month of each row and returns the table's own columns as arrays, all of one
length; the columns that every table has are added by `batches`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openpeel.facts.simulator import national
from openpeel.facts.simulator.dice import Dice, Ints
from openpeel.facts.simulator.national import ETHNIC_GROUPS, OFFENCES
from openpeel.facts.simulator.people import residents
from openpeel.facts.simulator.truth import ForceTruth, Year

BATCH_ROWS = 1_000_000  # about this many rows are in memory at once
NULL = -1  # stands for null in an array of whole numbers
_NOT_PLACED = 0.02  # rows without an area


@dataclass(frozen=True)
class Coded:
    """A column as positions in a short list of values."""

    codes: NDArray[np.integer]
    values: Sequence[str | bool | None]


Columns = dict[str, "Coded | NDArray[np.generic]"]
Builder = Callable[[ForceTruth, Dice, Ints], Columns]


def batches(
    table: str, truth: ForceTruth, seed: int, scale: float, year: Year
) -> Iterator[tuple[Ints, Columns]]:
    """One force's rows of a table, day by day: the day's number from 0, and the other columns."""
    if table == "calls" and truth.has("no-calls"):
        return
    dice = Dice(seed, table, truth.force.code)
    per_day = dice.rng.poisson(_expected(table, truth, scale, year))
    months = np.array([year.month_of(day) for day in year.days])
    stops = table == "stop_searches" and truth.has("searches-stop")
    last_day = (year.last_search_day - year.start).days
    if stops:
        per_day[last_day + 1 :] = 0
    for days in _runs(per_day):
        day = np.repeat(days, per_day[days])
        month = months[day]
        columns = _BUILDERS[table](truth, dice, month)
        partial = (month == months[last_day]) if stops else np.zeros(len(day), dtype=np.bool_)
        columns["status"] = Coded(partial.astype(np.int64), (None, "p"))
        columns["area_code"] = _areas(truth, dice, len(day))
        yield day, columns


def _expected(table: str, truth: ForceTruth, scale: float, year: Year) -> NDArray[np.float64]:
    """Rows expected on each day of the year."""
    days = year.days
    weekdays = np.array([national.WEEKDAYS[day.weekday()] for day in days])
    months = np.array([year.month_of(day) for day in days])
    in_month = np.bincount(months, weights=weekdays, minlength=12)
    total = _YEARS[table](truth) * scale
    return np.asarray(total * np.array(truth.volume[table])[months] * weekdays / in_month[months])


def _runs(per_day: Ints) -> Iterator[Ints]:
    """The days in runs of about `BATCH_ROWS` rows."""
    batch = (np.cumsum(per_day) - per_day) // BATCH_ROWS
    for number in np.unique(batch):
        days = np.flatnonzero(batch == number)
        if per_day[days].any():
            yield days


def _areas(truth: ForceTruth, dice: Dice, n: int) -> Coded:
    """Partnerships, in proportion to residents; a few rows have no place."""
    codes = [str(place.district.csp_code) for place in truth.places]
    placed = [place.persons * (1 - _NOT_PLACED) for place in truth.places]
    weights = [*placed, sum(place.persons for place in truth.places) * _NOT_PLACED]
    return Coded(dice.pick(weights, n), (*codes, None))


def _share(truth: ForceTruth, parameter: str, month: Ints) -> NDArray[np.float64]:
    """A share that moves in the year, one value a row."""
    return np.asarray(np.array(truth.monthly[parameter])[month])


def _calls(truth: ForceTruth, dice: Dice, month: Ints) -> Columns:
    n, value = len(month), truth.values
    emergency = dice.happens(value["calls-999"] / (value["calls-999"] + value["calls-101"]), n)
    abandoned = dice.happens(
        np.where(emergency, value["abandoned-999"], _share(truth, "abandoned-101", month)), n
    )
    in_time = dice.happens(
        np.where(
            emergency,
            _share(truth, "answered-999-in-10-s", month),
            _share(truth, "answered-101-in-30-s", month),
        ),
        n,
    )
    limit = np.where(emergency, national.ANSWER_999_MS, national.ANSWER_101_MS)
    longest = np.where(emergency, 240_000, 1_800_000)
    answer = np.where(
        in_time, dice.skewed(800, limit, n), dice.skewed(limit + 1, longest, n)
    )  # fmt: skip
    return {
        "line": Coded(emergency.astype(np.int64), ("101", "999")),
        "abandoned": abandoned,
        "answer_ms": np.where(abandoned, NULL, answer),
    }


_GRADES = ("immediate", "priority", "scheduled", "resolved-without-deployment")
_OTHER_GRADES = (0.39, 0.18, 0.43)  # of what is not immediate
_ATTENDED = (0.97, 0.90, 0.80, 0.0)  # share of each grade that somebody attends
_SLOWEST_S = (10_800, 43_200, 604_800)


def _incidents(truth: ForceTruth, dice: Dice, month: Ints) -> Columns:
    n, value = len(month), truth.values
    rest = 1 - value["immediate"]
    grade = dice.pick([value["immediate"], *(rest * share for share in _OTHER_GRADES)], n)
    rural = dice.happens(truth.rural, n)
    immediate, priority = grade == 0, grade == 1
    in_target = dice.happens(
        np.where(
            immediate,
            _share(truth, "immediate-attended-in-target", month),
            value["priority-attended-in-60-min"],
        ),
        n,
    )
    limit = np.where(rural, national.IMMEDIATE_RURAL_S, national.IMMEDIATE_S)
    attend = np.select(
        [immediate & in_target, immediate, priority & in_target, priority],
        [
            dice.level(60, limit, n),
            dice.skewed(limit + 1, _SLOWEST_S[0], n),
            dice.level(120, national.PRIORITY_S, n),
            dice.skewed(national.PRIORITY_S + 1, _SLOWEST_S[1], n),
        ],
        dice.skewed(national.PRIORITY_S, _SLOWEST_S[2], n),
    )
    attended = dice.happens(np.array(_ATTENDED)[grade], n)
    if truth.has("no-attendance-times"):
        attended[:] = False
    return {
        "grade": Coded(grade, _GRADES),
        "regraded": (immediate | priority) & dice.happens(value["regraded"], n),
        "attend_s": np.where(attended, attend, NULL),
        "rural": rural,
        "domestic_abuse": dice.happens(value["domestic-abuse"], n),
        "vulnerable": dice.happens(value["vulnerable"], n),
        "triage": dice.happens(value["triage"], n),
    }


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
_LATE_H = 24 * 60


def _crimes(truth: ForceTruth, dice: Dice, month: Ints) -> Columns:
    n, value = len(month), truth.values
    group = dice.pick([value[f"crime-{name}"] for name in OFFENCES], n)
    outcome = np.zeros(n, dtype=np.int64)
    for number, name in enumerate(OFFENCES):
        here = np.flatnonzero(group == number)
        fixed = [value["not-yet-assigned"], value[f"charged-{name}"]]
        mix = _OTHER_OUTCOMES.get(name, _PERSONAL)
        rest = (1 - sum(fixed)) / sum(mix)
        outcome[here] = dice.pick([*fixed, *(rest * share for share in mix)], len(here))
    flagged = np.array([domestic for _, _, domestic in OFFENCES.values()])
    in_time = dice.happens(value["recorded-in-24-h"], n)
    # charges take longest; no suspect found is closed soon
    longest = np.where(outcome == 1, 360, np.where(outcome == 2 + _OUTCOMES.index("18"), 60, 240))
    return {
        "offence_group": Coded(group, tuple(OFFENCES)),
        "outcome": Coded(outcome, ("0", "1", *_OUTCOMES)),
        "domestic_abuse": dice.happens(flagged[group], n),
        "record_h": np.where(in_time, dice.skewed(0, 24, n), dice.skewed(25, _LATE_H, n)),
        "outcome_d": np.where(outcome == 0, NULL, dice.skewed(0, longest, n)),
    }


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
_SEARCH_OUTCOMES = (
    "no-further-action", "arrest", "community-resolution", "summons", "penalty-notice", "caution",
)  # fmt: skip
_IF_FOUND = (0.07, 0.45, 0.29, 0.10, 0.05, 0.04)
_IF_NOT = (0.94, 0.045, 0.008, 0.003, 0.002, 0.002)
_SEEN_AS_SAID = 0.93


def _stop_searches(truth: ForceTruth, dice: Dice, month: Ints) -> Columns:
    n, value = len(month), truth.values
    group = dice.pick(
        [residents(truth.places, g) * value[f"searches-{g}"] for g in ETHNIC_GROUPS], n
    )
    unsaid = dice.happens(value["ethnicity-not-recorded"], n)
    nobody_noted = unsaid & dice.happens(0.1, n)
    guess = dice.pick([0.14, 0.20, 0.05, 0.05, 0.56], n)
    seen = np.where(dice.happens(_SEEN_AS_SAID, n), group, guess)
    ethnicity = (*ETHNIC_GROUPS, "not-recorded")
    power = dice.pick([0.62, 0.355, 0.015, 0.01], n)
    sought = np.zeros(n, dtype=np.int64)
    for number, weights in enumerate(_OBJECTS_OF_POWER):
        here = np.flatnonzero(power == number)
        sought[here] = dice.pick(weights, len(here))
    found = dice.happens(value["found"], n)
    outcome = np.where(found, dice.pick(_IF_FOUND, n), dice.pick(_IF_NOT, n))
    return {
        "kind": Coded(dice.pick([0.71, 0.29], n), ("person", "person-and-vehicle")),
        "ethnicity": Coded(np.where(unsaid, len(ETHNIC_GROUPS), group), ethnicity),
        "officer_ethnicity": Coded(np.where(nobody_noted, len(ETHNIC_GROUPS), seen), ethnicity),
        "gender": Coded(dice.pick([0.11, 0.885, 0.005], n), ("female", "male", "other")),
        "age_range": Coded(
            dice.pick([0.17, 0.33, 0.25, 0.22, 0.03], n),
            ("10-17", "18-24", "25-34", "over 34", None),
        ),
        "legislation": Coded(power, _POWERS),
        "object": Coded(sought, _OBJECTS),
        "outcome": Coded(outcome, _SEARCH_OUTCOMES),
        "linked": found,
        "strip": dice.happens(value["strip"], n),
    }


_BUILDERS: dict[str, Builder] = {
    "calls": _calls,
    "incidents": _incidents,
    "crimes": _crimes,
    "stop_searches": _stop_searches,
}
EVENT_TABLES = tuple(_BUILDERS)


def _per_resident(*rates: str) -> Callable[[ForceTruth], float]:
    return lambda truth: residents(truth.places) * sum(truth.values[rate] for rate in rates) / 1000


def _searches_in_a_year(truth: ForceTruth) -> float:
    """Searches of each group at its rate, and as many more as have no group recorded."""
    recorded = sum(
        residents(truth.places, group) * truth.values[f"searches-{group}"]
        for group in ETHNIC_GROUPS
    )
    return recorded / 1000 / (1 - truth.values["ethnicity-not-recorded"])


# Rows expected in a year at scale 1.
_YEARS: dict[str, Callable[[ForceTruth], float]] = {
    "calls": _per_resident("calls-999", "calls-101"),
    "incidents": _per_resident("incidents"),
    "crimes": _per_resident("crimes"),
    "stop_searches": _searches_in_a_year,
}

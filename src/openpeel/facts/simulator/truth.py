"""Each force's own true values, and what is planted to be found.

Nothing here depends on the scale: the same seed is the same nation, larger or smaller.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from openpeel.catalogue.forces import Force, forces
from openpeel.facts.simulator.dice import Dice
from openpeel.facts.simulator.national import MONTHS, OFFENCES, PARAMETERS, PRESSURE, Parameter
from openpeel.facts.simulator.people import Place, places_of

Problem = Literal["no-calls", "no-attendance-times", "searches-stop", "ethnicity-missing"]

# Where most of the people present live elsewhere, events per resident are this many times as many.
_PRESENCE_WITHOUT_RESIDENTS = 25


@dataclass(frozen=True)
class Plant:
    """Something put in on purpose, so that one can see whether it is found."""

    kind: Literal["outlier", "change", "data problem"]
    words: str
    values: dict[str, float]  # true values that it sets
    problem: Problem | None = None
    step: str | None = None  # the share that falls in the middle of the year


PLANTS = (
    Plant("outlier", "Callers abandon 101 calls twice as often as is typical.",
          {"abandoned-101": 0.26}),
    Plant("outlier", "Far fewer 999 calls than typical are answered in 10 seconds.",
          {"answered-999-in-10-s": 0.55}),
    Plant("outlier", "Far more 101 calls than typical are answered in 30 seconds.",
          {"answered-101-in-30-s": 0.86}),
    Plant("outlier", "Far fewer immediate incidents than typical are reached in target.",
          {"immediate-attended-in-target": 0.52}),
    Plant("outlier", "Half the typical share of crimes is charged, in every offence group.",
          {f"charged-{group}": charged / 2 for group, (_, charged, _) in OFFENCES.items()}),
    Plant("outlier", "Black people are searched three times as often as typical, others as usual.",
          {"searches-black": 72.0, "searches-asian": 9.0, "searches-mixed": 13.0,
           "searches-other": 9.0, "searches-white": 6.2}),
    Plant("change", "From the eighth month on, fewer 999 calls are answered in 10 seconds.",
          {"answered-999-in-10-s": 0.76}, step="answered-999-in-10-s"),
    Plant("data problem", "The force supplies no calls: missing, not zero.", {}, "no-calls"),
    Plant("data problem", "The force's system cannot report when anyone arrived: every attendance"
          " time is missing.", {}, "no-attendance-times"),
    Plant("data problem", "The force stops supplying searches in the middle of the ninth month:"
          " that month's rows are marked partial, later months are missing.", {}, "searches-stop"),
    Plant("data problem", "More than half of the searches have no self-defined ethnic group.",
          {"ethnicity-not-recorded": 0.55}, "ethnicity-missing"),
)  # fmt: skip

STEP_MONTH = 7  # the eighth month, counted from 0
_FAMILY = 0.85  # correlation of a parameter with what its family has in common
_STEP = 1.2  # on the scale of p(1 - p): about 0.2 at a share of three quarters
LAST_SEARCH_MONTH = 8
_LAST_SEARCH_DAY = 14


@dataclass(frozen=True)
class Year:
    """Twelve months from the first of a month."""

    start: date

    def month(self, number: int) -> date:
        """First day of the month with that number, from 0; 12 is the day after the year."""
        years, month = divmod(self.start.month - 1 + number, 12)
        return date(self.start.year + years, month + 1, 1)

    @property
    def days(self) -> list[date]:
        """Every day of the year, in order."""
        length = (self.month(12) - self.start).days
        return [self.start + timedelta(days=number) for number in range(length)]

    def month_of(self, day: date) -> int:
        """The number of the month in which a day lies, from 0."""
        return (day.month - self.start.month) % 12

    @property
    def last_search_day(self) -> date:
        """The last day of the force that stops supplying searches."""
        return self.month(LAST_SEARCH_MONTH) + timedelta(days=_LAST_SEARCH_DAY - 1)


@dataclass(frozen=True)
class ForceTruth:
    """What is true of one simulated force.

    `values` holds the year's value of each parameter; `monthly` the twelve shares of those that
    move in the year, of which the year's value is the mean weighted by `volume`: each table's
    rows by month as parts of 1.
    """

    force: Force
    places: tuple[Place, ...]
    values: dict[str, float]
    monthly: dict[str, tuple[float, ...]]
    volume: dict[str, tuple[float, ...]]
    rural: float
    plants: tuple[Plant, ...] = ()

    def has(self, problem: Problem) -> bool:
        """Whether that data problem is planted here."""
        return any(plant.problem == problem for plant in self.plants)


def nation(seed: int, year: Year) -> tuple[ForceTruth, ...]:
    """The 43 forces of a seed, by code."""
    eligible = sorted(force.code for force in forces().all if force.resident_rates)
    order = Dice(seed, "plants").rng.permutation(len(eligible))
    planted = {eligible[i]: plant for i, plant in zip(order, PLANTS, strict=False)}
    return tuple(
        _force_truth(force, seed, year, planted.get(code))
        for code, force in sorted(forces().by_code.items())
    )


def _force_truth(force: Force, seed: int, year: Year, plant: Plant | None) -> ForceTruth:
    dice = Dice(seed, "truth", force.code)
    presence = 1 if force.resident_rates else _PRESENCE_WITHOUT_RESIDENTS
    values = _values(dice, presence)
    values |= _offence_mix(values)
    values |= plant.values if plant else {}
    volume = {table: _volume(months, year, dice) for table, months in MONTHS.items()}
    steps = {plant.step} if plant else set()
    # in this order, because an abandoned call is not in the base of the answered ones
    monthly: dict[str, tuple[float, ...]] = {}
    for entry in PARAMETERS.values():
        if entry.swing:
            weights = np.array(volume[entry.table])
            if entry.id == "answered-101-in-30-s":
                weights = weights * (1 - np.array(monthly["abandoned-101"]))
            step = _STEP if entry.id in steps else 0.0
            monthly[entry.id] = _by_month(values[entry.id], entry.swing, step, weights, year, dice)
    rural = round(min(0.7, max(0.02, 0.62 - 0.16 * math.log(force.density / 60))), 4)
    return ForceTruth(
        force,
        places_of(force, seed),
        values,
        monthly,
        volume,
        rural,
        (plant,) if plant else (),
    )


def _values(dice: Dice, presence: int) -> dict[str, float]:
    families: dict[str, float] = {}
    values = {}
    for entry in PARAMETERS.values():
        noise = float(dice.rng.standard_normal())
        if entry.family:
            shared = families.setdefault(entry.family, float(dice.rng.standard_normal()))
            noise = _FAMILY * shared + math.sqrt(1 - _FAMILY**2) * noise
        values[entry.id] = _around(entry, entry.spread * noise, presence)
    return values


def _around(entry: Parameter, noise: float, presence: int) -> float:
    if entry.base == "per 1,000":
        return round(entry.national * math.exp(noise) * presence, 3)
    odds = entry.national / (1 - entry.national) * math.exp(noise)
    return round(odds / (1 + odds), 4)


def _offence_mix(values: dict[str, float]) -> dict[str, float]:
    """The shares of the offence groups, made to add up to 1."""
    mix = {f"crime-{group}": values[f"crime-{group}"] for group in OFFENCES}
    total = sum(mix.values())
    rounded = {name: round(share / total, 4) for name, share in mix.items()}
    largest = max(rounded, key=lambda name: rounded[name])
    rounded[largest] = round(rounded[largest] + 1 - sum(rounded.values()), 4)
    return rounded


def _volume(months: Sequence[float], year: Year, dice: Dice) -> tuple[float, ...]:
    """The share of a year's events in each month: season, length, and the force's own ups."""
    weights = [
        months[year.month(number).month - 1]
        * (year.month(number + 1) - year.month(number)).days
        * (1 + 0.025 * float(dice.rng.uniform(-1, 1)))
        for number in range(12)
    ]
    return tuple(weight / sum(weights) for weight in weights)


def _by_month(
    share: float, swing: float, step: float, weights: np.ndarray, year: Year, dice: Dice
) -> tuple[float, ...]:
    """Twelve shares whose weighted mean is `share`.

    Moving by a part of p(1 - p) keeps every month well between 0 and 1.
    """
    moves = np.array(
        [
            swing * PRESSURE[year.month(number).month - 1]
            + 0.08 * float(dice.rng.uniform(-1, 1))
            - step * (number >= STEP_MONTH)
            for number in range(12)
        ]
    )
    moves -= float(sum(weights * moves)) / float(sum(weights))
    return tuple(round(float(share + share * (1 - share) * move), 6) for move in moves)

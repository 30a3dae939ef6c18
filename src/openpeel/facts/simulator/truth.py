"""Each force's own true values, and what is planted to be found.

Nothing here depends on the scale: the same seed is the same nation, larger or smaller.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from openpeel.catalogue.forces import Force, forces
from openpeel.facts.simulator import stated
from openpeel.facts.simulator.clock import Year
from openpeel.facts.simulator.dice import Dice
from openpeel.facts.simulator.national import MONTHS, OFFENCES, PARAMETERS, PRESSURE
from openpeel.facts.simulator.parameters import Parameter
from openpeel.facts.simulator.people import Place, places_of
from openpeel.facts.simulator.plants import (
    ERRORS,
    PLANTS,
    STEP_MONTH,
    WEST_MERCIA,
    Plant,
    Problem,
)

# Where most of the people present live elsewhere, events per resident are this many times as many.
_PRESENCE_WITHOUT_RESIDENTS = 25


_EXTRACTED_AFTER = 20  # days after the end of the latest year
_SETTLED = 0.3  # of the crimes without an outcome, those that still have none a year later
_FAMILY = 0.85  # correlation of a parameter with what its family has in common
_DRIFT = 0.06  # how far the year before lies from this one, as a standard deviation of log odds


@dataclass(frozen=True)
class ForceTruth:
    """What is true of one simulated force in one year.

    `values` holds the year's value of each parameter; `monthly` the twelve shares of those that
    move in the year, of which the year's value is the mean weighted by `volume`: each table's
    rows by month as parts of 1. The rows hold the parameters in `exact` to the nearest row.
    """

    force: Force
    year: Year
    extracted: date  # when records were taken from the force's systems
    places: tuple[Place, ...]
    values: dict[str, float]
    monthly: dict[str, tuple[float, ...]]
    volume: dict[str, tuple[float, ...]]
    rural: float
    exact: frozenset[str]
    plants: tuple[Plant, ...] = ()

    @property
    def latest(self) -> bool:
        """Whether this is the latest of the simulated years."""
        return self.extracted - self.year.end == timedelta(days=_EXTRACTED_AFTER)

    def has(self, problem: Problem) -> bool:
        """Whether that data problem is planted here."""
        return any(plant.problem == problem for plant in self.plants)

    @property
    def areas(self) -> dict[str, int]:
        """Residents of each local policing area by its code."""
        found: dict[str, int] = {}
        for place in self.places:
            code = str(place.district.csp_code)
            found[code] = found.get(code, 0) + place.persons
        return found

    def without(self, problem: Problem) -> ForceTruth:
        """The same force had this problem been put right."""
        kept = tuple(plant for plant in self.plants if plant.problem != problem)
        return replace(self, plants=kept)


def nation(seed: int, year: Year, *, back: int = 0, errors: bool = False) -> tuple[ForceTruth, ...]:
    """The 43 forces of a seed, by code, in the year that began `back` years before `year`."""
    west_mercia = next(f.code for f in forces().all if f.name == stated.FORCE)
    eligible = sorted(f.code for f in forces().all if f.resident_rates and f.code != west_mercia)
    order = Dice(seed, "plants").rng.permutation(len(eligible))
    planned = (*PLANTS, *ERRORS) if errors else PLANTS
    planted: dict[str, tuple[Plant, ...]]
    planted = {eligible[i]: (plant,) for i, plant in zip(order, planned, strict=False)}
    planted[west_mercia] = WEST_MERCIA
    return _held_together(
        tuple(
            _force_truth(force, seed, year, back, planted.get(code, ()))
            for code, force in sorted(forces().by_code.items())
        )
    )


def _held_together(truths: tuple[ForceTruth, ...]) -> tuple[ForceTruth, ...]:
    """The forces with rates of which the report says what all 43 together have."""
    for name, rate in stated.ALL_FORCES.items():
        fixed = sum(t.values[name] * t.force.population for t in truths if name in t.exact)
        others = sum(t.values[name] * t.force.population for t in truths if name not in t.exact)
        factor = (rate * sum(t.force.population for t in truths) - fixed) / others
        for truth in truths:
            if name not in truth.exact:
                truth.values[name] = round(truth.values[name] * factor, 3)
    return truths


def _force_truth(
    force: Force, seed: int, latest: Year, back: int, plants: tuple[Plant, ...]
) -> ForceTruth:
    dice = Dice(seed, "truth", force.code)
    presence = 1 if force.resident_rates else _PRESENCE_WITHOUT_RESIDENTS
    values = _values(dice, presence)
    if back:
        values = _drifted(values, Dice(seed, "drift", force.code, str(back)))
        values["not-yet-assigned"] = round(values["not-yet-assigned"] * _SETTLED**back, 4)
        plants = tuple(plant for plant in plants if plant.lasting)
    values |= _offence_mix(values)
    for plant in plants:
        values |= plant.values
    exact: dict[str, float] = {}
    if force.name == stated.FORCE:
        exact = stated.VALUES if back == 0 else stated.BEFORE.get(back, {})
        values |= exact
    year = latest.before(back)
    months = Dice(seed, "months", force.code, str(back))
    volume = {table: _volume(weights, year, months) for table, weights in MONTHS.items()}
    return ForceTruth(
        force,
        year,
        latest.end + timedelta(days=_EXTRACTED_AFTER),
        places_of(force, seed),
        values,
        _monthly(values, volume, plants, year, months),
        volume,
        round(min(0.7, max(0.02, 0.62 - 0.16 * math.log(force.density / 60))), 4),
        frozenset(exact),
        plants,
    )


def _monthly(
    values: dict[str, float],
    volume: dict[str, tuple[float, ...]],
    plants: tuple[Plant, ...],
    year: Year,
    dice: Dice,
) -> dict[str, tuple[float, ...]]:
    monthly: dict[str, tuple[float, ...]] = {}
    # in this order, because an abandoned call is not in the base of the answered ones
    for entry in PARAMETERS.values():
        step = sum(plant.rise for plant in plants if plant.step == entry.id)
        if entry.swing or step:
            weights = np.array(volume[entry.table])
            if entry.id == "answered-101-in-30-s":
                weights = weights * (1 - np.array(monthly["abandoned-101"]))
            monthly[entry.id] = _by_month(values[entry.id], entry.swing, step, weights, year, dice)
    return monthly


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


def _drifted(values: dict[str, float], dice: Dice) -> dict[str, float]:
    """The values of an earlier year: near those of this one."""
    found = {}
    for name, value in values.items():
        move = math.exp(_DRIFT * float(dice.rng.standard_normal()))
        if PARAMETERS[name].base == "share":
            found[name] = round(value * move / (1 - value + value * move), 4)
        else:
            found[name] = round(value * move, 3)
    return found


def _around(entry: Parameter, noise: float, presence: int) -> float:
    if entry.per:
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
            + step * (number >= STEP_MONTH)
            for number in range(12)
        ]
    )
    moves -= float(sum(weights * moves)) / float(sum(weights))
    return tuple(round(float(share + share * (1 - share) * move), 6) for move in moves)

"""Residents of each force by district and ethnic group, made up inside real totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from openpeel.catalogue.forces import District, Force, districts, forces
from openpeel.facts.simulator.dice import Dice
from openpeel.facts.simulator.national import ETHNIC_GROUPS, REGIONS, SHARE_IN_2011

MID_YEAR = date(2020, 6, 30)
CENSUS_DAYS = {"census-2011": date(2011, 3, 27), "census-2021": date(2021, 3, 21)}
RATE_BASE = "census-2021"  # the base of the true search rates

_CLOSENESS = 0.6  # how much more mixed the denser forces of a region are
_MOST = 0.55  # no force has a larger share of residents outside the white group


@dataclass(frozen=True)
class Place:
    """One district of a force: residents, and residents by census and ethnic group."""

    district: District
    persons: int
    groups: dict[str, dict[str, int]]


def residents(places: Sequence[Place], group: str = "everyone") -> int:
    """Residents of all the places, or those in an ethnic group by the census of 2021."""
    if group == "everyone":
        return sum(place.persons for place in places)
    return sum(place.groups[RATE_BASE][group] for place in places)


def places_of(force: Force, seed: int) -> tuple[Place, ...]:
    """The force's districts of 2022; their residents add up to the catalogue's mid-2020 figure."""
    dice = Dice(seed, "people", force.code)
    lie_here = [
        district
        for district in districts().all
        if district.force_code == force.code and district.csp_code and not district.successor
    ]
    sizes = split(force.population, [dice.rng.uniform(0.6, 1.6) for _ in lie_here])
    in_2021 = _composition(force, dice)
    in_2011 = {group: in_2021[group] * share for group, share in SHARE_IN_2011.items()}
    in_2011["white"] = 1 - sum(in_2011.values())
    return tuple(
        Place(
            district,
            persons,
            {
                base: dict(
                    zip(ETHNIC_GROUPS, split(persons, [mix[g] for g in ETHNIC_GROUPS]), strict=True)
                )
                for base, mix in (("census-2011", in_2011), ("census-2021", in_2021))
            },
        )
        for district, persons in zip(lie_here, sizes, strict=True)
    )


def split(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to `weights` that add up to `total` (largest remainders)."""
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [int(value) for value in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts


def _composition(force: Force, dice: Dice) -> dict[str, float]:
    """Shares by ethnic group: the region's, larger where people live closer together."""
    closeness = force.density**_CLOSENESS / _usual_closeness(force.region)
    mix = {
        group: share / 100 * closeness * float(dice.rng.uniform(0.85, 1.15))
        for group, share in REGIONS[force.region].items()
    }
    shrink = min(1.0, _MOST / sum(mix.values()))
    rounded = {group: round(share * shrink, 4) for group, share in mix.items()}
    return rounded | {"white": 1 - sum(rounded.values())}


@cache
def _usual_closeness(region: str) -> float:
    """The mean over a region's residents, so that their shares come out near the region's."""
    members = [force for force in forces().all if force.region == region]
    whole = sum(force.population for force in members)
    return sum(f.population * float(f.density**_CLOSENESS) for f in members) / whole

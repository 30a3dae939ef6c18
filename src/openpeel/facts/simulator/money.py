"""What a force spends, saves and invests, and how often its systems work."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from openpeel.facts.simulator import stated
from openpeel.facts.simulator.clock import seconds_of
from openpeel.facts.simulator.dice import Dice
from openpeel.facts.simulator.people import residents
from openpeel.facts.simulator.rows import Columns, Rows, moments, words
from openpeel.facts.simulator.truth import ForceTruth
from openpeel.facts.simulator.volumes import SYSTEMS

# Parts of net revenue by function.
_FUNCTIONS = {
    "local-policing": 0.33, "public-contact": 0.07, "criminal-justice": 0.08, "road-policing": 0.03,
    "operational-support": 0.05, "intelligence": 0.04, "investigations": 0.11,
    "public-protection": 0.08, "investigative-support": 0.03, "support": 0.15, "national": 0.01,
    "commissioner": 0.01, "central": 0.01,
}  # fmt: skip
_POUNDS_A_HEAD = 182
_WITHOUT_RESIDENTS = 6_000  # pounds a head where hardly anybody lives
_PLANNED_YEARS = 4


@dataclass(frozen=True)
class Line:
    """One amount."""

    year: int  # after the year of the return
    line: str
    function: str
    basis: str
    pounds: int


def lines(truth: ForceTruth) -> list[Line]:
    """A force's lines of one year, with the medium-term plan where the year is the latest."""
    dice = Dice(truth.force.population, "finance", truth.force.code, str(truth.year.start.year))
    head = _POUNDS_A_HEAD if truth.force.resident_rates else _WITHOUT_RESIDENTS
    net = _thousands(residents(truth.places) * head * dice.rng.uniform(0.9, 1.15))

    def part(low: float, high: float) -> int:
        return _thousands(net * dice.rng.uniform(low, high))

    planned = part(0.002, 0.009)
    found = [
        Line(0, "net-revenue", "all", "estimate", net),
        Line(0, "net-revenue", "all", "outturn", _thousands(net * dice.rng.uniform(0.98, 1.01))),
        Line(0, "savings-planned", "all", "estimate", planned),
        Line(0, "savings-delivered", "all", "outturn",
             _thousands(planned * dice.rng.uniform(0.7, 1.1))),
        Line(0, "reserves", "all", "outturn", part(0.04, 0.15)),
        Line(0, "ict-revenue", "all", "outturn", part(0.003, 0.008)),
        Line(0, "ict-capital", "all", "outturn", part(0.008, 0.02)),
    ]  # fmt: skip
    for function, share in _FUNCTIONS.items():
        spent = _thousands(net * share * dice.rng.uniform(0.85, 1.15))
        found.append(Line(0, "function-spend", function, "outturn", spent))
    if truth.latest:
        for year in range(1, _PLANNED_YEARS + 1):
            found += [
                # the next year's budget stands; what comes after is a plan
                Line(
                    year,
                    "net-revenue",
                    "all",
                    "estimate" if year == 1 else "plan",
                    _thousands(net * (1 + 0.02 * year)),
                ),
                Line(year, "savings-required", "all", "plan", part(0.002, 0.009)),
                Line(year, "ict-revenue", "all", "plan", part(0.003, 0.008)),
                Line(year, "ict-capital", "all", "plan", part(0.008, 0.02)),
            ]
    if truth.force.name == stated.FORCE and truth.latest:
        said = {(line, year): pounds for line, year, pounds in stated.POUNDS}
        return [
            replace(line, pounds=said.get((line.line, line.year), line.pounds)) for line in found
        ]
    return found


def _thousands(pounds: float) -> int:
    return round(pounds / 1_000) * 1_000


def finance(rows: Rows) -> Columns:
    """The force's lines."""
    all_lines = [lines(rows.truth)[n] for n in rows.index]
    year = rows.year.start
    first = [seconds_of(year.replace(year=year.year + line.year)) for line in all_lines]
    return {
        "area": np.full(rows.n, None, dtype=object),
        "year_from": moments(np.array(first, dtype=np.int64)),
        "line": np.array([line.line for line in all_lines], dtype=object),
        "function": np.array([line.function for line in all_lines], dtype=object),
        "basis": np.array([line.basis for line in all_lines], dtype=object),
        "pounds": np.array([line.pounds for line in all_lines], dtype=np.float64),
        "recurring": np.ma.masked_array(
            rows.chance(0.7), mask=[not line.line.startswith("savings") for line in all_lines]
        ),
    }


def system_availability(rows: Rows) -> Columns:
    """Every system in every month; hours are lost to outages."""
    system = rows.index % len(SYSTEMS)
    days = np.array([(rows.year.month(n + 1) - rows.year.month(n)).days for n in range(12)])
    hours = days[rows.month] * 24
    planned = rows.between(0, 4)
    fails = 90 if rows.truth.has("systems-fail") else 9  # the longest that a month's outages take
    lost = rows.between(0, fails)
    names, kinds = zip(*SYSTEMS, strict=True)
    return {
        "area": np.full(rows.n, None, dtype=object),
        "month_from": moments(rows.today),
        "system": words(system, names),
        "kind": words(system, kinds),
        "essential": system < 4,
        "period_h": hours.astype(np.float64),
        "available_h": (hours - planned - lost).astype(np.float64),
        "planned_down_h": planned.astype(np.float64),
        "outages": (lost + 7) // 8,
    }

"""A small made-up release: 43 forces, a dozen measures, every reason code, two odd files.

Numbers are drawn from a fixed seed around a size for each force, so that the pages look as they
will with real figures. What is stored is what the engine stores: values with intervals from
`openpeel.statistics`, comparisons with lines and funnels, supplies and file accounts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sample_measures import HOSTILE, measures

from openpeel.catalogue.forces import ENGLAND_AND_WALES, Force, districts, forces
from openpeel.catalogue.measures import Measure
from openpeel.facts.sources.reading import Edition, SetAside
from openpeel.measures.values import (
    Comparison,
    FileAccount,
    Release,
    Standing,
    Supply,
    Value,
    Working,
)
from openpeel.statistics import (
    funnel,
    outlier_lines,
    rank_interval,
    rate_interval,
    rate_ratio,
    share_interval,
)

Counts = tuple[float | None, float | None]
YEARS = [(date(year - 1, 4, 1), date(year, 3, 31)) for year in (2018, 2019, 2020)]
MONTHS = [
    (date(2021, month, 1), date(2021, month, 30 if month in (4, 6, 9, 11) else 31))
    for month in range(3, 13)
]
DAY = [(date(2020, 3, 31), date(2020, 3, 31))]
GROUPS = {"asian": 0.09, "black": 0.04, "mixed": 0.03, "other": 0.02, "white": 0.82}
PER_GROUP = {"asian": 9.0, "black": 38.0, "mixed": 14.0, "other": 11.0, "white": 5.0}
REASONS = {
    "x": "The force supplied nothing for this period.",
    "z": "A rate per resident says nothing for City of London: few live there.",
    "p": "The force supplied part of the period.",
    "low": "The denominator is smaller than the measure's minimum.",
}


@dataclass(frozen=True)
class _Plan:
    """How to draw the numbers of one measure."""

    periods: list[tuple[date, date]]
    level: float  # of a value, before the unit
    spread: float
    groups: tuple[str, ...] = ("",)


PLANS = {
    "search-rate": _Plan(YEARS, 0.0095, 0.35, ("all", *GROUPS)),
    "search-ratio-2011": _Plan(YEARS, 0.0, 0.3, ("asian", "black")),
    "search-ratio-2021": _Plan(YEARS, 0.0, 0.3, ("asian", "black")),
    "search-unrecorded": _Plan(YEARS, 0.12, 0.5),
    "use-of-force-rate": _Plan(YEARS, 0.008, 0.3),
    "calls-abandoned": _Plan(YEARS, 0.09, 0.45),
    "crime-rate": _Plan(YEARS, 0.085, 0.15, ("all", "robbery", "theft", "violence")),
    "charged": _Plan(YEARS, 0.075, 0.2),
    "not-yet-assigned": _Plan(YEARS, 0.11, 0.4),
    "street-antisocial": _Plan(MONTHS, 0.0021, 0.25),
    "officers": _Plan(DAY, 0.0021, 0.12),
    "residents": _Plan(DAY, 1.0, 0.0),
}
DENOMINATOR = {
    "search-unrecorded": 0.0093,
    "calls-abandoned": 0.1,
    "charged": 0.085,
    "not-yet-assigned": 0.085,
}
GROUP_LEVEL = {"robbery": 0.012, "theft": 0.31, "violence": 0.36}


def _figure(measure: str, force: str, end: date, group: str, area: str = "") -> str:
    return ".".join(part for part in (measure, force, end.isoformat(), group, area) if part)


def _status(measure: Measure, force: Force, period: tuple[date, date], index: int) -> str:
    if measure.resident and not force.resident_rates:
        return "z"
    if measure.id == "search-rate" and force.slug == "greater-manchester" and index == 2:
        return "p"
    if measure.id == "calls-abandoned" and force.slug in ("gwent", "kent") and index == 2:
        return "x"
    if measure.id == "street-antisocial" and force.slug in ("greater-manchester", "gwent"):
        return "x"
    return "ok"


def _interval(measure: Measure, numerator: float, denominator: float | None) -> Any:
    if denominator is None:
        return None
    if measure.kind == "share":
        return share_interval(numerator, denominator)
    return rate_interval(numerator, denominator, per=measure.per)


def _scaled(measure: Measure, interval: Any) -> tuple[float, float, float]:
    by = 100 if measure.kind == "share" else 1
    return tuple(by * float(end) for end in (interval.value, interval.lower, interval.upper))


def _workings(measure: Measure, group: str, period: tuple[date, date], counts: Counts) -> Any:
    numerator = measure.numerator
    narrowed = f"{numerator.where or 'true'}"
    if group not in ("", "all"):
        narrowed += f" and {measure.by} = '{group}'"
    found = [
        Working("numerator", numerator.words, numerator.table, narrowed, counts[0], 12, *period)
    ]
    if (base := measure.denominator) is not None:
        found.append(
            Working(
                "denominator",
                base.words,
                base.table,
                base.where or "true",
                counts[1],
                8,
                date(2019, 7, 1),
                date(2020, 6, 30),
            )
        )
    return tuple(found)


class _Maker:
    def __init__(self, hostile: bool) -> None:
        self.random = np.random.default_rng(43)
        self.measures = measures(hostile)
        self.values: list[Value] = []
        self.comparisons: list[Comparison] = []

    def value(
        self,
        measure: Measure,
        force_code: str,
        force: str,
        slug: str,
        group: str,
        period: tuple[date, date],
        counts: Counts,
        status: str,
        area: tuple[str, str] = ("", ""),
    ) -> Value:
        shown = status in ("ok", "p") and counts[0] is not None
        ends: tuple[float | None, ...] = (None, None, None)
        method, level = "", None
        if shown and measure.unit == "count":
            ends = (counts[0], None, None)
        elif shown and measure.unit != "ratio":
            interval = _interval(measure, counts[0] or 0, counts[1])
            ends, method, level = _scaled(measure, interval), interval.method, interval.level
        return Value(
            measure.id,
            force_code,
            force,
            *area,
            *period,
            group,
            counts[0] if shown else None,
            counts[1] if shown else None,
            *ends,
            level,
            method,
            measure.unit,
            status,
            REASONS.get(status, ""),
            measure.signature,
            _figure(measure.id, slug, period[1], group, area[0]),
            _workings(measure, group, period, counts) if shown else (),
        )

    def ratio(
        self,
        measure: Measure,
        force_code: str,
        force: str,
        slug: str,
        group: str,
        period: tuple[date, date],
        population: float,
        tilt: float,
        status: str,
    ) -> Value:
        share = GROUPS[group] * (1.0 if "2011" in measure.id else 1.4)
        bases = (round(population * share), round(population * 0.8))
        counts = (round(bases[0] * PER_GROUP[group] / 1000 * tilt), round(bases[1] * 0.005))
        ratio = rate_ratio(counts[0], bases[0], counts[1], bases[1])
        ends = tuple(
            None if math.isnan(float(e)) else float(e)
            for e in (ratio.value, ratio.lower, ratio.upper)
        )
        shown = status in ("ok", "p")
        roles = ("numerator", "denominator", "reference numerator", "reference denominator")
        numbers = (counts[0], bases[0], counts[1], bases[1])
        base = measure.denominator
        assert base is not None
        workings = tuple(
            Working(
                role,
                f"{'searches' if 'numerator' in role else base.words}",
                measure.numerator.table if "numerator" in role else base.table,
                f"ethnicity = '{'white' if 'reference' in role else group}'",
                number,
                3,
                *period,
            )
            for role, number in zip(roles, numbers, strict=True)
        )
        return Value(
            measure.id,
            force_code,
            force,
            "",
            "",
            *period,
            group,
            *((counts[0] / bases[0], counts[1] / bases[1]) if shown else (None, None)),
            *(ends if shown else (None, None, None)),
            0.95 if shown else None,
            ratio.method,
            "ratio",
            status,
            REASONS.get(status, ""),
            measure.signature,
            _figure(measure.id, slug, period[1], group),
            workings if shown else (),
        )

    def add(self, measure: Measure) -> None:
        plan = PLANS[measure.id]
        everyone = forces().all
        habits = {f.code: float(np.exp(self.random.normal(0, plan.spread))) for f in everyone}
        for group in plan.groups:
            for index, period in enumerate(plan.periods):
                values = [self._force(measure, f, group, period, index, habits) for f in everyone]
                national = self._national(measure, group, period, values)
                self.values += [*values, national]
                if measure.unit != "count":
                    made = self._compare(measure, values, national, period, group)
                    self.comparisons.append(made)
        if measure.areas:
            self._areas(measure, plan)

    def _force(
        self,
        measure: Measure,
        force: Force,
        group: str,
        period: Any,
        index: int,
        habits: dict[str, float],
    ) -> Value:
        plan = PLANS[measure.id]
        status = _status(measure, force, period, index)
        drift = 1 + 0.06 * index
        population = float(force.population)
        if measure.unit == "ratio":
            tilt = habits[force.code] * drift
            return self.ratio(
                measure,
                force.code,
                force.name,
                force.slug,
                group,
                period,
                population,
                tilt,
                status,
            )
        level = plan.level * habits[force.code] * drift
        base: float | None = population * DENOMINATOR.get(measure.id, 1.0)
        if group in GROUPS:
            base = population * GROUPS[group]
            level *= PER_GROUP[group] / 9.0
        level *= GROUP_LEVEL.get(group, 1.0)
        base = float(round(base or 0))
        numerator = float(self.random.poisson(level * base))
        if measure.kind == "share":
            numerator = min(numerator, base)
        if measure.unit == "count":
            return self.value(
                measure,
                force.code,
                force.name,
                force.slug,
                group,
                period,
                (population, None),
                status,
            )
        return self.value(
            measure, force.code, force.name, force.slug, group, period, (numerator, base), status
        )

    def _national(self, measure: Measure, group: str, period: Any, values: list[Value]) -> Value:
        name, slug = "England and Wales", "england-and-wales"
        if measure.unit == "ratio":
            return self.ratio(
                measure, ENGLAND_AND_WALES, name, slug, group, period, 59.7e6, 1.2, "ok"
            )
        used = [v for v in values if v.status == "ok"]
        counts = (
            float(sum(v.numerator or 0 for v in used)),
            None if measure.unit == "count" else float(sum(v.denominator or 0 for v in used)),
        )
        return self.value(measure, ENGLAND_AND_WALES, name, slug, group, period, counts, "ok")

    def _compare(
        self, measure: Measure, values: list[Value], national: Value, period: Any, group: str
    ) -> Comparison:
        usable = [v if v.status == "ok" else None for v in values]
        scores = [v.value if v else None for v in usable]
        lines = outlier_lines(scores)
        plot = rank = None
        if measure.kind in ("share", "rate"):
            x = [v.numerator if v else None for v in usable]
            n = [v.denominator if v else None for v in usable]
            plot = funnel(x, n, kind=measure.kind)
            rank = rank_interval(numerators=x, denominators=n, kind=measure.kind, draws=200)

        def number(array: Any, at: int, by: float = 1) -> Any:
            return None if array is None or np.isnan(array[at]) else float(array[at]) * by

        per = measure.per
        ends = [
            number(r, i)
            for r in ((rank.rank, rank.lower, rank.upper) if rank else ())
            for i in range(43)
        ]
        ranks = [ends[i::43] for i in range(43)] if rank else [[None] * 3] * 43
        mean = national.value
        standings = tuple(
            Standing(
                value,
                number(lines.z, i),
                lines.marks[i],
                number(plot.z_adjusted, i) if plot else None,
                number(plot.p_values, i) if plot else None,
                plot.marks[i] if plot else None,
                number(plot.lower_998, i, per) if plot else None,
                number(plot.upper_998, i, per) if plot else None,
                None if mean is None or value.value is None else mean * (0.9 + 0.01 * (i % 20)),
                *(None if r is None else int(r) for r in ranks[i]),
            )
            for i, value in enumerate(values)
        )
        return Comparison(measure.id, *period, group, standings, national, lines, plot)

    def _areas(self, measure: Measure, plan: _Plan) -> None:
        places: dict[str, str] = {}
        for district in districts().all:
            if district.csp_code and not district.successor:
                places[district.csp_code] = district.force_code
        names = districts().partnerships
        for code, force_code in sorted(places.items()):
            force = forces().by_code[force_code]
            for period in plan.periods[-2:]:
                if _status(measure, force, period, 0) != "ok":
                    continue
                counts = (float(self.random.poisson(260)), 118_000.0)
                self.values.append(
                    self.value(
                        measure,
                        force.code,
                        force.name,
                        force.slug,
                        "",
                        period,
                        counts,
                        "ok",
                        (code, names[code]),
                    )
                )


FILES = (
    FileAccount(
        "stop-search/stop-search-2020.ods",
        "ab" * 32,
        48_213,
        "stop-search-ethnicity",
        Edition(
            "Stops and searches by ethnicity",
            "years ending March 2018 to March 2020",
            date(2020, 10, 27),
        ),
        1_290,
        1_180,
        (
            SetAside("British Transport Police is outside every total", 60, "SS_17", "BTP, White"),
            SetAside("a total of other rows", 50, "SS_17", "England"),
        ),
        ("Greater Manchester could not supply April 2019 to March 2020 in full.",),
        {"stop_search_published": 1_180},
        False,
    ),
    FileAccount(
        "population/mid-2020.xlsx",
        "cd" * 32,
        1_204_221,
        "population",
        Edition("Estimates of the population, mid-2020", "mid-2020", date(2021, 6, 25)),
        420,
        336,
        (SetAside("not a district of England or Wales", 84, "MYE2", "Scotland"),),
        (),
        {"population": 336},
        False,
    ),
    FileAccount(
        "outcomes/outcomes-2020.csv.gz",
        "ef" * 32,
        9_820_113,
        "outcomes",
        Edition("Crime outcomes open data", "April 2017 to March 2020"),
        250_000,
        249_400,
        (SetAside("not a territorial force", 600, "", "CIFAS"),),
        (),
        {"outcomes": 249_400},
        False,
    ),
    FileAccount("notes/holiday-list.txt", "01" * 32, 812, "", None, 0, 0, (), (), {}, False),
)


def sample_release(*, simulated: bool = False, hostile: bool = False) -> Release:
    """The release; `hostile` puts markup into names that files control."""
    maker = _Maker(hostile)
    for measure in maker.measures.values():
        maker.add(measure)
    files = FILES
    if hostile:
        odd = FileAccount(HOSTILE, "02" * 32, 10, "", None, 0, 0, (), (HOSTILE,), {}, False)
        files = (*FILES, odd)
    supplies = tuple(
        Supply(table, force.code, *period, at, 9)
        for force in forces().all
        for table, at, periods in (
            ("stop_search_published", 0, YEARS),
            ("population", 1, [(date(2020, 6, 30), date(2020, 6, 30))]),
            ("outcomes", 2, YEARS),
        )
        for period in periods
    )
    return Release(
        "sample-2020",
        maker.measures,
        tuple(maker.values),
        tuple(maker.comparisons),
        files,
        supplies,
        simulated,
        {"code_version": "0.1.0", "release": "sample-2020"},
    )

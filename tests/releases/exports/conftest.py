"""A release small enough to check by eye: five forces, a share and a count, four reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from openpeel.catalogue.forces import forces
from openpeel.catalogue.measures import Measure
from openpeel.measures.values import Comparison, Release, Standing, Value, Working
from openpeel.statistics import funnel, outlier_lines, share_interval

YEAR = (date(2019, 4, 1), date(2020, 3, 31))
EARLIER = (date(2018, 4, 1), date(2019, 3, 31))
SECRET = 424243.0  # in the workings of a suppressed value: must never be printed

CHECKED = {"by": "the openpeel founders", "on": "2026-11-23", "next": "2027-11-23"}
CHARGED = Measure.model_validate(
    {
        "id": "charged",
        "version": 1,
        "name": "Crimes charged",
        "why": "It is what people report a crime for.",
        "theme": "outcomes",
        "numerator": {"table": "outcomes", "sum": "offences", "words": "offences charged"},
        "denominator": {"table": "outcomes", "sum": "offences", "words": "offences"},
        "unit": "percent",
        "direction": "higher",
        "checked": CHECKED,
    }
)
RESIDENTS = Measure.model_validate(
    {
        "id": "residents",
        "version": 2,
        "name": "Residents",
        "why": "Most rates divide by them.",
        "theme": "context",
        "numerator": {"table": "population", "sum": "persons", "words": "residents"},
        "unit": "count",
        "direction": "context",
        "checked": CHECKED,
    }
)
FORCES = {
    "E23000001": ("Metropolitan Police", "metropolitan"),
    "E23000002": ("Cumbria", "cumbria"),
    "E23000016": ("West Mercia", "west-mercia"),
    "E23000034": ("City of London", "city-of-london"),
    "W15000003": ("North Wales", "north-wales"),
    "K04000001": ("England and Wales", "england-and-wales"),
}


def make_value(measure: Measure, code: str, **given: Any) -> Value:
    """A value of a force; `given` overrides anything."""
    force, slug = FORCES[code]
    period = given.pop("period", YEAR)
    value = Value(
        measure.id, code, force, "", "", *period, "", None, None, None, None, None, None, "",
        measure.unit, "ok", "", measure.signature, f"{measure.id}.{slug}.{period[1]}",
    )  # fmt: skip
    return replace(value, **given)


def charged(code: str, x: int, n: int, **given: Any) -> Value:
    """A share with its Wilson interval, in percent."""
    share = share_interval(x, n)
    ends = {end: 100 * float(getattr(share, end)) for end in ("value", "lower", "upper")}
    found = {"numerator": float(x), "denominator": float(n), "level": 0.95, "method": share.method}
    return make_value(CHARGED, code, **(found | ends | given))


SUPPRESSED = (Working("numerator", "offences charged", "outcomes", "true", SECRET, 3, *YEAR),)
CHARGED_VALUES = (
    charged("E23000001", 71267, 899155),
    charged("E23000002", 0, 49978),
    charged("E23000016", 1, 3),
    make_value(CHARGED, "E23000034", status="c", reason="too few", workings=SUPPRESSED),
    make_value(CHARGED, "W15000003", status="x", reason="nothing supplied"),
)
ALL = frozenset(force.code for force in forces().all)
NATIONAL = charged("K04000001", 71268, 949136, adds_up=ALL - {"E23000034", "W15000003"})


def _compare() -> Comparison:
    shown = [value if value.status == "ok" else None for value in CHARGED_VALUES]
    lines = outlier_lines([value.value if value else None for value in shown])
    plot = funnel(
        [value.numerator if value else None for value in shown],
        [value.denominator if value else None for value in shown],
    )
    standings = tuple(
        Standing(
            value,
            float(lines.z[at]) if there else None,
            lines.marks[at],
            float(plot.z_adjusted[at]) if there else None,
            float(plot.p_values[at]) if there else None,
            plot.marks[at],
            100 * float(plot.lower_998[at]) if there else None,
            100 * float(plot.upper_998[at]) if there else None,
            7.5 if there else None,
            *((1, 1, 3) if there else (None, None, None)),
        )
        for at, (value, there) in enumerate(zip(CHARGED_VALUES, shown, strict=True))
    )
    return Comparison("charged", *YEAR, "", standings, NATIONAL, lines, plot)


@pytest.fixture(scope="session")
def release() -> Release:
    """The release, its values in no order."""
    residents = (
        make_value(RESIDENTS, "E23000016", numerator=1298422.0, value=1298422.0),
        make_value(RESIDENTS, "E23000016", numerator=1e6, value=1e6, period=EARLIER),
        make_value(RESIDENTS, "K04000001", numerator=59719724.0, value=59719724.0, adds_up=ALL),
    )
    return Release(
        id="small",
        measures={"charged": CHARGED, "residents": RESIDENTS},
        values=(*residents, NATIONAL, *reversed(CHARGED_VALUES)),
        comparisons=(_compare(),),
        files=(),
        supplies=(),
        simulated=False,
        manifest={"release": "small", "inputs": {"b.csv": "22", "a.csv": "11"}},
    )

"""Forces and figures that the chart tests share: 43 names, one partial, one missing."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date

from openpeel.charts import (
    Bar,
    BarChart,
    Break,
    Chart,
    FunnelLimits,
    FunnelPlot,
    FunnelPoint,
    IntervalPlot,
    IntervalRow,
    OutlierLines,
    OutlineMap,
    Place,
    TileMap,
    TrendChart,
    TrendPoint,
    TrendSeries,
)

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(\"x\")</script> & 'Sons'\x00"

NAMES = """Avon and Somerset;Bedfordshire;Cambridgeshire;Cheshire;City of London;Cleveland;Cumbria
Derbyshire;Devon and Cornwall;Dorset;Durham;Dyfed-Powys;Essex;Gloucestershire;Greater Manchester
Gwent;Hampshire;Hertfordshire;Humberside;Kent;Lancashire;Leicestershire;Lincolnshire;Merseyside
Metropolitan Police;Norfolk;North Wales;North Yorkshire;Northamptonshire;Northumbria
Nottinghamshire;South Wales;South Yorkshire;Staffordshire;Suffolk;Surrey;Sussex;Thames Valley
Warwickshire;West Mercia;West Midlands;West Yorkshire;Wiltshire"""
FORCES = [name for line in NAMES.splitlines() for name in line.split(";")]
MISSING, PARTIAL, OWN = "City of London", "Greater Manchester", "West Mercia"

WORDS = {
    "title": "West Mercia searched fewer people than most forces",
    "subtitle": "Stop and searches per 1,000 residents, year ending March 2020",
    "source": "Home Office",
    "description": "A long description of what is to be seen.",
}


def value_of(index: int) -> float:
    return 2.0 + (index * 17 % 43) * 0.37


def status_of(name: str) -> str:
    return {MISSING: "[z]", PARTIAL: "[p]"}.get(name, "")


def mark_of(index: int) -> str | None:
    value = value_of(index)
    return "above" if value > 14 else "below" if value < 4 else None


def bars() -> tuple[Bar, ...]:
    return tuple(
        Bar(
            code=name,
            name=name,
            value=None if name == MISSING else value_of(i),
            lower=None if name == MISSING else value_of(i) * 0.9,
            upper=None if name == MISSING else value_of(i) * 1.1,
            status=status_of(name),
            mark=None if status_of(name) else mark_of(i),
            href=f"/forces/{i}/",
        )
        for i, name in enumerate(FORCES)
    )


def bar_chart(**changes: object) -> BarChart:
    given = {
        "bars": bars(),
        "highlight": OWN,
        "lines": OutlierLines(4.0, 9.0, 14.0),
        "national": 9.3,
        "unit": "per 1,000",
    }
    return BarChart(**{**WORDS, **given, **changes})


def funnel_plot(**changes: object) -> FunnelPlot:
    points = tuple(
        FunnelPoint(
            code=name,
            name=name,
            size=400_000 + i * i * 4_000,
            value=None if name == MISSING else value_of(i),
            status=status_of(name),
            mark=None if status_of(name) else mark_of(i),
        )
        for i, name in enumerate(FORCES)
    )
    sizes = [300_000 * 1.1**i for i in range(40)]
    half = [3e3 / size**0.5 for size in sizes]
    limits = FunnelLimits(
        sizes,
        [9 - h for h in half],
        [9 + h for h in half],
        [9 - 1.6 * h for h in half],
        [9 + 1.6 * h for h in half],
    )
    given = {
        "points": points,
        "size_name": "Population",
        "target": 9.0,
        "limits": limits,
        "highlight": OWN,
        "unit": "per 1,000",
    }
    return FunnelPlot(**{**WORDS, **given, **changes})


def series(
    name: str, values: list[float | None], first_year: int = 2007, status: str = "[x]"
) -> TrendSeries:
    return TrendSeries(
        name,
        name,
        tuple(
            TrendPoint(
                date(first_year + i, 4, 1),
                f"{first_year + i}/{(first_year + i + 1) % 100:02}",
                value,
                None if value is None else value * 0.9,
                None if value is None else value * 1.1,
                status if value is None else "",
            )
            for i, value in enumerate(values)
        ),
    )


def trend_chart(**changes: object) -> TrendChart:
    given = {
        "series": series(OWN, [9.5, 8.25, 9.75, 9.1, None, 8.3, 10.6, 10.9, 7.5, 6.4]),
        "national": series("England and Wales", [12.0] * 10),
        "others": (series("Kent", [14.0] * 10), series("Essex", [4.0] * 10)),
        "breaks": (Break(date(2014, 4, 1), "New counting rule from April 2014"),),
        "unit": "per 1,000",
    }
    return TrendChart(**{**WORDS, **given, **changes})


def places() -> tuple[Place, ...]:
    return tuple(
        Place(
            code=name,
            name=name,
            short=name[:5],
            value=None if name == MISSING else value_of(i),
            status=status_of(name),
            mark=None if status_of(name) else mark_of(i),
            href=f"/forces/{i}/",
            tile=(i % 7, i // 7),
            rings=(((i % 7, 50.0 + i // 7), (i % 7 + 1, 50.0 + i // 7), (i % 7, 51.0 + i // 7)),),
        )
        for i, name in enumerate(FORCES)
    )


def tile_map(**changes: object) -> TileMap:
    given = {"places": places(), "cuts": (5.0, 10.0), "highlight": OWN}
    return TileMap(**{**WORDS, **given, **changes})


def outline_map(**changes: object) -> OutlineMap:
    given = {"places": places(), "cuts": (5.0, 10.0), "highlight": OWN}
    return OutlineMap(**{**WORDS, **given, **changes})


def interval_plot(**changes: object) -> IntervalPlot:
    rows = (
        IntervalRow("Census 2011 population", 15.4, 13.4, 17.7),
        IntervalRow("Census 2021 population", 8.1, 7.0, 9.3, chosen=True),
        IntervalRow("Bounds of what is not recorded", None, 7.2, 22.0),
        IntervalRow("Residents and visitors", None, status="[x]"),
    )
    given = {"rows": rows, "log": True, "reference": 1.0, "reference_name": "same rate"}
    return IntervalPlot(**{**WORDS, **given, **changes})


def all_charts() -> list[Chart]:
    return [
        bar_chart(),
        funnel_plot(),
        trend_chart(),
        tile_map(),
        tile_map(cuts=(), direction="higher"),
        outline_map(),
        interval_plot(),
    ]


def parse(chart: Chart, width: int = 720) -> ET.Element:
    return ET.fromstring(chart.svg(width))


def texts(tree: ET.Element) -> list[str]:
    return [element.text or "" for element in tree.iter(f"{SVG}text")]


def rows(tree: ET.Element) -> dict[str, ET.Element]:
    """The drawn group of each force, by code."""
    return {g.get("data-code", ""): g for g in tree.iter(f"{SVG}g") if g.get("class") == "row"}


def with_class(tree: ET.Element, look: str) -> Iterator[ET.Element]:
    return (element for element in tree.iter() if look in element.get("class", "").split())


def path_numbers(path: ET.Element) -> list[float]:
    return [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", path.get("d", ""))]

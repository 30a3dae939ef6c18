"""The parts of a published site that a report reads, small: two measures, two rounds of an audit.

The files have the shape that `openpeel build` writes; the examples' own test uses a real site.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from openpeel.catalogue.forces import ENGLAND_AND_WALES, forces
from openpeel.catalogue.measures import measures
from openpeel.statistics import rate_interval, share_interval

WEST_MERCIA = "E23000016"
YEARS = {"2019-20": ("2019-04-01", "2020-03-31"), "2020-21": ("2020-04-01", "2021-03-31")}


def write_site(site: Path) -> Path:
    """A site with West Mercia's calls and disclosures; City of London sent no disclosures."""
    data = site / "data"
    (data / "measures").mkdir(parents=True)
    manifest = {
        "openpeel": "0", "code": "0",
        "inputs": [
            {"name": f"returns/{name}", "sha256": "0" * 64, "size": 1, "edition": None,
             "publication": f"return-{name}"}
            for name in ("calls", "disclosures")
        ],
        "measures": {},
    }  # fmt: skip
    (data / "manifest.json").write_text(json.dumps(manifest))
    (data / "schema.json").write_text(json.dumps({"simulated": True}))
    calls = {"2019-20": (257, 2062), "2020-21": (383, 1980)}
    _measure(data, "calls-101-abandoned", calls, (300, 2400))
    _measure(data, "disclosures-know-rate", {"2020-21": (182, 1_298_422)}, (160, 1_350_000))
    _audit(data)
    return site


def _measure(data: Path, id: str, own: dict[str, tuple[int, int]], others: tuple[int, int]) -> None:
    measure = measures()[id]
    values, comparisons = [], []
    for year, parts in own.items():
        rows = []
        for number, force in enumerate(forces().all):
            x, n = parts if force.code == WEST_MERCIA else (others[0] + number, others[1])
            missing = id.startswith("disclosures") and force.slug == "city-of-london"
            rows.append(_value(measure, force.code, force.name, force.slug, year, x, n, missing))
        used = [row for row in rows if row["status"] == "ok"]
        whole = [sum(row[key] for row in used) for key in ("numerator", "denominator")]
        name = "England and Wales"
        rows.append(
            _value(measure, ENGLAND_AND_WALES, name, "england-and-wales", year, *whole, False)
        )
        values += rows
        comparisons += [_standing(row) for row in rows[:-1]]
    told = {
        "release": "0", "simulated": True, "measure": measure.model_dump(mode="json"),
        "measure_version": measure.signature, "values": values, "comparisons": comparisons,
    }  # fmt: skip
    (data / "measures" / f"{id}.json").write_text(json.dumps(told))


def _value(
    measure: Any, code: str, name: str, slug: str, year: str, x: int, n: int, missing: bool
) -> dict[str, Any]:
    made = share_interval(x, n) if measure.unit == "percent" else rate_interval(x, n, per=10_000)
    numbers = {"value": made.value, "lower": made.lower, "upper": made.upper}
    per = 100 if measure.unit == "percent" else 1
    return {
        "measure": measure.id, "force_code": code, "force": name, "area_code": "",
        "period_start": YEARS[year][0], "period_end": YEARS[year][1], "group": "",
        "numerator": None if missing else x, "denominator": None if missing else n,
        **{key: None if missing else float(end) * per for key, end in numbers.items()},
        "level": 0.95, "method": "wilson" if per == 100 else "byar-exact", "unit": measure.unit,
        "status": "x" if missing else "ok", "measure_version": "1",
        "figure": f"{measure.id}.{slug}.{year}",
    }  # fmt: skip


def _standing(row: dict[str, Any]) -> dict[str, Any]:
    own = row["force_code"] == WEST_MERCIA
    keys = ("measure", "period_start", "period_end", "group", "force_code", "value", "status")
    return {key: row[key] for key in keys} | {
        "line_scale": "raw", "line_reading": "passes",
        "w_raw": 0.96, "p_raw": 0.21, "w_log": None, "p_log": None,
        "line_mean": 13.5, "line_lower": 8.3, "line_upper": 18.6,
        "z": 1.1, "line_mark": "above" if own else None, "rank_lower": 1, "rank_upper": 3,
    }  # fmt: skip


def _audit(data: Path) -> None:
    for number, (x, y) in {1: (190, 205), 2: (101, 107)}.items():
        folder = data / "audits" / f"searches-{number}"
        folder.mkdir(parents=True)
        made = share_interval(x, y)
        (folder / "round.yaml").write_text(
            f"name: Searches, round {number}\nforce: West Mercia\ndrawn_on: '2021-02-01'\n"
            "published_on: '2021-06-07'\nsimulated: true\n"
            "design: {id: stop-search, version: 1}\n"
        )
        (folder / "estimates.csv").write_text(
            "sample,question,short,good,drawn,settled,x,y,share,share_lower,share_upper,level,"
            "method,unweighted,status,why\n"
            f"searches,GR6,Reasonable grounds,yes,{y},{y},{x},{y},{x / y},{made.lower},"
            f"{made.upper},0.95,capped-wilson,{x / y},ok,\n"
        )
    (data / "audits" / "searches-2" / "repeat.csv").write_text(
        "earlier,sample,question,before,after,difference,difference_lower,difference_upper,why\n"
        "searches-1,searches,GR6,0.92683,0.94393,0.0171,-0.051,0.0711,\n"
    )

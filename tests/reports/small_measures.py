"""Measures as a site publishes them, row by row, for tests of comparisons and trends."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from openpeel.catalogue.forces import ENGLAND_AND_WALES, forces
from openpeel.catalogue.measures import Measure, measures
from openpeel.reports.data.site_release import MeasureFile, Row

Numbers = dict[str, Any]


def wait(value: float | None, half: float = 1.0, n: int = 200, **other: Any) -> Numbers:
    """A median or mean with an even interval, over `n` calls."""
    ends = {} if value is None else {"lower": value - half, "upper": value + half}
    return {"value": value, "numerator": n, "denominator": None, **ends, **other}


def mean(value: float, half: float, n: int) -> Numbers:
    """A mean of seconds, which the return holds as milliseconds."""
    return wait(value, half, n) | {"numerator": value * n * 1000, "denominator": n}


def share(x: int, n: int, **other: Any) -> Numbers:
    """x of n in percent; its interval is not what it is compared by."""
    value = 100 * x / n
    ends = {"lower": value - 5, "upper": value + 5}
    return {"value": value, "numerator": x, "denominator": n, **ends, **other}


def count(number: int) -> Numbers:
    """A complete count."""
    return {"value": number, "numerator": number, "denominator": None}


def gone(status: str = "x") -> Numbers:
    """No value, and why."""
    return {"value": None, "numerator": None, "denominator": None, "status": status}


def held(folder: Path, measure: str | Measure, rows: dict[tuple[str, str], Numbers]) -> MeasureFile:
    """A measure's file from its values by force and period: `{("kent", "2020-21"): wait(31)}`.

    Periods are years (`2020-21`, from 2012), months (`2020-04`) or days (`2020-03-31`).
    """
    made = measures()[measure] if isinstance(measure, str) else measure
    told = {
        "release": "0", "simulated": True, "measure": made.model_dump(mode="json"),
        "measure_version": "1", "comparisons": [],
        "values": [_row(made, *key, numbers) for key, numbers in rows.items()],
    }  # fmt: skip
    path = folder / f"{made.id}.json"
    path.write_text(json.dumps(told))
    return MeasureFile(path)


def row(of: MeasureFile, place: str, period: str) -> Row:
    """One value of it."""
    found = of.value(f"{of.measure.id}.{place}.{period}")
    assert found is not None
    return found


def _row(measure: Measure, place: str, period: str, numbers: Numbers) -> Row:
    start, end = _days(period)
    national = place == "england-and-wales"
    code = ENGLAND_AND_WALES if national else forces().by_slug[place].code
    return {
        "measure": measure.id, "force_code": code, "force": place, "area_code": "",
        "period_start": start.isoformat(), "period_end": end.isoformat(), "group": "",
        "lower": None, "upper": None, "level": 0.95, "method": "", "unit": measure.unit,
        "status": "ok", "forces": 42 if national else None,
        "without": "Cumbria" if national else "", "measure_version": "1",
        "figure": f"{measure.id}.{place}.{period}",
    } | numbers  # fmt: skip


def _days(period: str) -> tuple[date, date]:
    if len(period) == 10:
        return date.fromisoformat(period), date.fromisoformat(period)
    year = int(period[:4])
    if len(period) == 7 and int(period[5:]) == year % 100 + 1 and int(period[5:]) > 12:
        return date(year, 4, 1), date(year + 1, 3, 31)
    month = int(period[5:7])
    after = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), date.fromordinal(after.toordinal() - 1)

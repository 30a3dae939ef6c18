"""A small lake of returns: calls of Kent and Essex, incidents of West Mercia and Kent.

Kent doubles the calls that are abandoned from one year to the next and leaves a query open. West
Mercia's incidents have areas and no time of arrival; Kent's have both.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "facts" / "returns"))

from sent import Sent, empty_month, send

from openpeel.catalogue.areas import areas_of
from openpeel.catalogue.forces import forces
from openpeel.facts.lake import Lake

MONTHS = {
    f"{year + (month < 4)}-{month:02}": year for year in (2024, 2025) for month in range(1, 13)
}  # month -> the year from April in which it lies
ASKED = empty_month("2025-06", "Kent")
ROWS = 40  # in each month of a kind


def make_lake(root: Path) -> Lake:
    """The lake, with its four submissions."""
    lake = Lake(root)
    send(lake, Sent(_calls("Kent", {2024: 5, 2025: 20}), findings=(ASKED,)))
    send(lake, _calls("Essex", {2024: 5, 2025: 5}))
    send(lake, _incidents("West Mercia", arrived=False))
    send(lake, _incidents("Kent", arrived=True))
    return lake


def _calls(force: str, abandoned: dict[int, int]) -> str:
    return f"{force} calls: " + ", ".join(
        f"{month} x{count} line=101 abandoned={lost}"
        for month, year in MONTHS.items()
        for lost, count in (("true", abandoned[year]), ("false", ROWS))
    )


def _incidents(force: str, *, arrived: bool) -> str:
    """In each area and month, immediate incidents, half of them flagged as domestic abuse."""
    found = forces().find(force)
    assert found is not None
    areas = list(areas_of(found.code))
    return f"{force} incidents: " + ", ".join(
        f"{month} x{ROWS // 2} area_code={area} first_grade=immediate attended=true rural=false"
        f" target_s=900 domestic_abuse={flag}" + f" arrived_at={month}-05T00:10:00" * arrived
        for month, year in MONTHS.items()
        if year == 2025
        for area in areas
        for flag in ("true", "false")
    )

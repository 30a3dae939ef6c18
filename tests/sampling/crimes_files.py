"""Small files of crimes to draw from, made by hand."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from openpeel.catalogue.forces import Force, forces

CRIME = {
    "crime_ref": "", "extracted_on": "2021-06-30", "recorded_at": "2021-01-15 10:00:00",
    "offence_code": "8/06", "offence_group": "violence", "rape": "no",
    "residential_burglary": "no", "vehicle_offence": "no", "has_victim": "yes", "outcome": "18",
    "cancelled": "no", "screened_out": "no",
}  # fmt: skip


def west_mercia() -> Force:
    found = forces().find("West Mercia")
    assert found is not None
    return found


def crime(reference: str, **other: str) -> dict[str, str]:
    """A violent crime with a victim and an outcome, but for what is said to be otherwise."""
    return {**CRIME, "crime_ref": reference, **other}


def rape(reference: str, **other: str) -> dict[str, str]:
    """Likewise, a rape."""
    return crime(reference, offence_code="19C", offence_group="sexual", rape="yes", **other)


def write(path: Path, rows: Iterable[dict[str, str]]) -> Path:
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path

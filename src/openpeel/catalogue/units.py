"""Units of measures: what a quotient is multiplied by, and how times turn into one another."""

from __future__ import annotations

from typing import Literal

from openpeel.catalogue.contracts import MILLISECONDS, contract_of_table
from openpeel.catalogue.contracts import Unit as DurationUnit

TimeUnit = Literal["seconds", "minutes", "hours", "days"]
Unit = Literal[
    "percent", "per 100", "per 1,000", "per 10,000", "per 100,000", "per person", "ratio", "count",
    "seconds", "minutes", "hours", "days", "pounds", "pounds per resident", "hours per person",
]  # fmt: skip

PER: dict[str, int] = {
    "percent": 100,
    "per 100": 100,
    "per 1,000": 1_000,
    "per 10,000": 10_000,
    "per 100,000": 100_000,
}  # every other unit is the quotient itself
LENGTHS: dict[str, int] = {  # of time units, in milliseconds
    "seconds": 1_000,
    "minutes": 60_000,
    "hours": 3_600_000,
    "days": 86_400_000,
}
UNDIVIDED = ("count", "pounds")  # these never have a denominator
QUOTIENTS = ("percent", *PER, "per person", "ratio", "pounds per resident", "hours per person")


def duration_unit(table: str, column: str) -> DurationUnit | None:
    """The unit in which a column holds a duration; None when it holds no duration."""
    contract = contract_of_table(table)
    duration = contract.durations.get(column) if contract else None
    return duration.unit if duration else None


def converted(number: float, held: DurationUnit, unit: str) -> float:
    """A duration in another unit, rounded once.

    >>> converted(90, "seconds", "minutes")
    1.5
    """
    return number * MILLISECONDS[held] / LENGTHS[unit]

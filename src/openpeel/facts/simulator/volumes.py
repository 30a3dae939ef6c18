"""How many rows each return has in a force's year, and when they fall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from openpeel.facts.simulator.national import ETHNIC_GROUPS
from openpeel.facts.simulator.people import residents
from openpeel.facts.simulator.truth import ForceTruth

Drawn = Literal["by chance", "exactly"]


@dataclass(frozen=True)
class Volume:
    """The rows of one return.

    `rows` are those expected in a year at scale 1. A return that does not `scale` is small, and
    always made whole. One that stands for a `moment` has all its rows on the last day of the year.
    """

    rows: Callable[[ForceTruth], float]
    scales: bool = False
    drawn: Drawn = "exactly"
    moment: bool = False

    def expected(self, truth: ForceTruth, scale: float) -> float:
        """Rows expected in the year."""
        return self.rows(truth) * (scale if self.scales else 1.0)


def per_resident(*rates: str, base: int = 1_000) -> Callable[[ForceTruth], float]:
    """As many as parameters say that there are to so many residents."""
    return lambda truth: residents(truth.places) * sum(truth.values[rate] for rate in rates) / base


def about(each: float) -> Callable[[ForceTruth], float]:
    """So many to 10,000 residents, in every force alike."""
    return lambda truth: residents(truth.places) * each / 10_000


def _searches(truth: ForceTruth) -> float:
    """Searches of each group at its rate, and as many more as have no group recorded."""
    recorded = sum(
        residents(truth.places, group) * truth.values[f"searches-{group}"]
        for group in ETHNIC_GROUPS
    )
    return recorded / 1_000 / (1 - truth.values["ethnicity-not-recorded"])


VOLUMES: dict[str, Volume] = {
    "calls": Volume(per_resident("calls-999", "calls-101"), True, "by chance"),
    "incidents": Volume(per_resident("incidents"), True, "by chance"),
    "crimes": Volume(per_resident("crimes"), True, "by chance"),
    "stop_searches": Volume(_searches, True, "by chance"),
}

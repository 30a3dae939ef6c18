"""How many rows each return has in a force's year, and when they fall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from openpeel.facts.simulator.national import ETHNIC_GROUPS
from openpeel.facts.simulator.people import residents
from openpeel.facts.simulator.truth import ForceTruth

Drawn = Literal["by chance", "exactly"]
When = Literal["through the year", "first day", "last day", "first of each month"]


@dataclass(frozen=True)
class Volume:
    """The rows of one return.

    `rows` are those expected in a year at scale 1. A return that does not `scale` is small, and
    always made whole.
    """

    rows: Callable[[ForceTruth], float]
    scales: bool = False
    drawn: Drawn = "exactly"
    when: When = "through the year"
    also_back: int = 0  # one year more, so many years before the latest
    of: str = ""  # the log to whose rows its own belong, made from the same draws

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


def _disclosures(truth: ForceTruth) -> float:
    """Right to ask applications, and right to know cases with and without a disclosure."""
    value, people = truth.values, residents(truth.places)
    asked = round(people * value["right-to-ask"] / 10_000)
    return asked + round(people * value["right-to-know"] / 10_000 / TOLD)


TOLD = 0.62  # right to know cases that end in a disclosure


# Systems of every force, the essential ones first, by the word for them and their kind.
SYSTEMS = (
    ("CAD", "command-and-control"),
    ("RMS", "records"),
    ("ACD", "telephony"),
    ("Mobile", "mobile"),
    ("HR and duties", "personnel"),
    ("Intelligence", "intelligence"),
)


def headcounts(truth: ForceTruth) -> list[int]:
    """Officers, staff, community support officers and specials: in post and left, in turn."""
    in_10_000 = residents(truth.places) / 10_000
    officers = round(in_10_000 * truth.values["officers"])
    in_post = (officers, officers * 55 // 100, officers * 7 // 100,
               round(in_10_000 * truth.values["specials"]))  # fmt: skip
    left = (officers * 7 // 100, in_post[1] * 11 // 100, in_post[2] * 12 // 100, in_post[3] // 5)
    return [count for pair in zip(in_post, left, strict=True) for count in pair]


def teams(truth: ForceTruth) -> list[tuple[int, str | None]]:
    """The function, by its place in the list of functions, and the area of every team."""
    local = [(function, area) for area in truth.areas for function in (0, 1, 2)]
    return [*local, *((function, None) for function in (3, 4, 5, 6, 7, 8))]


def units(truth: ForceTruth) -> int:
    """Units of volunteers: three kinds in every area."""
    return 3 * len(truth.areas)


def _rate(name: str) -> Callable[[ForceTruth], float]:
    return per_resident(name, base=10_000)


def _of(log: str) -> Volume:
    return Volume(lambda truth: VOLUMES[log].rows(truth), True, of=log)


VOLUMES: dict[str, Volume] = {
    "calls": Volume(per_resident("calls-999", "calls-101"), True, "by chance"),
    "incidents": Volume(per_resident("incidents"), True, "by chance"),
    "crimes": Volume(per_resident("crimes"), True, "by chance"),
    "stop_searches": Volume(_searches, True, "by chance"),
    "outcome_records": _of("crimes"),
    "da_assessments": _of("incidents"),
    "arrests": Volume(_rate("arrests"), True),
    "releases": Volume(_rate("releases"), True),
    "voluntary_attendance": Volume(_rate("voluntary"), True),
    "force_records": Volume(_rate("force-used"), True),
    "digital_contacts": Volume(_rate("digital-contacts"), True),
    "missing": Volume(_rate("missing"), True),
    "suspects": Volume(_rate("suspects"), when="last day"),
    "disclosures": Volume(_disclosures),
    "orders": Volume(_rate("orders")),
    "marac": Volume(_rate("marac")),
    "referrals": Volume(_rate("referrals"), when="last day"),
    "offender_visits": Volume(_rate("offenders"), when="last day"),
    "offender_management": Volume(about(0.9)),
    "image_uploads": Volume(about(0.8)),
    "digital_forensics": Volume(_rate("forensics")),
    "complaints": Volume(_rate("complaints")),
    "problem_solving": Volume(_rate("plans"), when="last day"),
    "civil_powers": Volume(_rate("civil-powers")),
    "people": Volume(lambda truth: sum(headcounts(truth)), when="last day", also_back=3),
    "duty_hours": Volume(lambda truth: 12 * len(teams(truth)), when="first of each month"),
    "volunteers": Volume(lambda truth: 12 * units(truth), when="first of each month"),
    "finance": Volume(lambda truth: 36 if truth.latest else 20, when="first day"),
    "system_availability": Volume(lambda _: 12 * len(SYSTEMS), when="first of each month"),
}

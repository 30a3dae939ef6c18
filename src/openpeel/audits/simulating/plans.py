"""The rounds of the simulated audit of West Mercia, with their days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

FORCE = "West Mercia"
DESIGN = "victim-service-2021"
SLUG = "west-mercia-victim-service"
NAME = "West Mercia, victim service assessment (simulated)"
PUBLISHER = "openpeel's simulator"


@dataclass(frozen=True)
class RoundPlan:
    """One round: which year's crimes, and what happens on which day.

    `instead` are numbers of files for strata, where the round is smaller than the design.
    `draw` stands in the draw's seed: with those set here and seed 1 the samples show what the
    inspection report says. `later` rounds have the shares of a second round. Of one that is left
    under way `answered` files are reviewed.
    """

    number: int
    year_start: date
    drawn: date
    first_day: date  # of reviewing
    last_day: date
    replies: date
    settled: date
    published: date
    draw: int = 1
    later: bool = False
    replaced: Mapping[int, str] = field(default_factory=dict)  # reasons by file number
    instead: Mapping[str, int] = field(default_factory=dict)
    answered: int = 0

    @property
    def days(self) -> list[date]:
        """The days on which files are reviewed: no Sundays, and Saturdays in a single week only."""
        every = [
            self.first_day + timedelta(days=n)
            for n in range((self.last_day - self.first_day).days + 1)
        ]
        last = 6 if len(every) <= 7 else 5
        return [day for day in every if day.isoweekday() <= last]

    def week(self, day: date) -> int:
        """The week of the round in which a day lies, from 0."""
        return (day - self.first_day).days // 7


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A time of a day, in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


FIRST = RoundPlan(
    number=1,
    year_start=date(2020, 4, 1),
    drawn=date(2021, 6, 14),
    first_day=date(2021, 7, 5),
    last_day=date(2021, 7, 30),
    replies=date(2021, 8, 9),
    settled=date(2021, 9, 6),
    published=date(2021, 10, 4),
    draw=9,
    replaced={
        37: "Merged with another crime after the draw, so there is no file of its own.",
        92: "Sealed by a court; nobody outside the case may read it.",
    },
)
REVISIT = RoundPlan(
    number=2,
    year_start=date(2022, 4, 1),
    drawn=date(2023, 6, 12),
    first_day=date(2023, 7, 3),
    last_day=date(2023, 7, 8),
    replies=date(2023, 7, 17),
    settled=date(2023, 8, 7),
    published=date(2023, 9, 4),
    draw=39,
    later=True,
    replaced={64: "The file is in use as evidence in court until after the review."},
)
UNDER_WAY = RoundPlan(
    number=3,
    year_start=REVISIT.year_start,
    drawn=date(2023, 10, 2),
    first_day=date(2023, 10, 9),
    last_day=date(2023, 10, 13),
    replies=date(2023, 10, 23),
    settled=date(2023, 11, 6),
    published=date(2023, 11, 20),
    later=True,
    instead={
        "harassment-stalking": 2, "violence": 2, "rape": 2, "sexual-other": 2, "robbery": 2,
        "residential-burglary": 2, "vehicle": 2, "criminal-damage": 2,
        "community-resolution": 2, "caution": 1, "victim-withdrew": 1,
    },
    answered=6,
)  # fmt: skip

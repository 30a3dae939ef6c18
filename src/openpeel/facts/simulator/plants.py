"""What is put in on purpose, so that one can see whether it is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from openpeel.facts.simulator.national import OFFENCES

Problem = Literal[
    "no-calls",
    "no-arrival-times",
    "waiting",
    "systems-fail",
    "searches-stop",
    "ethnicity-missing",
    "months-missing",
    "clock-errors",
    "midnight",
    "october-hour",
    "hour-late",
    "two-words",
    "one-ethnicity",
    "no-use-of-force",
    "duplicates",
    "unknown-grade",
    "future",
]


@dataclass(frozen=True)
class Plant:
    """One thing that is true of one force only."""

    kind: Literal["outlier", "change", "data problem", "error"]
    words: str
    values: dict[str, float]  # true values that it sets
    problem: Problem | None = None
    step: str | None = None  # the share that moves in the middle of the year
    rise: float = 0.0  # by how much, on the scale of p(1 - p)
    spoils: tuple[str, ...] = ()  # parameters that the rows do not show as they are
    lasting: bool = True  # it was so in the years before


STEP_MONTH = 7  # the eighth month, counted from 0
MISSING_MONTHS = (4, 5)
LAST_SEARCH_MONTH = 8
LAST_SEARCH_DAY = 14

_SEARCH_RATES = tuple(
    f"searches-{group}" for group in ("asian", "black", "mixed", "other", "white")
)

# Each of these goes to a force that the seed picks.
PLANTS = (
    Plant("outlier", "Callers abandon 101 calls twice as often as is typical.",
          {"abandoned-101": 0.26}),
    Plant("outlier", "Far fewer 999 calls than typical are answered in 10 seconds.",
          {"answered-999-in-10-s": 0.55}),
    Plant("outlier", "Far more 101 calls than typical are answered in 30 seconds.",
          {"answered-101-in-30-s": 0.86}),
    Plant("outlier", "Far fewer immediate incidents than typical are reached in target.",
          {"immediate-attended-in-target": 0.52}),
    Plant("outlier", "Half the typical share of crimes is charged, in every offence group.",
          {f"charged-{group}": charged / 2 for group, (_, charged, _) in OFFENCES.items()}),
    Plant("outlier", "Black people are searched three times as often as typical, others as usual.",
          {"searches-black": 72.0, "searches-asian": 9.0, "searches-mixed": 13.0,
           "searches-other": 9.0, "searches-white": 6.2}),
    Plant("change", "From the eighth month on, fewer 999 calls are answered in 10 seconds.",
          {"answered-999-in-10-s": 0.76}, step="answered-999-in-10-s", rise=-1.2, lasting=False),
    Plant("change", "A new command and control system in the eighth month: the share of incidents"
          " graded immediate more than doubles from one month to the next.",
          {"immediate": 0.24}, step="immediate", rise=1.3, lasting=False),
    Plant("data problem", "The force supplies no calls: missing, not zero.", {}, "no-calls"),
    Plant("data problem", "The force supplies no use of force records: missing, not zero.", {},
          "no-use-of-force"),
    Plant("data problem", "The force stops supplying searches in the middle of the ninth month:"
          " that month's rows are marked partial, later months are missing.", {}, "searches-stop",
          lasting=False),
    Plant("data problem", "More than half of the searches have no self-defined ethnic group.",
          {"ethnicity-not-recorded": 0.55}, "ethnicity-missing"),
    Plant("data problem", "From the eighth month on every search has the same ethnic group.", {},
          "one-ethnicity", spoils=(*_SEARCH_RATES, "ethnicity-not-recorded"), lasting=False),
    Plant("data problem", "The fifth and sixth months of incidents are missing.", {},
          "months-missing", spoils=("incidents",), lasting=False),
    Plant("data problem", "Clocks disagree: one arrival in fifty is before the incident began.",
          {}, "clock-errors",
          spoils=("immediate-attended-in-target", "priority-attended-in-60-min"), lasting=False),
    Plant("data problem", "A third of crimes are reported at midnight: the time was not known.",
          {}, "midnight", spoils=("recorded-in-24-h",)),
    Plant("data problem", "The system writes the hour that comes twice in October as it is: many"
          " incidents of that night seem to be attended before they began.", {}, "october-hour",
          spoils=("immediate-attended-in-target", "priority-attended-in-60-min")),
    Plant("data problem", "After a change of system in the eighth month arrivals are an hour late.",
          {}, "hour-late",
          spoils=("immediate-attended-in-target", "priority-attended-in-60-min"), lasting=False),
    Plant("data problem", "After a change of system in the eighth month there are two words for"
          " one thing: searches are for drugs or for controlled drugs.", {}, "two-words",
          lasting=False),
)  # fmt: skip

# These are West Mercia's, because the report says so.
WEST_MERCIA = (
    Plant("data problem", "The command and control system cannot report when anyone arrived: every"
          " time of arrival is missing.", {}, "no-arrival-times"),
    Plant("outlier", "More incidents wait for a resource than the upper threshold that the force"
          " has set, most of the time.", {}, "waiting"),
    Plant("outlier", "Systems fail: ten times the usual hours are lost to outages.", {},
          "systems-fail"),
)  # fmt: skip

# Errors that have to be put right before a return is taken. Only on demand.
ERRORS = (
    Plant("error", "Some crimes stand twice.", {}, "duplicates", lasting=False),
    Plant("error", "Some incidents have a grade that is on no list.", {}, "unknown-grade",
          spoils=("immediate", "immediate-attended-in-target"), lasting=False),
    Plant("error", "Some searches lie in the future.", {}, "future", lasting=False),
)  # fmt: skip

"""What is typical in England and Wales: the figures around which each force is drawn.

The figures are round and chosen to be plausible; none is an estimate of anything. Volumes at scale
1 come from mid-2020 population times a rate: with 59.7 million residents 167 emergency and 300
non-emergency calls, 670 incidents of whatever origin and 89 crimes per 1,000 give 28, 40 and 5.3
million a year, and the search rates below 0.55 million. That is the size of what forces publish on
999 and 101 calls, of recorded crime without fraud (Home Office) and of stop and search (Home
Office).
"""

from __future__ import annotations

from openpeel.facts.simulator.parameters import Parameter
from openpeel.facts.simulator.usual import USUAL

ETHNIC_GROUPS = ("asian", "black", "mixed", "other", "white")

ANSWERED_999 = "line = '999' and not abandoned"
ANSWERED_101 = "line = '101' and not abandoned"
IMMEDIATE = "grade = 'immediate' and attend_s is not null"
PRIORITY = "grade = 'priority' and attend_s is not null"

# Targets that the simulated forces share, in milliseconds and seconds.
ANSWER_999_MS = 10_000
ANSWER_101_MS = 30_000
IMMEDIATE_S = 900
IMMEDIATE_RURAL_S = 1_200
PRIORITY_S = 3_600

_CONTACT = (
    Parameter("calls-999", "999 calls per 1,000 residents", "calls",
              "line = '999'", "everyone", 167, 0.12, "per 1,000"),
    Parameter("calls-101", "101 calls per 1,000 residents", "calls",
              "line = '101'", "everyone", 300, 0.20, "per 1,000"),
    Parameter("abandoned-999", "999 calls abandoned", "calls",
              "line = '999' and abandoned", "line = '999'", 0.02, 0.3),
    Parameter("abandoned-101", "101 calls abandoned", "calls",
              "line = '101' and abandoned", "line = '101'", 0.13, 0.4, swing=0.25),
    Parameter("answered-999-in-10-s", "answered 999 calls answered in 10 seconds", "calls",
              f"{ANSWERED_999} and answer_ms <= {ANSWER_999_MS}", ANSWERED_999, 0.82, 0.4,
              swing=-0.3),
    Parameter("answered-101-in-30-s", "answered 101 calls answered in 30 seconds", "calls",
              f"{ANSWERED_101} and answer_ms <= {ANSWER_101_MS}", ANSWERED_101, 0.50, 0.5,
              swing=-0.3),
)  # fmt: skip

_INCIDENTS = (
    Parameter("incidents", "incidents per 1,000 residents", "incidents",
              "true", "everyone", 670, 0.15, "per 1,000"),
    Parameter("immediate", "incidents graded immediate", "incidents",
              "grade = 'immediate'", "true", 0.17, 0.2),
    Parameter("immediate-attended-in-target",
              "attended immediate incidents reached in 15 minutes, 20 in rural areas", "incidents",
              f"{IMMEDIATE} and (attend_s <= {IMMEDIATE_S}"
              f" or (rural and attend_s <= {IMMEDIATE_RURAL_S}))", IMMEDIATE, 0.82, 0.4,
              swing=-0.2),
    Parameter("priority-attended-in-60-min", "attended priority incidents reached in 60 minutes",
              "incidents", f"{PRIORITY} and attend_s <= {PRIORITY_S}", PRIORITY, 0.62, 0.4),
    Parameter("regraded", "immediate and priority incidents whose grade was lowered later",
              "incidents", "grade in ('immediate', 'priority') and regraded",
              "grade in ('immediate', 'priority')", 0.06, 0.4),
    Parameter("triage", "incidents with a structured triage recorded", "incidents",
              "triage", "true", 0.72, 0.6),
    Parameter("vulnerable", "incidents at which a vulnerable person was identified", "incidents",
              "vulnerable", "true", 0.24, 0.3),
    Parameter("domestic-abuse", "incidents flagged as domestic abuse", "incidents",
              "domestic_abuse", "true", 0.10, 0.2),
)  # fmt: skip

# Offence group: share of crime, share charged, share flagged as domestic abuse.
OFFENCES = {
    "violence": (0.370, 0.075, 0.33),
    "sexual": (0.035, 0.060, 0.13),
    "robbery": (0.014, 0.080, 0.01),
    "theft": (0.320, 0.060, 0.01),
    "damage-arson": (0.090, 0.050, 0.12),
    "drugs": (0.034, 0.200, 0.01),
    "weapons": (0.010, 0.320, 0.02),
    "public-order": (0.097, 0.070, 0.10),
    "miscellaneous": (0.030, 0.140, 0.12),
}

_CRIMES = (
    Parameter("crimes", "crimes per 1,000 residents", "crimes",
              "true", "everyone", 89, 0.2, "per 1,000"),
    Parameter("crimes-vulnerable", "crimes whose victim was identified as vulnerable", "crimes",
              "vulnerable", "true", 0.24, 0.25),
    Parameter("crimes-repeat-domestic",
              "crimes of domestic abuse whose victim had another crime in the year before",
              "crimes", "domestic_abuse and repeat_victim", "domestic_abuse", 0.40, 0.2),
    *(Parameter(f"crime-{group}", f"crimes that are {group}", "crimes",
                f"offence_group = '{group}'", "true", share, 0.12)
      for group, (share, _, _) in OFFENCES.items()),
    *(Parameter(f"charged-{group}", f"{group} crimes charged or summonsed", "crimes",
                f"offence_group = '{group}' and outcome = '1'", f"offence_group = '{group}'",
                charged, 0.25, family="charged")
      for group, (_, charged, _) in OFFENCES.items()),
    Parameter("not-yet-assigned", "crimes with no outcome yet", "crimes",
              "outcome = '0'", "true", 0.08, 0.3),
    Parameter("recorded-in-24-h", "crimes recorded within 24 hours of the report", "crimes",
              "record_h <= 24", "true", 0.90, 0.5),
)  # fmt: skip

_SEARCH_RATES = {"asian": 9.0, "black": 24.0, "mixed": 13.0, "other": 9.0, "white": 6.2}

_SEARCHES = (
    *(Parameter(f"searches-{group}",
                f"searches per 1,000 residents, both recorded as {group}", "stop_searches",
                f"ethnicity = '{group}'", group, rate, 0.35, "per 1,000",
                family="searches")
      for group, rate in _SEARCH_RATES.items()),
    Parameter("ethnicity-not-recorded", "searches with no self-defined ethnic group",
              "stop_searches", "ethnicity = 'not-recorded'", "true", 0.18, 0.4),
    Parameter("found", "searches that found what was searched for", "stop_searches",
              "linked", "true", 0.24, 0.2),
    Parameter("filmed", "searches recorded on body-worn video", "stop_searches",
              "filmed", "true", 0.83, 0.4),
    Parameter("supervised", "search records that a supervisor looked at", "stop_searches",
              "supervised", "true", 0.74, 0.5),
    Parameter("strip", "searches that removed more than outer clothing", "stop_searches",
              "strip", "true", 0.03, 0.4),
)  # fmt: skip

PARAMETERS = {entry.id: entry for entry in (*_CONTACT, *_INCIDENTS, *_CRIMES, *_SEARCHES, *USUAL)}

# Busy months, January first, and busy days, Monday first; 1 is an even share. PRESSURE says how far
# shares are pushed in each month, as parts of their `swing`.
MONTHS = {
    "calls": (0.93, 0.93, 0.97, 0.99, 1.04, 1.07, 1.10, 1.06, 1.02, 1.00, 0.96, 0.93),
    "incidents": (0.94, 0.93, 0.97, 0.99, 1.04, 1.06, 1.09, 1.06, 1.01, 1.01, 0.97, 0.93),
    "crimes": (0.96, 0.96, 0.99, 0.99, 1.03, 1.04, 1.05, 1.02, 1.00, 1.02, 0.99, 0.95),
    "other": (1.0,) * 12,
    "stop_searches": (1.00, 1.03, 1.05, 1.01, 1.03, 1.00, 0.99, 0.97, 0.98, 1.01, 1.00, 0.93),
}
# Hours of the day, midnight first, and days of the week, Monday first; in proportion to events.
HOURS = {
    "calls": (24, 20, 17, 14, 12, 12, 16, 26, 40, 50, 55, 57, 57, 57, 58, 60, 62, 63, 60, 56, 52,
              46, 40, 31),
    "incidents": (30, 25, 21, 17, 14, 13, 16, 25, 38, 47, 51, 53, 53, 53, 55, 58, 59, 59, 57, 54,
                  51, 48, 44, 37),
    "crimes": (14, 11, 9, 8, 7, 7, 10, 22, 44, 58, 62, 62, 60, 61, 62, 62, 60, 56, 48, 42, 36, 30,
               25, 19),
    "other": (30, 25, 22, 18, 14, 12, 14, 20, 32, 40, 46, 50, 50, 50, 52, 54, 56, 56, 55, 54, 52,
              50, 46, 38),
    "stop_searches": (52, 42, 31, 22, 14, 8, 6, 8, 12, 20, 30, 36, 38, 40, 46, 55, 62, 66, 66, 64,
                      64, 66, 66, 60),
}  # fmt: skip
WEEKDAYS = (0.88, 0.98, 1.06, 1.08, 1.08, 1.04, 0.88)
PRESSURE = (-0.8, -0.7, -0.4, -0.1, 0.4, 0.8, 1.0, 0.7, 0.3, 0.0, -0.4, -0.8)

# Residents by ethnic group and region, in hundredths; the rest are white. After the pattern of the
# census of 2021, rounded.
REGIONS = {
    "East Midlands": {"asian": 8.0, "black": 2.7, "mixed": 2.4, "other": 1.3},
    "East of England": {"asian": 6.4, "black": 2.9, "mixed": 2.8, "other": 1.4},
    "London": {"asian": 20.7, "black": 13.5, "mixed": 5.7, "other": 6.3},
    "North East": {"asian": 3.7, "black": 1.0, "mixed": 1.3, "other": 1.0},
    "North West": {"asian": 8.4, "black": 2.3, "mixed": 2.2, "other": 1.5},
    "South East": {"asian": 7.0, "black": 2.4, "mixed": 2.8, "other": 1.5},
    "South West": {"asian": 2.8, "black": 1.2, "mixed": 2.0, "other": 0.9},
    "Wales": {"asian": 2.9, "black": 0.9, "mixed": 1.6, "other": 0.9},
    "West Midlands": {"asian": 13.3, "black": 4.5, "mixed": 3.0, "other": 2.1},
    "Yorkshire and the Humber": {"asian": 8.9, "black": 2.1, "mixed": 2.1, "other": 1.5},
}
# The census of 2011 counted fewer people in these groups: the older base raises their rates.
SHARE_IN_2011 = {"asian": 0.80, "black": 0.83, "mixed": 0.76, "other": 0.48}

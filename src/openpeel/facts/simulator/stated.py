"""What the inspection report of 2021/22 says of West Mercia, as values of the simulated force.

The rows hold each of these whatever the seed and the scale: they are drawn by quota. Where the
report gives words, the value is one that the words fit.
"""

from __future__ import annotations

FORCE = "West Mercia"

# Parameter -> value in the year ending March 2021.
VALUES = {
    "answered-101-in-30-s": 0.50,  # only around half within its own 30-second target
    "abandoned-101": 0.194,  # almost 20 percent
    "answered-999-in-10-s": 0.90,  # answers its emergency calls promptly
    "domestic-abuse": 0.068,  # a smaller proportion of its incidents than similar forces
    "crimes-vulnerable": 0.36,  # a greater proportion of its crimes than similar forces
    "crimes-repeat-domestic": 0.54,  # the same is the case for repeat domestic abuse crimes
    "suspects-graded": 0.868,  # over 85 percent graded high, medium or low
    "right-to-ask": 3.9,  # applications per 10,000
    "right-to-know": 1.4,  # disclosures per 10,000
    "joiners-female": 0.43,
    "joiners-minority": 0.07,
    "resolved-at-once": 0.75,  # three quarters of dissatisfaction reports
    "exit-interviews": 0.44,  # with fewer than half of its leavers
    "specials": 0.95,  # one of the lowest in England and Wales
    "force-injury": 0.028,  # low rates of injuries
    "force-no-disability": 0.58,  # the recording of disability data remains poor
    "voluntary-on-system": 0.66,  # staff don't always record voluntary attendances
    "assessed": 0.95,  # completion rates are high
    "visits-unsigned": 0.34,  # significant delays in reviewing the records of visits
    "forensics-not-begun": 0.24,  # backlogs persist
    "images-uploaded": 0.22,  # its use of the national database is limited
    "pip-accredited": 0.58,  # shortages in qualified investigators
}

# The same in earlier years, by how many years back.
BEFORE: dict[int, dict[str, float]] = {
    3: {"joiners-female": 0.32, "joiners-minority": 0.04},
}

# All 43 forces together, per 10,000.
ALL_FORCES = {"right-to-ask": 3.0, "right-to-know": 1.2}

# Pounds: line, years after the year of the return, amount. The plans of four years come to 13m of
# savings, 6m of revenue and 41m of capital for ICT; the savings target of the year itself was met.
POUNDS = (
    ("savings-planned", 0, 3_200_000),
    ("savings-delivered", 0, 3_260_000),
    ("savings-required", 1, 4_900_000),
    ("savings-required", 2, 3_400_000),
    ("savings-required", 3, 2_600_000),
    ("savings-required", 4, 2_100_000),
    ("ict-revenue", 1, 1_800_000),
    ("ict-revenue", 2, 1_600_000),
    ("ict-revenue", 3, 1_400_000),
    ("ict-revenue", 4, 1_200_000),
    ("ict-capital", 1, 12_500_000),
    ("ict-capital", 2, 13_500_000),
    ("ict-capital", 3, 9_000_000),
    ("ict-capital", 4, 6_000_000),
)

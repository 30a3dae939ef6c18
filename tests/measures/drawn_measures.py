"""What the manual of the engine draws on: a few residents and a few measures."""

from __future__ import annotations

from drawn import DrawnFile

POPULATION = DrawnFile(
    "population",
    """
    force          | period     | area      | persons
    Kent           | 2020-06-30 | E22000137 | 1000
    Kent           | 2020-06-30 | E22000138 | 3000
    Essex          | 2020-06-30 |           | 2000
    City of London | 2020-06-30 |           | 500
    """,
)
RESIDENTS = "{table: population, sum: persons, words: residents}"
RESIDENTS = "{table: population, sum: persons, words: residents}"

ABANDONED = """
numerator: {table: calls, where: "line = '101' and abandoned", words: abandoned 101 calls}
denominator: {table: calls, where: "line = '101'", words: 101 calls}
unit: percent
direction: lower
"""

SEARCHES = """
numerator: {table: stop_search_published, sum: searches, words: searches}
by: ethnicity
unit: count
direction: context
"""
BY_ETHNICITY = DrawnFile(
    "stop_search_published",
    """
    force | period  | ethnicity    | searches
    Kent  | 2019-20 | white        | 30
    Kent  | 2019-20 | black        | 5
    Kent  | 2019-20 | not-recorded | 2
    Essex | 2019-20 | white        | 7
    """,
)

BY_ETHNICITY = DrawnFile(
    "stop_search_published",
    """
    force | period  | ethnicity    | searches
    Kent  | 2019-20 | white        | 30
    Kent  | 2019-20 | black        | 5
    Kent  | 2019-20 | not-recorded | 2
    Essex | 2019-20 | white        | 7
    """,
)

YEARLY = """
numerator: {table: calls, words: calls}
period: year ending March
unit: count
direction: context
"""


def calls(text: str) -> DrawnFile:
    return DrawnFile("calls", text)


def months(force: str, *numbers: int) -> str:
    """A call in each of these months of the year that began in April 2024."""
    names = [f"{2024 + (number < 4)}-{number:02}" for number in numbers]
    return "\n".join(f"{force} | {name} | 101" for name in names)

"""How a sentence begins: with another time or place than that of its first figure.

Only what a sentence begins with is read so: later in it, a name can be that of anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from openpeel.catalogue.forces import forces
from openpeel.reports.checks.problems import Problem
from openpeel.reports.checks.stating import told_of
from openpeel.reports.data.figures import BESIDE, Bundle, Compared, Figure
from openpeel.reports.text.document import ChartOf, Link
from openpeel.reports.text.sentences import Placed, Sentence

_YEAR_TO = re.compile(
    r"(?:In|During|For|Over) the (?:financial )?year (?:to|ending|ended) (?:\d+ )?"
    r"([A-Z]\w+ \d{4})\b"
)
_YEAR = re.compile(
    r"(?:In|During|By|At the end of) (?:\d{1,2} )?(?:[A-Z][a-z]+ )?(\d{4})(?:[/–-](\d{2,4}))?\b"
)
_YEARS = re.compile(r"\b((?:19|20)\d\d)(?:[/–-](\d{2,4})\b)?")
_NATIONAL = re.compile(
    r"(?:In |Across )?(?:England and Wales|[Ee]very force|[Aa]ll (?:43 )?forces)\b"
)
_NEAR = 40  # letters between a name and the number that is said of it


def opened(placed: Placed, figure: Figure, sentence: Sentence, bundle: Bundle) -> Iterator[Problem]:
    """What a sentence begins with, if the link is its first and the figure that of a measure."""
    first = next((p for p in sentence.links if p.link.claims), None)
    if first is placed and figure.kind == "measure":
        linked = (bundle.figures.get(id) for p in sentence.links for id in _named_by(p.link))
        places = {one.place for one in linked if one}
        begins = sentence.text[: placed.start]
        line, text, told = placed.link.line, sentence.text, told_of(figure)
        if _of_another_time(begins, figure):
            yield Problem("another-time-named", line, text, told, figure.period)
        named = _another_place(begins, figure, places)
        if named and figure.place not in text:
            do = f"name {figure.place}, or take the figure of {named}"
            yield Problem("another-place-named", line, text, f"{figure.place}: {told}", do)


def headline_opened(chart: ChartOf, figure: Figure) -> Iterator[Problem]:
    """The time that the headline of bars begins with; a trend shows other times too."""
    if chart.kind == "chart" and _of_another_time(chart.headline, figure):
        told = told_of(figure)
        yield Problem("another-time-named", chart.line, chart.headline, told, figure.period)


def years_inside(link: Link, figure: Figure, made: Compared) -> Iterator[Problem]:
    """Years in the words of a comparison of two times: "from 12 percent in 2010 to 19 in 2021"."""
    if link.with_ in BESIDE or not (_YEARS.search(figure.period) and _YEARS.search(made.other)):
        return
    true = _years_of(figure.period) | _years_of(made.other)
    if _said(link.words) - true:
        told = f"it is set beside {made.other}: {told_of(figure)}"
        yield Problem("another-time-named", link.line, link.words, told)


def _of_another_time(begins: str, figure: Figure) -> bool:
    year_to, year = _YEAR_TO.match(begins), _YEAR.match(begins)
    found = year_to or year
    if found is None or _YEARS.search(begins, found.end()):
        return False
    if year_to:
        return year_to[1] not in figure.period
    return not _said(found[0]) <= _years_of(figure.period)


def _another_place(begins: str, figure: Figure, places: set[str]) -> str:
    """The place that words begin with, when no figure of the sentence is of it."""
    if national := _NATIONAL.match(begins):
        return national[0] if figure.supplied is None and not _wales(places) else ""
    force = _force().match(begins)
    if force is None or force[1] in places | {figure.place}:
        return ""
    rest = begins[force.end() + 1 :]
    return force[1] if len(rest) <= _NEAR and "," not in rest else ""


def _named_by(link: Link) -> tuple[str, str]:
    return link.target, link.with_


def _wales(places: set[str]) -> bool:
    return any("Wales" in place for place in places)


def _said(words: str) -> set[int]:
    """The years that words name; 2020/21 is both."""
    found = set[int]()
    for one in _YEARS.finditer(words):
        year = int(one[1])
        found |= {year, year + 1} if one[2] else {year}
    return found


def _years_of(period: str) -> set[int]:
    """The years that a period lies in: a year ending in March lies in two."""
    found = {int(one[1]) for one in _YEARS.finditer(period)}
    return found | ({year - 1 for year in found} if "year ending" in period else set())


@cache
def _force() -> re.Pattern[str]:
    names = sorted((force.name for force in forces().all), key=len, reverse=True)
    return re.compile(rf"(?:In |For )?({'|'.join(map(re.escape, names))})\b")

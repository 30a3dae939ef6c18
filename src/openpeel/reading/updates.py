"""Notices of what was changed or looked at since, with the days that they name."""

from __future__ import annotations

import re
from datetime import date
from itertools import groupby

from openpeel.catalogue.report_reading import amount_words
from openpeel.reading.places import Placed
from openpeel.reading.report import Span, Update

_MONTHS = {month.casefold(): n for n, month in enumerate(amount_words().months, 1)}
_MONTH = "|".join(amount_words().months)
_SPAN = re.compile(
    rf"\b(?P<d1>\d{{1,2}})(?: (?P<m1>{_MONTH})(?: (?P<y1>\d{{4}}))?)?"
    r"(?: (?:and|to|until) | ?[–-] ?)"
    rf"(?P<d2>\d{{1,2}}) (?P<m2>{_MONTH}) (?P<y2>\d{{4}})\b"
    rf"|\b(?P<d>\d{{1,2}}) (?P<m>{_MONTH}) (?P<y>\d{{4}})\b",
    re.IGNORECASE,
)


def updates(placed: list[Placed]) -> tuple[Update, ...]:
    """Notices in order; paragraphs under one label are one notice."""
    found = [one for one in placed if one.kind == "update"]
    made = []
    for _, group in groupby(found, key=lambda one: one.box or -one.block.lines[0]):
        blocks = list(group)
        text = "\n".join(one.block.text for one in blocks)
        made.append(
            Update(text=text, line=blocks[0].block.lines[0], area=blocks[0].area, dates=spans(text))
        )
    return tuple(made)


def spans(text: str) -> tuple[Span, ...]:
    """Days and spans of days that a text names; a date that can't be is left out.

    >>> [(s.start.isoformat(), s.end.isoformat()) for s in spans("Between 3 and 8 July 2023, ...")]
    [('2023-07-03', '2023-07-08')]
    """
    made = []
    for found in _SPAN.finditer(text):
        part = found.groupdict()
        if part["d"]:
            start = end = _day(part["y"], part["m"], part["d"])
        else:
            end = _day(part["y2"], part["m2"], part["d2"])
            start = _day(part["y1"] or part["y2"], part["m1"] or part["m2"], part["d1"])
        if start and end and start <= end:
            made.append(Span(start=start, end=end))
    return tuple(made)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), _MONTHS[month.casefold()], int(day))
    except ValueError:
        return None

"""Where a counting rule changed: figures on either side of that day are not compared or joined."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from openpeel.catalogue.comparability import Change, rules
from openpeel.catalogue.measures import Measure
from openpeel.charts import Break
from openpeel.releases.periods import day_words

Period = tuple[date, date]  # first and last day


def change_between(measure: Measure, one: Period, other: Period) -> Change | None:
    """The change of the measure's counting rule that keeps two periods apart; None without one.

    A period in which the rule changed is like none but itself.
    """
    if one == other:
        return None
    first, last = min(one[0], other[0]), max(one[1], other[1])
    return next((c for c in _changes(measure) if first < c.on <= last), None)


def breaks(measure: Measure, periods: Sequence[Period]) -> tuple[Break, ...]:
    """Where a line through these periods, oldest first, is broken, and why.

    A period in which the rule changed stands alone; the break after it has no words of its own.
    """
    found = list[Break]()
    told = set[date]()
    for before, after in pairwise(periods):
        change = change_between(measure, before, after)
        if change is not None:
            reason = "" if change.on in told else change_words(change)
            told.add(change.on)
            found.append(Break(after[0], reason))
    return tuple(found)


def change_words(change: Change) -> str:
    """`The counting rule changed on 1 May 2023: crimes that are a course of conduct ...`."""
    return f"The counting rule changed on {day_words(change.on)}: {change.words}"


def _changes(measure: Measure) -> tuple[Change, ...]:
    rule = rules().get(measure.comparability)
    return rule.changed if rule else ()

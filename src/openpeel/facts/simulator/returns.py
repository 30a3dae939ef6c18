"""Which builder makes which return: by the lake's table."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from openpeel.facts.simulator.calls import calls
from openpeel.facts.simulator.crimes import crimes
from openpeel.facts.simulator.incidents import incidents
from openpeel.facts.simulator.logs import drawn, last_search_day, month_of_day
from openpeel.facts.simulator.rows import Column, Columns, Rows
from openpeel.facts.simulator.searches import searches
from openpeel.facts.simulator.truth import ForceTruth

Builder = Callable[[Rows], Columns]

BUILDERS: dict[str, Builder] = {
    "calls": calls,
    "incidents": incidents,
    "crimes": crimes,
    "stop_searches": searches,
}


def returns_of(
    table: str, truth: ForceTruth, seed: int, scale: float
) -> Iterator[tuple[Column, Column, Columns]]:
    """One force's year of a return in batches: areas, statuses, and the contract's fields."""
    for rows in drawn(table, truth, seed, scale):
        columns = BUILDERS[table](rows)
        yield rows.areas(), _status(table, rows), columns


def _status(table: str, rows: Rows) -> Column:
    status = np.full(rows.n, None, dtype=object)
    if table == "stop_searches" and rows.truth.has("searches-stop"):
        months = month_of_day(rows.truth)
        status[rows.month == months[last_search_day(rows.truth)]] = "p"
    return status

"""Rows that a checker must refuse; made only on demand."""

from __future__ import annotations

import numpy as np

from openpeel.facts.simulator.dice import Ints
from openpeel.facts.simulator.rows import Column, Columns, Rows

_SHARE = 0.005
_LEAST = 3
_AHEAD = np.timedelta64(20 * 365, "D")


def with_mistakes(table: str, rows: Rows, area: Column, columns: Columns) -> tuple[Column, Columns]:
    """Areas and columns with the errors that are planted in this force."""
    has = rows.truth.has
    if table == "crimes" and has("duplicates"):
        again = np.concatenate([np.arange(rows.n), _some(rows)])
        return area[again], {name: column[again] for name, column in columns.items()}
    if table == "incidents" and has("unknown-grade"):
        columns["first_grade"][_some(rows)] = "grade-9"
    if table == "stop_searches" and has("future"):
        columns["searched_at"][_some(rows)] += _AHEAD
    return area, columns


def _some(rows: Rows) -> Ints:
    wrong = max(_LEAST, int(rows.n * _SHARE))
    return np.sort(rows.dice.rng.permutation(rows.n)[:wrong])

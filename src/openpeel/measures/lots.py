"""Which parts of a table share a cube.

A cube has a row for every combination of what its parts test. Things that have little to do with
each other (whether an incident is about domestic abuse, how long it waited) multiply, until the
cube is as long as the table; then nothing is saved. So parts that test the same columns share a
cube, others join them while the number of combinations stays small, and each such lot gets a cube
of its own. Every cube is another look at the few columns it needs.

The lots depend on the questions alone, not on the rows, so cubes that are kept can be used again. A
new part on columns that another part tests together already changes no lot.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod

from openpeel.catalogue.codes import codes
from openpeel.catalogue.tables import tables
from openpeel.measures.sums import Sum

COMBINATIONS = 500  # for each force, area and period
BANDS = 4  # of numbers, taken together: the durations of an incident are long or short together

Columns = frozenset[str]


def lots(sums: Sequence[Sum]) -> list[list[Sum]]:
    """The parts of one table, those together that share a cube."""
    sizes = _sizes(sums)
    shared: list[Columns] = []
    tested = {_columns(part) for part in sums}
    for columns in sorted(tested, key=lambda columns: (-len(columns), sorted(columns))):
        able = [
            number
            for number, lot in enumerate(shared)
            if columns <= lot or _combinations(lot | columns, sizes) <= COMBINATIONS
        ]
        if able:
            best = min(able, key=lambda number: len(columns - shared[number]))
            shared[best] |= columns
        else:
            shared.append(columns)
    found: list[list[Sum]] = [[] for _ in shared]
    for part in sums:
        number = next(number for number, lot in enumerate(shared) if _columns(part) <= lot)
        found[number].append(part)
    return found


def _columns(part: Sum) -> Columns:
    return frozenset({*part.condition.columns, *((part.by,) if part.by else ())})


def _sizes(sums: Sequence[Sum]) -> dict[str, int]:
    """About how many values the cubes hold of each column; 0 for whole numbers, kept as bands."""
    known = tables()[sums[0].table].columns
    whole = {name for part in sums for name in (*part.condition.whole, part.by) if name}
    numbers = {name for part in sums for name in part.condition.cuts}
    words: dict[str, set[str]] = {}
    for part in sums:
        for name, named in part.condition.named.items():
            words.setdefault(name, set()).update(named)
    sizes = {}
    for name in set().union(*map(_columns, sums)):
        listed = known[name].codes
        if name in numbers:
            sizes[name] = 0
        elif known[name].type == "BOOLEAN":
            sizes[name] = 2
        elif name in words and name not in whole:  # a band for each word that a part names
            sizes[name] = len(words[name]) + 1
        elif listed is None:
            sizes[name] = COMBINATIONS
        else:
            sizes[name] = len(codes(listed).codes if isinstance(listed, str) else listed)
    return sizes


def _combinations(columns: Columns, sizes: Mapping[str, int]) -> int:
    numbers = any(sizes[name] == 0 for name in columns)
    return (BANDS if numbers else 1) * prod(sizes[name] or 1 for name in columns)

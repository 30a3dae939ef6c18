"""Which batch counts when two hold the same table, force and period: the later edition.

Publishers print old years again in each new edition, so without this rule they would be added
together. What a later edition replaces stays in the lake and is counted as replaced.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from openpeel.facts.lake import Batch, Slice

Key = tuple[str, str, date, date, tuple[str, ...]]


@dataclass(frozen=True)
class Replaced:
    """A slice of one batch that another batch's slice replaces."""

    slice: Slice
    by: Batch
    batch: Batch
    changed: bool  # whether the numbers differ


def replaced(batches: Iterable[Batch]) -> list[Replaced]:
    """Every slice that does not count because a later edition holds it too.

    Rows that name no force are never replaced: nothing says that they are the same ones.
    """
    holders: dict[Key, list[tuple[Batch, Slice]]] = defaultdict(list)
    for batch in batches:
        for part in batch.slices:
            if part.force_code is not None:
                key = (part.table, part.force_code, part.period_start, part.period_end, part.key)
                holders[key].append((batch, part))
    found = []
    for held in holders.values():
        if len(held) > 1:
            held.sort(key=lambda pair: _order(pair[0]))
            *older, (latest, counts) = held
            found += [
                Replaced(
                    part, latest, batch, (part.rows, part.total) != (counts.rows, counts.total)
                )
                for batch, part in older
            ]
    return found


def _order(batch: Batch) -> tuple[date, date, str]:
    """Later published wins; without a date, the edition that reaches further; then the name."""
    reach = max((part.period_end for part in batch.slices), default=date.min)
    return batch.edition.published or date.min, reach, batch.id

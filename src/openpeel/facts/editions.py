"""Which batch counts when two hold the same table, force and period.

Of published files the later edition counts: publishers print old years again in each new edition,
so without this rule they would be added together. Of returns the later submission counts, for all
that it covers. Where a return and a published file hold the same table, the return counts. What
is replaced stays in the lake and is counted as replaced.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from openpeel.facts.lake import Batch, Lake, Slice, attach
from openpeel.facts.returns.submitted import Submission

Key = tuple[str, str, date, date, tuple[str, ...]]


@dataclass(frozen=True)
class Replaced:
    """A slice of one batch that another batch replaces."""

    slice: Slice
    by: Batch
    batch: Batch
    changed: bool  # whether a later edition of a publication gives other numbers


def replaced(batches: Iterable[Batch]) -> list[Replaced]:
    """Every slice that does not count.

    Rows that name no force are never replaced: nothing says that they are the same ones.
    """
    held = list(batches)
    returns = [(batch, batch.submission) for batch in held if batch.submission]
    corrected = _by_corrections(returns)
    lost = {(gone.batch.id, gone.slice) for gone in corrected}
    # A return that is silent on a month leaves what was published of it in place.
    counting = {
        (part.table, part.force_code, part.period_start, part.period_end): batch
        for batch, _ in returns
        for part in batch.slices
        if (batch.id, part) not in lost
    }
    published = [batch for batch in held if batch.submission is None]
    by_returns = [
        Replaced(part, by, batch, changed=False)
        for batch in published
        for part in batch.slices
        if (by := counting.get((part.table, part.force_code, part.period_start, part.period_end)))
    ]
    lost = {(gone.batch.id, gone.slice) for gone in by_returns}
    by_editions = [
        gone for gone in _by_editions(published) if (gone.batch.id, gone.slice) not in lost
    ]
    return [*by_editions, *by_returns, *corrected]


def attach_counting(
    con: DuckDBPyConnection, lake: Lake, table: str, batches: Iterable[Batch]
) -> str:
    """A view of the rows of a table that count among some batches; returns its name.

    At least one of the batches must hold the table.
    """
    held = list(batches)
    return attach(con, lake, table, held, [(gone.batch.id, gone.slice) for gone in replaced(held)])


def wholly_replaced(own: Submission, held: Iterable[Submission]) -> bool:
    """Whether later submissions of the return cover every day of each of its forces."""
    others = list(held)
    return all(replaced_for(force, own, others) for force in own.forces)


def replaced_for(force: str, own: Submission, held: Iterable[Submission]) -> bool:
    """Whether later submissions of the return cover every day of one of its forces."""
    after = [
        one
        for one in held
        if one.contract == own.contract and one.order > own.order and force in one.forces
    ]
    day = own.period_start.toordinal()  # the first day that none is known to cover
    for one in sorted(after, key=lambda one: one.period_start):
        if one.period_start.toordinal() <= day:
            day = max(day, one.period_end.toordinal() + 1)
    return day > own.period_end.toordinal()


def _by_corrections(returns: list[tuple[Batch, Submission]]) -> list[Replaced]:
    """Slices inside what a later submission of the same return and force covers."""
    by_contract: dict[str, list[tuple[Batch, Submission]]] = defaultdict(list)
    for batch, own in returns:
        by_contract[own.contract].append((batch, own))
    found = []
    for held in by_contract.values():
        held.sort(key=lambda pair: pair[1].order, reverse=True)
        for at, (batch, _) in enumerate(held):
            for part in batch.slices:
                start, end = part.period_start, part.period_end
                by = [one for one, own in held[:at] if own.covers(part.force_code, start, end)]
                if by:
                    found.append(Replaced(part, by[0], batch, changed=False))
    return found


def _by_editions(batches: Iterable[Batch]) -> list[Replaced]:
    """Slices that a later edition holds too."""
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

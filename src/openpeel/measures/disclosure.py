"""Counts under 5 of a table whose rows are people are hidden, and so is what gives them back.

The counts of one part and period make a table: a row for each force and a column for each group,
with `all` as the rows' total and England and Wales as the columns'. `suppress` says which of its
cells to hide. What publishers have already printed as counts is not hidden again.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from openpeel.catalogue.forces import ENGLAND_AND_WALES
from openpeel.catalogue.measures import Measure, Part
from openpeel.catalogue.tables import tables
from openpeel.measures.drafts import Draft
from openpeel.measures.values import Working
from openpeel.statistics import suppress

REASON = "a count of fewer than 5 people, or one from which such a count could be worked out"
Cell = tuple[str, str]  # the part's condition with the group in it, and the force


def protect(measure: Measure, drafts: Sequence[Draft]) -> None:
    """Hide what must not be published in the drafts of one period, England and Wales among them."""
    for role, part in (("numerator", measure.numerator), ("denominator", measure.denominator)):
        if part is not None and part.sum is None and tables()[part.table].people:
            hidden = _Counts(part, role, drafts).hidden()
            for draft in drafts:
                _hide(draft, role, hidden, measure)


def _hide(draft: Draft, role: str, hidden: set[Cell], measure: Measure) -> None:
    if not any(_hidden(working, role, draft, hidden) for working in draft.workings):
        return
    # What a handful of people add up to says something about each of them.
    amount = role == "denominator" and measure.numerator.sum is not None
    draft.workings = tuple(
        replace(working, number=None, rows=0)
        if _hidden(working, role, draft, hidden) or (amount and working.role == "numerator")
        else working
        for working in draft.workings
    )
    draft.rates = draft.squares = None
    if role == "numerator" or measure.ratio or amount:
        draft.numerator = None
    if role == "denominator" or measure.ratio:  # what a ratio expects gives the reference away
        draft.denominator = None
    if draft.status not in ("x", "z"):
        draft.status, draft.reason = "c", REASON


def _hidden(working: Working, role: str, draft: Draft, hidden: set[Cell]) -> bool:
    return working.role.startswith(role) and (working.where, draft.force_code) in hidden


class _Counts:
    """The counts of one part and period, as they would be published."""

    def __init__(self, part: Part, role: str, drafts: Sequence[Draft]) -> None:
        self.total = part.where or ""
        self.cells: dict[Cell, float] = {}
        self.sums: dict[str, set[frozenset[str]]] = defaultdict(set)
        for draft in drafts:
            for working in draft.workings:
                if working.role.startswith(role) and working.number is not None:
                    self.cells[working.where, draft.force_code] = working.number
                    if draft.force_code == ENGLAND_AND_WALES:
                        self.sums[working.where].add(draft.adds_up)
        wheres = sorted({where for where, _ in self.cells})
        self.groups = [where for where in wheres if where != self.total]
        self.forces = sorted({force for _, force in self.cells} - {ENGLAND_AND_WALES})

    def hidden(self) -> set[Cell]:
        """Every cell to hide, totals among them."""
        summed = frozenset().union(*(forces for sums in self.sums.values() for forces in sums))
        inside = [force for force in self.forces if force in summed]
        found = self._of_table(inside) if self.groups else self._of_list(inside)
        for force in self.forces:
            if force not in summed:  # in no total but its own
                found |= self._of_force(force)
        # A total over other forces than the table's is protected by hiding it.
        odd = {where for where, sums in self.sums.items() if sums != {frozenset(inside)}}
        return found | {(where, ENGLAND_AND_WALES) for where, _ in found if where in odd}

    def _row(self, force: str) -> list[float]:
        """A force's groups, and what its total holds besides them."""
        row = [self.cells.get((where, force), math.nan) for where in self.groups]
        if (self.total, force) in self.cells:
            row.append(self.cells[self.total, force] - float(np.nansum(row)))
        return row

    def _of_table(self, inside: list[str]) -> set[Cell]:
        if not inside:
            return set()
        safe = suppress([self._row(force) for force in inside])
        assert safe.column_totals is not None
        assert safe.grand_total is not None
        rows = [*inside, ENGLAND_AND_WALES]
        columns = np.vstack([safe.hidden, np.isnan(safe.column_totals)])
        totals = [*np.isnan(safe.totals), math.isnan(safe.grand_total)]
        found = {
            (where, force)
            for force, hidden in zip(rows, columns, strict=True)
            for where, hide in zip(self.groups, hidden, strict=False)  # less the rest
            if hide
        }
        return found | {
            (self.total, force) for force, hide in zip(rows, totals, strict=True) if hide
        }

    def _of_list(self, inside: list[str]) -> set[Cell]:
        if not inside:
            return set()
        safe = suppress([self.cells[self.total, force] for force in inside])
        rows = [*inside, ENGLAND_AND_WALES]
        hidden = [*safe.hidden, math.isnan(float(safe.totals))]
        return {(self.total, force) for force, hide in zip(rows, hidden, strict=True) if hide}

    def _of_force(self, force: str) -> set[Cell]:
        row = self._row(force) if self.groups else [self.cells[self.total, force]]
        safe = suppress(row)
        wheres = self.groups or [self.total]
        found = {(where, force) for where, hide in zip(wheres, safe.hidden, strict=False) if hide}
        return found | ({(self.total, force)} if math.isnan(float(safe.totals)) else set())

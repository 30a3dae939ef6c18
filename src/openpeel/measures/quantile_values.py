"""From what the engine says of a duration to the values of a quantile measure.

The quantile of England and Wales is that of all rows of the forces that supplied, so it is asked
for once it is known which forces those are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from openpeel.catalogue.contracts import PROBLEMS
from openpeel.catalogue.forces import ENGLAND_AND_WALES, Force, districts, forces
from openpeel.catalogue.measures import Measure
from openpeel.measures.assemble import (
    ALL,
    LEFT_OUT,
    LEVEL,
    MeasureNumbers,
    make_value,
    status_of,
    working_of,
)
from openpeel.measures.disclosure import protect
from openpeel.measures.drafts import Draft
from openpeel.measures.left_out import told
from openpeel.measures.numbers import Number, Numbers, Presence
from openpeel.measures.periods import Period
from openpeel.measures.quantiles import Left, Quantile, QuantileCell
from openpeel.measures.sums import Cell, Sum
from openpeel.measures.values import OK, Value, Working
from openpeel.measures.where import Condition

METHOD = "order statistics"
NOTHING = QuantileCell(None, "", date.min, date.min, "", 0, 0, (0,) * len(PROBLEMS), {})


class QuantileNumbers:
    """A quantile measure with what the engine said of each force's and area's rows.

    `whole` is over all rows of the condition, `split` by the measure's groups (if it has any).
    """

    def __init__(
        self,
        measure: Measure,
        where: Condition,
        presence: Presence,
        whole: Sequence[QuantileCell],
        split: Sequence[QuantileCell],
        area_codes: dict[str, list[str]],
    ) -> None:
        self.measure = measure
        self._cells = {(bool(cell.group), *_key(cell)): cell for cell in whole}
        self._cells |= {(True, *_key(cell)): cell for cell in split if cell.group}
        counted = _counts(Sum(where, areas=measure.areas), whole, presence)
        grouped = _counts(Sum(where, by=measure.by, areas=measure.areas), split, presence)
        self._numbers = MeasureNumbers(
            measure, counted, None, grouped if measure.by else None, None, area_codes=area_codes
        )
        self._foreign = {str(cell.force_code) for cell in whole} - set(forces().by_code)
        self._drafts = {
            (period, group): [self._draft(force, period, group) for force in forces().all]
            for period in counted.periods
            for group in self._groups()
        }

    def left(self) -> frozenset[Left]:
        """Forces whose rows are in no quantile of England and Wales, by period and group."""
        found = {
            Left(draft.force_code, period.start, _code(group))
            for (period, group), drafts in self._drafts.items()
            for draft in drafts
            if draft.status not in (OK, "r", "z", "low")
        }
        places = {(period.start, _code(group)) for period, group in self._drafts}
        return frozenset(found | {Left(force, *at) for force in self._foreign for at in places})

    def values(self, national: Iterable[QuantileCell]) -> list[Value]:
        """Every value: 43 forces and England and Wales, each period, group and area."""
        together = {(Period(c.period_start, c.period_end), c.group): c for c in national}
        lots: dict[Period, list[Draft]] = {}
        cells: dict[int, QuantileCell] = {}
        for (period, group), drafts in self._drafts.items():
            whole = self._national(drafts, period, group)
            cells[id(whole)] = together.get((period, _code(group)), NOTHING)
            lots.setdefault(period, []).extend([*drafts, whole, *self._areas(drafts)])
        for lot in lots.values():
            protect(self.measure, lot)
        return [
            self._value(draft, cells.get(id(draft)) or self._cell(draft))
            for lot in lots.values()
            for draft in lot
        ]

    def _groups(self) -> list[str]:
        groups = self._numbers.groups()
        if not groups:
            return [""]
        return [ALL, *groups] if self.measure.all else groups

    def _cell(self, draft: Draft) -> QuantileCell:
        code = _code(draft.group)
        key = (bool(code), draft.force_code, draft.area_code, *draft.period, code)
        return self._cells.get(key, NOTHING)

    def _draft(self, force: Force, period: Period, group: str, area: str = "") -> Draft:
        code = _code(group)
        by_group = self._numbers.by_group
        counted = by_group if code and by_group else self._numbers.numerator
        number = counted.get(force.code, period, code, area)
        name = districts().partnerships.get(area, "")
        draft = Draft(force.code, force.name, area, name, period, group, number.number, None)
        cell = self._cell(draft)
        lost = dict(zip(PROBLEMS, cell.left_out, strict=True))
        status, reason = told(cell.numbers, lost, period.start)
        found = [number, Number(None, 0, status, reason)]
        draft.status, draft.reason = status_of(self.measure, force, found, None)
        if draft.status in (OK, "p", "r", "n") and (few := self._too_few(cell)):
            draft.status, draft.reason = "low", few
        draft.workings = self._workings(number, cell, period, group)
        return draft

    def _too_few(self, cell: QuantileCell) -> str:
        if not cell.numbers:
            return f"none of {cell.rows:,} rows has a number" if cell.rows else "the base is zero"
        short = cell.numbers < self.measure.minimum
        return f"the base is under {self.measure.minimum}" if short else ""

    def _workings(
        self, number: Number, cell: QuantileCell, period: Period, group: str
    ) -> tuple[Working, ...]:
        made = working_of(self.measure, "numerator", group, number, period)
        lost = sum(cell.left_out)
        words = f"rows left out because they lack a usable {self.measure.numerator.column}"
        left = Working(LEFT_OUT, words, made.table, made.where, lost, lost, *period)
        return (made, left)

    def _areas(self, drafts: Iterable[Draft]) -> Iterator[Draft]:
        for draft in drafts if self.measure.areas else ():
            if draft.numerator is not None:
                force = forces().by_code[draft.force_code]
                for area in self._numbers.area_codes.get(force.code, ()):
                    yield self._draft(force, draft.period, draft.group, area)

    def _national(self, drafts: Sequence[Draft], period: Period, group: str) -> Draft:
        supplied = [
            draft for draft in drafts
            if draft.numerator and draft.status in (OK, "r", "z", "low")
        ]  # fmt: skip
        made = Draft(
            ENGLAND_AND_WALES, "England and Wales", "", "", period, group, None, None,
            "x", "no force supplied it",
        )  # fmt: skip
        if not supplied:
            return made
        made.numerator = math.fsum(draft.numerator or 0 for draft in supplied)
        without = [draft.force for draft in drafts if draft not in supplied]
        made.status, made.reason = OK, f"{len(supplied)} of 43 forces"
        if without:
            made.reason += f"; without {', '.join(without)}"
        if made.numerator < self.measure.minimum:
            made.status = "low"
            made.reason = f"the base is under {self.measure.minimum}; {made.reason}"
        cells = [self._cell(draft) for draft in supplied]
        lost = tuple(sum(column) for column in zip(*(c.left_out for c in cells), strict=True))
        whole = NOTHING._replace(left_out=lost)
        rows = sum(cell.numbers for cell in cells)
        made.workings = self._workings(Number(made.numerator, rows), whole, period, group)
        made.adds_up = frozenset(draft.force_code for draft in supplied)
        return made

    def _value(self, draft: Draft, cell: QuantileCell) -> Value:
        asked = self.measure.numerator.quantile
        found = cell.quantiles.get(asked) if asked is not None else None
        if found is None or not draft.shown or draft.numerator is None:
            return make_value(self.measure, draft, None, METHOD, LEVEL)
        if found.lower is None and draft.status == OK:
            draft.reason = "; ".join(filter(None, (draft.reason, "too few rows for an interval")))
        return make_value(self.measure, draft, self._ends(found), METHOD, LEVEL)

    def _ends(self, found: Quantile) -> tuple[float, float, float]:
        value, lower, upper = (math.nan if end is None else end for end in found)
        shown = self.measure.shown
        return shown(value), shown(lower), shown(upper)


def _code(group: str) -> str:
    """The group as it stands in the table; empty for all rows."""
    return "" if group == ALL else group


def _key(cell: QuantileCell) -> tuple[object, ...]:
    return cell.force_code, cell.area_code, cell.period_start, cell.period_end, cell.group


def _counts(part: Sum, cells: Iterable[QuantileCell], presence: Presence) -> Numbers:
    """How many rows have the duration, with what is known of who supplied them."""
    counts = (
        Cell(
            cell.force_code, cell.area_code, cell.period_start, cell.period_end, cell.group,
            cell.numbers, float(cell.numbers), None,
        )
        for cell in cells
    )  # fmt: skip
    return Numbers(part, counts, presence, yearly=False)

"""What a measure asks of the engine, and the numbers that it gets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from openpeel.catalogue.contracts import contract_of_table
from openpeel.catalogue.forces import districts
from openpeel.catalogue.measures import Measure, Part
from openpeel.measures.assemble import MeasureNumbers
from openpeel.measures.numbers import Numbers, Presence, added
from openpeel.measures.quantiles import Spread
from openpeel.measures.sums import Cell, Sum
from openpeel.measures.where import Condition, condition


class Told(Protocol):
    """Who supplied the rows that a condition can hold."""

    def presence(self, where: Condition) -> Presence:
        """By force and period."""
        ...


@dataclass(frozen=True)
class Parts:
    """The sums that a measure asks for."""

    measure: Measure
    numerator: Sum
    denominator: Sum | None
    by_group: Sum | None
    base_by_group: Sum | None
    squares: Sum | None  # of a mean
    squares_by_group: Sum | None
    left_out: Sum | None  # rows that the base leaves out for want of a duration
    left_out_by_group: Sum | None

    @classmethod
    def of(cls, measure: Measure) -> Parts:
        """The sums of a measure that is no quantile."""

        def asked(part: Part, key: str, by: str | None = None, squares: bool = False) -> Sum:
            where = condition(part.table, part.where, f"{measure.id}.yaml, key {key}.where")
            return Sum(where, part.sum, by, measure.areas, squares)

        top, bottom, by = measure.numerator, measure.denominator, measure.by
        mean = measure.kind == "mean"
        base = asked(bottom, "denominator") if bottom else None
        unusable = _unusable(base.condition) if base else None
        grouped = bottom is not None and bottom.by is not None
        return cls(
            measure,
            asked(top, "numerator"),
            base,
            asked(top, "numerator", by) if by else None,
            asked(bottom, "denominator", bottom.by) if bottom and bottom.by else None,
            asked(top, "numerator", squares=True) if mean else None,
            asked(top, "numerator", by, squares=True) if mean and by else None,
            Sum(unusable, areas=measure.areas) if unusable else None,
            Sum(unusable, by=bottom.by, areas=measure.areas)
            if unusable and bottom and grouped
            else None,
        )

    @property
    def all(self) -> tuple[Sum, ...]:
        """Every sum, for the engine."""
        asked = (
            self.numerator, self.denominator, self.by_group, self.base_by_group,
            self.squares, self.squares_by_group, self.left_out, self.left_out_by_group,
        )  # fmt: skip
        return tuple(part for part in asked if part is not None)

    def numbers(self, cells: Mapping[Sum, list[Cell]], told: Told) -> MeasureNumbers:
        """The measure with the numbers of its parts."""
        yearly = self.measure.period == "year ending March"

        def found(part: Sum | None, population: bool = False) -> Numbers | None:
            if part is None:
                return None
            present = told.presence(part.condition)
            return numbers_of(part, cells.get(part, []), present, yearly and not population)

        bottom = self.measure.denominator
        population = bottom is not None and bottom.is_population
        numerator = found(self.numerator)
        assert numerator is not None
        return MeasureNumbers(
            self.measure,
            numerator,
            found(self.denominator, population),
            found(self.by_group),
            found(self.base_by_group, population),
            found(self.squares),
            found(self.squares_by_group),
            found(self.left_out),
            found(self.left_out_by_group),
            partnerships() if self.measure.areas else {},
        )


def _unusable(base: Condition) -> Condition | None:
    """Rows that a base leaves out because they lack a duration; of several, the first named."""
    contract = contract_of_table(base.table)
    for duration in contract.durations if contract else ():
        if (found := base.unusable(duration)) is not None:
            return found
    return None


def spreads_of(measure: Measure) -> tuple[Spread, ...]:
    """What a quantile measure asks of each force: all rows, and by group and area where wanted."""
    part = measure.numerator
    where = condition(part.table, part.where, f"{measure.id}.yaml, key numerator.where")
    column = str(part.column)
    groups = (None, measure.by) if measure.by else (None,)
    areas = (False, True) if measure.areas else (False,)
    return tuple(Spread(where, column, by, area) for by in groups for area in areas)


def numbers_of(part: Sum, cells: list[Cell], presence: Presence, yearly: bool) -> Numbers:
    """A part's numbers over force totals as well as areas."""
    if part.areas:
        totals: dict[tuple[object, ...], Cell] = {}
        for cell in cells:
            whole = cell._replace(area_code="")
            key = (cell.force_code, cell.period_start, cell.period_end, cell.group)
            totals[key] = added(totals[key], whole) if key in totals else whole
        cells = [*totals.values(), *(cell for cell in cells if cell.area_code)]
    return Numbers(part, cells, presence, yearly)


@cache
def partnerships() -> dict[str, list[str]]:
    """Partnerships of 2022 by force."""
    found: dict[str, set[str]] = defaultdict(set)
    for district in districts().all:
        if district.csp_code and not district.successor:
            found[district.force_code].add(district.csp_code)
    return {force: sorted(codes) for force, codes in found.items()}

"""All values of a release's measures: what is asked of each table is asked together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import TypeVar

import duckdb

from openpeel.catalogue.measures import Measure
from openpeel.errors import UserError
from openpeel.measures.assemble import values
from openpeel.measures.cached import Facts
from openpeel.measures.parts import Parts, Told, partnerships, spreads_of
from openpeel.measures.quantile_values import QuantileNumbers
from openpeel.measures.quantiles import Left, QuantileCell, Spread
from openpeel.measures.sums import Cell, Sum
from openpeel.measures.values import Value

Asked = dict[Spread, set[float]]  # spreads with the probabilities asked of them
T = TypeVar("T")


def values_of(
    measures: Mapping[str, Measure], facts: Facts, told: Told
) -> Iterator[tuple[Measure, list[Value]]]:
    """Every value of each measure, in their order."""
    parts = {id: Parts.of(m) for id, m in measures.items() if m.kind != "quantile"}
    cells = _cells(parts, facts)
    quantiles = _quantiles([m for m in measures.values() if m.kind == "quantile"], facts, told)
    for id, measure in measures.items():
        if id in parts:
            yield measure, values(parts[id].numbers(cells, told))
        else:
            yield measure, quantiles[id]


def _cells(parts: Mapping[str, Parts], facts: Facts) -> dict[Sum, list[Cell]]:
    wanted: dict[str, list[Sum]] = defaultdict(list)
    for part in dict.fromkeys(part for held in parts.values() for part in held.all):
        if facts.holds(part.table):
            wanted[part.table].append(part)
    cells: dict[Sum, list[Cell]] = {}
    for table, sums in wanted.items():
        cells |= _undamaged(facts, table, partial(facts.sums, table, sums))
    return cells


def _quantiles(measures: list[Measure], facts: Facts, told: Told) -> dict[str, list[Value]]:
    asked: Asked = defaultdict(set)
    for measure in measures:
        for spread in spreads_of(measure):
            asked[spread].add(_probability(measure))
    cells = _spreads(asked, facts)
    numbers = {measure.id: _numbers(measure, cells, told) for measure in measures}
    together: dict[frozenset[Left], Asked] = defaultdict(lambda: defaultdict(set))
    for measure in measures:
        for spread in _national(measure):
            together[numbers[measure.id].left()][spread].add(_probability(measure))
    whole = {left: _spreads(spreads, facts, left) for left, spreads in together.items()}
    return {
        measure.id: numbers[measure.id].values(
            cell
            for spread in _national(measure)
            for cell in whole[numbers[measure.id].left()][spread]
            if bool(cell.group) == bool(spread.by)
        )
        for measure in measures
    }


def _probability(measure: Measure) -> float:
    assert measure.numerator.quantile is not None
    return measure.numerator.quantile


def _national(measure: Measure) -> list[Spread]:
    return [replace(s, national=True) for s in spreads_of(measure) if not s.areas]


def _numbers(
    measure: Measure, cells: Mapping[Spread, list[QuantileCell]], told: Told
) -> QuantileNumbers:
    spreads = spreads_of(measure)
    # rows of no area count in the force's own quantile only
    held = {
        by: [
            cell
            for spread in spreads
            if bool(spread.by) == by
            for cell in cells[spread]
            if bool(cell.area_code) == spread.areas
        ]
        for by in (False, True)
    }
    where = spreads[0].condition
    areas = partnerships() if measure.areas else {}
    return QuantileNumbers(measure, where, told.presence(where), held[False], held[True], areas)


def _spreads(
    asked: Asked, facts: Facts, left: frozenset[Left] = frozenset()
) -> dict[Spread, list[QuantileCell]]:
    by_table: dict[str, Asked] = defaultdict(dict)
    for spread, probabilities in asked.items():
        by_table[spread.table][spread] = probabilities
    found: dict[Spread, list[QuantileCell]] = {}
    for table, some in by_table.items():
        found |= _undamaged(facts, table, partial(facts.spreads, some, left))
    return found


def _undamaged(facts: Facts, table: str, run: Callable[[], T]) -> T:
    """What `run` gives; a file of the lake that can't be read is told in one sentence."""
    try:
        return run()
    except duckdb.Error as problem:
        lake = facts.lake
        # a broken page is a plain Error that names no file; whatever else is broken names its own
        told = isinstance(problem, duckdb.IOException | duckdb.InvalidInputException)
        if not (told and str(lake.root) in str(problem)) and type(problem) is not duckdb.Error:
            raise
        raise UserError(
            f"{lake.root}: a file of {table} in the lake is damaged; remove {lake.accounts} and"
            " build again."
        ) from None

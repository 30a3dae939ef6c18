"""Who else looks like this: the forces whose pattern of values over all measures is nearest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openpeel.releases.measuring import compared
from openpeel.releases.queries import Index, all_forces

FEWEST_SHARED = 5  # measures that two forces must both have before they are set side by side
SHOWN = 5
WIDEST = 3.0  # a single extreme value should not decide who is alike


@dataclass(frozen=True)
class Likeness:
    """A force with a similar pattern: mean distance in SDs of the forces, over shared measures."""

    force_code: str
    force: str
    distance: float
    shared: int


def similar(index: Index, force_code: str) -> list[Likeness]:
    """The forces nearest in pattern, nearest first; empty when too little is shared."""
    everyone = all_forces()
    table = _table(index)
    mine = table[[force.code for force in everyone].index(force_code)]
    gaps = np.abs(table - mine)
    shared = np.isfinite(gaps).sum(axis=1)
    found = [
        Likeness(force.code, force.name, float(np.nanmean(row)), int(count))
        for force, row, count in zip(everyone, gaps, shared, strict=True)
        if force.code != force_code and count >= FEWEST_SHARED
    ]
    return sorted(found, key=lambda likeness: (likeness.distance, likeness.force))[:SHOWN]


def _table(index: Index) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """A row a force, a column a measure: the latest z on the outlier lines' scale."""
    columns = []
    for measure in index.release.measures.values():
        comparison = index.latest(measure)
        if comparison is None or not compared(measure):
            continue
        standings = (index.standing(comparison, force.code) for force in all_forces())
        columns.append([s.z if s is not None and s.z is not None else np.nan for s in standings])
    table = np.array(columns, dtype=np.float64).T.reshape(len(all_forces()), -1)
    return np.clip(table, -WIDEST, WIDEST)

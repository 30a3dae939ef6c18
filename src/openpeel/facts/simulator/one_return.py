"""One force's year of one return, for whoever draws a sample from it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from openpeel.catalogue.contracts import contract
from openpeel.catalogue.forces import Force
from openpeel.facts.simulator.clock import Year
from openpeel.facts.simulator.returns import returns_of
from openpeel.facts.simulator.truth import nation
from openpeel.facts.simulator.writing import SIMULATED_KEY, ReturnFile


def write_return(
    path: Path, name: str, force: Force, seed: int, year_start: date, scale: float = 1.0
) -> int:
    """Write a Parquet file that bears the simulator's mark; how many rows it has.

    Args:
        path: The file; what stands there is replaced.
        name: The id of the return's contract.
        force: Whose rows they are.
        seed: Of the simulation: the force is the one of `openpeel simulate` with the same seed.
        year_start: The first of a month; the twelve months from it are the latest of the nation's.
        scale: 1 is a year's real volume.
    """
    asked = contract(name)
    truth = next(t for t in nation(seed, Year(year_start)) if t.force.code == force.code)
    file = ReturnFile(path, asked, {SIMULATED_KEY: f"seed {seed}, scale {scale:g}"})
    for batch in returns_of(asked.lake_table, truth, seed, scale):
        file.add(force.code, *batch)
    file.finish()
    return file.rows

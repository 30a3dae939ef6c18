"""The chance budget: how many comparisons, how many marks, how many chance alone would give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from openpeel.measures.values import Standing
from openpeel.statistics import adjust, chance_budget

FALSE_DISCOVERY = 0.05


@dataclass(frozen=True)
class Budget:
    """Comparisons made and marks seen, by each method, beside what chance alone would give."""

    lines_made: int
    lines_marked: int
    lines_by_chance: float
    funnels_made: int
    funnels_marked: int
    funnels_by_chance: float
    surviving: tuple[Standing, ...]  # funnel marks that stand after Benjamini-Hochberg


def budget(standings: Iterable[Standing]) -> Budget:
    """Count over all the comparisons of one page."""
    made = list(standings)
    lined = [standing for standing in made if standing.z is not None]
    funnelled = [standing for standing in made if standing.funnel_p is not None]
    adjusted = adjust([standing.funnel_p for standing in funnelled])
    return Budget(
        lines_made=len(lined),
        lines_marked=sum(standing.line_mark is not None for standing in lined),
        lines_by_chance=chance_budget(len(lined), "one-sd"),
        funnels_made=len(funnelled),
        funnels_marked=sum(standing.funnel_mark is not None for standing in funnelled),
        funnels_by_chance=chance_budget(len(funnelled), "funnel-998"),
        surviving=tuple(
            standing
            for standing, p in zip(funnelled, adjusted, strict=True)
            if p < FALSE_DISCOVERY and standing.funnel_mark is not None
        ),
    )

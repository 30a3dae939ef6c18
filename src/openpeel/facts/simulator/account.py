"""What lies beside the simulated tables: the truth, and a paragraph that says what this is."""

from __future__ import annotations

from openpeel import __version__
from openpeel.facts.simulator.national import PARAMETERS
from openpeel.facts.simulator.parameters import Parameter
from openpeel.facts.simulator.people import residents
from openpeel.facts.simulator.truth import ForceTruth
from openpeel.facts.simulator.volumes import VOLUMES

TRUTH = "truth.json"
MADE_BY = "openpeel simulate"

_NOTE = (
    "Everything here is made up. The forces' names, codes, areas and numbers of residents are real"
    " so that the data have the right shape; no figure is about a real force's performance."
)


def truth_as_json(
    nations: dict[int, tuple[ForceTruth, ...]], years: int, seed: int, scale: float
) -> dict[str, object]:
    """The true values of each year (by how many years back), in an order that does not change.

    `parameters` says in SQL over the tables what each value is the share or the rate of.
    """
    truths = nations[0]
    return {
        "made_by": MADE_BY,
        "version": __version__,
        "note": _NOTE,
        "seed": seed,
        "scale": scale,
        "years": years,
        "year": _dates(truths[0]),
        "rates": "Rates are at scale 1: multiply those of returns that scale by the scale.",
        "planted": [
            {
                "force_code": truth.force.code,
                "force": truth.force.name,
                "kind": plant.kind,
                "words": plant.words,
                "problem": plant.problem,
                "parameters": sorted(plant.values),
                "spoils": sorted(plant.spoils),
            }
            for truth in truths
            for plant in truth.plants
        ],
        "parameters": {name: _parameter(entry) for name, entry in PARAMETERS.items()},
        "forces": [_force(truth) for truth in truths],
        "years_before": [
            {
                "year": _dates(earlier[0]),
                "forces": [{"code": truth.force.code, "values": truth.values} for truth in earlier],
            }
            for back, earlier in nations.items()
            if back
        ],
    }


def _dates(truth: ForceTruth) -> list[str]:
    return [truth.year.start.isoformat(), truth.year.end.isoformat()]


def _parameter(entry: Parameter) -> dict[str, object]:
    return {
        "words": entry.words,
        "table": entry.table,
        "unit": entry.base,
        "scales": VOLUMES[entry.table].scales,
        "part": entry.part,
        "of": entry.of,
        "national": entry.national,
    }


def _force(truth: ForceTruth) -> dict[str, object]:
    return {
        "code": truth.force.code,
        "name": truth.force.name,
        "residents": residents(truth.places),
        "residents_by_group": {
            group: residents(truth.places, group) for group in truth.places[0].groups["census-2021"]
        },
        "rural": truth.rural,
        "values": truth.values,
        "by_month": {name: list(shares) for name, shares in truth.monthly.items()},
    }


def readme(seed: int, scale: float) -> str:
    """One paragraph for whoever opens the folder."""
    return (
        f"SIMULATED DATA. {_NOTE} It was written by `openpeel simulate --seed {seed} --scale"
        f" {scale:g}`, version {__version__}; the same three give the same bytes. A scale of 1 has"
        " about as many rows as a year in England and Wales. truth.json holds the true values that"
        " the rows were drawn from, and names what was planted: forces that really differ, and data"
        " that are missing or partial.\n"
    )

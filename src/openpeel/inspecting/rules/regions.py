"""Rules on judgments of a region, which hold for its forces."""

from __future__ import annotations

from openpeel.inspecting import places
from openpeel.inspecting.rules.registry import (
    Case,
    Findings,
    Found,
    force_names,
    inspection_rule,
    spot,
)


@inspection_rule
def regional_judgment_without_forces(case: Case) -> Findings:
    """A judgment of a region says for which forces it holds."""
    for judgment in case.inspection.judgments:
        if case.inspection.body == "region" and not judgment.forces:
            yield Found(
                spot(places.judgment(case.inspection, judgment), "forces"),
                f"The judgment on {judgment.area} says for no force that it holds; name them.",
            )


@inspection_rule
def regional_judgment_without_its_own_date(case: Case) -> Findings:
    """A region's judgment holds from its own report on, not from the force's."""
    for judgment in case.inspection.judgments:
        visit = case.rounds[judgment.round]
        own = visit.published or visit.end
        right = judgment.date == own if visit.published else judgment.date >= own
        if case.inspection.body == "region" and not right:
            when = "was published" if visit.published else "ended"
            yield Found(
                spot(places.judgment(case.inspection, judgment), "date"),
                f"The judgment on {judgment.area} holds from {judgment.date}, but the region's"
                f" round {when} on {own}; give it that date.",
            )


@inspection_rule
def judgment_of_a_force_outside_the_region(case: Case) -> Findings:
    """An inspection judges the forces that it inspected."""
    for judgment in case.inspection.judgments:
        outside = [one for one in judgment.forces if one not in case.inspection.forces]
        if outside:
            yield Found(
                spot(places.judgment(case.inspection, judgment), "forces"),
                f"{force_names(outside)} is judged in {judgment.area}, but is none of the forces of"
                f" {case.inspection.name}.",
            )

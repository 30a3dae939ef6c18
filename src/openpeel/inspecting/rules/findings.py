"""Rules on findings: the headings of a report, and what carries them."""

from __future__ import annotations

from openpeel.inspecting import places
from openpeel.inspecting.rules.registry import Case, Findings, Found, inspection_rule, spot


@inspection_rule
def finding_without_evidence(case: Case) -> Findings:
    """Whatever is found rests on something."""
    for one in case.inspection.findings:
        if not one.evidence:
            yield Found(
                spot(places.finding(case.inspection, one), "evidence"),
                f"{one.id} names no evidence.",
            )


@inspection_rule
def criticism_without_consequence(case: Case) -> Findings:
    """A criticism says what it means for people."""
    for one in case.inspection.findings:
        if one.tone == "criticism" and not one.consequence:
            yield Found(
                spot(places.finding(case.inspection, one), "consequence"),
                f"{one.id} criticises the force and does not say what follows for people.",
            )


@inspection_rule
def finding_without_its_areas_judgment(case: Case) -> Findings:
    """Once areas are judged, no area with findings is left out."""
    judged = {judgment.area for judgment in case.inspection.judgments}
    for one in case.inspection.findings:
        if judged and one.area not in judged:
            yield Found(
                spot(places.finding(case.inspection, one), "area"),
                f"{one.id} is a finding in {one.area}, in which there is no judgment; in an area"
                " without grades the judgment has none.",
            )


@inspection_rule
def tone_against_the_evidence(case: Case) -> Findings:
    """Praise does not rest on what speaks against a force, nor criticism on what speaks for it."""
    opposite = {"praise": "against", "criticism": "for"}
    for one in case.inspection.findings:
        says = {case.evidence[id].speaks for id in one.evidence} - {"context"}
        if one.tone in opposite and says == {opposite[one.tone]}:
            yield Found(
                spot(places.finding(case.inspection, one), "tone"),
                f"{one.id} is {one.tone}, and all its evidence speaks {opposite[one.tone]} the"
                " force.",
            )


@inspection_rule
def sensitive_evidence_in_a_finding(case: Case) -> Findings:
    """What is published rests on what may be told."""
    for one in case.inspection.findings:
        for id in one.evidence:
            published = case.rounds[one.round].published
            if published and case.evidence[id].marking == "official-sensitive":
                yield Found(
                    spot(places.finding(case.inspection, one), "evidence"),
                    f"{one.id} is published from {published} on and cites {id}, which is"
                    " official-sensitive; cite what may be told.",
                )

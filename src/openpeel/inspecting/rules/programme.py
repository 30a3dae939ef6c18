"""Rules on the programme as a whole: rounds, monitoring, national recommendations."""

from __future__ import annotations

from itertools import pairwise

from openpeel.inspecting import places
from openpeel.inspecting.histories import raised_on
from openpeel.inspecting.record import Record
from openpeel.inspecting.rules.registry import (
    Case,
    Findings,
    Found,
    force_names,
    inspection_rule,
    record_rule,
)


@record_rule
def simulated_mixed_with_real(record: Record) -> Findings:
    """Nobody should have to ask which of a record is real."""
    simulated = [one.id for one in record.inspections if one.simulated]
    if simulated and len(simulated) < len(record.inspections):
        yield Found(
            places.PROGRAMME,
            f"{', '.join(simulated)} is simulated and stands beside real inspections; keep them in"
            " another record.",
        )


@record_rule
def national_recommendation_not_applied(record: Record) -> Findings:
    """A recommendation to every force is looked at in each force that is inspected."""
    for one in record.recommendations:
        applied = {entry.force for entry in one.applied}
        inspected = {
            inspection.place
            for inspection in record.inspections
            if inspection.body == "force"
            and any(visit.end >= one.published for visit in inspection.rounds)
        }
        if missing := sorted(inspected - applied):
            yield Found(
                f"{places.NATIONAL}, {one.id}.applied",
                f"{one.id} is to every force, and nobody says where {force_names(missing)} stands.",
            )


@inspection_rule
def revisit_without_a_cause_of_concern(case: Case) -> Findings:
    """A force is revisited to see what became of a cause of concern."""
    raised = [raised_on(one.history) for one in case.inspection.concerns]
    for visit in case.inspection.rounds:
        before = any(day is not None and day <= visit.start for day in raised)
        if visit.kind == "revisit" and not before:
            yield Found(
                f"{places.inspection(case.inspection)}, rounds.{visit.id}",
                f"The revisit {visit.id} follows no cause of concern of this inspection.",
            )


@inspection_rule
def published_before_its_round_ended(case: Case) -> Findings:
    """A report tells of a visit that is over."""
    for visit in case.inspection.rounds:
        if visit.published and visit.published < visit.end:
            yield Found(
                f"{places.inspection(case.inspection)}, rounds.{visit.id}.published",
                f"The round {visit.id} was published on {visit.published}, before it ended on"
                f" {visit.end}.",
            )


@record_rule
def stage_overlap(record: Record) -> Findings:
    """A force is in one stage of monitoring at a time, whichever inspections of it say so."""
    for whose in dict.fromkeys((one.body, one.place) for one in record.inspections):
        stages = sorted(
            (
                (stage, inspection)
                for inspection in record.inspections
                if (inspection.body, inspection.place) == whose
                for stage in inspection.stages
            ),
            key=lambda one: one[0].start,
        )
        for (one, _), (following, inspection) in pairwise(stages):
            if one.end is None or one.end >= following.start:
                yield Found(
                    f"{places.inspection(inspection)}, stages",
                    f"The stage “{following.stage}” begins on {following.start}, while"
                    f" “{one.stage}” from {one.start} lasts.",
                )


@inspection_rule
def engage_without_reason(case: Case) -> Findings:
    """A force that is moved to engage is told why."""
    for one in case.inspection.stages:
        if one.stage == "engage" and not one.reason:
            yield Found(
                f"{places.inspection(case.inspection)}, stages",
                f"The stage “engage” from {one.start} has no reason.",
            )

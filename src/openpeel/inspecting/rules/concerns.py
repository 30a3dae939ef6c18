"""Rules on causes of concern and the recommendations about them."""

from __future__ import annotations

from collections.abc import Iterator

from openpeel.inspecting import places
from openpeel.inspecting.histories import open_on, raised_on, status_on
from openpeel.inspecting.record import Concern, Recommendation
from openpeel.inspecting.rules.registry import Case, Findings, Found, inspection_rule, spot


def _recommendations(case: Case) -> Iterator[tuple[Concern, Recommendation, str]]:
    for concern in case.inspection.concerns:
        for one in concern.recommendations:
            place = places.concern(case.inspection, concern)
            yield concern, one, spot(place, f"recommendations.{one.id}")


@inspection_rule
def cause_of_concern_without_recommendation(case: Case) -> Findings:
    """A cause of concern comes with what to do about it."""
    for one in case.inspection.concerns:
        if not one.recommendations:
            yield Found(
                spot(places.concern(case.inspection, one), "recommendations"),
                f"{one.id} recommends nothing; say what the force should do, and by when.",
            )


@inspection_rule
def recommendation_without_deadline(case: Case) -> Findings:
    """A recommendation about a cause of concern says by when."""
    for _, one, where in _recommendations(case):
        if one.deadline is None:
            yield Found(where, f"{one.id} has no deadline.")


@inspection_rule
def cause_of_concern_without_finding(case: Case) -> Findings:
    """A cause of concern rests on what was found."""
    for one in case.inspection.concerns:
        if not one.findings:
            yield Found(
                spot(places.concern(case.inspection, one), "findings"),
                f"{one.id} names no finding that it rests on.",
            )


@inspection_rule
def deadline_before_publication(case: Case) -> Findings:
    """A force has time to act once it has been told."""
    for concern, one, where in _recommendations(case):
        told = raised_on(one.history), case.rounds[concern.round].published
        days = [day for day in told if day is not None]
        if one.deadline and days and one.deadline <= min(days):
            yield Found(
                where,
                f"{one.id} is due on {one.deadline}, no later than the force was told, on"
                f" {min(days)}.",
            )


@inspection_rule
def deadline_passed_and_open(case: Case) -> Findings:
    """What is overdue is looked at."""
    for _, one, where in _recommendations(case):
        if (
            one.deadline
            and one.deadline < case.context.on
            and open_on(one.history, case.context.on)
        ):
            yield Found(where, f"{one.id} was due on {one.deadline} and is still open.")


@inspection_rule
def cause_of_concern_closed_with_an_open_recommendation(case: Case) -> Findings:
    """A cause of concern is not closed while something is still to be done about it."""
    on = case.context.on
    for concern, one, where in _recommendations(case):
        if status_on(concern.history, on) == "closed" and open_on(one.history, on):
            yield Found(where, f"{concern.id} is closed while {one.id} is open.")

"""Rules on the grade of a judgment, and on what must stand beside it."""

from __future__ import annotations

from openpeel.inspecting import places
from openpeel.inspecting.histories import open_on, status_on
from openpeel.inspecting.record import Judgment
from openpeel.inspecting.rules.registry import Case, Findings, Found, inspection_rule, spot

HIGH = ("outstanding", "good")


def _at(case: Case, judgment: Judgment, key: str) -> str:
    return spot(places.judgment(case.inspection, judgment), key)


@inspection_rule
def judgment_before_its_round(case: Case) -> Findings:
    """What was not yet looked at can't be judged; a region's judgment has a rule of its own."""
    if case.inspection.body == "region":
        return
    for judgment in case.inspection.judgments:
        begins = case.rounds[judgment.round].start
        if judgment.date < begins:
            yield Found(
                _at(case, judgment, "date"),
                f"The judgment on {judgment.area} holds from {judgment.date}, before its round"
                f" began on {begins}.",
            )


@inspection_rule
def inadequate_without_cause_of_concern(case: Case) -> Findings:
    """Inadequate says that there are causes of concern."""
    for judgment in case.graded:
        concerns = [one for one in case.inspection.concerns if one.area == judgment.area]
        # Raised in this round, or before it and still open; what was closed by then is over.
        held = (
            open_on(c.history, judgment.date)
            or (c.round == judgment.round and status_on(c.history, judgment.date) != "closed")
            for c in concerns
        )
        if judgment.grade == "inadequate" and not any(held):
            yield Found(
                _at(case, judgment, "grade"),
                f"{judgment.area} is inadequate without a cause of concern; raise one or give"
                " another grade.",
            )


@inspection_rule
def good_with_open_cause_of_concern_unexplained(case: Case) -> Findings:
    """A reader asks how both can be true."""
    for judgment in case.graded:
        for concern in case.inspection.concerns:
            if (
                judgment.grade in HIGH
                and concern.area == judgment.area
                and open_on(concern.history, judgment.date)
                and not judgment.concerns_explained
            ):
                yield Found(
                    _at(case, judgment, "concerns_explained"),
                    f"{judgment.area} is {judgment.grade} while the cause of concern {concern.id}"
                    " is open; say why the grade stands.",
                )


@inspection_rule
def requires_improvement_without_improvement_or_concern(case: Case) -> Findings:
    """A force that must improve is told in what."""
    raised = {one.area for one in case.inspection.concerns}
    raised |= {one.area for one in case.inspection.improvements}
    for judgment in case.graded:
        if judgment.grade == "requires improvement" and judgment.area not in raised:
            yield Found(
                _at(case, judgment, "grade"),
                f"{judgment.area} requires improvement, but no cause of concern and no area for"
                " improvement says in what.",
            )


@inspection_rule
def ungraded_area_with_a_grade(case: Case) -> Findings:
    """Some areas are inspected and not graded."""
    for judgment in case.graded:
        if case.area(judgment.area).graded is False:
            yield Found(
                _at(case, judgment, "grade"),
                f"{case.framework.name} gives no grade in {judgment.area}; take"
                f" “{judgment.grade}” out.",
            )


@inspection_rule
def graded_area_without_a_grade(case: Case) -> Findings:
    """A judgment in a graded area is a grade."""
    for judgment in case.inspection.judgments:
        if judgment.grade is None and case.area(judgment.area).graded is True:
            yield Found(
                _at(case, judgment, "grade"),
                f"{case.framework.name} grades {judgment.area}, and the judgment gives no grade.",
            )


@inspection_rule
def judgment_without_rationale(case: Case) -> Findings:
    """A grade without its reasons can't be argued with."""
    for judgment in case.inspection.judgments:
        if not judgment.rationale:
            yield Found(
                _at(case, judgment, ""),
                f"The judgment on {judgment.area} gives no reasons; write them below the keys.",
            )


@inspection_rule
def dissent_without_reason(case: Case) -> Findings:
    """Somebody who would have given another grade says why."""
    for judgment in case.inspection.judgments:
        for number, dissent in enumerate(judgment.dissents):
            if not dissent.reason:
                yield Found(
                    _at(case, judgment, f"dissents.{number}.reason"),
                    f"{dissent.signed.by} would have given “{dissent.grade}” and gives no reason.",
                )


@inspection_rule
def dissent_with_the_same_grade(case: Case) -> Findings:
    """A dissent is another grade."""
    for judgment in case.graded:
        for number, dissent in enumerate(judgment.dissents):
            if dissent.grade == judgment.grade:
                yield Found(
                    _at(case, judgment, f"dissents.{number}.grade"),
                    f"{dissent.signed.by} is said to dissent in {judgment.area} and gives the same"
                    f" grade, “{dissent.grade}”.",
                )

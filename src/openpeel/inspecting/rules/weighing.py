"""Rules on the evidence under a grade: whether it is there, of more than one kind, and fits."""

from __future__ import annotations

from openpeel.inspecting import places
from openpeel.inspecting.rules.grades import HIGH
from openpeel.inspecting.rules.registry import Case, Findings, Found, inspection_rule, spot

LOW = ("requires improvement", "inadequate")


@inspection_rule
def characteristic_neither_evidenced_nor_excused(case: Case) -> Findings:
    """A grade rests on every characteristic of its area, or says what was left out."""
    excused = {(gap.area, gap.characteristic) for gap in case.inspection.gaps}
    for judgment in case.graded:
        known = {one.characteristic for one in case.weighed(judgment.area)}
        for one in case.area(judgment.area).characteristics:
            if one.id not in known and (judgment.area, one.id) not in excused:
                yield Found(
                    spot(places.judgment(case.inspection, judgment), "grade"),
                    f"{judgment.area} is graded, but nothing speaks for or against {one.id}; add"
                    " evidence, or a gap with its reason.",
                )


@inspection_rule
def characteristic_both_evidenced_and_excused(case: Case) -> Findings:
    """What was not assessed has no evidence that weighs."""
    for gap in case.inspection.gaps:
        ids = [e.id for e in case.weighed(gap.area) if e.characteristic == gap.characteristic]
        if ids:
            yield Found(
                spot(places.gap(case.inspection, gap)),
                f"{gap.characteristic} is said not to have been assessed, but {', '.join(ids)}"
                " speaks of it; take out one of both.",
            )


@inspection_rule
def gap_without_reason(case: Case) -> Findings:
    """Not assessed needs a reason."""
    for gap in case.inspection.gaps:
        if not gap.reason:
            yield Found(
                spot(places.gap(case.inspection, gap), "reason"),
                f"{gap.characteristic} of {gap.area} was not assessed, and no reason is given.",
            )


@inspection_rule
def grade_without_evidence(case: Case) -> Findings:
    """A grade in an area of which nothing is known."""
    for judgment in case.graded:
        listed = case.area(judgment.area).characteristics
        if not listed and not case.weighed(judgment.area):
            yield Found(
                spot(places.judgment(case.inspection, judgment), "grade"),
                f"{judgment.area} is graded without a piece of evidence that speaks for or against"
                " the force.",
            )


@inspection_rule
def grade_resting_on_one_kind_of_evidence(case: Case) -> Findings:
    """What one kind of evidence says, another should bear out."""
    for judgment in case.graded:
        kinds = {one.kind for one in case.weighed(judgment.area)}
        if len(kinds) == 1:
            yield Found(
                spot(places.judgment(case.inspection, judgment), "grade"),
                f"All evidence under the grade in {judgment.area} is of one kind, {kinds.pop()};"
                " look for another.",
            )


@inspection_rule
def grade_against_the_weight(case: Case) -> Findings:
    """A question to the judge, never an answer: grades are not sums."""
    for judgment in case.graded:
        weighed = case.weighed(judgment.area)
        strong = [one.speaks for one in weighed if one.strength == "strong"]
        against, speaking_for = strong.count("against"), strong.count("for")
        where = spot(places.judgment(case.inspection, judgment), "grade")
        if judgment.grade in HIGH and against > speaking_for:
            yield Found(
                where,
                f"{judgment.area} is {judgment.grade} while more strong evidence speaks against the"
                f" force ({against}) than for it ({speaking_for}); do the reasons say why?",
            )
        if judgment.grade in LOW and weighed and all(one.speaks == "for" for one in weighed):
            yield Found(
                where,
                f"The grade in {judgment.area} is “{judgment.grade}” while no evidence speaks"
                " against the force; do the reasons say why?",
            )

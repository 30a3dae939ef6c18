"""Rules on marks, surveys and lines of enquiry: they ask, and other evidence answers."""

from __future__ import annotations

from openpeel.inspecting import places
from openpeel.inspecting.record import Line
from openpeel.inspecting.rules.registry import Case, Findings, Found, inspection_rule, spot


@inspection_rule
def survey_used_as_evidence_against_a_force(case: Case) -> Findings:
    """A voluntary survey speaks neither for a force nor against it."""
    for one in case.inspection.evidence:
        if (one.kind == "survey" or one.theme) and one.speaks != "context":
            yield Found(
                spot(places.evidence(case.inspection, one), "speaks"),
                f"{one.id} lets the survey speak {one.speaks} the force; a survey is context and"
                " raises a line of enquiry.",
            )


@inspection_rule
def survey_theme_not_triangulated(case: Case) -> Findings:
    """What a survey raises is borne out by evidence of another kind."""
    for line in case.inspection.lines:
        kinds = {case.evidence[id].kind for id in line.evidence}
        if line.themes and line.closed and not kinds - {"survey"}:
            yield Found(
                spot(places.line(case.inspection, line), "evidence"),
                f"{line.id} was raised by a theme of the survey and closed without evidence of"
                " another kind.",
            )
    for finding in case.inspection.findings:
        kinds = {case.evidence[id].kind for id in finding.evidence}
        if kinds == {"survey"}:
            yield Found(
                spot(places.finding(case.inspection, finding), "evidence"),
                f"{finding.id} rests on the survey alone; add evidence of another kind or take the"
                " finding out.",
            )


@inspection_rule
def mark_used_as_evidence(case: Case) -> Findings:
    """A mark asks a question; it is no answer to it."""
    for line in case.inspection.lines:
        if line.closed and _answered(case, line):
            continue
        for one in case.inspection.evidence:
            if one.kind == "data" and one.figure in line.figures and one.speaks != "context":
                yield Found(
                    spot(places.evidence(case.inspection, one), "speaks"),
                    f"{one.id} speaks {one.speaks} the force by the mark of {one.figure}, and"
                    f" {line.id}, which the mark raised, was not closed with other evidence.",
                )


def _answered(case: Case, line: Line) -> bool:
    """Whether a line rests on something besides the figures that raised it."""
    return any(case.evidence[id].figure not in line.figures for id in line.evidence)


@inspection_rule
def open_line_of_enquiry_at_judgment(case: Case) -> Findings:
    """Questions in an area are answered before it is judged."""
    for judgment in case.inspection.judgments:
        for line in case.inspection.lines:
            if (
                line.area == judgment.area
                and line.signed.on <= judgment.signed.on
                and (line.closed is None or line.closed.on > judgment.signed.on)
            ):
                yield Found(
                    spot(places.line(case.inspection, line), "closed"),
                    f"{line.id} was open when {judgment.area} was judged on {judgment.signed.on}.",
                )


@inspection_rule
def line_of_enquiry_closed_without_outcome(case: Case) -> Findings:
    """A question that is closed has an answer."""
    for line in case.inspection.lines:
        if line.closed and not line.outcome:
            yield Found(
                spot(places.line(case.inspection, line), "outcome"),
                f"{line.id} is closed, and nobody says what came of it.",
            )

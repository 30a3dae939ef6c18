"""Rules on whether the source that evidence names is there, and is one of its own kind."""

from __future__ import annotations

from openpeel.catalogue.survey_questions import survey_question_sets
from openpeel.inspecting import places
from openpeel.inspecting.record import EvidenceKind
from openpeel.inspecting.rules.registry import (
    Case,
    Findings,
    Found,
    NotLooked,
    inspection_rule,
    spot,
)

# Sources with rules of their own, which evidence of another kind would get round.
OWN: dict[str, EvidenceKind] = {
    "figure": "data",
    "audit": "audit",
    "question": "audit",
    "theme": "survey",
}


@inspection_rule
def source_of_another_kind(case: Case) -> Findings:
    """What comes from a survey, an audit or a release is evidence of that kind."""
    for one in case.inspection.evidence:
        for key, kind in OWN.items():
            if getattr(one, key) is not None and one.kind != kind:
                yield Found(
                    spot(places.evidence(case.inspection, one), key),
                    f"{one.id} is of kind {one.kind} and names a {key}, which is of kind {kind};"
                    " change the kind, or enter what came from elsewhere by itself.",
                )


@inspection_rule
def audit_not_at_the_site(case: Case) -> Findings:
    """An audit and its question lead to an estimate."""
    known = case.context.audits
    for one in case.inspection.evidence:
        if one.audit is None:
            continue
        place = places.evidence(case.inspection, one)
        if known is None:
            yield NotLooked("no site with audits was given, so nobody knows which audits there are")
        elif one.audit not in known:
            yield Found(
                spot(place, "audit"),
                f"{one.id} names the audit {one.audit}, which is none of the site's.",
            )
        elif one.question is not None and one.question not in known[one.audit]:
            yield Found(
                spot(place, "question"),
                f"{one.id} names the question {one.question}, for which {one.audit} has no"
                " estimate.",
            )


@inspection_rule
def theme_of_no_question_set(case: Case) -> Findings:
    """A theme leads to the questions that were asked."""
    known = {theme for one in survey_question_sets().values() for theme in one.themes}
    named: list[tuple[str, str, tuple[str, ...]]] = [
        (one.id, spot(places.evidence(case.inspection, one), "theme"), (one.theme,))
        for one in case.inspection.evidence
        if one.theme is not None
    ]
    named += [
        (line.id, spot(places.line(case.inspection, line), "themes"), line.themes)
        for line in case.inspection.lines
    ]
    for id, where, themes in named:
        for theme in themes:
            if theme not in known:
                yield Found(
                    where,
                    f"{id} names the theme {theme}, which no question set of the survey has;"
                    f" the themes are {', '.join(sorted(known))}.",
                )

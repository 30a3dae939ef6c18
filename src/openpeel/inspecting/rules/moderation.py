"""Rules on how a judgment was set beside those of like inspections."""

from __future__ import annotations

from collections.abc import Iterator

from openpeel.catalogue.frameworks import comparable
from openpeel.inspecting import places
from openpeel.inspecting.record import Judgment, Moderation
from openpeel.inspecting.rules.registry import Case, Findings, Found, inspection_rule, spot


def _moderations(case: Case) -> Iterator[tuple[Judgment, Moderation, str]]:
    """Each moderation with its judgment and its place."""
    for judgment in case.inspection.judgments:
        for number, one in enumerate(judgment.moderations):
            place = places.judgment(case.inspection, judgment)
            yield judgment, one, spot(place, f"moderations.{number}")


@inspection_rule
def judgment_without_moderation(case: Case) -> Findings:
    """The same evidence should earn the same grade in another force."""
    for judgment in case.graded:
        if not judgment.moderations:
            yield Found(
                spot(places.judgment(case.inspection, judgment), "moderations"),
                f"Nobody set the grade in {judgment.area} beside those of like inspections.",
            )


@inspection_rule
def moderation_before_judgment(case: Case) -> Findings:
    """What is not yet judged can't be moderated."""
    for judgment, one, where in _moderations(case):
        if one.signed.on < judgment.signed.on:
            yield Found(
                where,
                f"The judgment on {judgment.area} was moderated on {one.signed.on}, before it was"
                f" made on {judgment.signed.on}.",
            )


@inspection_rule
def moderation_by_who_judged(case: Case) -> Findings:
    """Moderation is a second pair of eyes."""
    for judgment, one, where in _moderations(case):
        if one.signed.by.casefold() == judgment.signed.by.casefold():
            yield Found(
                where,
                f"{one.signed.by} judged {judgment.area} and moderated the judgment; somebody else"
                " must do one of both.",
            )


@inspection_rule
def comparison_across_frameworks(case: Case) -> Findings:
    """Grades of two frameworks don't mean the same."""
    others = {one.id: one for one in case.record.inspections}
    for judgment, one, where in _moderations(case):
        for id in one.beside:
            if id in others:
                answer = comparable(case.inspection.framework, others[id].framework)
                if not answer.yes:
                    yield Found(
                        where, f"{judgment.area} was set beside {id}. {answer.reason} Take it out."
                    )


@inspection_rule
def moderation_beside_an_unknown_inspection(case: Case) -> Findings:
    """A comparison can be followed only to what is in the record."""
    others = {one.id for one in case.record.inspections}
    for judgment, one, where in _moderations(case):
        for id in one.beside:
            if id not in others:
                yield Found(
                    where,
                    f"{judgment.area} was set beside {id}, which is not in this record, so nobody"
                    " can tell under which framework it was.",
                )
        if not one.beside:
            yield Found(where, f"The moderation of {judgment.area} names no inspection beside it.")


@inspection_rule
def moderation_beside_itself(case: Case) -> Findings:
    """A grade is set beside those of other inspections."""
    for judgment, one, where in _moderations(case):
        if case.inspection.id in one.beside:
            yield Found(
                where,
                f"The judgment on {judgment.area} was set beside its own inspection; name like"
                " inspections.",
            )

"""Rules on figures that evidence and lines of enquiry take from a release."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from openpeel.inspecting import places
from openpeel.inspecting.figure_names import figure_force
from openpeel.inspecting.rules.registry import (
    Case,
    Findings,
    Found,
    NotLooked,
    force_names,
    inspection_rule,
    spot,
)


class _Used(NamedTuple):
    id: str  # of the evidence or line
    figure: str
    release: str | None
    where: str


def _used(case: Case) -> Iterator[_Used]:
    """Every figure of the inspection with the release it is said to come from."""
    own = case.inspection.release
    for one in case.inspection.evidence:
        if one.figure:
            where = spot(places.evidence(case.inspection, one), "figure")
            yield _Used(one.id, one.figure, one.release or own, where)
    for line in case.inspection.lines:
        for figure in line.figures:
            where = spot(places.line(case.inspection, line), "figures")
            yield _Used(line.id, figure, line.release or own, where)


@inspection_rule
def figure_from_a_superseded_release(case: Case) -> Findings:
    """A number that has been replaced since."""
    context = case.context
    for one in _used(case):
        if one.release is None:
            continue
        if one.release in context.superseded or (context.release or one.release) != one.release:
            now = f"; the release is {context.release} now" if context.release else ""
            yield Found(
                one.where,
                f"{one.id} takes {one.figure} from the release {one.release}, which is superseded"
                f"{now}; look at the figure again.",
            )
        elif context.release is None:
            yield NotLooked("no site was given, so nobody knows which release is the current one")


@inspection_rule
def figure_without_a_release(case: Case) -> Findings:
    """The same name is another number in another release."""
    for one in _used(case):
        if one.release is None:
            yield Found(
                one.where,
                f"{one.id} takes {one.figure} from a release that neither it nor the inspection"
                f" names; write `release: {case.context.release or 'ID'}` into inspection.yaml.",
            )


@inspection_rule
def figure_not_in_the_release(case: Case) -> Findings:
    """A figure's name leads to a figure."""
    known = case.context.figures
    for one in _used(case):
        if known is None:
            yield NotLooked("no site was given, so nobody knows which figures there are")
        elif one.figure not in known:
            yield Found(one.where, f"{one.id} names {one.figure}, which is no figure of the site.")


@inspection_rule
def figure_of_another_force(case: Case) -> Findings:
    """A figure about another force says nothing of this one."""
    for one in _used(case):
        force = figure_force(one.figure)
        if force and force not in case.inspection.forces:
            yield Found(
                one.where,
                f"{one.id} names {one.figure}, which is about {force_names([force])}.",
            )

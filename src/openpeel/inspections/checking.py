"""An inspection held against the rules of a consistent record."""

from __future__ import annotations

from datetime import date

from openpeel.inspecting.rules import Context, Problem, check_record
from openpeel.inspections.exporting import record_of
from openpeel.inspections.models import Inspection

OTHERS = "inspections/"


def problems_of(inspection: Inspection, on: date) -> list[Problem]:
    """What the rules say of an inspection and of its programme; not of its other inspections.

    The service knows no site, so what a release would tell is a note that it was not looked at.
    """
    found = check_record(record_of(inspection.programme), Context(on=on))
    mine = f"{OTHERS}{inspection.slug}/"
    return [one for one in found if one.where.startswith(mine) or not one.where.startswith(OTHERS)]


def errors_of(inspection: Inspection, on: date) -> list[Problem]:
    """The errors of the inspection itself, which keep it from being settled."""
    mine = f"{OTHERS}{inspection.slug}/"
    return [
        one
        for one in problems_of(inspection, on)
        if one.level == "error" and one.where.startswith(mine)
    ]

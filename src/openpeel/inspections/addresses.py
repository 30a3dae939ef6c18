"""Addresses of the inspections' pages in the service."""

from __future__ import annotations

from openpeel.inspections.models import (
    Concern,
    Improvement,
    Inspection,
    Judgment,
    Line,
    Recommendation,
)

INSPECTIONS = "/inspections/"
REGISTER = "/inspections/register/"


def overview(inspection: Inspection) -> str:
    """An inspection: its areas, where it stands, what is next."""
    return f"{INSPECTIONS}{inspection.programme.slug}/{inspection.slug}/"


def move(inspection: Inspection) -> str:
    """Where an inspection is taken to another state."""
    return f"{overview(inspection)}move/"


def rounds(inspection: Inspection) -> str:
    """Where a round is added."""
    return f"{overview(inspection)}rounds/"


def check(inspection: Inspection) -> str:
    """What the rules say."""
    return f"{overview(inspection)}check/"


def members(inspection: Inspection) -> str:
    """Who takes part."""
    return f"{overview(inspection)}members/"


def remove_member(inspection: Inspection) -> str:
    """Where a role is taken from somebody."""
    return f"{members(inspection)}remove/"


def asked(inspection: Inspection) -> str:
    """What is asked of the force."""
    return f"{overview(inspection)}asked/"


def entry(one: Concern | Recommendation | Improvement) -> str:
    """A cause of concern, recommendation or area for improvement with its history."""
    concern = one.concern if isinstance(one, Recommendation) else None
    inspection = concern.inspection if concern else one.inspection  # type: ignore[union-attr]
    return f"{asked(inspection)}{type(one).__name__.lower()}s/{one.pk}/"


def recommend(concern: Concern) -> str:
    """Where a further recommendation is written."""
    return f"{entry(concern)}recommend/"


def area(inspection: Inspection, id: str) -> str:
    """An area: what is known, found and judged in it. The forms lie below."""
    return f"{overview(inspection)}areas/{id}/"


def line(line: Line) -> str:
    """Where a line of enquiry is closed."""
    return f"{area(line.inspection, line.area)}lines/{line.pk}/"


def dissent(judgment: Judgment) -> str:
    """Where somebody says which other grade they would have given."""
    return f"{area(judgment.inspection, judgment.area)}judgments/{judgment.pk}/dissent/"


def moderate(judgment: Judgment) -> str:
    """Where a judgment is set beside others."""
    return f"{area(judgment.inspection, judgment.area)}judgments/{judgment.pk}/moderate/"

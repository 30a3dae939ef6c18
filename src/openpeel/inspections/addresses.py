"""Addresses of the inspections' pages in the service."""

from __future__ import annotations

from openpeel.catalogue.forces import Force, forces
from openpeel.inspections.models import (
    Applied,
    Concern,
    Improvement,
    Inspection,
    Judgment,
    Line,
    NationalRecommendation,
    Programme,
    Recommendation,
)

INSPECTIONS = "/inspections/"
REGISTER = "/inspections/register/"
MONITORING = "/monitoring/"


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


def monitoring(programme: Programme) -> str:
    """The forces of a programme: their stages, and how far they are with what is asked of all."""
    return f"{MONITORING}{programme.slug}/"


def monitored(programme: Programme, force: Force) -> str:
    """One force: its stages, and what is asked of it as of every force."""
    return f"{monitoring(programme)}forces/{force.slug}/"


def monitoring_of(inspection: Inspection, own: str = "") -> str:
    """Where the force of an inspection is monitored; for a region, where its forces are.

    Those who work for one of them find `own` (its code) alone.
    """
    code = inspection.place if inspection.body == "force" else own
    if not code:
        return monitoring(inspection.programme)
    return monitored(inspection.programme, forces().by_code[code])


def stage(programme: Programme, force: Force) -> str:
    """Where a force is moved to another stage."""
    return f"{monitored(programme, force)}stage/"


def national(programme: Programme) -> str:
    """The national recommendations."""
    return f"{monitoring(programme)}national/"


def add_national(programme: Programme) -> str:
    """Where a national recommendation is entered."""
    return f"{monitoring(programme)}add-national/"


def recommendation(one: NationalRecommendation) -> str:
    """A national recommendation, and where each force stands with it."""
    return f"{national(one.programme)}{one.slug}/"


def apply(one: NationalRecommendation) -> str:
    """Where further forces are asked."""
    return f"{recommendation(one)}apply/"


def applied(one: Applied) -> str:
    """How far one force is with a national recommendation."""
    force = forces().by_code[one.force]
    return f"{monitored(one.recommendation.programme, force)}national/{one.recommendation.slug}/"

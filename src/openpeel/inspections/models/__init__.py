"""The record of inspections as tables: what `inspecting.record` holds, nothing less.

Columns are named as in the record, but that its ids are `slug` here (`inspections.rows`). Whatever
somebody decided stores who and when together; histories are added to, never edited. Order is
stored (`place`) where people chose it; whatever has an id stands in the record's own order.
"""

from openpeel.inspections.models.areas import (
    Dissent,
    Evidence,
    Finding,
    FindingEvidence,
    Gap,
    JudgedForce,
    Judgment,
    Line,
    LineEvidence,
    Moderation,
)
from openpeel.inspections.models.asked import (
    WITH_HISTORY,
    Applied,
    Concern,
    ConcernFinding,
    Improvement,
    ImprovementFinding,
    NationalRecommendation,
    Recommendation,
    Step,
)
from openpeel.inspections.models.programmes import (
    Event,
    InspectedForce,
    Inspection,
    Member,
    Programme,
    Round,
    Stage,
)

__all__ = [
    "WITH_HISTORY", "Applied", "Concern", "ConcernFinding", "Dissent", "Event", "Evidence",
    "Finding", "FindingEvidence", "Gap", "Improvement", "ImprovementFinding", "InspectedForce",
    "Inspection", "JudgedForce", "Judgment", "Line", "LineEvidence", "Member", "Moderation",
    "NationalRecommendation", "Programme", "Recommendation", "Round", "Stage", "Step",
]  # fmt: skip

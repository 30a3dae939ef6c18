"""Where something of an inspection stands: its file within the record, and its keys there.

Each function gives the file and a function that names a key of that thing in that file.
"""

from __future__ import annotations

from collections.abc import Callable

from openpeel.catalogue.forces import forces
from openpeel.inspecting.record import (
    Concern,
    Evidence,
    Finding,
    Gap,
    Improvement,
    Inspection,
    Judgment,
    Line,
)

PROGRAMME, NATIONAL = "programme.yaml", "national-recommendations.yaml"

Place = tuple[str, Callable[[str], str]]


def judgment_name(judgment: Judgment) -> str:
    """The file of a judgment within its inspection; a region's also names its first force."""
    of = f".{forces().by_code[judgment.first_force].slug}" if judgment.forces else ""
    return f"judgments/{judgment.round}/{judgment.area}{of}.md"


def inspection(of: Inspection) -> str:
    """The file of what an inspection is."""
    return _within(of, "inspection.yaml")


def evidence(of: Inspection, piece: Evidence) -> Place:
    """A row of the table of evidence."""
    return _within(of, "evidence.csv"), _below(piece.id)


def gap(of: Inspection, gap: Gap) -> Place:
    """An entry of the list of gaps."""
    return _within(of, "gaps.yaml"), _below(f"{gap.area}.{gap.characteristic}")


def line(of: Inspection, line: Line) -> Place:
    """An entry of the list of lines of enquiry."""
    return _within(of, "lines-of-enquiry.yaml"), _below(line.id)


def finding(of: Inspection, finding: Finding) -> Place:
    """A finding's own file."""
    return _within(of, f"findings/{finding.id}.md"), _itself


def judgment(of: Inspection, judgment: Judgment) -> Place:
    """A judgment's own file."""
    return _within(of, judgment_name(judgment)), _itself


def concern(of: Inspection, concern: Concern) -> Place:
    """A cause of concern's own file."""
    return _within(of, f"concerns/{concern.id}.md"), _itself


def improvement(of: Inspection, improvement: Improvement) -> Place:
    """An entry of the list of areas for improvement."""
    return _within(of, "improvements.yaml"), _below(improvement.id)


def _within(of: Inspection, name: str) -> str:
    return f"inspections/{of.id}/{name}"


def _below(id: str) -> Callable[[str], str]:
    return lambda key: f"{id}.{key}"


def _itself(key: str) -> str:
    return key

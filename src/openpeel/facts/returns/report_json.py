"""A report as JSON text, and back exactly as it was."""

from __future__ import annotations

from openpeel.errors import UserError
from openpeel.facts.records import from_json, to_json
from openpeel.facts.returns.findings import Report


def report_json(report: Report) -> str:
    """The whole report, replies included; the same report gives the same bytes anywhere."""
    return to_json(report) + "\n"


def report_from_json(text: str, name: str = "the report") -> Report:
    """A report from its text; UserError, naming it, when it is none."""
    try:
        return from_json(Report, text)
    except ValueError:
        raise UserError(f"{name}: it is no report of a check; check the file again.") from None

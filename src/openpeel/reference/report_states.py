"""The states of drafts and points of accuracy, and who may do what: diagrams and tables."""

from __future__ import annotations

from openpeel.reference.markdown import page as whole_page
from openpeel.reference.markdown import table
from openpeel.reference.states import Section, opening, sections, ticks
from openpeel.reports.permissions import ACTION_WORDS, ACTIONS, ROLE_WORDS, ROLES
from openpeel.reports.states import TABLE, Kind

SECTIONS: dict[Kind, Section] = {
    "draft": Section(
        "A draft",
        "A draft is the source of a report as it stood once, with what the checks found. Whatever"
        " is changed makes the next draft. A version can also be published without the force's"
        " accuracy check, for a reason that is kept.",
        ("draft",),
    ),
    "point": Section(
        "A point",
        "A point of accuracy is what the force says to some words of a draft. A decision can be"
        " made anew; the earlier one stays beside it.",
        ("open",),
    ),
}


def page() -> str:
    """The page: a diagram and a table of each kind, then roles and actions."""
    return whole_page(
        opening(
            "States of a report, and who may do what",
            "[How a report is published](../how-to/publish-a-report.md).",
        ),
        *sections(TABLE, SECTIONS),
        "## Roles",
        "A person may have several roles in a report. Whoever has none does not learn that it is"
        " in the service. Who works for the inspected force has the role force, and no other.",
        table(["Role", "What it is for"], ROLE_WORDS.items()),
        "## Actions",
        "The force reads the drafts that were sent to it, and no others.",
        table(
            ["Action", "What it is", *ROLES],
            [
                [action, ACTION_WORDS[action], *ticks(ROLES, allowed)]
                for action, allowed in ACTIONS.items()
            ],
        ),
    )

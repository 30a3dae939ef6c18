"""The states of rounds, files and reviews, and who may do what: diagrams and tables."""

from __future__ import annotations

from openpeel.audits.permissions import ACTIONS, ROLE_WORDS, ROLES
from openpeel.audits.states import TABLE, Kind
from openpeel.reference.markdown import page as whole_page
from openpeel.reference.markdown import table
from openpeel.reference.states import Section, opening, sections, ticks

SECTIONS: dict[Kind, Section] = {
    "round": Section(
        "A round",
        "A round is one drawing and reviewing of a sample. The next round repeats it.",
        ("drawn",),
    ),
    "file": Section("A file", "A file of the sample, or a reserve.", ("waiting", "reserve")),
    "review": Section(
        "A review",
        "One reviewer's reading of a file: the first, or the second, which is blind.",
        ("allocated",),
    ),
}


def page() -> str:
    """The page: a diagram and a table of each kind, then roles and actions."""
    return whole_page(
        opening(
            "States of an audit, and who may do what",
            "[How a lead takes a round through them](../how-to/run-an-audit.md).",
        ),
        *sections(TABLE, SECTIONS),
        "## Roles",
        "A person may have several roles in an audit. Whoever has none does not learn that the"
        " audit exists.",
        table(["Role", "What it is for"], ROLE_WORDS.items()),
        "## Actions",
        "What a reviewer wrote is seen by nobody else until every review of the file is finished,"
        " whatever their role.",
        table(
            ["Action", *ROLES],
            [[action, *ticks(ROLES, allowed)] for action, allowed in ACTIONS.items()],
        ),
    )

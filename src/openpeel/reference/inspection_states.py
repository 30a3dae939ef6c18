"""The states of an inspection and of what it asks, and who may do what when."""

from __future__ import annotations

from openpeel.inspections.permissions import ACTION_WORDS, ACTIONS
from openpeel.inspections.roles import ROLE_WORDS, ROLES
from openpeel.inspections.states import OPEN_IN, TABLE, Kind
from openpeel.reference.markdown import code, table
from openpeel.reference.markdown import page as whole_page
from openpeel.reference.states import Section, opening, sections, ticks

SECTIONS: dict[Kind, Section] = {
    "inspection": Section(
        "An inspection",
        "It is settled only while no rule finds an [error](inspection-rules.md) in it. A record"
        " that is loaded with a day of publication is published.",
        ("open",),
    ),
    "step": Section(
        "A cause of concern, a recommendation, an area for improvement",
        "It stands where the last step of its history says; it begins open. A cause of concern is"
        " closed after its recommendations. A national recommendation has such a history in each"
        " force that it is asked of.",
        ("open",),
    ),
    "stage": Section(
        "A force that is monitored",
        "It is in scan until it is moved, and in one stage at a time. Each stage has a first day, a"
        " reason and who wrote it; it ends on the day before the next one begins.",
        ("scan",),
    ),
}


def page() -> str:
    """The page: a diagram and a table of each kind, then roles and actions."""
    return whole_page(
        opening(
            "States of an inspection, and who may do what",
            "[How a team works through them](../how-to/work-on-an-inspection.md).",
        ),
        *sections(TABLE, SECTIONS),
        "## Roles",
        "A person may have several roles in an inspection. Whoever has none does not learn that it"
        " exists, and those who work for the force do not before it is published. They have no"
        " other role in it.",
        "National recommendations and the stages of forces belong to the programme. Whoever has a"
        " role in any of its inspections has the same one there, but not where the force is their"
        " own: its staff have a voice for it alone, once an inspection of it is published. A force"
        " is moved by who leads an inspection of it, and its stage is shown to those who have a"
        " part in one.",
        table(["Role", "What it is for"], ROLE_WORDS.items()),
        "## Actions",
        table(["Action", "What it is"], ACTION_WORDS.items()),
        table(
            ["Action", *ROLES, "While the inspection is"],
            [
                [
                    action,
                    *ticks(ROLES, allowed),
                    ", ".join(code(state) for state in OPEN_IN.get(action, ())) or "in any state",
                ]
                for action, allowed in ACTIONS.items()
            ],
        ),
    )

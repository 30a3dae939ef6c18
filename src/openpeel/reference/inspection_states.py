"""The states of an inspection and of what it asks, and who may do what when."""

from __future__ import annotations

from collections.abc import Iterator

from openpeel.inspections.permissions import ACTION_WORDS, ACTIONS
from openpeel.inspections.roles import ROLE_WORDS, ROLES
from openpeel.inspections.states import OPEN_IN, STATES, TRANSITIONS, Kind
from openpeel.reference.markdown import block, code, head, table
from openpeel.reference.markdown import page as whole_page

HEADINGS: dict[Kind, tuple[str, str]] = {
    "inspection": (
        "An inspection",
        "It is settled only while no rule finds an [error](inspection-rules.md) in it. A record"
        " that is loaded with a day of publication is published.",
    ),
    "step": (
        "A cause of concern, a recommendation, an area for improvement",
        "It stands where the last step of its history says; it begins open. A cause of concern is"
        " closed after its recommendations.",
    ),
}


def page() -> str:
    """The page: a diagram and a table of each kind, then roles and actions."""
    parts = [
        head(
            "States of an inspection, and who may do what",
            "An action that is tried in another state, or by somebody else, is refused with a"
            " sentence. [How a team works through them](../how-to/work-on-an-inspection.md).",
        )
    ]
    for kind, (heading, words) in HEADINGS.items():
        states = [state for state in STATES if state.kind == kind]
        parts += [
            f"## {heading}",
            words,
            block("\n".join(_diagram(kind)), "mermaid"),
            table(
                ["State", "Whose turn it is", "What it means"],
                [[code(state.name), state.owner, state.words] for state in states],
            ),
        ]
    parts += [
        "## Roles",
        "A person may have several roles in an inspection. Whoever has none does not learn that it"
        " exists, and those who work for the force do not before it is published. They have no"
        " other role in it.",
        table(["Role", "What it is for"], [[role, ROLE_WORDS[role]] for role in ROLES]),
        "## Actions",
        table(["Action", "What it is"], [[name, words] for name, words in ACTION_WORDS.items()]),
        table(
            ["Action", *ROLES, "While the inspection is"],
            [
                [
                    action,
                    *("yes" if role in allowed else "" for role in ROLES),
                    ", ".join(code(state) for state in OPEN_IN.get(action, ())) or "in any state",
                ]
                for action, allowed in ACTIONS.items()
            ],
        ),
    ]
    return whole_page(*parts)


def _diagram(kind: Kind) -> Iterator[str]:
    """A diagram in Mermaid, which reads spaces in a name only through another name."""
    yield "stateDiagram-v2"
    for state in STATES:
        if state.kind == kind:
            yield f"    {_plain(state.name)}: {state.name}"
    yield "    [*] --> open"
    for transition in TRANSITIONS:
        if transition.kind == kind:
            for source in transition.sources:
                arrow = f"{_plain(source)} --> {_plain(transition.to)}"
                yield f"    {arrow}: {transition.action}"


def _plain(name: str) -> str:
    return name.replace(" ", "_")

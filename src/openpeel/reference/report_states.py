"""The states of drafts and points of accuracy, and who may do what: diagrams and tables."""

from __future__ import annotations

from collections.abc import Iterator

from openpeel.reference.markdown import block, code, head, table
from openpeel.reference.markdown import page as whole_page
from openpeel.reports.permissions import ACTION_WORDS, ACTIONS, ROLE_WORDS, ROLES
from openpeel.reports.states import STATES, TRANSITIONS, Kind

# Where each kind of thing begins.
BEGINS: dict[Kind, str] = {"draft": "draft", "point": "open"}
WORDS: dict[Kind, str] = {
    "draft": "A draft is the source of a report as it stood once, with what the checks found."
    " Whatever is changed makes the next draft. A version can also be published without the"
    " force's accuracy check, for a reason that is kept.",
    "point": "A point of accuracy is what the force says to some words of a draft. A decision can"
    " be made anew; the earlier one stays beside it.",
}


def page() -> str:
    """The page: a diagram and a table of each kind, then roles and actions."""
    parts = [
        head(
            "States of a report, and who may do what",
            "An action that is tried in another state, or by somebody else, is refused with a"
            " sentence. [How a report is published](../how-to/publish-a-report.md).",
        )
    ]
    for kind, words in WORDS.items():
        states = [state for state in STATES if state.kind == kind]
        parts += [
            f"## A {kind}",
            words,
            block("\n".join(_diagram(kind)), "mermaid"),
            table(
                ["State", "Whose turn it is", "What it means"],
                [[code(state.name), state.owner, state.words] for state in states],
            ),
        ]
    parts += [
        "## Roles",
        "A person may have several roles in a report. Whoever has none does not learn that it is"
        " in the service. Who works for the inspected force has the role force, and no other.",
        table(["Role", "What it is for"], [[role, ROLE_WORDS[role]] for role in ROLES]),
        "## Actions",
        "The force reads the drafts that were sent to it, and no others.",
        table(
            ["Action", "What it is", *ROLES],
            [
                [action, ACTION_WORDS[action], *("yes" if r in roles else "" for r in ROLES)]
                for action, roles in ACTIONS.items()
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
    yield f"    [*] --> {_plain(BEGINS[kind])}"
    for transition in TRANSITIONS:
        if transition.kind == kind:
            for source in transition.sources:
                arrow = f"{_plain(source)} --> {_plain(transition.after(source))}"
                yield f"    {arrow}: {transition.action}"


def _plain(name: str) -> str:
    return name.replace(" ", "_")

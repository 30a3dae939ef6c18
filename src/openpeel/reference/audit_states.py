"""The states of rounds, files and reviews, and who may do what: diagrams and tables."""

from __future__ import annotations

from collections.abc import Iterator

from openpeel.audits.permissions import ACTIONS, ROLE_WORDS, ROLES
from openpeel.audits.states import STATES, TRANSITIONS, Kind
from openpeel.reference.markdown import block, code, head, table
from openpeel.reference.markdown import page as whole_page

# Where each kind of thing begins.
BEGINS: dict[Kind, tuple[str, ...]] = {
    "round": ("drawn",),
    "file": ("waiting", "reserve"),
    "review": ("allocated",),
}
WORDS: dict[Kind, str] = {
    "round": "A round is one drawing and reviewing of a sample. The next round repeats it.",
    "file": "A file of the sample, or a reserve.",
    "review": "One reviewer's reading of a file: the first, or the second, which is blind.",
}


def page() -> str:
    """The page: a diagram and a table of each kind, then roles and actions."""
    parts = [
        head(
            "States of an audit, and who may do what",
            "An action that is tried in another state, or by somebody else, is refused with a"
            " sentence. [How a lead takes a round through them](../how-to/run-an-audit.md).",
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
        "A person may have several roles in an audit. Whoever has none does not learn that the"
        " audit exists.",
        table(["Role", "What it is for"], [[role, ROLE_WORDS[role]] for role in ROLES]),
        "## Actions",
        "What a reviewer wrote is seen by nobody else until every review of the file is finished,"
        " whatever their role.",
        table(
            ["Action", *ROLES],
            [
                [action, *("yes" if role in allowed else "" for role in ROLES)]
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
    for name in BEGINS[kind]:
        yield f"    [*] --> {_plain(name)}"
    for transition in TRANSITIONS:
        if transition.kind == kind:
            for source in transition.sources:
                arrow = f"{_plain(source)} --> {_plain(transition.to)}"
                yield f"    {arrow}: {transition.action}"


def _plain(name: str) -> str:
    return name.replace(" ", "_")

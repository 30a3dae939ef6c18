"""What the pages of states share: a diagram and a table of each kind, roles, who may do what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from openpeel.people.states import Kind, Table
from openpeel.reference.markdown import block, code, head, table

REFUSED = (
    "An action that is tried in another state, or by somebody else, is refused with a sentence."
)


@dataclass(frozen=True)
class Section:
    """What a page says of a kind of thing, and the states in which one begins."""

    heading: str
    words: str
    begins: tuple[str, ...]


def opening(title: str, how_to: str) -> str:
    """The page's title, and where to read how one works through the states."""
    return head(title, f"{REFUSED} {how_to}")


def sections(states: Table[Kind], kinds: Mapping[Kind, Section]) -> list[str]:
    """A diagram and a table of each kind."""
    parts = []
    for kind, section in kinds.items():
        rows = [
            [code(state.name), state.owner, state.words]
            for state in states.states
            if state.kind == kind
        ]
        parts += [
            f"## {section.heading}",
            section.words,
            block("\n".join(_diagram(states, kind, section.begins)), "mermaid"),
            table(["State", "Whose turn it is", "What it means"], rows),
        ]
    return parts


def ticks(roles: Iterable[str], allowed: Iterable[str]) -> list[str]:
    """Cells that say of each role whether it is one of the allowed."""
    held = set(allowed)
    return ["yes" if role in held else "" for role in roles]


def _diagram(states: Table[Kind], kind: Kind, begins: Iterable[str]) -> Iterator[str]:
    """A diagram in Mermaid, which reads spaces in a name only through another name."""
    yield "stateDiagram-v2"
    for name in states.names(kind):
        yield f"    {_plain(name)}: {name}"
    for name in begins:
        yield f"    [*] --> {_plain(name)}"
    for transition in states.transitions:
        if transition.kind == kind:
            for source in transition.sources:
                arrow = f"{_plain(source)} --> {_plain(transition.after(source))}"
                yield f"    {arrow}: {transition.action}"


def _plain(name: str) -> str:
    return name.replace(" ", "_")

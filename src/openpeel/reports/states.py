"""The states of a draft and of a point of accuracy: one table, with the owner of each state.

Every action that changes a state names its transition here, and the diagrams in the docs are made
from this table. An action that is tried in another state is refused with a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from openpeel.errors import UserError

Kind = Literal["draft", "point"]
WITH_THE_FORCE = "with the force"


@dataclass(frozen=True)
class State:
    """A state, whose turn it is while it lasts, and what it means."""

    kind: Kind
    name: str
    owner: str
    words: str


@dataclass(frozen=True)
class Transition:
    """An action that takes something from any of some states to another, or leaves it there."""

    kind: Kind
    action: str
    sources: tuple[str, ...]
    to: str = ""  # nothing: it stays in its state

    def after(self, state: str) -> str:
        """The state that follows on one of the sources."""
        return self.to or state


STATES = (
    State("draft", "draft", "author", "Saved with what the checks found; nobody outside sees it."),
    State("draft", WITH_THE_FORCE, "force", "The force reads it and raises points of accuracy."),
    State("draft", "decided", "lead", "Every point is decided; it can be published as it is."),
    State("draft", "published", "nobody", "It is what a published version was made from."),
    State("point", "open", "lead", "The force says that something is not so; to be decided."),
    State("point", "accepted", "author", "It is as the force says; the next draft says so."),
    State("point", "refused", "nobody", "The text stays as it is; the reason says why."),
    State("point", "noted", "nobody", "It is known, and no matter of accuracy."),
)

_POINTS = ("open", "accepted", "refused", "noted")
TRANSITIONS = (
    Transition("draft", "send to the force", ("draft",), WITH_THE_FORCE),
    Transition("draft", "raise a point", (WITH_THE_FORCE,)),
    # also what was open when a version was published without accuracy gets its answer
    Transition("draft", "decide a point", (WITH_THE_FORCE, "published")),
    Transition("draft", "close the accuracy check", (WITH_THE_FORCE,), "decided"),
    Transition("draft", "ask the force again", ("decided",), WITH_THE_FORCE),
    Transition("draft", "publish", ("decided",), "published"),
    Transition("draft", "publish without accuracy", ("draft", WITH_THE_FORCE), "published"),
    Transition("point", "accept", _POINTS, "accepted"),
    Transition("point", "refuse", _POINTS, "refused"),
    Transition("point", "note", _POINTS, "noted"),
)

_BY_ACTION = {(t.kind, t.action): t for t in TRANSITIONS}


def names(kind: Kind) -> tuple[str, ...]:
    """The states of a kind of thing, in the table's order."""
    return tuple(state.name for state in STATES if state.kind == kind)


def may(kind: Kind, action: str, state: str) -> bool:
    """Whether an action is open in a state."""
    return state in _BY_ACTION[kind, action].sources


def after(kind: Kind, action: str, state: str) -> str:
    """The state that an action leads to; UserError when it is not open in this one."""
    transition = _BY_ACTION[kind, action]
    if state not in transition.sources:
        raise UserError(
            f"this {kind} is {_now(state)}; one can only {action} when it is"
            f" {' or '.join(_now(source) for source in transition.sources)}."
        )
    return transition.after(state)


def _now(state: str) -> str:
    return "not sent to the force yet" if state == "draft" else state

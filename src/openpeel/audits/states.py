"""The states of a round, of a file and of a review: one table, with the owner of each state.

Every action that changes a state names its transition here, and the diagram in the docs is made
from this table. An action that is tried in another state is refused with a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from openpeel.errors import UserError

Kind = Literal["round", "file", "review"]
REVIEWING = ("drawn", "in review")
"""States of a round in which files are given out and replaced."""


@dataclass(frozen=True)
class State:
    """A state, whose turn it is while it lasts, and what it means."""

    kind: Kind
    name: str
    owner: str
    words: str


@dataclass(frozen=True)
class Transition:
    """An action that takes something from any of some states to another."""

    kind: Kind
    action: str
    sources: tuple[str, ...]
    to: str


STATES = (
    State("round", "drawn", "lead", "The sample is loaded; files are being allocated."),
    State("round", "in review", "reviewers", "Files are reviewed, some of them twice."),
    State("round", "right of reply", "force", "The force may question the facts of a file."),
    State("round", "settled", "lead", "Every answer stands; figures are checked and explained."),
    State("round", "published", "nobody", "Results are published; nothing changes any more."),
    State("round", "purged", "nobody", "References, notes and evidence are deleted."),
    State("file", "reserve", "nobody", "Held back, to replace a file that can't be reviewed."),
    State("file", "waiting", "lead", "Drawn, and nobody has it yet."),
    State("file", "allocated", "reviewer", "A reviewer has it and has not begun."),
    State("file", "in review", "reviewer", "The first review is under way."),
    State("file", "second review", "second reviewer", "To be reviewed again, blind."),
    State("file", "conflicted", "moderator", "Reviews differ, or lack an answer; a third decides."),
    State("file", "settled", "nobody", "One answer stands for each question."),
    State("file", "challenged", "lead", "The force questions a fact; to be decided."),
    State("file", "replaced", "nobody", "Can't be reviewed; a reserve took its place."),
    State("review", "allocated", "reviewer", "To be begun."),
    State("review", "started", "reviewer", "Some answers are given."),
    State("review", "submitted", "nobody", "Finished; its answers stay as they are."),
)

TRANSITIONS = (
    Transition("round", "start", ("drawn",), "in review"),
    Transition("round", "send to the force", ("in review",), "right of reply"),
    Transition("round", "settle", ("in review", "right of reply"), "settled"),
    Transition("round", "reopen", ("right of reply", "settled"), "in review"),
    Transition("round", "publish", ("settled",), "published"),
    Transition("round", "purge", ("settled", "published"), "purged"),
    Transition("file", "call up", ("reserve",), "waiting"),
    Transition("file", "allocate", ("waiting", "allocated"), "allocated"),
    Transition("file", "begin", ("allocated", "in review"), "in review"),
    Transition("file", "ask for a second review", ("in review",), "second review"),
    Transition("file", "find a conflict", ("second review",), "conflicted"),
    Transition("file", "agree", ("in review", "second review", "conflicted"), "settled"),
    Transition("file", "challenge", ("settled", "challenged"), "challenged"),
    Transition("file", "decide", ("challenged",), "settled"),
    Transition("file", "open a question", ("challenged",), "conflicted"),
    Transition(
        "file",
        "replace",
        ("waiting", "allocated", "in review", "second review", "conflicted"),
        "replaced",
    ),
    Transition("review", "begin", ("allocated", "started"), "started"),
    Transition("review", "hand over", ("started",), "started"),
    Transition("review", "submit", ("started",), "submitted"),
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
        where = " or ".join(transition.sources)
        raise UserError(
            f"this {kind} is {state}, and one can only {action} a {kind} that is {where}."
        )
    return transition.to

"""States that something goes through: a table, with the owner of each state.

Every action that changes a state names its transition in the table of its app, and the diagrams in
the docs are made from that. An action that is tried in another state is refused with a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from openpeel.errors import UserError

Kind = TypeVar("Kind", bound=str)
REFUSED = "this {kind} is {state}; one can only {action} when it is {where}."


@dataclass(frozen=True)
class State(Generic[Kind]):
    """A state, whose turn it is while it lasts, and what it means."""

    kind: Kind
    name: str
    owner: str
    words: str


@dataclass(frozen=True)
class Transition(Generic[Kind]):
    """An action that takes something from any of some states to another, or leaves it there."""

    kind: Kind
    action: str
    sources: tuple[str, ...]
    to: str = ""  # nothing: it stays in its state

    def after(self, state: str) -> str:
        """The state that follows on one of the sources."""
        return self.to or state


class Table(Generic[Kind]):
    """The states and transitions of some kinds of things.

    `refused` is the sentence for an action that is not open, `called` what it calls a state whose
    name would not read well there.
    """

    def __init__(
        self,
        states: tuple[State[Kind], ...],
        transitions: tuple[Transition[Kind], ...],
        *,
        refused: str = REFUSED,
        called: Mapping[str, str] | None = None,
    ) -> None:
        self.states, self.transitions = states, transitions
        self._refused, self._called = refused, called or {}
        self._by_action = {(t.kind, t.action): t for t in transitions}

    def names(self, kind: Kind) -> tuple[str, ...]:
        """The states of a kind of thing, in the table's order."""
        return tuple(state.name for state in self.states if state.kind == kind)

    def state(self, kind: Kind, name: str) -> State[Kind]:
        """A state by its name."""
        return next(s for s in self.states if s.kind == kind and s.name == name)

    def may(self, kind: Kind, action: str, state: str) -> bool:
        """Whether an action is open in a state."""
        return state in self._by_action[kind, action].sources

    def after(self, kind: Kind, action: str, state: str) -> str:
        """The state that an action leads to; UserError when it is not open in this one."""
        transition = self._by_action[kind, action]
        if state in transition.sources:
            return transition.after(state)
        now, *sources = (self._called.get(name, name) for name in (state, *transition.sources))
        where = " or ".join(sources)
        raise UserError(self._refused.format(kind=kind, state=now, action=action, where=where))

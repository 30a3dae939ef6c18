"""A table of states: what it names, what it allows, and how it refuses."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis.strategies import sampled_from

from openpeel.errors import UserError
from openpeel.people.states import State, Table, Transition

Kind = Literal["door", "window"]
STATES: tuple[State[Kind], ...] = (
    State("door", "shut", "keeper", "Nobody goes through."),
    State("door", "wide open", "anybody", "Everybody does."),
    State("window", "shut", "keeper", "It is warm."),
)
TRANSITIONS: tuple[Transition[Kind], ...] = (
    Transition("door", "open", ("shut",), "wide open"),
    Transition("door", "knock", ("shut", "wide open")),
    Transition("window", "open", ("shut",), "shut"),
)
TABLE = Table(STATES, TRANSITIONS)


def test_states_stand_in_the_table_s_order_and_belong_to_a_kind() -> None:
    assert TABLE.names("door") == ("shut", "wide open")
    assert TABLE.state("window", "shut").words == "It is warm."


@given(sampled_from(TRANSITIONS), sampled_from(STATES))
def test_an_action_is_open_in_its_sources_alone(one: Transition[Kind], state: State[Kind]) -> None:
    if state.name in one.sources:
        assert TABLE.may(one.kind, one.action, state.name)
        assert TABLE.after(one.kind, one.action, state.name) == (one.to or state.name)
    else:
        assert not TABLE.may(one.kind, one.action, state.name)
        with pytest.raises(UserError, match=f"one can only {one.action} when"):
            TABLE.after(one.kind, one.action, state.name)


def test_a_table_refuses_in_its_own_words() -> None:
    own = Table(
        STATES,
        TRANSITIONS,
        refused="no {kind} that is {state} can {action}, only one that is {where}.",
        called={"wide open": "open as wide as it goes"},
    )
    with pytest.raises(UserError) as refused:
        own.after("door", "open", "wide open")
    assert str(refused.value) == (
        "no door that is open as wide as it goes can open, only one that is shut."
    )

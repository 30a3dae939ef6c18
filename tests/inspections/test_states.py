"""The table of states: whole, and drawn as it is."""

from __future__ import annotations

from typing import get_args

import pytest

from openpeel.errors import UserError
from openpeel.inspections.permissions import ACTIONS
from openpeel.inspections.states import (
    OPEN_IN,
    STATES,
    TRANSITIONS,
    Kind,
    after,
    may_follow,
    names,
    writable,
)
from openpeel.reference.inspection_states import SECTIONS, page


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_state_can_be_reached(kind: Kind) -> None:
    reached = set(SECTIONS[kind].begins)
    for _ in STATES:
        reached |= {t.to for t in TRANSITIONS if t.kind == kind and reached.intersection(t.sources)}
    assert reached == set(names(kind))


def test_the_table_names_states_and_actions_that_there_are() -> None:
    for transition in TRANSITIONS:
        assert {transition.to, *transition.sources} <= set(names(transition.kind))
    assert OPEN_IN.keys() <= ACTIONS.keys()
    assert {state for states in OPEN_IN.values() for state in states} <= set(names("inspection"))


def test_an_action_in_another_state_is_refused_with_those_in_which_it_is_open() -> None:
    assert after("inspection", "settle", "judging") == "settled"
    with pytest.raises(UserError, match="is open; one can only settle when it is judging"):
        after("inspection", "settle", "open")
    assert writable("judge", "judging") and not writable("judge", "open")
    assert writable("follow up", "published")


def test_what_is_closed_shows_no_progress_before_it_is_open_again() -> None:
    assert may_follow("closed", "open") and may_follow("open", "closed")
    assert not may_follow("progress seen", "closed")
    assert not may_follow("closed", "closed")


def test_the_diagram_has_every_state_and_transition() -> None:
    text = page()
    for transition in TRANSITIONS:
        for source in transition.sources:
            line = f"{source} --> {transition.to}".replace(" ", "_").replace("_-->_", " --> ")
            assert f"    {line}: {transition.action}\n" in text
    for state in STATES:
        assert state.words in text

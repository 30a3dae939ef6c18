"""What is open in which state of an inspection, and how what was asked goes on."""

from __future__ import annotations

import pytest

from openpeel.errors import UserError
from openpeel.inspections.permissions import ACTIONS
from openpeel.inspections.states import (
    OPEN_IN,
    after,
    may_follow,
    names,
    writable,
)


def test_what_is_open_when_names_states_and_actions_that_there_are() -> None:
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

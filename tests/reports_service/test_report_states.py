"""The table of states: whole, and drawn as it is."""

from __future__ import annotations

from typing import get_args

import pytest

from openpeel.reference.report_states import BEGINS, page
from openpeel.reports.permissions import ACTION_WORDS, ACTIONS, ROLE_WORDS, ROLES
from openpeel.reports.states import STATES, TRANSITIONS, Kind, names


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_state_can_be_reached(kind: Kind) -> None:
    reached = {BEGINS[kind]}
    for _ in STATES:
        reached |= {
            t.to or t.sources[0]
            for t in TRANSITIONS
            if t.kind == kind and reached.intersection(t.sources)
        }
    assert reached == set(names(kind))


def test_transitions_name_states_that_there_are() -> None:
    for transition in TRANSITIONS:
        assert {*map(transition.after, transition.sources), *transition.sources} <= set(
            names(transition.kind)
        )


def test_the_page_has_every_state_transition_role_and_action() -> None:
    text = page()
    for transition in TRANSITIONS:
        for source in transition.sources:
            arrow = f"{source.replace(' ', '_')} --> {transition.after(source).replace(' ', '_')}"
            assert f"    {arrow}: {transition.action}\n" in text
    for words in (*(s.words for s in STATES), *ROLE_WORDS.values(), *ACTION_WORDS.values()):
        assert words in text


def test_every_action_has_words_and_roles_that_there_are() -> None:
    assert set(ACTION_WORDS) == set(ACTIONS)
    assert {role for roles in ACTIONS.values() for role in roles} == set(ROLES)

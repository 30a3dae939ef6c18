"""The table of states: whole, and drawn as it is."""

from __future__ import annotations

from typing import get_args

import pytest

from openpeel.audits.states import STATES, TRANSITIONS, Kind, names
from openpeel.reference.audit_states import SECTIONS, page


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_state_can_be_reached(kind: Kind) -> None:
    reached = set(SECTIONS[kind].begins)
    for _ in STATES:
        reached |= {t.to for t in TRANSITIONS if t.kind == kind and reached.intersection(t.sources)}
    assert reached == set(names(kind))


def test_transitions_name_states_that_there_are() -> None:
    for transition in TRANSITIONS:
        assert {transition.to, *transition.sources} <= set(names(transition.kind))


def test_the_diagram_has_every_state_and_transition() -> None:
    text = page()
    for transition in TRANSITIONS:
        for source in transition.sources:
            line = f"{source} --> {transition.to}".replace(" ", "_").replace("_-->_", " --> ")
            assert f"    {line}: {transition.action}\n" in text
    for state in STATES:
        assert state.words in text

"""The tables of states of all apps: whole, and drawn in the reference as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from openpeel.audits.states import TABLE as AUDITS
from openpeel.inspections.states import TABLE as INSPECTIONS
from openpeel.people.states import Table
from openpeel.reference import audit_states, inspection_states, report_states
from openpeel.reference.states import Section
from openpeel.reports.states import TABLE as REPORTS

PAGES = {"audits": audit_states, "inspections": inspection_states, "reports": report_states}
TABLES: dict[str, Table[Any]] = {
    "audits": AUDITS,
    "inspections": INSPECTIONS,
    "reports": REPORTS,
}
SECTIONS: dict[str, Mapping[Any, Section]] = {app: page.SECTIONS for app, page in PAGES.items()}
KINDS = [(app, kind) for app, sections in SECTIONS.items() for kind in sections]


@pytest.mark.parametrize(("app", "kind"), KINDS)
def test_every_state_can_be_reached(app: str, kind: str) -> None:
    table = TABLES[app]
    reached = set(SECTIONS[app][kind].begins)
    for _ in table.states:
        reached |= {
            t.after(source)
            for t in table.transitions
            if t.kind == kind
            for source in reached.intersection(t.sources)
        }
    assert reached == set(table.names(kind))


@pytest.mark.parametrize("app", TABLES)
def test_transitions_name_states_that_there_are(app: str) -> None:
    for transition in TABLES[app].transitions:
        after = {transition.after(source) for source in transition.sources}
        assert after.union(transition.sources) <= set(TABLES[app].names(transition.kind))


@pytest.mark.parametrize("app", TABLES)
def test_the_diagrams_have_every_state_and_transition(app: str) -> None:
    text = PAGES[app].page()
    for transition in TABLES[app].transitions:
        for source in transition.sources:
            arrow = f"{source.replace(' ', '_')} --> {transition.after(source).replace(' ', '_')}"
            assert f"    {arrow}: {transition.action}\n" in text
    for state in TABLES[app].states:
        assert state.words in text

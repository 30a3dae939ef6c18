"""The database keeps points of accuracy, decisions, publications and the log of a report."""

from __future__ import annotations

import pytest
from one_report import Team

from keeping import holds, stays
from openpeel.people.histories import History
from openpeel.reports.histories import HISTORIES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("history", HISTORIES, ids=lambda one: one.model)
def test_a_row_is_not_changed_deleted_or_replaced(team: Team, history: History) -> None:
    team.send()
    team.decide(team.point())
    team.close()
    team.publish()
    stays("reports", history)


def test_every_table_has_its_triggers_also_after_the_newest_migration() -> None:
    assert holds("reports", HISTORIES)

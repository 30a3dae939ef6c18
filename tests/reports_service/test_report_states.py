"""Roles and actions of a report: whole, and in the reference as they are."""

from __future__ import annotations

from openpeel.reference.report_states import page
from openpeel.reports.permissions import ACTION_WORDS, ACTIONS, ROLE_WORDS, ROLES


def test_the_page_has_every_role_and_action() -> None:
    text = page()
    for words in (*ROLE_WORDS.values(), *ACTION_WORDS.values()):
        assert words in text


def test_every_action_has_words_and_roles_that_there_are() -> None:
    assert set(ACTION_WORDS) == set(ACTIONS)
    assert {role for roles in ACTIONS.values() for role in roles} == set(ROLES)

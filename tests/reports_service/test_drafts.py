"""Drafts: saved with what the checks found, sent to the force, closed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from one_report import CHECKED, KENT, WEST_MERCIA, WRONG, Team, person

from openpeel.errors import UserError
from openpeel.reports.actions import drafts, members
from openpeel.reports.models import Draft, Event, Report

pytestmark = pytest.mark.django_db


def test_whoever_saves_the_first_draft_leads_the_report() -> None:
    asha = person("asha")
    draft, new = drafts.save_draft(CHECKED, by=asha)
    assert new and draft.number == 1 and draft.state == "draft" and draft.saved_by == asha
    assert [(m.person, m.role) for m in draft.report.members.all()] == [(asha, "lead")]


def test_the_inspected_force_can_not_open_its_own_report() -> None:
    with pytest.raises(UserError, match="works for the force that was inspected"):
        drafts.save_draft(CHECKED, by=person("liaison", WEST_MERCIA))
    assert not Report.objects.exists()


def test_a_draft_keeps_the_text_and_every_problem_with_its_level(team: Team) -> None:
    draft = team.save("# Other", problems=(WRONG,))
    assert (draft.errors, draft.warnings, draft.notes) == (1, 0, 0)
    assert draft.text == "# Other"
    assert draft.problems == [
        {"rule": "amount-not-supported", "line": 7, "says": "almost 20 percent",
         "data": "19.3 percent", "suggestion": "around a fifth", "level": "error"}
    ]  # fmt: skip


def test_a_draft_that_is_just_as_the_last_is_not_saved_again(team: Team) -> None:
    draft, new = drafts.save_draft(CHECKED, by=team.author)
    assert not new and draft == team.draft()


@pytest.mark.parametrize("changed", [
    {"sources_sha256": "e" * 64}, {"figures_sha256": "e" * 64}, {"problems": (WRONG,)},
])  # fmt: skip
def test_other_words_figures_or_problems_make_the_next_draft(
    team: Team, changed: dict[str, object]
) -> None:
    draft, new = drafts.save_draft(replace(CHECKED, **changed), by=team.author)  # type: ignore[arg-type]
    assert new and draft.number == 2


def test_only_who_writes_saves(team: Team) -> None:
    for somebody in (team.observer, team.force, person("stranger")):
        with pytest.raises(PermissionDenied):
            drafts.save_draft(CHECKED, by=somebody)


def test_a_record_about_another_force_is_refused(team: Team) -> None:
    with pytest.raises(UserError, match=f"about {KENT}; look at the record"):
        drafts.save_draft(replace(CHECKED, force_code=KENT), by=team.lead)


def test_a_draft_goes_to_the_force_and_comes_back(team: Team) -> None:
    sent = team.send()
    assert sent.state == "with the force" and sent.sent_by == team.lead and sent.sent_at
    closed = team.close()
    assert closed.state == "decided" and closed.decided_by == team.lead and closed.decided_at
    drafts.ask_again(closed, by=team.lead)
    again = team.draft()
    assert again.state == "with the force" and again.decided_by is again.decided_at is None


def test_a_draft_with_errors_is_not_sent(team: Team) -> None:
    team.save("# Wrong", sources_sha256="e" * 64, problems=(WRONG,))
    with pytest.raises(UserError, match="draft 2 has 1 error; put them right"):
        team.send(2)
    assert team.draft(2).sent_at is None


def test_only_the_newest_draft_is_sent(team: Team) -> None:
    team.save(sources_sha256="e" * 64)
    with pytest.raises(UserError, match="draft 2 is newer; send that one"):
        team.send(1)


def test_one_draft_at_a_time_is_with_the_force(team: Team) -> None:
    team.send()
    team.save(sources_sha256="e" * 64)
    with pytest.raises(UserError, match="draft 1 is with the force; close"):
        team.send(2)
    team.close()
    team.send(2)
    with pytest.raises(UserError, match="draft 2 is with the force; close"):
        drafts.ask_again(team.draft(1), by=team.lead)


def test_a_check_is_closed_when_every_point_is_decided(team: Team) -> None:
    team.send()
    first, second = team.point(), team.point(words="Callers wait", line=8)
    with pytest.raises(UserError, match="2 points of accuracy wait for a decision; decide first"):
        team.close()
    team.decide(first)
    with pytest.raises(UserError, match="1 point of accuracy waits"):
        team.close()
    team.decide(second)
    assert team.close().state == "decided"


def test_what_is_not_open_in_a_state_is_refused_with_a_sentence(team: Team) -> None:
    with pytest.raises(UserError, match="this draft is not sent to the force yet; one can only"):
        team.close()


@pytest.mark.parametrize("changed", [
    {"state": "with the force"}, {"state": "decided"}, {"state": "lost"},
    {"sent_at": "2022-01-01T00:00Z"}, {"decided_at": "2022-01-01T00:00Z"},
    {"state": "published", "errors": 1},
])  # fmt: skip
def test_the_database_itself_holds_who_and_when(team: Team, changed: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.update(**changed)


def test_roles_are_given_and_taken_by_the_lead(team: Team) -> None:
    asha = person("asha")
    member = members.add_member(team.report, asha, "editor", by=team.lead)
    with pytest.raises(UserError, match="Asha is editor already"):
        members.add_member(team.report, asha, "editor", by=team.lead)
    with pytest.raises(PermissionDenied):
        members.remove_member(member, by=team.author)
    members.remove_member(member, by=team.lead)
    assert not team.report.members.filter(person=asha).exists()


def test_the_force_has_its_own_role_and_no_other(team: Team) -> None:
    with pytest.raises(UserError, match="force alone"):
        members.add_member(team.report, team.force, "lead", by=team.lead)
    with pytest.raises(UserError, match="does not work for the force"):
        members.add_member(team.report, person("kent", KENT), "force", by=team.lead)
    with pytest.raises(UserError, match="there is no role 'boss'"):
        members.add_member(team.report, team.author, "boss", by=team.lead)


def test_a_report_keeps_one_lead(team: Team) -> None:
    lead = team.report.members.get(role="lead")
    with pytest.raises(UserError, match="the only lead"):
        members.remove_member(lead, by=team.lead)


def test_the_log_says_who_did_what(team: Team) -> None:
    team.send()
    team.decide(team.point())
    team.close()
    told = [(e.action, e.by) for e in Event.objects.filter(draft=team.draft())]
    assert told == [
        ("save a draft", team.lead), ("send to the force", team.lead),
        ("raise a point", team.force), ("decide a point", team.lead),
        ("close the accuracy check", team.lead),
    ]  # fmt: skip

"""Publications: of a draft that the force saw, or for a reason that is kept."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from one_report import CHECKED, FOLDER, WRONG, Team

from openpeel.errors import UserError
from openpeel.reports.actions import drafts, publishing
from openpeel.reports.models import Publication

pytestmark = pytest.mark.django_db
REASON = "A notice of two lines, agreed by telephone."


def decided(team: Team) -> None:
    team.send()
    team.close()


def test_a_decided_draft_is_published(team: Team) -> None:
    decided(team)
    made = team.publish()
    assert (made.draft, made.version, made.by) == (team.draft(), 1, team.lead)
    assert team.draft().state == "published" and made.without_accuracy == ""


def test_a_draft_that_the_force_has_not_seen_is_refused(team: Team) -> None:
    with pytest.raises(UserError, match="the force has not seen draft 1; send it"):
        team.publish()
    assert not Publication.objects.exists()


def test_undecided_points_stop_a_publication(team: Team) -> None:
    team.send()
    team.point()
    with pytest.raises(UserError, match="1 point of accuracy waits for a decision"):
        team.publish()


def test_an_open_accuracy_check_stops_a_publication(team: Team) -> None:
    team.send()
    with pytest.raises(UserError, match="its accuracy check is open"):
        team.publish()


@pytest.mark.parametrize("what", ["sources_sha256", "figures_sha256"])
def test_other_words_or_figures_than_the_force_saw_are_refused(team: Team, what: str) -> None:
    decided(team)
    with pytest.raises(UserError, match="differ from draft 1, which the force saw"):
        team.publish(**{what: "e" * 64})
    with pytest.raises(UserError, match="differ from draft 1, which the force saw"):
        team.save(**{what: "e" * 64}) and team.publish(**{what: "f" * 64})


def test_a_corrected_draft_goes_to_the_force_again(team: Team) -> None:
    decided(team)
    team.save(sources_sha256="e" * 64)
    with pytest.raises(UserError, match="the force has not seen draft 2"):
        team.publish(sources_sha256="e" * 64)
    team.send(2)
    team.close(2)
    assert team.publish(sources_sha256="e" * 64).draft == team.draft(2)


def test_a_draft_with_errors_is_refused_whatever_the_reason(team: Team) -> None:
    drafts.save_draft(CHECKED, by=team.lead)
    team.save(problems=(WRONG,))
    for reason in ("", REASON):
        with pytest.raises(UserError, match="made from draft 2, which has errors"):
            team.publish(reason)


@pytest.mark.parametrize("sent", [False, True])
def test_without_accuracy_the_reason_is_kept(team: Team, sent: bool) -> None:
    if sent:
        team.send()
        team.point()
    made = team.publish(REASON)
    assert made.without_accuracy == REASON and team.draft().state == "published"


def test_without_accuracy_and_without_a_draft(team: Team) -> None:
    made = team.publish(REASON, sources_sha256="e" * 64)
    assert made.draft is None and made.without_accuracy == REASON
    assert team.draft().state == "draft"


def test_a_reason_that_was_not_needed_is_not_kept(team: Team) -> None:
    decided(team)
    assert team.publish(REASON).without_accuracy == ""


def test_a_later_version_replaces_the_earlier_one(team: Team) -> None:
    first = team.publish(REASON)
    second = team.publish(REASON, version=2, sources_sha256="e" * 64, changed="A notice.")
    assert second.replaces == first
    assert Publication.objects.get(pk=first.pk).replaced_by == second


@pytest.mark.parametrize("version", [1, 2])
def test_a_version_is_recorded_once_and_in_order(team: Team, version: int) -> None:
    team.publish(REASON, version=2)
    with pytest.raises(UserError, match=f"version 2 is recorded already; version {version} can't"):
        team.publish(REASON, version=version)


def test_a_report_that_is_not_here_is_refused(team: Team) -> None:
    with pytest.raises(UserError, match="has no report of elsewhere; save its draft first"):
        team.publish(REASON, inspection="elsewhere")


def test_only_the_lead_records(team: Team) -> None:
    for somebody in (team.author, team.editor, team.force, team.observer):
        with pytest.raises(PermissionDenied):
            publishing.publish(FOLDER, by=somebody, without_accuracy=REASON)


def test_a_publication_stays_as_it_was_recorded(team: Team) -> None:
    made = team.publish(REASON)
    for change in (made.save, made.delete):
        with pytest.raises(TypeError, match="stays"):
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        QuerySet(Publication).update(draft=None, without_accuracy="")

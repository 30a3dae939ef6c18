"""Points of accuracy: raised by the force on words of a draft, decided with a reason."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, QuerySet
from one_report import SLUG, Team, person

from openpeel.errors import UserError
from openpeel.reports.actions import points
from openpeel.reports.models import AccuracyPoint, Decision, Draft

pytestmark = pytest.mark.django_db


def test_a_point_has_its_place_its_words_and_its_evidence(team: Team) -> None:
    team.send()
    point = team.point()
    assert (point.number, point.heading, point.line) == (1, "Calls wait too long", 7)
    assert (point.by, point.state, point.decision) == (team.force, "open", None)


@pytest.mark.parametrize("field", ["words", "claim", "evidence"])
def test_nothing_of_a_point_can_be_left_out(team: Team, field: str) -> None:
    team.send()
    with pytest.raises(UserError, match="can't be empty"):
        team.point(**{field: "  "})


def test_the_same_is_not_raised_twice(team: Team) -> None:
    team.send()
    team.point()
    with pytest.raises(UserError, match="raised already, as point 1"):
        team.point()
    assert team.point(claim="It was 17 percent.").number == 2


def test_points_are_raised_while_the_draft_is_with_the_force(team: Team) -> None:
    with pytest.raises(UserError, match="one can only raise a point when it is with the force"):
        team.point()
    team.send()
    team.close()
    with pytest.raises(UserError, match="this draft is decided"):
        team.point()


def test_only_the_force_raises_and_only_the_lead_decides(team: Team) -> None:
    team.send()
    point = team.point()
    for somebody in (team.author, team.editor, team.force, team.observer, person("stranger")):
        with pytest.raises(PermissionDenied):
            points.decide(point, action="note", reason="So.", by=somebody)
    with pytest.raises(PermissionDenied):
        points.raise_point(
            team.draft(), section=5, words="Callers wait", claim="x", evidence="y", by=team.lead
        )


@pytest.mark.parametrize(
    ("action", "state"), [("accept", "accepted"), ("refuse", "refused"), ("note", "noted")]
)
def test_a_point_is_accepted_refused_or_noted(team: Team, action: str, state: str) -> None:
    team.send()
    point = team.point()
    team.decide(point, action)
    point = AccuracyPoint.objects.get(pk=point.pk)
    assert point.state == state
    assert point.decision is not None and point.decision.by == team.lead


@pytest.mark.parametrize(
    ("action", "reason", "says"),
    [("accept", " ", "say why"), ("", "So.", "choose whether"), ("publish", "So.", "choose")],
)
def test_a_decision_has_its_word_and_its_reason(
    team: Team, action: str, reason: str, says: str
) -> None:
    team.send()
    with pytest.raises(UserError, match=says):
        points.decide(team.point(), action=action, reason=reason, by=team.lead)
    assert not Decision.objects.exists()


def test_a_later_decision_stands_beside_the_earlier_one(team: Team) -> None:
    team.send()
    point = team.point()
    team.decide(point, "refuse")
    team.decide(point, "accept")
    assert [d.decision for d in point.decisions.all()] == ["refused", "accepted"]
    assert point.state == "accepted"
    team.close()
    with pytest.raises(UserError, match="this draft is decided"):
        team.decide(point, "refuse")


def test_what_is_open_when_a_version_is_published_gets_its_answer(team: Team) -> None:
    team.send()
    point = team.point()
    team.publish("It was urgent.")
    team.decide(point, "accept")
    assert point.state == "accepted"
    with pytest.raises(UserError, match="this draft is published"):
        team.point(claim="Another.")


def test_what_was_said_and_decided_can_not_be_changed(team: Team) -> None:
    team.send()
    point = team.point()
    team.decide(point)
    for row in (point, point.decisions.get(), team.report.events.first()):
        assert row is not None
        for change in (row.save, row.delete, type(row).objects.all().delete):
            with pytest.raises(TypeError, match="stays"):
                change()
        with pytest.raises(TypeError, match="stays as it was written"):
            type(row).objects.update(at=None)
    with pytest.raises(ProtectedError):
        Draft.objects.filter(report__slug=SLUG).delete()


@pytest.mark.parametrize(("model", "changed"), [
    (AccuracyPoint, {"claim": ""}), (AccuracyPoint, {"evidence": ""}), (Decision, {"reason": ""}),
    (Decision, {"decision": "open"}), (Decision, {"by": None}),
])  # fmt: skip
def test_the_database_itself_holds_that_something_is_said(
    team: Team, model: type[AccuracyPoint] | type[Decision], changed: dict[str, object]
) -> None:
    team.send()
    team.decide(team.point())
    with pytest.raises(IntegrityError), transaction.atomic():
        QuerySet(model).update(**changed)

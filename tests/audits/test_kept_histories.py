"""The database keeps what was answered and settled; a purge empties texts, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from making import Made, made, round_of_reviews

from keeping import SQLITE, holds, refused, sql, stays
from openpeel.audits.actions import purging, rounds
from openpeel.audits.histories import HISTORIES
from openpeel.audits.models import Answer, AnswerVersion, Event, Purge, Settled
from openpeel.people.histories import History

pytestmark = pytest.mark.django_db


@pytest.fixture
def audit() -> Made:
    """A round that was reviewed, settled and purged."""
    it = made()
    round_of_reviews(it)
    rounds.settle(it.round, by=it.lead)
    return it


@pytest.mark.parametrize("history", HISTORIES, ids=lambda one: one.model)
def test_a_row_is_not_changed_deleted_or_replaced(audit: Made, history: History) -> None:
    if history.model == "Purge":
        purging.purge(audit.round, on=date(2030, 1, 1), by=audit.lead)
    stays("audits", history)


def test_texts_may_be_emptied_and_get_no_other_words(audit: Made) -> None:
    one = AnswerVersion.objects.filter(review__file__round=audit.round)[0]
    refused("UPDATE audits_answerversion SET note = 'x' WHERE id = %s", one.pk)
    refused("UPDATE audits_answerversion SET note = '', code = 'no' WHERE id = %s", one.pk)
    assert sql("UPDATE audits_answerversion SET note = '', evidence = '' WHERE id = %s", one.pk)
    refused("UPDATE audits_event SET words = words || ' more'")
    assert sql("UPDATE audits_event SET words = ''") == Event.objects.count()


def test_a_version_is_not_replaced_by_another_of_its_number(audit: Made) -> None:
    assert AnswerVersion.objects.filter(review__file__round=audit.round).exists()
    named = (field.column for field in AnswerVersion._meta.concrete_fields)
    columns = ", ".join(f'"{name}"' for name in named if name != "id")
    rows = f"SELECT {columns} FROM audits_answerversion WHERE kept"
    if SQLITE:
        refused(f"INSERT OR REPLACE INTO audits_answerversion ({columns}) {rows}")
    else:
        change = "ON CONFLICT (review_id, question, version) WHERE kept DO UPDATE SET note = 'x'"
        refused(f"INSERT INTO audits_answerversion ({columns}) {rows} {change}")


def test_a_purge_goes_on_working(audit: Made) -> None:
    versions = list(AnswerVersion.objects.order_by("pk").values_list("pk", "code"))
    settled = list(Settled.objects.order_by("pk").values_list("pk", "code"))
    purging.purge(audit.round, on=date(2030, 1, 1), by=audit.lead)
    assert not AnswerVersion.objects.exclude(note="", evidence="", comment="").exists()
    assert not Answer.objects.exclude(note="", evidence="", comment="").exists()
    assert list(AnswerVersion.objects.order_by("pk").values_list("pk", "code")) == versions
    assert list(Settled.objects.order_by("pk").values_list("pk", "code")) == settled
    assert Purge.objects.count() == 1


def test_every_table_has_its_triggers_also_after_the_newest_migration() -> None:
    assert holds("audits", HISTORIES)

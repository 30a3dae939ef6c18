"""The database keeps histories: whoever asks it, and however, a row stays as it was written."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Model

from inspecting.making import changed, record
from inspections.making import Made, made
from keeping import holds, refused, refused_to_replace, sql, stays
from openpeel.inspections.exporting import export
from openpeel.inspections.histories import HISTORIES
from openpeel.inspections.loading import load
from openpeel.inspections.models import Stage
from openpeel.people.histories import History, setting_aside
from openpeel.people.models import Person, SettingAside

pytestmark = pytest.mark.django_db

KEPT: dict[str, type[Model]] = {
    one.model: apps.get_model("inspections", one.model) for one in HISTORIES
}


class _Back(Exception):
    """What breaks off a transaction."""


@pytest.fixture(autouse=True)
def it() -> Made:
    return made()


@pytest.mark.parametrize("history", HISTORIES, ids=lambda one: one.model)
def test_a_row_is_not_changed_deleted_or_replaced(history: History) -> None:
    stays("inspections", history)
    with pytest.raises(IntegrityError), transaction.atomic():
        KEPT[history.model]._default_manager.all().delete()


@pytest.mark.parametrize("model", KEPT.values(), ids=KEPT)
def test_a_row_is_deleted_where_a_record_is_set_aside_and_only_there(
    model: type[Model], it: Made
) -> None:
    rows = model._default_manager.count()
    with pytest.raises(_Back), setting_aside(it.lead):
        assert sql(f"DELETE FROM {model._meta.db_table}") == rows
        raise _Back
    assert not SettingAside.objects.exists()
    assert model._default_manager.count() == rows
    refused(f"DELETE FROM {model._meta.db_table}")


def test_a_row_is_not_replaced_by_another_in_its_place() -> None:
    columns = 'concern_id, place, status, "by", "on", words'
    rows = f"SELECT {columns} FROM inspections_step WHERE concern_id IS NOT NULL"
    refused_to_replace("inspections_step", columns, rows, "concern_id, place")


def test_a_stage_gets_its_end_once_and_nothing_else() -> None:
    stage = Stage.objects.get()
    refused('UPDATE inspections_stage SET "end" = %s, reason = %s', "2022-07-01", "Another.")
    assert sql('UPDATE inspections_stage SET "end" = %s', "2022-07-01") == 1
    refused('UPDATE inspections_stage SET "end" = %s', "2022-08-01")
    refused('UPDATE inspections_stage SET "end" = NULL')
    stage.refresh_from_db()
    assert f"{stage.end}" == "2022-07-01"


def test_a_record_that_is_loaded_anew_takes_the_place_of_its_histories(it: Made) -> None:
    boss = Person.objects.create_user("boss", administrator=True)
    other = changed("stages", 0, "reason", to="Slower still.")
    load(other, by=boss, replace=True)
    assert export("peel-2021-22") == other
    load(record(), by=boss, replace=True)
    assert not SettingAside.objects.exists()


def test_every_table_has_its_triggers_also_after_the_newest_migration() -> None:
    assert holds("inspections", HISTORIES)

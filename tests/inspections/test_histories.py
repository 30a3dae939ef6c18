"""The database keeps histories: whoever asks it, and however, a row stays as it was written."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from inspecting.making import changed, record
from inspections.making import Made, made
from openpeel.inspections.exporting import export
from openpeel.inspections.histories import HISTORIES
from openpeel.inspections.loading import load
from openpeel.inspections.models import Dissent, Event, Moderation, Stage, Step
from openpeel.people.histories import History, setting_aside, triggers
from openpeel.people.models import Person, SettingAside

pytestmark = pytest.mark.django_db

SQLITE = connection.vendor == "sqlite"
KEPT = {"Step": Step, "Stage": Stage, "Dissent": Dissent, "Moderation": Moderation, "Event": Event}


class _Back(Exception):
    """What breaks off a transaction."""


@pytest.fixture(autouse=True)
def it() -> Made:
    return made()


def sql(statement: str, *given: Any) -> int:
    """Send SQL past Django's models; how many rows it changed."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, given)
        return int(cursor.rowcount)


def refused(statement: str, *given: Any) -> None:
    with pytest.raises(IntegrityError, match="stays as it was written"):
        sql(statement, *given)


def test_each_table_that_is_kept_is_tried_here() -> None:
    assert {one.model for one in HISTORIES} == KEPT.keys()


@pytest.mark.parametrize("name", KEPT)
class TestARow:
    def test_is_not_changed_by_any_update(self, name: str) -> None:
        model = KEPT[name]
        table = model._meta.db_table
        before = list(model._default_manager.values())
        for field in model._meta.concrete_fields:
            if (name, field.name) != ("Stage", "end"):  # which is filled in once
                change = "id + 1000" if field.primary_key else "NULL"
                refused(f'UPDATE {table} SET "{field.column}" = {change}')
        assert list(model._default_manager.values()) == before

    def test_is_not_deleted(self, name: str) -> None:
        model = KEPT[name]
        rows = model._default_manager.count()
        assert rows
        refused(f"DELETE FROM {model._meta.db_table}")
        with pytest.raises(IntegrityError), transaction.atomic():
            model._default_manager.all().delete()
        assert model._default_manager.count() == rows

    def test_is_not_replaced_by_another_of_its_id(self, name: str) -> None:
        table = KEPT[name]._meta.db_table
        refused(
            f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
            if SQLITE
            else f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id) DO UPDATE SET id = -1"
        )

    def test_is_deleted_where_a_record_is_set_aside_and_only_there(
        self, name: str, it: Made
    ) -> None:
        model = KEPT[name]
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
    refused(
        f"INSERT OR REPLACE INTO inspections_step ({columns}) {rows}"
        if SQLITE
        else f"INSERT INTO inspections_step ({columns}) {rows}"
        " ON CONFLICT (concern_id, place) DO UPDATE SET words = 'x'"
    )


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


def test_every_table_that_is_kept_has_its_triggers_also_after_the_newest_migration() -> None:
    """A migration that makes a table anew on SQLite drops them: it must put them up again."""
    for history in HISTORIES:
        model = apps.get_model("inspections", history.model)
        assert held(model) == expected(model, history)


def expected(model: Any, history: History) -> dict[str, str]:
    made = triggers(model, history, connection.vendor)
    return made if SQLITE else dict.fromkeys(made, "O")  # enabled


def held(model: Any) -> dict[str, str]:
    """The triggers of a table: their SQL on SQLite, whether they are enabled on PostgreSQL."""
    asked = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
        if SQLITE
        else "SELECT tgname, tgenabled::text FROM pg_trigger WHERE NOT tgisinternal"
        " AND tgrelid = %s::regclass"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, [model._meta.db_table])
        return dict(cursor.fetchall())

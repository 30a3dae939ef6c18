"""Histories that the database keeps, tried past Django's models; and emptied between tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import JSONField

from openpeel.people.histories import History, setting_aside, triggers
from openpeel.people.models import Person

SQLITE = connection.vendor == "sqlite"


def sql(statement: str, *given: Any) -> int:
    """Send SQL to the database; how many rows it changed."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, given)
        return int(cursor.rowcount)


def refused(statement: str, *given: Any) -> None:
    """The database refuses it, whoever sends it."""
    with pytest.raises(IntegrityError, match="stays as it was written"):
        sql(statement, *given)


def refused_to_replace(table: str, columns: str, rows: str, key: str) -> None:
    """Rows don't take the place of others that have the same key."""
    if SQLITE:
        refused(f"INSERT OR REPLACE INTO {table} ({columns}) {rows}")
    else:
        first = key.split(",")[0]
        change = f"ON CONFLICT ({key}) DO UPDATE SET {first} = -1"
        refused(f"INSERT INTO {table} ({columns}) {rows} {change}")


def stays(app: str, history: History) -> None:
    """No row of a table is changed, deleted or replaced; there must be some to try it on."""
    model: Any = apps.get_model(app, history.model)
    table = model._meta.db_table
    before = list(model._default_manager.order_by("pk").values())
    assert before, f"make a {history.model} first"
    for field in model._meta.concrete_fields:
        if field.name not in history.filled:
            refused(f'UPDATE {table} SET "{field.column}" = {_another(field)}')
    refused(f"DELETE FROM {table}")
    names = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    refused_to_replace(table, names, f"SELECT {names} FROM {table}", "id")
    assert list(model._default_manager.order_by("pk").values()) == before


def _another(field: Any) -> str:
    """What no row has in a column."""
    if field.primary_key:
        return "id + 1000"
    if field.is_relation:
        return "-1"
    return "'{}'" if isinstance(field, JSONField) else "NULL"


def holds(app: str, histories: Iterable[History]) -> bool:
    """Whether the database has the triggers of each table just as the models would have them.

    A migration that makes a table anew on SQLite drops them: it must put them up again.
    """
    for history in histories:
        model: Any = apps.get_model(app, history.model)
        made = triggers(model, history, connection.vendor)
        assert _held(model) == (made if SQLITE else dict.fromkeys(made, "O"))
    return True


def _held(model: Any) -> dict[str, str]:
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


@contextmanager
def emptied_after(app: str, histories: Iterable[History]) -> Iterator[None]:
    """Around a test with transactions of its own: after it, Django empties all tables.

    On SQLite it deletes rows, which triggers refuse; so the way is opened for those that stay.
    """
    yield
    somebody = Person.objects.first()
    if somebody is not None:
        with setting_aside(somebody):
            for history in histories:
                sql(f"DELETE FROM {apps.get_model(app, history.model)._meta.db_table}")

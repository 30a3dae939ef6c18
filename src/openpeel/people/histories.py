"""Histories that the database itself keeps: rows are added, and none is changed or deleted.

Triggers refuse UPDATE and DELETE whoever sends them, on SQLite and on PostgreSQL. What a record
that is loaded anew takes the place of is deleted within `setting_aside`, which opens the way for
one transaction and is seen by no other. Why it is done so: docs/decisions/0018.

A migration that alters such a table on SQLite makes it anew, without triggers: put `keep` for it
below the alteration. A test compares what a database holds with what these tables need.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Model, UniqueConstraint

from openpeel.people.models import Person, SettingAside

OPENED = f"EXISTS (SELECT 1 FROM {SettingAside._meta.db_table})"
SAME = {"sqlite": "IS", "postgresql": "IS NOT DISTINCT FROM"}

# What PostgreSQL's triggers call; SQLite's say it themselves.
FUNCTION = f"""
CREATE OR REPLACE FUNCTION openpeel_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND {OPENED} THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'a row of % stays as it was written', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$"""


@contextmanager
def setting_aside(by: Person) -> Iterator[None]:
    """Within it rows of histories may be deleted, by this transaction alone."""
    with transaction.atomic():
        opened = SettingAside.objects.create(by=by)
        yield
        opened.delete()


@dataclass(frozen=True)
class History:
    """A table of an app whose rows stay: `filled` columns may be filled in once.

    `blanked` columns are texts that may be emptied, and get no other words.
    """

    model: str
    filled: tuple[str, ...] = ()
    blanked: tuple[str, ...] = ()


def keep(app: str, *histories: History) -> migrations.RunPython:
    """A step of a migration that has the database keep the rows of tables from then on."""

    def put_up(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        take_down(apps, editor)
        for history in histories:
            model = apps.get_model(app, history.model)
            for sql in triggers(model, history, editor.connection.vendor).values():
                editor.execute(sql, None)

    def take_down(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        vendor = editor.connection.vendor
        for history in histories:
            model = apps.get_model(app, history.model)
            on = f" ON {model._meta.db_table}" if vendor == "postgresql" else ""
            for name in triggers(model, history, vendor):
                editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}", None)

    return migrations.RunPython(put_up, take_down)


def triggers(model: type[Model], history: History, vendor: str) -> dict[str, str]:
    """The triggers that keep a table, name to SQL."""
    table = model._meta.db_table
    on = {
        f"{table}_unchanged": ("UPDATE", _changed(model, history, SAME[vendor])),
        f"{table}_undeleted": ("DELETE", ""),
    }
    if vendor == "postgresql":
        does = "EXECUTE FUNCTION openpeel_stays()"
        return {
            name: f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW"
            f" {f'WHEN ({when}) ' if when else ''}{does}"
            for name, (event, when) in on.items()
        }
    on[f"{table}_undeleted"] = ("DELETE", f"NOT {OPENED}")
    # INSERT OR REPLACE deletes what was there without asking the trigger of a deletion
    on[f"{table}_unreplaced"] = ("INSERT", _there_already(model))
    does = f"SELECT RAISE(ABORT, 'a row of {table} stays as it was written')"
    return {
        name: f"CREATE TRIGGER {name} BEFORE {event} ON {table}"
        f" {f'WHEN {when} ' if when else ''}BEGIN {does}; END"
        for name, (event, when) in on.items()
    }


def _changed(model: type[Model], history: History, same: str) -> str:
    """SQL for: an update does more than fill in or empty what it may; nothing when any does."""
    if not (history.filled or history.blanked):
        return ""
    allowed = []
    # in an order that is the same in a migration and in the model
    for field in sorted(model._meta.concrete_fields, key=lambda one: f"{one.column}"):
        column = f'"{field.column}"'
        as_it_was = f"NEW.{column} {same} OLD.{column}"
        if field.name in history.filled:
            as_it_was = f"(OLD.{column} IS NULL OR {as_it_was})"
        elif field.name in history.blanked:
            as_it_was = f"(NEW.{column} {same} '' OR {as_it_was})"
        allowed.append(as_it_was)
    return f"NOT ({' AND '.join(allowed)})"


def _there_already(model: type[Model]) -> str:
    """SQL for: a row with one of the new row's unique keys is there."""
    meta: Any = model._meta
    found = [_same(meta, [meta.pk.name])]
    for one in meta.constraints:
        if isinstance(one, UniqueConstraint):
            expressions: Any = one.expressions  # names of fields, all of them
            names = [*one.fields, *(part.name for part in expressions)]
            where: Any = one.condition  # flags that are set, all of them
            found.append(_same(meta, names, dict(where.children) if where else {}))
    return " OR ".join(f"EXISTS (SELECT 1 FROM {meta.db_table} WHERE {one})" for one in found)


def _same(meta: Any, names: Iterable[str], flags: Mapping[str, bool] = MappingProxyType({})) -> str:
    """SQL for: a row has these columns as the new one has them, and both have the flags."""
    column = {name: f'"{meta.get_field(name).column}"' for name in (*names, *flags)}
    same = [f"{one} = NEW.{one}" for one in column.values()]
    return " AND ".join([*same, *(f"{column[name]} = {value:d}" for name, value in flags.items())])

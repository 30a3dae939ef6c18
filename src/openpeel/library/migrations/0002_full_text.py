"""The full-text index, in the way of the database at hand."""

from typing import Any

from django.db import migrations

from openpeel.library.fulltext import create, drop


def _make(_apps: Any, schema_editor: Any) -> None:
    for statement in create(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def _remove(_apps: Any, schema_editor: Any) -> None:
    for statement in drop(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial")]

    operations = [migrations.RunPython(_make, _remove)]

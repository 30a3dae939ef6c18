"""The commands between a record's folder and the service's database: thin, importing late."""

from __future__ import annotations

from pathlib import Path

import click

from openpeel.cli_service import PATH, _database, _person


@click.command()
@click.argument("folder", type=PATH)
@click.option("--by", required=True, metavar="USERNAME", help="Who answers for it.")
@click.option("--replace", is_flag=True, help="Also write over what is there otherwise.")
@_database
def load(folder: Path, by: str, replace: bool, db: Path | None) -> None:
    """Load a record into the service: all of it, or nothing.

    FOLDER is a record's folder. Whoever loads an inspection for the first time leads it.
    """
    from openpeel.inspecting.folder import read_record
    from openpeel.service import prepare

    record = read_record(folder)
    prepare(db)
    from openpeel.inspections.loading import load as load_record

    done = load_record(record, by=_person(by), replace=replace)
    for words, ids in (
        ("added", done.added), ("replaced", done.replaced), ("removed", done.removed)
    ):  # fmt: skip
        for id in ids:
            click.echo(f"{id} is {words}.")
    click.echo(
        f"{record.id} was there just so; nothing has changed."
        if done.same
        else f"{record.id} is in the database as {folder} has it."
    )


@click.command()
@click.argument("programme")
@click.option("--out", required=True, type=PATH, help="The folder to write.")
@_database
def export(programme: str, out: Path, db: Path | None) -> None:
    """Write a PROGRAMME (its id) from the service as a record's folder.

    An older record in that folder is replaced; a folder that holds anything else is refused.
    """
    from openpeel.service import prepare

    prepare(db)
    from openpeel.inspecting.folder import write_record
    from openpeel.inspections.exporting import export as export_record

    record = export_record(programme)
    write_record(record, out)
    many = "inspection" if len(record.inspections) == 1 else "inspections"
    click.echo(f"{record.id} with {len(record.inspections)} {many} is in {out}.")


COMMANDS = (load, export)

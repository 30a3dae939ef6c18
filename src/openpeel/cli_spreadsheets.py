"""The commands that take a reviewer's files out as a spreadsheet and in, and keep a history."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from openpeel.cli_service import PATH, _database, _person, round_of

if TYPE_CHECKING:
    from openpeel.sampling.schedule import Assessment


@click.command()
@click.argument("round_name", metavar="SLUG/NUMBER")
@click.option("--for", "reviewer", required=True, metavar="USERNAME", help="Whose open files.")
@click.option("--out", required=True, type=PATH, help="A new file that ends in .xlsx or .csv.")
@_database
def export(round_name: str, reviewer: str, out: Path, db: Path | None) -> None:
    """Write a reviewer's open files as a spreadsheet, to be filled in offline."""
    from openpeel.errors import UserError
    from openpeel.service import prepare

    kind = out.suffix.casefold()
    if kind not in (".xlsx", ".csv"):
        raise UserError(f"{out}: the name has to end in .xlsx or .csv.")
    if out.exists():
        raise UserError(f"{out} is there already; give a new name, so that no answers are lost.")
    prepare(db)
    from django.utils import timezone

    from openpeel.audits.spreadsheets import export_csv, export_xlsx

    round, person = round_of(round_name), _person(reviewer)
    content = (
        export_csv(round, person).encode("utf-8-sig")
        if kind == ".csv"
        else export_xlsx(round, person, at=timezone.now())
    )
    with out.open("xb") as file:
        file.write(content)
    click.echo(f"{person.name}'s open files of {round} are in {out}.")


@click.command(name="import")
@click.argument("sheet", type=PATH)
@click.option("--by", required=True, metavar="USERNAME", help="Whose answers they are.")
@_database
def import_answers(sheet: Path, by: str, db: Path | None) -> None:
    """Save the answers of a SHEET that came back; all of them are checked before."""
    from openpeel.service import prepare

    prepare(db)
    from openpeel.audits.spreadsheets import import_sheet

    done = import_sheet(sheet, by=_person(by))
    click.echo(f"{done.saved} answers are saved, {done.unchanged} rows without a change.")
    for line in done.set_aside:
        click.echo(line, err=True)
    if done.set_aside:
        sys.exit(1)


def load_history(path: Path, by: str, db: Path | None) -> int:
    """Keep a history of assessments in the service's database; says how many rows are new."""
    from openpeel.errors import UserError
    from openpeel.service import prepare

    prepare(db)
    from openpeel.audits import assessments

    person = _person(by)
    if not person.administrator:
        raise UserError(f"{person.name} is no administrator; only those load assessments.")
    return assessments.load(path, by=person)


def stored_history(db: Path | None) -> tuple[Assessment, ...]:
    """The assessments that the service's database knows of."""
    from openpeel.service import prepare

    prepare(db)
    from openpeel.audits import assessments

    return assessments.history()


COMMANDS = (export, import_answers)

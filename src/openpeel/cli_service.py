"""The commands on rounds that lie in the service's database: thin, importing late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from openpeel.audits.models import Round
    from openpeel.people.models import Person

PATH = click.Path(path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])

Command = Callable[..., Any]


def _database(command: Command) -> Command:
    return click.option(
        "--db", type=PATH, help="A database file  [default: DATABASE_URL, else openpeel.db]"
    )(command)


@click.command()
@_database
@click.option("--port", type=click.IntRange(0, 65535), default=8321, show_default=True)
@click.option("--local", is_flag=True, help="Pick a name instead of signing in; this machine only.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True)
@click.option("--threads", type=click.IntRange(1, 64), default=8, show_default=True)
def serve(db: Path | None, port: int, local: bool, host: str, workers: int, threads: int) -> None:
    """Serve the audits' pages to those who review, decide and reply."""
    from openpeel.errors import UserError
    from openpeel.service import LOOPBACK, prepare
    from openpeel.service import serve as run

    if local and host != LOOPBACK:
        raise UserError("--local asks for no password, so it listens on this machine alone.")
    prepare(db, local=local)
    run(
        port,
        lambda address: click.echo(f"The audits are at {address} until you press Ctrl-C."),
        host=host,
        workers=workers,
        threads=threads,
    )


@click.group()
def people() -> None:
    """Who works in the service."""


@people.command()
@click.argument("username")
@click.option("--name", help="As it is shown  [default: the sign-in name]")
@click.option("--force", help="The force they work for, if it is one.")
@click.option("--password", is_flag=True, help="Ask for a password, to sign in from elsewhere.")
@click.option("--administrator", is_flag=True, help="May open audits.")
@_database
def add(
    username: str,
    name: str | None,
    force: str | None,
    password: bool,
    administrator: bool,
    db: Path | None,
) -> None:
    """Add a person."""
    from openpeel.service import prepare

    prepare(db)
    from openpeel.people.actions import add_person

    secret = click.prompt("Password", hide_input=True, confirmation_prompt=True) if password else ""
    person = add_person(
        username, name=name or "", force=force or "", password=secret, administrator=administrator
    )
    click.echo(f"{person.name} can work in the service as {person.username}.")


@click.command(name="open")
@click.argument("sheet", type=PATH)
@click.option("--by", required=True, metavar="USERNAME", help="Who leads the audit.")
@click.option("--slug", help="A short name  [default: the force, the design and the year]")
@click.option("--name", help="Its name  [default: from the force and the design]")
@click.option("--facts-until", type=DAY, help="What came later does not count  [default: the draw]")
@click.option("--purge-on", type=DAY, help="When notes are deleted  [default: in two years]")
@click.option("--recorded", type=int, help="Crimes recorded in the year, less fraud.")
@click.option("--with", "members", multiple=True, metavar="ROLE=USERNAME", help="Who takes part.")
@_database
def open_round(sheet: Path, by: str, db: Path | None, **options: Any) -> None:
    """Open a round from a draw SHEET; the next round of an audit if --slug names one."""
    from openpeel.service import prepare

    prepare(db)
    from openpeel.audits.opening import open_from_sheet

    round = open_from_sheet(sheet, by=_person(by), **{k: _day(v) for k, v in options.items()})
    click.echo(f"{round} is open, with {round.files.count()} files, reserves included.")


@click.command()
@click.option("--on", type=DAY, help="As if it were that day  [default: today]")
@click.option("--by", required=True, metavar="USERNAME", help="Who answers for it.")
@_database
def purge(on: datetime | None, by: str, db: Path | None) -> None:
    """Delete references, evidence and notes of every round whose day has come."""
    from openpeel.service import prepare

    prepare(db)
    from django.utils import timezone

    from openpeel.audits.actions import purging

    day = on.date() if on else timezone.localdate()
    person = _person(by)
    found = list(purging.due(day))
    for round in found:
        done = purging.purge(round, on=day, by=person)
        click.echo(f"{round}: {done.references} references and {done.texts} texts are deleted.")
    if not found:
        click.echo("No round is due.")
    for round in purging.held_up(day):
        click.echo(
            f"{round} is {round.state}, and its day was {round.purge_on}: settle it, then purge.",
            err=True,
        )


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def _person(username: str) -> Person:
    from openpeel.errors import UserError
    from openpeel.people.models import Person

    found = Person.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise UserError(
            f"nobody is known as {username!r}; add them with `openpeel audit people add`."
        )
    return found


def round_of(name: str) -> Round:
    """A round by its audit's slug and its number, written as SLUG/NUMBER."""
    from openpeel.audits.queries import round_named

    return round_named(name)


COMMANDS = (serve, people, open_round, purge)

"""The commands on audits: thin, and importing what a command needs only when it runs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from openpeel.cli_estimates import COMMANDS as ESTIMATES

PATH = click.Path(path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])
MOMENT = click.DateTime(["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"])

Command = Callable[..., Any]


@click.group()
def audit() -> None:
    """Audits of case files: samples that anyone can draw again, and what they show."""


def _source(command: Command) -> Command:
    """The options that say how a frame's source is to be read."""
    options = (
        click.option(
            "--as", "contract", metavar="RETURN",
            help="The file is this return  [default: the design's, unless it is a frame already]",
        ),
        click.option("--map", "mapping", type=PATH, help="A mapping of the force's columns."),
        click.option("--sheet", "workbook_sheet", help="Which sheet of a workbook."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@click.argument("frame", type=PATH)
@click.option("--design", "design_id", required=True, metavar="ID", help="An audit design.")
@click.option("--force", "force_name", required=True, help="Whose files they are.")
@click.option("--seed", help="A line of text  [default: made by chance once the frame is frozen]")
@click.option("--out", type=PATH, default=Path(), show_default=True, help="For what is written.")
@_source
@click.option("--from", "first_day", type=DAY, help="The first day of the audit's period.")
@click.option("--to", "last_day", type=DAY, help="Its last day.")
@click.option("--files", "numbers", multiple=True, metavar="STRATUM=N", help="Draw N files of it.")
@click.option("--by", help="Who draws.")
@click.option("--at", type=MOMENT, help="When, in UTC  [default: now]")
def draw(
    frame: Path,
    design_id: str,
    force_name: str,
    out: Path,
    numbers: tuple[str, ...],
    first_day: datetime | None,
    last_day: datetime | None,
    at: datetime | None,
    **options: Any,
) -> None:
    """Draw a sample from a FRAME: a return's file, a lake, or a CSV of references and strata."""
    from openpeel.catalogue.audit_designs import find_design
    from openpeel.catalogue.forces import forces
    from openpeel.errors import UserError
    from openpeel.sampling.accounts import account_of_draw
    from openpeel.sampling.draws import draw_into

    force = forces().find(force_name)
    if force is None:
        raise UserError(f"there is no force {force_name!r}; give a name such as 'West Mercia'.")
    sheet = draw_into(
        out, frame, find_design(design_id), force,
        instead=_numbers(numbers),
        first_day=first_day.date() if first_day else None,
        last_day=last_day.date() if last_day else None,
        at=(at or datetime.now(UTC)).replace(tzinfo=UTC),
        **options,
    )  # fmt: skip
    click.echo(account_of_draw(sheet))
    click.echo(f"Sheet, frame and list of files are in {out}.")


@click.command()
@click.argument("sheet", type=PATH)
@click.argument("frame", type=PATH)
@_source
def redraw(sheet: Path, frame: Path, **options: Any) -> None:
    """Draw a SHEET again from its FRAME, and say whether all is the same.

    FRAME is the frozen frame.csv, or the file or lake that it was made from. Exits with 1 at the
    first difference.
    """
    from openpeel.sampling.redraw import redraw as redraw_sheet
    from openpeel.sampling.sheets import read_sheet

    held = read_sheet(sheet)
    different = redraw_sheet(held, frame, **options)
    if different:
        click.echo(f"{sheet} can't be confirmed: {different}")
        sys.exit(1)
    click.echo(
        f"{sheet} is confirmed: the {held.frame.files:,} files of the frame and the seed give the"
        f" same {len(held.files):,} files."
    )


def _numbers(texts: tuple[str, ...]) -> dict[str, int]:
    from openpeel.errors import UserError

    found: dict[str, int] = {}
    for text in texts:
        name, _, number = text.partition("=")
        if not name or not number.isascii() or not number.isdigit() or len(number) > 6:
            raise UserError(f"--files {text}: write it as STRATUM=N, such as rape=20.")
        if name in found:
            raise UserError(f"--files {text}: {name} has a number already; give it one.")
        found[name] = int(number)
    return found


COMMANDS = (draw, redraw)

for command in (*COMMANDS, *ESTIMATES):
    audit.add_command(command)

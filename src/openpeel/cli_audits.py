"""The commands on audits: thin, and importing what a command needs only when it runs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from openpeel.cli_estimates import COMMANDS as ESTIMATES

if TYPE_CHECKING:
    from openpeel.sampling.planning import Plan

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


class Range(click.FloatRange):
    """A range of numbers; what is no number lies in none."""

    def convert(self, value: Any, param: Any, ctx: Any) -> float:
        """The number, or click's refusal."""
        number = float(super().convert(value, param, ctx))
        if number != number:
            self.fail(f"{value!r} is no number.", param, ctx)
        return number


SHARE = Range(0, 1)


@click.command()
@click.option("--design", "design_id", metavar="ID", help="An audit design.")
@click.option("--from", "before", type=SHARE, metavar="SHARE", help="See a move from this share.")
@click.option("--to", "after", type=SHARE, metavar="SHARE", help="To this one.")
@click.option("--files", type=click.IntRange(1), help="What so many files show.")
@click.option("--share", type=SHARE, help="Of this share  [default: 0.8]")
@click.option("--population", type=click.IntRange(1), help="How many files there are in all.")
@click.option(
    "--sheet", type=PATH, help="A draw sheet: what its files show, with the cost of their weights."
)
@click.option(
    "--power", type=Range(0, 1, min_open=True, max_open=True), default=0.8,
    show_default=True, help="How often the move is to be found.",
)  # fmt: skip
@click.option("--reviewers", type=click.IntRange(1), default=6, show_default=True)
@click.option("--out", type=PATH, help="Also write it, as .html or .csv.")
def plan(out: Path | None, **options: Any) -> None:
    """Plan a sample: the files that a decision needs, or what so many files can show.

    With --from and --to it says how many files each of two rounds needs to see the move; with
    --files or --design what these show of a --share. Shares are written from 0 to 1.
    """
    from openpeel.audits.plans import plan_csv, plan_html, plan_text
    from openpeel.errors import UserError
    from openpeel.facts.lake import whole

    kinds = {".html": plan_html, ".csv": plan_csv}
    if out and out.suffix.lower() not in kinds:
        raise UserError(f"{out}: a plan is written as .html or .csv.")
    made = _plan(**options)
    click.echo(plan_text(made))
    if out:
        with whole(out) as waiting:
            waiting.write_text(kinds[out.suffix.lower()](made), encoding="utf-8")
        click.echo(f"It is in {out}.")


def _plan(
    design_id: str | None,
    sheet: Path | None,
    before: float | None,
    after: float | None,
    files: int | None,
    share: float | None,
    power: float,
    population: int | None,
    reviewers: int,
) -> Plan:
    from openpeel.catalogue.audit_designs import find_design
    from openpeel.errors import UserError
    from openpeel.sampling.planning import plan_design, plan_files
    from openpeel.sampling.sheets import read_sheet

    if (before is None) != (after is None):
        raise UserError("a move has two shares: give --from and --to, such as 0.8 and 0.9.")
    if before is not None and share is not None and before != share:
        raise UserError("--share and --from are two different shares; give one of them.")
    at = before if before is not None else 0.8 if share is None else share
    if design_id is None and sheet is None:
        return plan_files(at, files=files, after=after, power=power, population=population)
    if files is not None:
        raise UserError("a design says itself how many files are drawn; leave out --files.")
    held = read_sheet(sheet) if sheet else None
    if held and design_id not in (None, held.design_id):
        raise UserError(f"{sheet}: it was drawn by {held.design_id}, not by {design_id}.")
    return plan_design(
        held.design if held else find_design(str(design_id)),
        at,
        after=after,
        power=power,
        population=population,
        populations=held.populations if held else None,
        drawn=held.drawn if held else None,
        reviewers=reviewers,
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


COMMANDS = (plan, draw, redraw)

for command in (*COMMANDS, *ESTIMATES):
    audit.add_command(command)

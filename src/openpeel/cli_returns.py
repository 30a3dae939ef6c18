"""The commands on returns: thin, and importing what a command needs only when it runs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from openpeel.catalogue.contracts import Contract
    from openpeel.collecting import Given
    from openpeel.facts.returns.references import Salt

FOLDER = click.Path(path_type=Path)
FILE = click.Path(path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])

Command = Callable[..., Any]


def _reading(command: Command) -> Command:
    """The options that say how a file is to be read and checked."""
    options = (
        click.option(
            "--as", "as_", metavar="RETURN",
            help="Which return it is; only simulated files say it themselves.",
        ),
        click.option("--map", "mapping", type=FILE, help="A mapping of the force's columns."),
        click.option("--force", help="Whose it is, when the file does not say."),
        click.option("--sheet", help="Which sheet of a workbook."),
        click.option("--on", type=DAY, help="Check as of this day  [default: today]"),
        click.option(
            "--with", "beside", multiple=True, metavar="RETURN=FILE",
            help="Another return, to look references up in.",
        ),
        click.option(
            "--replies", type=FILE, multiple=True, help="A report that came back with replies."
        ),
        click.option("--salt", type=FILE, help="The force's own salt  [default: the lake's]"),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE...")
@_reading
@click.option("--lake", type=FOLDER, help="What was sent before, and what is published.")
@click.option("--out", type=FOLDER, default=Path(), show_default=True, help="For the reports.")
def check(files: tuple[Path, ...], out: Path, salt: Path | None, **options: Any) -> None:
    """Check return FILEs: a table here, and an HTML and a CSV report for each.

    Exits with 1 when there are errors, which must be fixed before a file can be submitted.
    """
    from openpeel.collecting import check_file, write_reports
    from openpeel.collection.check_report import printable, report_text

    secret = _secret(salt)
    failed = False
    for path, stem in _named(files):
        report = check_file(path, _given(path, salt=secret, **options))
        page, table = (printable(str(made)) for made in write_reports(report, out, stem))
        click.echo(report_text(report))
        click.echo(f"Report: {page}; to fill in and send back: {table}")
        failed |= bool(report.errors)
    sys.exit(1 if failed else 0)


@click.command(name="map")
@click.argument("file", type=FILE)
@click.option("--as", "as_", required=True, metavar="RETURN", help="Which return it is.")
@click.option("--sheet", help="Which sheet of a workbook.")
@click.option("--out", type=FILE, help="Write it here  [default: print it]")
def map_(file: Path, as_: str, sheet: str | None, out: Path | None) -> None:
    """Draft a mapping from the header of a FILE to a return's fields."""
    from openpeel.catalogue.contracts import contract
    from openpeel.errors import UserError
    from openpeel.facts.returns.drafting import draft_mapping

    text = draft_mapping(file, contract(as_), sheet)
    if out is None:
        click.echo(text, nl=False)
        return
    if out.exists():
        raise UserError(f"{out}: it is there already; a mapping that was edited is not replaced.")
    out.write_text(text, encoding="utf-8")
    click.echo(f"Drafted {out}: look through it, then check with --map {out}.")


@click.command()
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE...")
@_reading
@click.option("--by", required=True, help="Who submits it.")
@click.option("--lake", type=FOLDER, default=Path("site.lake"), show_default=True)
def submit(files: tuple[Path, ...], by: str, salt: Path | None, lake: Path, **options: Any) -> None:
    """Check return FILEs and put them in the lake.

    A later one corrects an earlier one. A folder that `openpeel simulate` made stands for the
    returns in it.
    """
    from openpeel.collecting import submit_file
    from openpeel.collection.check_report import printable, report_text
    from openpeel.facts.lake import Lake
    from openpeel.releases.words import counted

    secret = _secret(salt)
    Lake(lake)
    failed = False
    for path in [path for file in files for path in _in_folder(file, options["as_"])]:
        given = _given(path, lake=lake, salt=secret, **options)
        report, batch = submit_file(path, given, by=by, at=datetime.now(UTC))
        shown = printable(str(path))
        if batch is None or batch.submission is None:
            click.echo(report_text(report), err=True)
            click.echo(f"{shown}: not submitted; the lake is as it was.", err=True)
            failed = True
            continue
        sent = batch.submission
        click.echo(
            f"{shown}: {counted(report.rows, 'row')} of {sent.contract}, {sent.period_start} to"
            f" {sent.period_end}, submitted by {sent.by}: batch {batch.id}"
            f" ({counted(len(sent.report.queries), 'query', 'queries')},"
            f" {len(sent.report.open):,} open)"
        )
        for old in sent.corrects:
            click.echo(f"    takes the place of {old}")
    sys.exit(1 if failed else 0)


@click.command()
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="REPORT...")
@click.option("--by", required=True, help="Who takes the replies in.")
@click.option("--lake", type=FOLDER, default=Path("site.lake"), show_default=True)
def reply(files: tuple[Path, ...], by: str, lake: Path) -> None:
    """Add the replies in CSV REPORTs that came back to what was submitted."""
    from openpeel.collecting import take_replies
    from openpeel.collection.check_report import printable
    from openpeel.facts.returns.store import own
    from openpeel.releases.words import counted

    changed = take_replies(files, lake, by=by, at=datetime.now(UTC))
    for batch in changed:
        report = own(batch).report
        replies = counted(len(report.replies), "reply", "replies")
        click.echo(f"{printable(report.file)}: {replies}, {len(report.open):,} open")
    if not changed:
        click.echo("There is no new reply in it; the lake is as it was.")


@click.command(name="share-back")
@click.argument("force")
@click.option("--lake", type=FOLDER, default=Path("site.lake"), show_default=True)
@click.option("--data", type=FOLDER, help="Published files to set the returns beside.")
@click.option("--out", type=FILE, help="Also write it as CSV.")
def share_back(force: str, lake: Path, data: Path | None, out: Path | None) -> None:
    """Share back with a FORCE what its returns say.

    Its values beside those of the others, last year's and the published ones; what is notably
    different, and what does not agree.
    """
    from openpeel.measures.share_back_text import share_back_csv, share_back_text
    from openpeel.site import share_back_with

    shared = share_back_with(force, lake, data)
    click.echo(share_back_text(shared))
    if out:
        out.write_bytes(share_back_csv(shared))
        click.echo(f"As CSV: {out}")


@click.command()
@click.argument("id", required=False)
@click.option("--template", type=FILE, help="Write the empty return here, as .csv or .xlsx.")
def returns(id: str | None, template: Path | None) -> None:
    """List the returns, or show one; or write its empty template."""
    from openpeel.catalogue.contracts import contract, contracts
    from openpeel.errors import UserError

    if id is None:
        if template:
            raise UserError("say which return the template is of: openpeel returns calls ...")
        for held in contracts().values():
            click.echo(f"{held.id:<22} {held.name}: {held.row}")
        return
    chosen = contract(id)
    if template:
        from openpeel.facts.returns.templates import template_csv, template_xlsx

        kinds = {".csv": template_csv, ".xlsx": template_xlsx}
        if template.suffix.lower() not in kinds:
            raise UserError(f"{template}: a template is written as .csv or .xlsx.")
        empty = kinds[template.suffix.lower()](chosen)
        if template.exists() and template.read_bytes() != empty:
            raise UserError(f"{template}: it is there already; what was filled in is not replaced.")
        template.write_bytes(empty)
        click.echo(f"The empty return {chosen.id} is in {template}.")
        return
    click.echo(f"{chosen.name} (version {chosen.version}, from {chosen.since})\n{chosen.why}")
    click.echo(f"A row is {chosen.row}.\n")
    for name, field in chosen.asked.items():
        needed = "required" if field.required else ""
        click.echo(f"  {name:<22} {field.type:<10} {needed:<9} {field.words}")
    for name, duration in chosen.durations.items():
        click.echo(f"  {name:<22} {'worked out':<20} {duration.words}")


@click.command()
@click.argument("file", type=FILE)
def salt(file: Path) -> None:
    """Make a FILE with a new salt, which hides a force's own keys.

    Keep it, use the same one for every return, and show it to nobody.
    """
    from openpeel.facts.returns.references import make_salt

    make_salt(file)
    click.echo(
        f"A new salt is in {file}. Use the same one for every return, and show it to nobody."
    )


def _given(
    path: Path, as_: str | None, on: datetime | None, beside: tuple[str, ...], **options: Any
) -> Given:
    from openpeel.catalogue.contracts import contract
    from openpeel.collecting import Given, said_return
    from openpeel.errors import UserError

    linked: dict[str, tuple[Contract, Path]] = {}
    for text in beside:
        name, _, file = text.partition("=")
        if not name or not file:
            raise UserError(f"--with {text}: write it as RETURN=FILE, such as incidents=log.csv.")
        other = contract(name)
        if other.id in linked:
            raise UserError(f"--with {text}: {other.id} is given already; give one file a return.")
        linked[other.id] = (other, Path(file))
    # the clock is read here and nowhere below: a report is of the day it is checked as of
    day = on.date() if on else date.today()
    return Given(contract(as_ or said_return(path)), day, beside=tuple(linked.values()), **options)


def _secret(file: Path | None) -> Salt | None:
    """The force's own salt, when one is named; what is to be said of its file is printed."""
    from openpeel.facts.returns.references import read_salt

    if file is None:
        return None
    secret = read_salt(file)
    for note in secret.notes:
        click.echo(note, err=True)
    return secret


def _in_folder(path: Path, as_: str | None) -> list[Path]:
    """The simulated returns in a folder; or the file itself."""
    from openpeel.collecting import simulated_returns
    from openpeel.errors import UserError

    if not path.is_dir():
        return [path]
    if as_:
        raise UserError(f"{path}: a folder stands for every return in it; leave out --as.")
    found = simulated_returns(path)
    if not found:
        raise UserError(f"{path}: no simulated return is in the folder; name the files themselves.")
    return found


def _named(files: Iterable[Path]) -> list[tuple[Path, str]]:
    """Each file with the name of its reports; two of one name are numbered."""
    named: dict[str, Path] = {}
    for path in files:
        numbered = (f"{path.stem}-{number}" for number in count(2))
        stem = next(name for name in chain([path.stem], numbered) if name not in named)
        named[stem] = path
    return [(path, stem) for stem, path in named.items()]


COMMANDS = (check, map_, submit, reply, share_back, returns, salt)

"""The command `openpeel`: thin, and importing what a subcommand needs only when it runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import click

from openpeel import __version__
from openpeel.cli_audits import audit
from openpeel.cli_inspections import inspection
from openpeel.cli_publish import COMMANDS as PUBLISH_COMMANDS
from openpeel.cli_reading import COMMANDS as READING_COMMANDS
from openpeel.cli_report_database import COMMANDS as REPORT_COMMANDS
from openpeel.cli_reports import report
from openpeel.cli_returns import COMMANDS
from openpeel.cli_service import COMMANDS as AUDIT_COMMANDS
from openpeel.cli_simulated_audits import COMMANDS as SIMULATED_COMMANDS
from openpeel.cli_spreadsheets import COMMANDS as SHEET_COMMANDS
from openpeel.cli_survey import survey
from openpeel.errors import UserError

INTERRUPTED = "Query interrupted"  # what DuckDB makes of Ctrl-C while it is at work
FOLDER = click.Path(path_type=Path)


class _Commands(click.Group):
    """Prints a user's error as its sentence, with exit code 2 and no traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except UserError as problem:
            click.echo(f"openpeel: {problem}", err=True)
            ctx.exit(2)
        except BrokenPipeError:  # whoever reads has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except OSError as problem:  # no room, no permission
            place = problem.filename or "a file could not be written"
            click.echo(f"openpeel: {place}: {problem.strerror}.", err=True)
            ctx.exit(2)
        except (KeyboardInterrupt, Exception) as problem:
            if not _interrupted(problem):
                raise
            click.echo("openpeel: stopped; nothing was changed.", err=True)
            ctx.exit(130)


def _interrupted(problem: BaseException | None) -> bool:
    """Whether Ctrl-C is behind it: libraries wrap it when it comes while they are being loaded."""
    while problem is not None:
        if isinstance(problem, KeyboardInterrupt) or str(problem) == INTERRUPTED:
            return True
        problem = problem.__cause__
    return False


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="openpeel")
def main() -> None:
    """Compare the 43 police forces of England and Wales from what they publish and send."""


@main.command()
@click.argument("folder", type=FOLDER)
@click.option("--out", type=FOLDER, default=Path("site"), show_default=True, help="The site.")
@click.option("--lake", help="What was read before: a folder or a URL  [default: beside the site]")
@click.option("--engine", metavar="URL", help="Spark, at sc://host:port  [default: DuckDB, here]")
def build(folder: Path, out: Path, lake: str | None, engine: str | None) -> None:
    """Build a site from a FOLDER of published files."""
    from openpeel.accounts import account
    from openpeel.facts.places import place
    from openpeel.site import build as build_site

    with _progress() as on_progress:
        built = build_site(folder, out, place(lake) if lake else None, on_progress, engine)
    click.echo(account(built.taken))
    for name in built.audits:
        click.echo(f"Audit: {name}.")
    if built.changed:
        click.echo(f"{built.values:,} values on {built.pages:,} pages: release {built.release}.")
    else:
        click.echo(f"Nothing has changed since the site was built: release {built.release} stands.")
    click.echo(f"The site is in {built.site}. To read it: openpeel serve {out}")


@main.command()
@click.argument("id", required=False)
def measures(id: str | None) -> None:
    """List the measures, or show one."""
    from openpeel.accounts import list_measures, show_measure

    click.echo(show_measure(id) if id else list_measures())


@main.command()
@click.argument("figure")
@click.option("--site", type=FOLDER, default=Path("site"), show_default=True, help="The site.")
@click.option("--lake", type=FOLDER, help="Its lake  [default: beside the site]")
def trace(figure: str, site: Path, lake: Path | None) -> None:
    """Walk a FIGURE back to numerator, denominator, file, hash and rows."""
    from openpeel.accounts import trace_figure

    click.echo(trace_figure(figure, site, lake))


@main.command()
@click.argument("site", type=FOLDER)
@click.option("--data", type=FOLDER, required=True, help="The folder it was built from.")
@click.option("--lake", type=FOLDER, help="Its lake, for returns  [default: beside the site]")
def verify(site: Path, data: Path, lake: Path | None) -> None:
    """Compute a SITE again from its inputs and compare every byte."""
    import tempfile

    from openpeel.site import verify as verify_site

    with tempfile.TemporaryDirectory(prefix="openpeel-") as scratch, _progress() as on_progress:
        differences = verify_site(site, data, Path(scratch), on_progress, lake)
    for difference in differences[:20]:
        click.echo(difference)
    if differences:
        click.echo(f"{site} can't be confirmed: {len(differences):,} differences.")
        sys.exit(1)
    click.echo(f"{site} is confirmed: the same inputs gave the same bytes.")


@main.command()
@click.argument("sites", metavar="[SITE]...", type=FOLDER, nargs=-1)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
def serve(sites: tuple[Path, ...], port: int) -> None:
    """Show a SITE in the browser, on this machine only; several side by side."""
    from openpeel.serving import serve as serve_sites

    shown = sites or (Path("site"),)
    names = ", ".join(str(site) for site in shown)
    serve_sites(shown, port, lambda address: click.echo(f"{names}: {address} (Ctrl-C to stop)."))


@main.command()
@click.option("--out", type=FOLDER, required=True, help="A new folder.")
@click.option("--seed", default=1, show_default=True)
@click.option("--scale", default=0.01, show_default=True, help="1 is a year's real volume.")
@click.option("--incidents", type=int, help="Incidents in a year, which sets the scale instead.")
@click.option("--years", default=2, show_default=True)
@click.option("--errors", is_flag=True, help="Plant what the checker refuses, too.")
@click.option("--only", multiple=True, metavar="RETURN", help="Only these returns.")
def simulate(out: Path, seed: int, scale: float, only: tuple[str, ...], **options: Any) -> None:
    """Make what 43 forces might send, with the truth written beside it."""
    from openpeel.facts.simulator import simulate as simulate_years

    with _progress() as on_progress:
        summary = simulate_years(
            out,
            seed,
            scale,
            on_progress=partial(on_progress, "simulating"),
            only=only or None,
            **options,
        )
    for table, rows in summary.rows.items():
        click.echo(f"{table:<22} {rows:>12,} rows")
    for sentence in summary.planted:
        click.echo(f"planted: {sentence}")
    click.echo(f"Simulated in {out}; the truth is in {out / 'truth.json'}.")


@main.command()
@click.option("--out", type=FOLDER, required=True, help="Where to write them.")
@click.option("--force", default="West Mercia", show_default=True, help="Whose they are.")
@click.option("--rows", default=500, show_default=True, help="About how many incidents.")
@click.option("--arrivals", type=FOLDER, help="A folder that `simulate` made; see above.")
def samples(out: Path, force: str, rows: int, arrivals: Path | None) -> None:
    """Write a force's returns as its own systems export them, to try the checker on.

    Incidents and calls in CSV under the systems' own headers and codes, each with its mapping. With
    --arrivals, instead what West Mercia sends later: its simulated incidents with times of arrival.
    """
    from openpeel.facts.simulator import write_csv_samples, write_later

    written = [write_later(arrivals, out)] if arrivals else write_csv_samples(out, force, rows)
    for path in written:
        click.echo(path)


for command in (*COMMANDS, audit, inspection, survey, report):
    main.add_command(command)
for command in (*AUDIT_COMMANDS, *SHEET_COMMANDS, *PUBLISH_COMMANDS, *SIMULATED_COMMANDS):
    audit.add_command(command)
for command in (*REPORT_COMMANDS, *READING_COMMANDS):
    report.add_command(command)


Shown = Callable[[str, str, int, int], None]


@contextmanager
def _progress() -> Iterator[Shown]:
    """A progress bar on a terminal; silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:>14}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, TextColumn("{task.fields[what]}"), console=console) as bars:
        tasks: dict[str, object] = {}

        def show(stage: str, what: str, done: int, of: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=of, what="")
            bars.update(tasks[stage], completed=done + 1, total=of, what=what[-50:])  # type: ignore[arg-type]

        yield show

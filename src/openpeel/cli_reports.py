"""The commands that check, build and verify reports: thin, importing late."""

from __future__ import annotations

import json
from pathlib import Path

import click

FOLDER = click.Path(path_type=Path)
SITE = click.option(
    "--site", type=FOLDER, required=True, help="The site of the release to take figures from."
)
SURVEY = click.option("--survey", type=FOLDER, help="The published folder of a survey.")


@click.group()
def report() -> None:
    """Reports whose figures are live and whose words are checked."""


@report.command()
@click.argument("path", type=FOLDER)
@SITE
@SURVEY
@click.option("--json", "as_json", is_flag=True, help="As JSON, for other programs.")
@click.pass_context
def check(ctx: click.Context, path: Path, site: Path, survey: Path | None, as_json: bool) -> None:
    """Hold every figure and every word about one against the data.

    PATH is a report's folder, or one text of such a folder. Exit code 1 says that there are errors.
    """
    from dataclasses import asdict

    from openpeel.reporting import check as checked

    problems = checked(path, site, survey)
    name = path.name if path.is_file() else "report.md"
    if as_json:
        told = [asdict(problem) | {"level": problem.level} for problem in problems]
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            click.echo(problem.text(name) + "\n")
        click.echo(counted([problem.level for problem in problems]))
    ctx.exit(1 if any(problem.level == "error" for problem in problems) else 0)


@report.command()
@click.argument("folder", type=FOLDER)
@SITE
@SURVEY
@click.option("--out", type=FOLDER, required=True, help="The folder to publish into.")
@click.option("--release-address", default="", help="The release's site as readers reach it.")
@click.pass_context
def build(
    ctx: click.Context,
    folder: Path,
    site: Path,
    survey: Path | None,
    out: Path,
    release_address: str,
) -> None:
    """Publish a report: pages, PDF, registers. Nothing is written while a check has an error."""
    from openpeel.reporting import build as built

    made = built(folder, site, out, survey, release_address)
    for problem in made.problems:
        if problem.level == "error" or not made.version:
            click.echo(problem.text("report.md") + "\n", err=True)
    levels = counted([problem.level for problem in made.problems])
    if not made.version:
        click.echo(f"Not built: {levels}", err=True)
        ctx.exit(1)
    click.echo(
        f"Version {made.version} is in {out}: {made.files:,} files, {made.figures:,} figures."
        f" {levels}"
    )
    if made.alone:
        click.echo(
            f"No earlier version stands in {out}, so this one can't say what changed; if there was"
            " one, publish it there first."
        )


@report.command()
@click.argument("folder", type=FOLDER)
@click.option("--site", type=FOLDER, help="Work the figures out again from this site too.")
@SURVEY
@click.pass_context
def verify(ctx: click.Context, folder: Path, site: Path | None, survey: Path | None) -> None:
    """Build a published report again from its own folder and compare every byte."""
    from openpeel.verifying import verify as verified

    found = verified(folder, site, survey)
    for words in found:
        click.echo(words)
    if found:
        click.echo(f"Not confirmed: {len(found):,} difference{'s' if len(found) > 1 else ''}.")
        ctx.exit(1)
    click.echo("Confirmed: built again from its own folder, every file is the same.")
    if site:
        click.echo(f"Every figure, worked out again from {site}, is the same too.")


@report.command()
@click.argument("before", type=FOLDER)
@click.argument("after", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="As JSON, for other programs.")
def diff(before: Path, after: Path, as_json: bool) -> None:
    """What changed between two published versions: words, figures, grades."""
    from openpeel.reporting import compare
    from openpeel.reports.output.differences import difference_text

    told = compare(before, after)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        click.echo(difference_text(told))


def counted(levels: list[str]) -> str:
    """`2 errors, 1 warning, no notes.`"""
    words = []
    for level in ("error", "warning", "note"):
        number = levels.count(level)
        words.append(f"{number or 'no'} {level if number == 1 else level + 's'}")
    return ", ".join(words) + "."

"""The commands on the record of an inspection: thin, and importing late."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from openpeel.cli_inspection_database import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpeel.inspecting.rules import Context, Problem

FOLDER = click.Path(path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def inspection() -> None:
    """Records of inspections: evidence, findings, judgments, what came of them."""


@inspection.command()
@click.argument("folder", type=FOLDER)
@click.option("--site", type=FOLDER, help="The site that figures are taken from.")
@click.option("--on", type=DAY, help="The day for which to check  [default: today]")
@click.option("--canonical", is_flag=True, help="Also name files that would be written otherwise.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for other programs.")
@click.pass_context
def check(
    ctx: click.Context,
    folder: Path,
    site: Path | None,
    on: datetime | None,
    canonical: bool,
    as_json: bool,
) -> None:
    """Hold a record against the rules.

    FOLDER is a record's folder. Exit code 1 says that there are errors, or with --canonical that a
    file would be written otherwise; what can't be read is exit code 2.
    """
    from openpeel.inspecting.folder import not_canonical, read_record
    from openpeel.inspecting.rules import Context, check_record

    day = (on or datetime.now(UTC)).date()
    record = read_record(folder)
    if site:
        from openpeel.inspecting.at_site import context_of

        context = context_of(site, day)
    else:
        context = Context(on=day)
    problems = check_record(record, context)
    others = not_canonical(folder) if canonical else ()
    if as_json:
        click.echo(_json(record.id, context, problems, others))
    else:
        for line in (*_lines(problems), *others, _total(problems)):
            click.echo(line)
    ctx.exit(1 if others or any(problem.level == "error" for problem in problems) else 0)


@inspection.command()
@click.argument("folder", type=FOLDER)
def tidy(folder: Path) -> None:
    """Write a record's files in their one form.

    FOLDER is a record's folder. Nothing that the record says changes, and comments in its files are
    lost.
    """
    from openpeel.inspecting.folder import not_canonical, read_record, write_record

    others = not_canonical(folder)
    if others:
        write_record(read_record(folder), folder)
    files = "file was" if len(others) == 1 else "files were"
    click.echo(f"{len(others) or 'No'} {files} written anew.")


def _lines(problems: Sequence[Problem]) -> Iterator[str]:
    """Problems under the headings of their levels."""
    level = ""
    for problem in problems:
        if problem.level != level:
            level = problem.level
            yield f"{level.capitalize()}s"
        yield f"  {problem.where or 'the record'}"
        yield f"    {problem.rule}: {problem.words}"


def _counts(problems: Sequence[Problem]) -> dict[str, int]:
    from openpeel.catalogue.inspection_rules import LEVELS

    return {level: sum(one.level == level for one in problems) for level in LEVELS}


def _total(problems: Sequence[Problem]) -> str:
    """The last line: `1 error, 2 warnings, no notes.`"""
    parts = [
        f"{count or 'no'} {level}{'' if count == 1 else 's'}"
        for level, count in _counts(problems).items()
    ]
    text = ", ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def _json(record: str, context: Context, problems: Sequence[Problem], others: Sequence[str]) -> str:
    from dataclasses import asdict

    told = {
        "record": record,
        "on": context.on.isoformat(),
        "release": context.release,
        "counts": _counts(problems),
        "problems": [asdict(problem) for problem in problems],
        "not_canonical": list(others),
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


for command in COMMANDS:
    inspection.add_command(command)

"""The commands on what an audit says: estimates, agreement, repeats, and who is due for one."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from openpeel.sampling.answers import RoundAnswers

PATH = click.Path(path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])
ON_PUBLISHED = click.option(
    "--on", type=DAY,
    help="By the words and rules of this day  [default: the day of publication, or today]",
)  # fmt: skip
ON = click.option("--on", type=DAY, help="As of this day  [default: today]")


@click.command()
@click.argument("folder", type=PATH, required=False, metavar="[FOLDER]")
@click.option("--sheet", type=PATH, help="A draw sheet, instead of a published round's folder.")
@click.option("--answers", type=PATH, help="The answers to the sheet's files, as CSV.")
@click.option(
    "--interval", type=click.Choice(["covering", "logit", "korn-graubard", "as-published"]),
    default="covering", show_default=True, help="How the force's interval is made.",
)  # fmt: skip
@click.option(
    "--recorded", multiple=True, metavar="CLASS=N",
    help="Recorded crime of a year without fraud, for the crimes that went unrecorded.",
)  # fmt: skip
@click.option("--csv", "as_csv", is_flag=True, help="The questions as CSV.")
@ON_PUBLISHED
def estimate(
    folder: Path | None,
    sheet: Path | None,
    answers: Path | None,
    interval: str,
    recorded: tuple[str, ...],
    as_csv: bool,
    on: datetime | None,
) -> None:
    """Estimate from a published round's FOLDER, or from a draw sheet and its answers."""
    from typing import cast

    from openpeel.sampling import estimates
    from openpeel.sampling.estimate_text import estimates_csv, estimates_text, recording_text
    from openpeel.sampling.recording import crime_recording

    round, in_year, day = _round(folder, sheet, answers)
    day = _day(on, day)
    results = estimates.estimate(round, on=day, interval=cast(estimates.IntervalName, interval))
    if as_csv:
        click.echo(estimates_csv(results), nl=False)
        return
    click.echo(estimates_text(results), nl=False)
    crimes = crime_recording(round, on=day, recorded_in_year={**in_year, **_numbers(recorded)})
    click.echo(recording_text(crimes), nl=False)


@click.command()
@click.argument("sheet", type=PATH)
@click.option("--out", type=PATH, default=Path("answers.csv"), show_default=True)
def form(sheet: Path, out: Path) -> None:
    """Write an empty CSV for the answers to the files of a draw SHEET."""
    from openpeel.errors import UserError
    from openpeel.sampling.csv_answers import answers_form
    from openpeel.sampling.sheets import read_sheet

    text = answers_form(read_sheet(sheet))
    if out.exists():
        raise UserError(f"{out}: it is there already; a form that was filled in is not replaced.")
    out.write_text(text, encoding="utf-8", newline="")
    click.echo(
        f"{out}: fill it in, then run openpeel audit estimate --sheet {sheet} --answers {out}"
    )


@click.command()
@click.argument("folder", type=PATH)
@ON_PUBLISHED
def agree(folder: Path, on: datetime | None) -> None:
    """Say how far the reviewers of a published round's FOLDER agree, by question and week."""
    from openpeel.sampling.agreements import by_question, by_reviewer
    from openpeel.sampling.drift import drift
    from openpeel.sampling.estimate_text import agreement_text
    from openpeel.sampling.reading_published import read_published

    published = read_published(folder)
    day, round = _day(on, published.published_on), published.answers
    parts = by_question(round, on=day), by_reviewer(round, on=day), drift(round, on=day)
    click.echo(agreement_text(*parts), nl=False)


@click.command()
@click.argument("earlier", type=PATH)
@click.argument("later", type=PATH)
@click.option("--to", type=float, metavar="SHARE", help="A share to plan the next round for: 0.9")
@ON_PUBLISHED
def repeat(earlier: Path, later: Path, to: float | None, on: datetime | None) -> None:
    """Compare two published rounds, the EARLIER and the LATER folder, question by question."""
    from openpeel.sampling.estimate_text import repeats_text
    from openpeel.sampling.reading_published import read_published
    from openpeel.sampling.repeats import compare, compare_recording

    after = read_published(later)
    first, second = read_published(earlier).answers, after.answers
    day = _day(on, after.published_on)
    changes = (*compare(first, second, on=day), *compare_recording(first, second, on=day))
    click.echo(repeats_text(changes, to), nl=False)


@click.command()
@click.argument("history", type=PATH, required=False)
@click.option("--csv", "as_csv", is_flag=True, help="A row for each force and rule.")
@click.option("--load", is_flag=True, help="Keep the HISTORY in the service's database.")
@click.option("--by", metavar="USERNAME", help="Who loads it: an administrator.")
@click.option("--db", type=PATH, help="Of the service  [default: DATABASE_URL, else openpeel.db]")
@ON
def schedule(
    history: Path | None,
    as_csv: bool,
    load: bool,
    by: str | None,
    db: Path | None,
    on: datetime | None,
) -> None:
    """Say who is due for an assessment, and why.

    HISTORY is a CSV of past assessments. Without it, what was loaded into the service's database
    and the rounds that were published there count.
    """
    from openpeel.errors import UserError
    from openpeel.sampling import schedule as schedules
    from openpeel.sampling.schedule_text import schedule_csv, schedule_text

    if load:
        from openpeel.cli_spreadsheets import load_history

        if history is None or by is None:
            raise UserError("--load needs a HISTORY, and --by who loads it.")
        click.echo(f"{load_history(history, by, db)} rows are added.")
        return
    if history is None:
        from openpeel.cli_spreadsheets import stored_history

        past = stored_history(db)
    else:
        past = schedules.read_history(history)
    day = _day(on, date.today())
    turns = schedules.schedule(past, day)
    click.echo(schedule_csv(turns) if as_csv else schedule_text(turns, day), nl=False)


def _round(
    folder: Path | None, sheet: Path | None, answers: Path | None
) -> tuple[RoundAnswers, dict[str, int], date]:
    """The round that was named, recorded crime where it is known, and the day it speaks of."""
    from openpeel.errors import UserError

    if folder is not None and sheet is None and answers is None:
        from openpeel.sampling.reading_published import read_published

        published = read_published(folder)
        return published.answers, dict(published.recorded_in_year), published.published_on
    if folder is None and sheet is not None and answers is not None:
        from openpeel.sampling.csv_answers import round_from_csv
        from openpeel.sampling.sheets import read_sheet

        return round_from_csv(read_sheet(sheet), answers), {}, date.today()
    raise UserError("name either a published round's folder, or --sheet and --answers.")


def _numbers(texts: tuple[str, ...]) -> dict[str, int]:
    from openpeel.errors import UserError

    found = {}
    for text in texts:
        name, _, number = text.partition("=")
        if not name or not number.isascii() or not number.isdigit() or len(number) > 9:
            raise UserError(f"--recorded {text}: write it as CLASS=N, such as overall=87000.")
        found[name] = int(number)
    return found


def _day(on: datetime | None, otherwise: date) -> date:
    return on.date() if on else otherwise


COMMANDS = (form, estimate, agree, repeat, schedule)

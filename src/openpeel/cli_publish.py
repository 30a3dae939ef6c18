"""The command that publishes a round: thin, importing late."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

PATH = click.Path(path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("round_name", metavar="SLUG/N")
@click.option("--by", required=True, metavar="USERNAME", help="Who answers for it.")
@click.option("--out", type=PATH, required=True, help="The folder to write.")
@click.option("--publisher", help="Who publishes, as readers see it  [default: the audit team]")
@click.option("--on", type=DAY, help="The day of publication  [default: today]")
@click.option("--recorded", type=click.IntRange(0), help="Crimes recorded in the year, less fraud.")
@click.option("--source", help="Whose number that is.")
@click.option("--db", type=PATH, help="A database file  [default: DATABASE_URL, else openpeel.db]")
def publish(
    round_name: str,
    by: str,
    out: Path,
    publisher: str | None,
    on: datetime | None,
    recorded: int | None,
    source: str | None,
    db: Path | None,
) -> None:
    """Publish a settled round: write the folder from which its figures are worked out."""
    from openpeel.service import prepare

    prepare(db)
    from openpeel.audits.actions import publishing
    from openpeel.cli_service import _person, round_of
    from openpeel.sampling.recording import OVERALL

    made = publishing.publish(
        round_of(round_name),
        out,
        by=_person(by),
        publisher=publisher or publishing.PUBLISHER,
        on=on.date() if on else None,
        recorded_in_year=None if recorded is None else {OVERALL: recorded},
        recorded_source=source,
    )
    click.echo(
        f"{made.answers.name} is published in {out}. To see its figures: openpeel audit estimate"
        f" {out}"
    )


COMMANDS = (publish,)

"""The command that simulates audits: thin, and importing what it needs only when it runs."""

from __future__ import annotations

from pathlib import Path

import click

PATH = click.Path(path_type=Path)


@click.command()
@click.option("--out", type=PATH, required=True, help="Where the published rounds go.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option("--db", type=PATH, help="A database file  [default: DATABASE_URL, else openpeel.db]")
@click.option("--draws", type=PATH, help="Keep frames and draw sheets here  [default: thrown away]")
def simulate(out: Path, seed: int, db: Path | None, draws: Path | None) -> None:
    """Simulate audits of West Mercia, with the truth told beside what the samples say.

    A victim service assessment is drawn from a year's crimes, reviewed by six people with known
    error rates, reviewed again, moderated, answered by the force and published; so is its revisit
    of July 2023. A third round is left under way in the database. Beside them stand two audits of
    stop and search and one of crime recording. Every person, file and answer is made up.
    """
    import tempfile

    from openpeel.service import prepare

    prepare(db)
    from openpeel.audits.simulating.plans import PUBLISHER
    from openpeel.audits.simulating.simulate import simulate_audit
    from openpeel.sampling.simulated.others import write_others

    with tempfile.TemporaryDirectory(prefix="openpeel-") as scratch:
        kept = draws or Path(scratch)
        made = simulate_audit(out, seed, kept, lambda step: click.echo(f"simulating {step}"))
        click.echo("simulating stop and search, and crime recording")
        others = write_others(out, seed, kept, PUBLISHER)
    for folder in (*made.published, *others):
        click.echo(f"published: {folder}")
    click.echo(f"under way: {made.under_way}, with {made.under_way.files.count()} files")


COMMANDS = (simulate,)

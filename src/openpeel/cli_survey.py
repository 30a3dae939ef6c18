"""The commands of the workforce survey: thin, and importing what they need only when they run."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

PATH = click.Path(path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])
SET = "workforce-2021"


@click.group()
def survey() -> None:
    """Survey the workforce: counts and whole percentages of those who answered."""


@survey.command()
@click.option("--questions", default=SET, show_default=True, help="The question set.")
@click.option("--out", type=PATH, help="The file to write  [default: the terminal]")
def form(questions: str, out: Path | None) -> None:
    """An empty CSV of answers: a column for each item of a question set."""
    from openpeel.catalogue.survey_questions import survey_questions
    from openpeel.facts.lake import whole
    from openpeel.survey.collecting import form as form_of

    text = form_of(survey_questions(questions))
    if out is None:
        click.echo(text, nl=False)
        return
    with whole(out) as waiting:
        waiting.write_text(text, encoding="utf-8", newline="")
    click.echo(f"written: {out}")


@survey.command()
@click.argument("file", type=PATH)
@click.option("--questions", default=SET, show_default=True, help="The question set.")
def check(file: Path, questions: str) -> None:
    """Check a FILE of answers row by row; nothing is written."""
    from openpeel.catalogue.survey_questions import survey_questions
    from openpeel.survey.collecting import read_answers

    answers = read_answers(file, survey_questions(questions))
    places = {response.force_code for response in answers.responses}
    click.echo(f"{len(answers.responses):,} responses from {len(places)} forces can be taken.")


@survey.command()
@click.argument("file", type=PATH)
@click.option("--out", type=PATH, required=True, help="The folder to write.")
@click.option("--from", "start", type=DAY, required=True, help="The first day of answers.")
@click.option("--to", "end", type=DAY, required=True, help="The last day of answers.")
@click.option("--invited", type=click.IntRange(1), help="People invited  [default: not known]")
@click.option("--id", "name", help="What the survey is called  [default: as the question set]")
@click.option("--questions", default=SET, show_default=True, help="The question set.")
@click.option("--simulated", is_flag=True, help="The answers are made up; say so everywhere.")
def results(
    file: Path,
    out: Path,
    start: datetime,
    end: datetime,
    invited: int | None,
    name: str | None,
    questions: str,
    simulated: bool,
) -> None:
    """Publish the results of a FILE of answers: what may be shown of it, and nothing else."""
    from openpeel.catalogue.survey_questions import survey_questions
    from openpeel.survey.collecting import read_answers
    from openpeel.survey.published import collection_of, publish, write_survey
    from openpeel.survey.results import results_of

    about = collection_of(name or questions, start.date(), end.date(), invited, simulated)
    answers = read_answers(file, survey_questions(questions))
    made = publish(results_of(answers, about.end), about)
    write_survey(made, out)
    click.echo(f"{made.caution}\npublished: {out}, with results of {len(made.forces)} forces")


@survey.command()
@click.option("--out", type=PATH, required=True, help="The folder to write.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
def simulate(out: Path, seed: int) -> None:
    """Simulate a survey of the 43 forces: answers.csv (private), and published/ beside it."""
    from openpeel.survey.simulated import simulate as simulate_survey

    made = simulate_survey(out, seed)
    click.echo(f"simulated, and private: {made.answers}, {made.responses:,} responses")
    click.echo(f"published: {made.published}, with results of {len(made.survey.forces)} forces")


@survey.command()
@click.argument("folder", type=PATH)
@click.option("--force", default="all", show_default=True, help="A force's name or code, or all.")
@click.option("--groups", is_flag=True, help="With the role groups.")
@click.option("--json", "wants_json", is_flag=True, help="As JSON, role groups included.")
def show(folder: Path, force: str, groups: bool, wants_json: bool) -> None:
    """Show the results of one force, or of all together, from a published FOLDER."""
    from openpeel.catalogue.forces import forces
    from openpeel.catalogue.survey_questions import ALL
    from openpeel.errors import UserError
    from openpeel.survey.published import read_survey
    from openpeel.survey.rendering import as_json, text

    found = forces().find(force)
    if found is None and force != ALL:
        raise UserError(f"{force!r} is none of the 43 forces; write its name or code, or all.")
    code = found.code if found else ALL
    published = read_survey(folder)
    shown = as_json(published, code) if wants_json else text(published, code, groups)
    click.echo(shown, nl=False)


COMMANDS = (survey,)

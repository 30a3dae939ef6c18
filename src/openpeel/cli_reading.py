"""The commands on published reports: read one, and keep, search and export them. Importing late."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from openpeel.reading.report import Area, ReadReport

PATH = click.Path(path_type=Path)
DB = click.option(
    "--db", type=PATH, help="A database file  [default: DATABASE_URL, else openpeel.db]"
)
BY = click.option("--by", metavar="USERNAME", help="Who puts it into the library.")
_MOST_SHOWN = 20


@click.command("read")
@click.argument("file", type=PATH)
@click.option("--json", "out", type=PATH, metavar="OUT", help="Write all that was read as JSON.")
@click.option("--library", is_flag=True, help="Put it into the library too.")
@BY
@DB
def read(file: Path, out: Path | None, library: bool, by: str | None, db: Path | None) -> None:
    """Read a published report: what it says, and what could not be placed.

    FILE is text or HTML. A PDF is saved as text first.
    """
    from openpeel.reading.reader import read_report

    report = read_report(file)
    click.echo(account(report))
    if out is not None:
        out.write_text(report.model_dump_json(indent=1) + "\n", encoding="utf-8")
        click.echo(f"All of it is in {out}.")
    if library or by is not None or db is not None:
        _add([report], by, db)


@click.group("library")
def library() -> None:
    """Reports that were read: add, search and export them."""


@library.command()
@click.argument("files", type=PATH, nargs=-1, required=True)
@BY
@DB
def add(files: tuple[Path, ...], by: str | None, db: Path | None) -> None:
    """Read FILES and put them into the library."""
    from openpeel.reading.reader import read_report

    _add([read_report(file) for file in files], by, db)


@library.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--force", help="Only reports on this force: its name or code.")
@click.option("--area", help="Only this area: its id, for example investigating-crime.")
@click.option("--kind", help="Only passages of this kind, for example finding.")
@click.option("--framework", help="Only this framework: its id or year.")
@click.option("--most", type=click.IntRange(1, 1000), default=_MOST_SHOWN, show_default=True)
@DB
def search(
    words: tuple[str, ...],
    force: str | None,
    area: str | None,
    kind: str | None,
    framework: str | None,
    most: int,
    db: Path | None,
) -> None:
    """Find passages with all WORDS; "phrases", begin* and -without (after --) work too."""
    from openpeel.service import prepare

    prepare(db)
    from openpeel.library.search import check_filters
    from openpeel.library.search import search as find

    check_filters(area, kind, framework)
    code = None if force is None else _force_code(force)
    found = find(" ".join(words), force=code, area=area, kind=kind, framework=framework, most=most)
    for hit in found.hits:
        one = hit.passage
        place = f", {one.area_name}" if one.area_name else ""
        click.echo(f"{one.report}{place}, line {one.position} ({one.kind}):")
        click.echo(f"  {' '.join(one.text.split())}")
    click.echo(f"Passages found: {found.total:,}, shown: {len(found.hits):,}.")


@library.command()
@click.option("--out", type=PATH, required=True, help="The JSON file to write.")
@DB
def export(out: Path, db: Path | None) -> None:
    """Write all reports of the library as JSON."""
    from openpeel.service import prepare

    prepare(db)
    from openpeel.library.actions import export as export_all

    out.write_text(export_all(), encoding="utf-8")
    click.echo(f"The library is in {out}.")


def account(report: ReadReport) -> str:
    """What was read, as people look at it first."""
    force = report.force.name if report.force else "the force can't be told"
    year = f"PEEL {report.framework.year}" if report.framework else "the framework can't be told"
    counted = {
        "Areas": report.areas,
        "findings": report.findings(),
        "statistics": report.statistics,
        "update notices": report.updates,
        "sections of annex": report.annex,
    }
    lines = [f"{force}, {year}.", *(_area(one) for one in report.areas)]
    lines.append(", ".join(f"{words}: {len(found):,}" for words, found in counted.items()) + ".")
    lines += [f"Update notice: {one.text}" for one in report.updates]
    lines += [f"Note: {note}" for note in report.notes]
    if not report.unplaced:
        return "\n".join([*lines, "Every line has its place."])
    lines.append(f"Could not be placed: {len(report.unplaced):,}.")
    lines += [f"  line {one.lines[0]}: {one.text[:100]}" for one in report.unplaced[:_MOST_SHOWN]]
    return "\n".join(lines)


def _area(area: Area) -> str:
    grade = area.grade or ("grade not told" if area.graded is None else "ungraded")
    concerns = f", causes of concern: {len(area.concerns)}" if area.concerns else ""
    improve = f", areas for improvement: {len(area.improvements)}" if area.improvements else ""
    return f"  {area.name}: {grade}, findings: {len(area.findings)}{concerns}{improve}"


def _add(reports: list[ReadReport], by: str | None, db: Path | None) -> None:
    from openpeel.errors import UserError
    from openpeel.service import prepare

    if by is None:
        raise UserError("say with --by who puts it into the library.")
    prepare(db)
    from openpeel.cli_service import _person
    from openpeel.library.actions import add as add_report

    person = _person(by)
    for report in reports:
        click.echo(add_report(report, by=person).words)


def _force_code(name: str) -> str:
    from openpeel.catalogue.forces import forces
    from openpeel.errors import UserError

    found = forces().find(name)
    if found is None:
        raise UserError(f"{name!r} is no force of the catalogue; give a name such as Kent.")
    return found.code


COMMANDS = (read, library)

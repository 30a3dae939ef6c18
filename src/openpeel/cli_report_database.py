"""The commands on a report's drafts, points and versions in the service: thin, importing late."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from openpeel.cli_reports import SITE, SURVEY, counted
from openpeel.cli_service import PATH, _database, _person

if TYPE_CHECKING:
    from openpeel.reports.actions.drafts import Checked
    from openpeel.reports.actions.publishing import PublishedFolder
    from openpeel.reports.models import Draft

BY = click.option("--by", required=True, metavar="USERNAME", help="Who answers for it.")


@click.command()
@click.argument("folder", type=PATH)
@SITE
@SURVEY
@BY
@_database
def draft(folder: Path, site: Path, survey: Path | None, by: str, db: Path | None) -> None:
    """Check a report and save it in the service as its next draft.

    Whoever saves the first draft of a report leads it. A draft with errors is saved too, but can't
    be sent to the force.
    """
    from openpeel.service import prepare

    prepare(db)
    from openpeel.reports.actions.drafts import save_draft

    saved, new = save_draft(_checked(folder, site, survey), by=_person(by))
    levels = counted([problem["level"] for problem in saved.problems])
    done = "is saved" if new else "is just so, and nothing was saved"
    click.echo(f"Draft {saved.number} of {saved.report.slug} {done}: {levels}")


@click.command()
@click.argument("report")
@_database
def points(report: str, db: Path | None) -> None:
    """List the points of accuracy of a REPORT (its short name), with what was decided."""
    from openpeel.service import prepare

    prepare(db)
    from openpeel.reports.queries import drafts_of, report_named

    drafts = list(drafts_of(report_named(report), sent=True))
    for one in reversed(drafts):
        _told(one)
    if not drafts:
        click.echo("No draft was sent to the force yet.")


@click.command()
@click.argument("out", type=PATH)
@BY
@click.option(
    "--without-accuracy", default="", metavar="REASON",
    help="Record what the force has not seen as it is, for a reason that is kept.",
)  # fmt: skip
@_database
def record(out: Path, by: str, without_accuracy: str, db: Path | None) -> None:
    """Record a published folder (OUT) as a version, once it is verified.

    It has to be what the force saw: a draft whose accuracy check is closed, with the same words and
    figures.
    """
    from openpeel.service import prepare

    prepare(db)
    from openpeel.reports.actions.publishing import publish

    made = publish(_published(out), by=_person(by), without_accuracy=without_accuracy)
    click.echo(f"Version {made.version} of {made.report.slug} is recorded: {made.files_sha256}.")


def _told(draft: Draft) -> None:
    from openpeel.reports.queries import points_of

    found = points_of(draft)
    many = f"{len(found)} point{'' if len(found) == 1 else 's'}" if found else "no points"
    click.echo(f"Draft {draft.number}, {draft.state}: {many}")
    for point in found:
        click.echo(f"\n{point}, line {point.line}, {point.heading}: {point.state}")
        for what, text in (("words", point.words), ("says", point.claim),
                           ("shows", point.evidence)):  # fmt: skip
            click.echo(f"  {what + ':':<8} {' '.join(text.split())}")
        for made in point.decisions.all():
            click.echo(f"  {made.decision + ':':<8} {' '.join(made.reason.split())} ({made.by})")


def _checked(folder: Path, site: Path, survey: Path | None) -> Checked:
    from openpeel import reporting
    from openpeel.reports.actions.drafts import Checked
    from openpeel.reports.actions.hashes import sha256, sha256_of_all
    from openpeel.reports.checks.checking import check_report
    from openpeel.reports.text.definitions import TEXT

    written = reporting.read_written(folder)
    bundle = reporting.gather(written, site, survey)
    source = written.source
    return Checked(
        inspection=source.inspection.id,
        force_code=source.inspection.forces[0],
        simulated=source.inspection.simulated,
        title=source.frame.title,
        text=(folder / TEXT).read_text(encoding="utf-8-sig"),
        sources_sha256=sha256_of_all(reporting.sources(folder)),
        # the bytes that a build writes, so that a publication is known by them
        figures_sha256=sha256((bundle.model_dump_json(indent=1) + "\n").encode()),
        release=bundle.release.id,
        problems=check_report(source, bundle),
    )


def _published(out: Path) -> PublishedFolder:
    """A published folder, verified; UserError when it was altered or is no newest version."""
    from openpeel import reporting, verifying
    from openpeel.errors import UserError
    from openpeel.reports.actions.hashes import files_of, sha256, sha256_of_all
    from openpeel.reports.actions.publishing import PublishedFolder

    manifest = reporting.read_manifest(out)
    if altered := verifying.verify(out):
        more = f" And {len(altered) - 1} more." if len(altered) > 1 else ""
        raise UserError(f"{out}: not recorded, for it is not as it was built. {altered[0]}{more}")
    if manifest["replaced"]:
        raise UserError(f"{out}: it is an earlier version, which was replaced; record the newest.")
    written, bundle = reporting.published(out)
    frame, files = written.source.frame, files_of(out, without=reporting.VERSIONS)
    return PublishedFolder(
        inspection=written.source.inspection.id,
        version=frame.version,
        published_on=frame.published,
        manifest_sha256=files[reporting.MANIFEST],
        files_sha256=sha256_of_all(files),
        files=len(files),
        folder=f"{out.resolve()}",
        sources_sha256=sha256_of_all(reporting.sources(out / reporting.SOURCE)),
        figures_sha256=sha256((out / reporting.BUNDLE).read_bytes()),
        release=bundle.release.id,
        changed=frame.changed,
        changes=manifest["changes"],
    )


COMMANDS = (draft, points, record)

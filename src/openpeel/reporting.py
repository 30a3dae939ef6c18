"""Check and build a report: the folders around `openpeel.reports`.

A source folder holds report.md, report.yaml, figures.yaml and record/. A published folder holds
the pages, the PDF, and under data/ everything they were made from; what is built from it again is
the same to the byte. Earlier versions stay under versions/.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from openpeel.errors import UserError
from openpeel.inspecting.folder import read_record
from openpeel.inspecting.record import Inspection, Judgment, Record
from openpeel.inspecting.standing import Held, standing
from openpeel.measures.release import code_version
from openpeel.reports.checks.checking import Source, check_report, errors
from openpeel.reports.checks.problems import Problem
from openpeel.reports.data.figures import Bundle
from openpeel.reports.data.resolving import Sources, resolve
from openpeel.reports.data.site_release import SiteRelease
from openpeel.reports.output.differences import differences
from openpeel.reports.text.definitions import (
    FIGURES,
    FRAME,
    RECORD,
    TEXT,
    Definition,
    read_figures,
    read_frame,
)
from openpeel.reports.text.document import read_document
from openpeel.reports.text.publishing import hashes, published_files
from openpeel.survey.published import PublishedSurvey, read_survey
from openpeel.swap import new_folder

MANIFEST, BUNDLE = "data/manifest.json", "data/figures.json"
SOURCE, VERSIONS = "data/source", "versions"
KEYS = {  # of the manifest, and what each holds
    "report": str, "version": int, "release": str, "release_address": str, "code": str,
    "replaced": bool, "changes": dict, "sources": dict, "figures": str,
}  # fmt: skip


@dataclass(frozen=True)
class Written:
    """A report as its folder has it."""

    folder: Path
    source: Source
    record: Record
    definitions: Mapping[str, Definition]


@dataclass(frozen=True)
class Published:
    """What a build did."""

    folder: Path
    version: int
    problems: tuple[Problem, ...]
    files: int
    figures: int
    alone: bool = False  # a later version, and no earlier one is kept beside it


def read_written(folder: Path, text: str = TEXT) -> Written:
    """A report's source folder; UserError names file, line and key."""
    if not folder.is_dir():
        raise UserError(f"{folder}: there is no such folder; name the folder of a report.")
    record = read_record(folder / RECORD)
    frame = read_frame(folder / FRAME)
    inspection = next((i for i in record.inspections if i.id == frame.inspection), None)
    if inspection is None:
        there = ", ".join(i.id for i in record.inspections)
        raise UserError(
            f"{folder / FRAME}, key inspection: the record has no {frame.inspection}; it has"
            f" {there}."
        )
    source = Source(
        document=read_document(folder / text),
        frame=frame,
        inspection=inspection,
        judgments=judgments_for(record, inspection, frame.published),
        regional=regional_for(record, inspection, frame.published),
    )
    return Written(folder, source, record, read_figures(folder / FIGURES))


def judgments_for(record: Record, inspection: Inspection, on: date) -> tuple[Judgment, ...]:
    """The inspection's own judgments, and those of a region that hold for its force on a day."""
    held = {judgment.area: judgment for judgment in inspection.judgments}
    held |= {one.judgment.area: one.judgment for one in _regional(record, inspection, on)}
    return tuple(held.values())


def regional_for(record: Record, inspection: Inspection, on: date) -> tuple[Inspection, ...]:
    """The inspections of a region whose judgments hold for the force on a day."""
    found = {one.inspection.id: one.inspection for one in _regional(record, inspection, on)}
    return tuple(found.values())


def _regional(record: Record, inspection: Inspection, on: date) -> list[Held]:
    if inspection.body == "region":
        return []
    return [o for o in standing(record, inspection.forces[0], on).judgments if o.regional]


def gather(written: Written, site: Path, survey: Path | None) -> Bundle:
    """Everything that the words are checked against; UserError where something is not there."""
    held = Sources(SiteRelease(site), written.source.inspection, _survey(survey))
    return resolve(written.definitions, written.source.documents, held)


def check(path: Path, site: Path, survey: Path | None = None) -> tuple[Problem, ...]:
    """What is wrong with a report, or with one text of its folder."""
    if not path.exists():
        raise UserError(f"{path}: there is no such folder or text of a report.")
    folder, text = (path, TEXT) if path.is_dir() else (path.parent, path.name)
    written = read_written(folder, text)
    return check_report(written.source, gather(written, site, survey), partly=text != TEXT)


def build(
    folder: Path, site: Path, out: Path, survey: Path | None = None, release: str = ""
) -> Published:
    """Check a report and publish it into `out`; with an error nothing is written.

    `release` is the address of the release's site; without it the path from `out` to `site`.
    A version that is there already can't be published again with other words.

    Raises:
        UserError: bad input; or the version stands already and differs.
    """
    written = read_written(folder)
    bundle = gather(written, site, survey)
    problems = check_report(written.source, bundle)
    if errors(problems):
        return Published(out, 0, problems, 0, len(bundle.figures))
    out = out.resolve()
    follows = _standing(out, written)
    address = release or _path_between(out, site.resolve())
    with new_folder(out) as fresh:
        _copy_source(written, fresh)
        changes: dict[str, Any] = {}
        if follows:
            _keep(out, fresh)
            changes = differences_from(out, read_written(fresh / SOURCE), bundle)
        elif out.exists():
            changes = read_manifest(out)["changes"]
            _copy_versions(out, fresh)
        figures = (bundle.model_dump_json(indent=1) + "\n").encode()
        manifest = {
            "report": written.source.frame.title,
            "version": written.source.frame.version,
            "release": bundle.release.id,
            "release_address": address,
            "code": code_version(),
            "replaced": False,
            "changes": changes,
            "sources": sources(fresh / SOURCE),
            "figures": hashes({BUNDLE: figures})[BUNDLE],
        }
        _write(fresh, MANIFEST, _json(manifest))
        _write(fresh, BUNDLE, figures)
        for name, content in rendered(fresh).items():
            _write(fresh, name, content)
    count = sum(1 for path in out.rglob("*") if path.is_file())
    version = written.source.frame.version
    alone = version > 1 and not changes
    return Published(out, version, problems, count, len(bundle.figures), alone)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a published report; UserError when there is none."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if isinstance(found, dict) and all(isinstance(found.get(k), KEYS[k]) for k in KEYS):
            return found
        if isinstance(found, dict) and "report" not in found:
            raise UserError(f"{folder}: this is no published report.")
    except OSError:
        raise UserError(f"{folder}: this is no published report; it has no {MANIFEST}.") from None
    except ValueError:
        pass
    raise UserError(f"{folder / MANIFEST}: it is damaged; publish the report again.")


def published(folder: Path) -> tuple[Written, Bundle]:
    """What a published report was made from."""
    read_manifest(folder)
    try:
        bundle = Bundle.model_validate_json((folder / BUNDLE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise UserError(f"{folder / BUNDLE}: it is gone or damaged; publish again.") from None
    return read_written(folder / SOURCE), bundle


def compare(before: Path, after: Path) -> dict[str, Any]:
    """What changed between two published versions of a report; UserError when they are of two."""
    first, (second, bundle) = published(before), published(after)
    ids = [written.source.inspection.id for written in (first[0], second)]
    if ids[0] != ids[1]:
        raise UserError(f"{before} is a report of {ids[0]} and {after} one of {ids[1]}.")
    return differences_from(before, second, bundle)


def rendered(folder: Path) -> dict[str, bytes]:
    """Every file that is made from what lies under data/."""
    from openpeel.releases.ready import ready

    ready()
    from openpeel.reports.output.rendering import render

    manifest = read_manifest(folder)
    written, bundle = published(folder)
    return render(
        written.source,
        bundle,
        written.record,
        release=manifest["release_address"],
        changes=manifest["changes"],
        old=manifest["replaced"],
    )


def _standing(out: Path, written: Written) -> bool:
    """Whether an earlier version stands at `out`; UserError when it can't be followed by this."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return False
    old, before = read_manifest(out), read_frame(out / SOURCE / FRAME)
    frame = written.source.frame
    version = frame.version
    if before.inspection != frame.inspection:
        raise UserError(
            f"{out}: it holds the report of another inspection, {before.inspection}; choose another"
            " folder."
        )
    if old["version"] > version:
        raise UserError(
            f"{out}: version {old['version']} is published already; raise `version` in {FRAME}."
        )
    if old["version"] < version:
        if frame.published < before.published:
            raise UserError(
                f"{written.folder / FRAME}, key published: version {version} is dated"
                f" {frame.published}, before version {before.version} of {before.published}."
            )
        return True
    if old["sources"] != sources(written.folder):
        raise UserError(
            f"{out}: version {version} is published already, with other words; raise `version` in"
            f" {FRAME} and say in `changed` what changed."
        )
    return False


def differences_from(before: Path, after: Written, bundle: Bundle) -> dict[str, Any]:
    """What changed since the version in a folder, as a manifest holds it."""
    was, then = published(before)
    return differences(was.source, then, after.source, bundle)


def _keep(out: Path, fresh: Path) -> None:
    """Move what stands into versions/ of the new folder, marked as replaced."""
    old = read_manifest(out)
    if (out / VERSIONS).is_dir():
        shutil.copytree(out / VERSIONS, fresh / VERSIONS)
    place = fresh / VERSIONS / str(old["version"])
    shutil.copytree(out / "data", place / "data")
    address = old["release_address"]
    if "://" not in address:
        address = f"../../{address}"
    _write(place, MANIFEST, _json({**old, "replaced": True, "release_address": address}))
    for name, content in rendered(place).items():
        _write(place, name, content)


def _copy_versions(out: Path, fresh: Path) -> None:
    if (out / VERSIONS).is_dir():
        shutil.copytree(out / VERSIONS, fresh / VERSIONS)


def _copy_source(written: Written, fresh: Path) -> None:
    for name, content in published_files(written.folder).items():
        _write(fresh, f"{SOURCE}/{name}", content)


def sources(folder: Path) -> dict[str, str]:
    """Each file of a source folder, as it is published, with its hash."""
    return hashes(published_files(folder))


def _survey(folder: Path | None) -> PublishedSurvey | None:
    return read_survey(folder) if folder else None


def _path_between(out: Path, site: Path) -> str:
    return Path(os.path.relpath(site, out)).as_posix()


def _write(folder: Path, name: str, content: bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _json(told: Mapping[str, Any]) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()

"""Verify a published report: build it again from its own folder, and say what differs.

The manifest is worked out again as the pages are: only the address of the release's site and the
version of openpeel that made the report are taken from it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from openpeel.errors import UserError
from openpeel.measures.release import code_version
from openpeel.reporting import (
    BUNDLE,
    KEYS,
    MANIFEST,
    SOURCE,
    VERSIONS,
    differences_from,
    gather,
    published,
    read_manifest,
    rendered,
)
from openpeel.reports.text.publishing import hashes


def verify(folder: Path, site: Path | None = None, survey: Path | None = None) -> list[str]:
    """Build a published report again from its own folder; say, a sentence each, what differs.

    With a site the figures are worked out again too, from that release. Another version of openpeel
    is told where something differs; where nothing does it made no difference.
    """
    manifest = read_manifest(folder)
    told = _of_one(folder, manifest, kept=manifest["replaced"])
    earlier = list(_chain(folder, manifest))
    for version in earlier:
        kept = folder / VERSIONS / str(version)
        if kept.is_dir():
            said = _of_one(kept, read_manifest(kept), kept=True)
            told += [f"version {version}: {words}" for words in said]
        else:
            told.append(f"{VERSIONS}/{version} is gone, which a later version replaced.")
    known = {str(version) for version in earlier}
    told += [
        f"{VERSIONS}/{path.name} is no version that this report replaced; it was added by hand."
        for path in sorted((folder / VERSIONS).glob("*"))
        if path.name not in known
    ]
    if site:
        told += _against_release(folder, site, survey)
    return told


def _chain(folder: Path, manifest: Mapping[str, Any]) -> Iterator[int]:
    """The versions that came before, the newest first, as far as they are still there."""
    before = _replaced(manifest)
    while before is not None and not manifest["replaced"]:
        yield before
        kept = folder / VERSIONS / str(before)
        if not kept.is_dir():
            return
        earlier = _replaced(read_manifest(kept))
        before = earlier if earlier is not None and earlier < before else None


def _replaced(manifest: Mapping[str, Any]) -> int | None:
    before = manifest["changes"].get("from")
    return before if isinstance(before, int) else None


def _of_one(folder: Path, manifest: Mapping[str, Any], *, kept: bool) -> list[str]:
    """What differs in one version; `kept` says that a later one replaced it."""
    told = list(_differences(folder, manifest, kept))
    if told and manifest["code"] != code_version():
        made = f"{manifest['code']}; this is {code_version()}"
        told.insert(0, f"It was made by another version of openpeel ({made}).")
    return told


def _differences(folder: Path, manifest: Mapping[str, Any], kept: bool) -> Iterator[str]:
    """What of a published folder is not as it is built again, earlier versions left out."""
    changed = list(_by_hand(folder, manifest))
    yield from changed
    try:
        again = rendered(folder)
        yield from _of_the_manifest(folder, manifest, kept)
    except UserError as problem:
        if not changed:
            raise
        yield f"It can't be built again: {problem}"
        return
    again |= {name: (folder / name).read_bytes() for name in (MANIFEST, BUNDLE)}
    there = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if (path.is_file() or path.is_symlink()) and not _apart(path.relative_to(folder))
    }
    for name in sorted(again.keys() | there.keys()):
        if name not in there:
            yield f"{name} is gone."
        elif name not in again:
            yield f"{name} was added by hand."
        elif there[name].is_symlink():
            yield f"{name} is a link to another file; a published report holds its own."
        elif there[name].read_bytes() != again[name]:
            yield f"{name}: built again it is not the same."


def _by_hand(folder: Path, manifest: Mapping[str, Any]) -> Iterator[str]:
    """What the report was made from, by its hashes."""
    named, root = manifest["sources"], folder / SOURCE
    there = {p.relative_to(root).as_posix(): p for p in sorted(root.rglob("*")) if not p.is_dir()}
    for name in sorted(named.keys() | there.keys()):
        if name not in there:
            yield f"{SOURCE}/{name} is gone."
        elif name not in named:
            yield f"{SOURCE}/{name} was added by hand."
        elif there[name].is_symlink() or _sha256(there[name]) != named[name]:
            yield f"{SOURCE}/{name} was changed by hand."
    if (folder / BUNDLE).is_file() and _sha256(folder / BUNDLE) != manifest["figures"]:
        yield f"{BUNDLE} was changed by hand."


def _of_the_manifest(folder: Path, manifest: Mapping[str, Any], kept: bool) -> Iterator[str]:
    """Keys of the manifest that the rest of the folder gives otherwise."""
    written, bundle = published(folder)
    true: dict[str, Any] = {
        "report": written.source.frame.title,
        "version": written.source.frame.version,
        "release": bundle.release.id,
        "replaced": kept,
    }
    before = _replaced(manifest)
    if before is not None:
        earlier = folder.parent / str(before) if kept else folder / VERSIONS / str(before)
        if earlier.is_dir():
            made = differences_from(earlier, written, bundle)
            true["changes"] = json.loads(json.dumps(made))
    elif manifest["changes"] != {}:
        true["changes"] = {}
    for key in sorted(true):
        if manifest[key] != true[key]:
            yield f"{MANIFEST}, key {key}: worked out again it is not the same."
    for key in sorted(manifest.keys() - KEYS.keys()):
        yield f"{MANIFEST}, key {key} was added by hand."


def _against_release(folder: Path, site: Path, survey: Path | None) -> Iterator[str]:
    """What a release gives otherwise than the report says."""
    written, bundle = published(folder)
    again = gather(written, site, survey)
    if again.release.id != bundle.release.id:
        yield f"The site is release {again.release.id}; the report rests on {bundle.release.id}."
    for id, figure in bundle.figures.items():
        if again.figures[id] != figure:
            yield f"{id}: worked out again it is not the same."
    if again.compared != bundle.compared:
        yield "A comparison that is worked out again is not the same."
    if (again.charts, again.trends) != (bundle.charts, bundle.trends):
        yield "A chart that is made again is not the same."
    if again.peers != bundle.peers:
        yield "The list of similar forces is not the same."


def _apart(path: Path) -> bool:
    """Whether a file is no page: the source, which has hashes, and earlier versions."""
    return path.parts[0] == VERSIONS or path.as_posix().startswith(f"{SOURCE}/")


def _sha256(path: Path) -> str:
    return hashes({"": path.read_bytes()})[""]

"""Build a site from published files and the returns of a lake, and verify one that was built."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from openpeel.audits.site.files import write_files
from openpeel.catalogue.consistency import consistency
from openpeel.catalogue.forces import forces
from openpeel.catalogue.measures import measures
from openpeel.catalogue.peers import load_groups
from openpeel.errors import UserError
from openpeel.facts.engine import connect
from openpeel.facts.intake import Taken, take_in
from openpeel.facts.lake import Lake
from openpeel.facts.returns.inputs import bring, inputs, submitted_files
from openpeel.facts.sources.boundaries import Ring, outlines
from openpeel.measures.engine_at import engine_at
from openpeel.measures.release import (
    MANIFEST,
    make_manifest,
    make_release,
    read_manifest,
    release_id,
)
from openpeel.measures.share_back import rests_on_returns, share_backs
from openpeel.measures.share_back_checks import Returns
from openpeel.measures.shared import ShareBack
from openpeel.measures.values import Release
from openpeel.releases.exports import write_all
from openpeel.rounds_in import check_simulated, find_rounds
from openpeel.sampling.published import PublishedRound
from openpeel.swap import new_folder
from openpeel.web.freeze import freeze

CHECKSUMS = "data/checksums.txt"

Outlines = dict[str, list[Ring]]
Progress = Callable[[str, str, int, int], None]  # stage, what, done, of


@dataclass(frozen=True)
class Built:
    """What a build did."""

    site: Path
    release: str
    taken: tuple[Taken, ...]
    changed: bool  # False: the site stood already, made from the same inputs
    values: int
    pages: int
    audits: tuple[str, ...] = ()  # names of the published rounds


def build(
    folder: Path,
    site: Path,
    lake: Path | None = None,
    on_progress: Progress | None = None,
    engine: str | None = None,
) -> Built:
    """Read `folder`, compute every measure, and put the site at `site`.

    Measures are computed by DuckDB here, or by Spark where the URL `engine` says. The lake lies
    beside the site unless named. It holds what was read of published files, so that it need not be
    read again, and what forces submitted: the current submissions are inputs too. So are published
    rounds of audits, each a folder with a `round.yaml` under `folder`.
    Nothing of an old site changes until the new one is whole. Raises UserError.
    """
    site = site.resolve()
    place = lake_of(site, lake)
    _check_places(folder.resolve(), site, place)
    held = Lake(place)
    returns = inputs(held)
    progress = _stage(on_progress, "reading")
    rounds = find_rounds(folder)
    apart = [one.path for one in rounds]
    published = take_in(folder, held, progress, submitted=submitted_files(held), apart=apart)
    taken = [*published, *returns]
    batches = [file.batch for file in taken if file.batch]
    if not batches and not rounds:
        raise UserError(
            f"{folder}: none of its {len(taken):,} files is a publication that openpeel knows;"
            " docs/reference/publications.md lists those it reads."
        )
    check_simulated(rounds, any(b.simulated for b in batches) if batches else None)
    audits = [one.entry for one in rounds]
    names = tuple(one.round.answers.name for one in rounds)
    id = release_id(make_manifest(taken, measures(), audits))
    if _stands(site, id):
        return Built(site, id, tuple(taken), False, 0, _count(site), names)
    with engine_at(engine) as computing, new_folder(site) as fresh:
        listed = _of_publication(taken, "peer-list")
        release = make_release(
            computing,
            held,
            taken,
            measures(),
            _stage(on_progress, "computing"),
            load_groups(listed) if listed else None,
            audits,
        )
        if not batches:
            release = replace(release, simulated=rounds[0].round.simulated)
        map_file = _of_publication(taken, "force-boundaries")
        drawn = outlines(map_file) if map_file else None
        shared = _shared_back(release, held, taken)
        _write(release, shared, drawn, [one.round for one in rounds], fresh, on_progress)
    return Built(site, id, tuple(taken), True, len(release.values), _count(site), names)


def share_back_with(
    force: str, lake: Path, folder: Path | None = None, on_progress: Progress | None = None
) -> ShareBack:
    """What is shared back with a force of the current submissions in a lake.

    `folder` holds published files to set them beside; without it there is nothing published.
    Raises UserError when there is no such force, or the lake has no submissions.
    """
    found = forces().find(force)
    if found is None:
        raise UserError(f"there is no force {force!r}; name one of the 43.")
    if not (lake / "submissions").is_dir():  # a folder that is no lake is not made into one
        raise UserError(f"{lake}: no lake with submissions is here; name one with --lake.")
    held = Lake(lake)
    taken = inputs(held)
    if folder:
        taken += take_in(
            folder,
            held,
            _stage(on_progress, "reading"),
            submitted=submitted_files(held),
            apart=[one.path for one in find_rounds(folder)],
        )
    published = {same.published for same in consistency().same}
    asked = {id: m for id, m in measures().items() if rests_on_returns(m) or id in published}
    release = make_release(connect(), held, taken, asked, _stage(on_progress, "computing"))
    return _shared_back(release, held, taken, [found.code])[found.code]


def _shared_back(
    release: Release, held: Lake, taken: Sequence[Taken], codes: Iterable[str] | None = None
) -> dict[str, ShareBack]:
    """What is shared back with forces, by code; with those that sent something unless named."""
    batches = [file.batch for file in taken if file.batch]
    senders = {code for sent in release.returns for code in sent.forces}
    return share_backs(
        release,
        Returns(connect(), held, batches),
        sorted(senders) if codes is None else codes,
        submissions=batches,
    )


def lake_of(site: Path, lake: Path | None = None) -> Path:
    """Where the lake of a site lies: beside it unless named."""
    site = site.resolve()
    return (lake or site.with_name(site.name + ".lake")).resolve()


def _check_places(folder: Path, site: Path, lake: Path) -> None:
    """Refuse before anything is written."""
    if not folder.is_dir():
        raise UserError(f"{folder}: there is no such folder; name the folder of published files.")
    if site in (folder, *folder.parents):
        raise UserError(f"{site}: the site can't take the place of its own data; choose another.")
    for option, place in (("--out", site), ("--lake", lake)):
        if folder in (place, *place.parents):
            raise UserError(
                f"{place}: it lies in {folder} and would be read as data; choose another {option}."
            )
    if site.exists() and not (site / MANIFEST).is_file() and _holds_something(site):
        raise UserError(
            f"{site}: this is no site of openpeel, and it would be replaced; choose another --out."
        )


def verify(
    site: Path,
    folder: Path,
    scratch: Path,
    on_progress: Progress | None = None,
    lake: Path | None = None,
) -> list[str]:
    """Compute a site again from its inputs and say, a sentence each, where the two differ.

    Published files are read again from `folder`; submissions are taken from the site's lake (beside
    it unless named). Raises UserError when one is damaged or was altered.
    """
    old = read_manifest(site)
    differences = _altered(site)
    if lake_of(site, lake).is_dir():
        bring(Lake(lake_of(site, lake)), Lake(scratch / "lake"))
    again = build(folder, scratch / "site", scratch / "lake", on_progress).site
    new = read_manifest(again)
    if old["code"] != new["code"]:
        differences.append(
            f"It was made by another version of openpeel ({old['code']}; this is {new['code']})."
        )
    hashes = [
        {
            item["name"]: (item["sha256"], item.get("account"))
            for item in (*m["inputs"], *m.get("audits", ()))
        }
        for m in (old, new)
    ]
    for name in sorted(hashes[0].keys() | hashes[1].keys()):
        first, second = (held.get(name) for held in hashes)
        if first != second:
            words = "is new" if first is None else "is gone" if second is None else "has changed"
            place = "the lake" if (first or second or ("", None))[1] else folder
            differences.append(f"{name} in {place} {words} since the site was built.")
    sums = [_checksums(place) for place in (site, again)]
    for name in sorted(sums[0].keys() | sums[1].keys()):
        if sums[0].get(name) != sums[1].get(name):
            differences.append(f"{name}: the page or file computed again is not the same.")
    return differences


def _of_publication(taken: Sequence[Taken], publication: str) -> Path | None:
    """The first file of a publication that lies in the folder itself, not in an archive."""
    for file in taken:
        if file.batch and file.batch.publication == publication and file.path:
            if file.path.is_file():
                return file.path
            raise UserError(f"{file.name}: it has no effect in an archive; put it beside that.")
    return None


def _write(
    release: Release,
    shared: Mapping[str, ShareBack],
    drawn: Outlines | None,
    rounds: Sequence[PublishedRound],
    fresh: Path,
    on_progress: Progress | None,
) -> None:
    data = fresh / "data"
    data.mkdir()
    write_all(release, data, _stage(on_progress, "writing data"))
    write_files(rounds, fresh)
    freeze(
        release,
        fresh,
        outlines=drawn,
        shared=shared,
        rounds=rounds,
        on_progress=_stage(on_progress, "writing pages"),
    )
    lines = [f"{_sha256(path)}  {name}\n" for name, path in _files(fresh).items()]
    (fresh / CHECKSUMS).write_text("".join(lines), encoding="utf-8")


def _stands(site: Path, id: str) -> bool:
    """Whether the site of that release is there, whole and unaltered."""
    try:
        return release_id(read_manifest(site)) == id and not _altered(site)
    except UserError:  # damaged: it is built again
        return False


def _altered(site: Path) -> list[str]:
    listed = _checksums(site)
    there = _files(site)
    differences = [f"{name} was added by hand." for name in sorted(there.keys() - listed.keys())]
    for name, sha256 in listed.items():
        if name not in there:
            differences.append(f"{name} is gone from the site.")
        elif _sha256(there[name]) != sha256:
            differences.append(f"{name} was changed by hand.")
    return differences


def _checksums(site: Path) -> dict[str, str]:
    try:
        lines = (site / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    except OSError:
        raise UserError(f"{site}: {CHECKSUMS} is gone; build the site again.") from None
    except ValueError:
        raise UserError(f"{site / CHECKSUMS}: it is damaged; build the site again.") from None
    return {name: sha256 for sha256, _, name in (line.partition("  ") for line in lines)}


def _files(site: Path) -> dict[str, Path]:
    return {
        path.relative_to(site).as_posix(): path
        for path in sorted(site.rglob("*"))
        if path.is_file() and path != site / CHECKSUMS
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _count(site: Path) -> int:
    return sum(1 for name in _checksums(site) if name.endswith(".html"))


def _holds_something(site: Path) -> bool:
    return not site.is_dir() or any(site.iterdir())


def _stage(on_progress: Progress | None, stage: str) -> Callable[[str, int, int], None] | None:
    if on_progress is None:
        return None
    return lambda what, done, of: on_progress(stage, what, done, of)

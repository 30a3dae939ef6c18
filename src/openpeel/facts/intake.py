"""From a folder of files to the batches that a release rests on.

Every file is accounted for: read into a batch, taken from the lake because it was read before,
the same as another file, recognised by nobody, or refused with the reason.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from openpeel.errors import UserError
from openpeel.facts.engine import connect
from openpeel.facts.lake import Batch, Lake, batch_id
from openpeel.facts.sources import archives
from openpeel.facts.sources.reading import Reader, SourceFile
from openpeel.facts.sources.registry import READERS

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Taken:
    """What became of one file: its batch, or why it has none."""

    name: str
    sha256: str
    size: int
    batch: Batch | None
    left: str = ""  # why there is no batch
    same_as: str = ""  # another file with the same bytes, which counts instead
    path: Path | None = None  # where a file with a batch lies; a member's is gone afterwards
    account: str = ""  # of a submission: SHA-256 of its account, which holds report and replies


@dataclass(frozen=True)
class Left:
    """Why a file is left alone: the batch that holds it, and in words."""

    name: str
    words: str


def take_in(
    folder: Path,
    lake: Lake,
    on_progress: Progress | None = None,
    *,
    submitted: Mapping[str, Left] | None = None,
    apart: Collection[Path] = (),
) -> list[Taken]:
    """Read every file under `folder` into the lake, or find it there.

    Raises UserError with one sentence a file when recognised files can't be read: nothing of them
    is stored, and the files that could be read are in the lake for the next try. A folder without
    files is refused too unless something was submitted. A file that was `submitted` (by SHA-256) is
    left alone: what counts of it is in the lake. Folders `apart` hold something else, which the
    caller accounts for; nothing is said of what lies in them.
    """
    if not folder.is_dir():
        raise UserError(f"{folder}: there is no such folder; name the folder of published files.")
    with tempfile.TemporaryDirectory(prefix="openpeel-") as scratch:
        files = list(_files(folder, Path(scratch), frozenset(apart)))
        if not files and not submitted and not apart:
            raise UserError(f"{folder}: the folder holds no files; put published files into it.")
        return _take(files, lake, submitted or {}, on_progress)


def _take(
    files: list[SourceFile | Taken],
    lake: Lake,
    submitted: Mapping[str, Left],
    on_progress: Progress | None,
) -> list[Taken]:
    con = connect()
    seen: dict[str, str] = {}
    taken: list[Taken] = []
    refused: list[str] = []
    for number, file in enumerate(files):
        if on_progress:
            on_progress(file.name, number, len(files))
        if isinstance(file, Taken):
            taken.append(file)
            continue
        before = file.path.stat()
        sha256, size = file.sha256, before.st_size
        if sha256 in submitted:
            left = submitted[sha256]
            taken.append(Taken(file.name, sha256, size, None, left.words, left.name))
            continue
        if sha256 in seen:
            words = "the same bytes as another file, which counts instead"
            taken.append(Taken(file.name, sha256, size, None, words, seen[sha256]))
            continue
        seen[sha256] = file.name
        reader = recognise(file)
        if reader is None:
            words = "not a publication that openpeel knows; left alone"
            if archives.is_cut_short(file):
                words = "a workbook or an archive that is cut short; left alone, fetch it again"
            taken.append(Taken(file.name, sha256, size, None, words))
            continue
        id = batch_id(sha256, reader.publication, reader.version)
        try:
            batch = lake.get(id)
            if batch is None:
                reading = reader.read(file, con)
                after = file.path.stat()
                if (after.st_mtime_ns, after.st_size) != (before.st_mtime_ns, size):
                    raise file.refuse("the file changed while it was read; build again")
                batch = lake.add(con, id, sha256, reading)
        except UserError as problem:
            refused.append(str(problem))
            continue
        taken.append(Taken(file.name, sha256, size, batch, path=file.path))
    if refused:
        raise UserError("\n".join(refused))
    return taken


def recognise(file: SourceFile) -> Reader | None:
    """The reader of a file's publication; two that both claim it would be a bug."""
    claims = [reader for reader in READERS if reader.recognise(file)]
    if len(claims) > 1:
        names = ", ".join(reader.publication for reader in claims)
        raise AssertionError(f"{file.name}: claimed by {names}")
    return claims[0] if claims else None


def _files(
    folder: Path, scratch: Path, apart: frozenset[Path] = frozenset()
) -> Iterator[SourceFile | Taken]:
    """Every file under the folder and in its archives; what can't be opened is told at once."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if any(part.startswith(".") for part in inside.parts):
            continue
        if not apart.isdisjoint((path, *path.parents)):
            continue
        name = _printable(inside.as_posix())
        if not path.is_file():
            if path.is_symlink() or not path.is_dir():
                yield Taken(name, "", 0, None, _no_file(path))
            continue
        file = SourceFile(path, name)
        if not archives.is_archive(file):
            yield file
            continue
        found, others = archives.members(file, scratch)
        yield from found
        for other in others:
            words = "in an archive, from which only CSV files are taken; left alone"
            yield Taken(f"{name}!{_printable(other)}", "", 0, None, words)


def _no_file(path: Path) -> str:
    if not path.is_symlink():
        return "neither a file nor a folder; left alone"
    to = "a folder" if path.is_dir() else "nothing that can be read"
    return f"a link to {to}; left alone, put the files themselves here"


def _printable(name: str) -> str:
    """A name as it can be shown on one line and stored: other bytes and signs are escaped."""
    text = os.fsencode(name).decode("utf-8", errors="backslashreplace")
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text
    )

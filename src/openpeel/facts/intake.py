"""From a folder of files to the batches that a release rests on.

Every file is accounted for: read into a batch, taken from the lake because it was read before,
the same as another file, recognised by nobody, or refused with the reason.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
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


def take_in(folder: Path, lake: Lake, on_progress: Progress | None = None) -> list[Taken]:
    """Read every file under `folder` into the lake, or find it there.

    Raises UserError with one sentence a file when recognised files can't be read: nothing of them
    is stored, and the files that could be read are in the lake for the next try.
    """
    if not folder.is_dir():
        raise UserError(f"{folder}: there is no such folder; name the folder of published files.")
    with tempfile.TemporaryDirectory(prefix="openpeel-") as scratch:
        files = list(_files(folder, Path(scratch)))
        if not files:
            raise UserError(f"{folder}: the folder holds no files; put published files into it.")
        return _take(files, lake, on_progress)


def _take(files: list[SourceFile], lake: Lake, on_progress: Progress | None) -> list[Taken]:
    con = connect()
    seen: dict[str, str] = {}
    taken: list[Taken] = []
    refused: list[str] = []
    for number, file in enumerate(files):
        if on_progress:
            on_progress(file.name, number, len(files))
        sha256, size = file.sha256, file.path.stat().st_size
        if sha256 in seen:
            words = "the same bytes as another file, which counts instead"
            taken.append(Taken(file.name, sha256, size, None, words, seen[sha256]))
            continue
        seen[sha256] = file.name
        reader = recognise(file)
        if reader is None:
            words = "not a publication that openpeel knows; left alone"
            taken.append(Taken(file.name, sha256, size, None, words))
            continue
        id = batch_id(sha256, reader.publication, reader.version)
        try:
            batch = lake.get(id) or lake.add(con, id, sha256, reader.read(file, con))
        except UserError as problem:
            refused.append(str(problem))
            continue
        taken.append(Taken(file.name, sha256, size, batch))
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


def _files(folder: Path, scratch: Path) -> Iterator[SourceFile]:
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or any(
            part.startswith(".") for part in path.parts[len(folder.parts) :]
        ):
            continue
        file = SourceFile(path, path.relative_to(folder).as_posix())
        if archives.is_archive(file):
            yield from archives.members(file, scratch)
        else:
            yield file

"""What a file may be before anybody looks into it: a regular file, copied once, of a known kind.

Everything after this reads the copy, so a file that is changed, swapped or linked elsewhere while
it is read can't give one answer to one part of the program and another to the next. The names and
sizes that a file states are never believed: they are looked at first and counted again.
"""

from __future__ import annotations

import hashlib
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from openpeel.errors import UserError

Kind = Literal["text", "gzip", "zip", "ole", "parquet"]

PIECE = 1 << 20  # bytes read at a time
COLUMNS = 1_000  # no return has a tenth of it
LINE = 1 << 20  # bytes between two line breaks
UNPACKED = 20 << 30  # bytes that a compressed text may unpack to
RATIO = 200  # records of this kind shrink 5 to 40 times; a bomb shrinks 1,000 times
RATIO_FROM = 20 << 20  # small files may shrink as much as they like

_MARKS: dict[bytes, Kind] = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",  # an empty one
    b"\xd0\xcf\x11\xe0": "ole",
    b"\x1f\x8b": "gzip",
    b"PAR1": "parquet",
    b"PARE": "parquet",  # encrypted
}
_OTHERS = {
    b"%PDF": "a PDF",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
    b"SQLite format 3": "a database",
    b"{\\rtf": "a rich-text document",
}
_MARKUP = (b"<html", b"<!doctype html", b"<table", b"<?xml", b"<workbook")


@dataclass(frozen=True)
class Taken:
    """A file as it was when it was taken: `path` is the copy, `name` what people call it."""

    path: Path
    name: str
    sha256: str
    kind: Kind

    def refuse(self, what: str, where: str = "") -> UserError:
        """The error for this file: its name, the place, and what to do."""
        return UserError(f"{self.name}{f', {where}' if where else ''}: {what}.")


def take(path: Path, scratch: Path) -> Taken:
    """Copy a file into `scratch` and say what kind it is by its content, whatever it is called.

    UserError when it is no regular file (a folder, a pipe, a device, a link), is empty, is of a
    kind that holds no table, or is changed by somebody while it is copied.
    """
    name, target = shown_name(path), scratch / "taken"
    digest = hashlib.sha256()
    with regular(path) as file, target.open("wb") as copy:
        before = os.fstat(file.fileno())
        head = b""
        while piece := file.read(PIECE):
            head = head or piece[:512]
            digest.update(piece)
            copy.write(piece)
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise UserError(f"{name}: the file was changed while it was read; wait and try again.")
    if not head:
        raise UserError(f"{name}: the file is empty; export it again.")
    return Taken(target, name, digest.hexdigest(), _kind(name, head))


# NONBLOCK: opening a pipe that nobody writes to would wait for ever; Windows has neither
_FLAGS = sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))


@contextmanager
def regular(path: Path) -> Iterator[BinaryIO]:
    """A regular file opened for reading without ever waiting for somebody else."""
    name = shown_name(path)
    try:
        handle = os.open(path, os.O_RDONLY | _FLAGS)
    except FileNotFoundError:
        raise UserError(f"{name}: there is no such file.") from None
    except (OSError, ValueError) as problem:
        if isinstance(problem, OSError) and path.is_symlink():
            raise UserError(
                f"{name}: this is a link to another place; name the file itself."
            ) from None
        why = problem.strerror if isinstance(problem, OSError) else str(problem)
        raise UserError(f"{name}: the file can't be opened ({why}).") from None
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            what = "a folder" if stat.S_ISDIR(mode) else "a pipe or a device"
            raise UserError(f"{name}: this is {what}, not a file; name a file.")
    except BaseException:
        os.close(handle)
        raise
    with os.fdopen(handle, "rb") as file:
        yield file


def shown_name(path: Path) -> str:
    """A file's name on one line, whatever it holds: other signs and bytes are escaped."""
    text = os.fsencode(path.name).decode("utf-8", errors="backslashreplace")
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text
    )


def _kind(name: str, head: bytes) -> Kind:
    for mark, kind in _MARKS.items():
        if head.startswith(mark):
            return kind
    for mark, words in _OTHERS.items():
        if head.startswith(mark):
            raise UserError(f"{name}: this is {words}; send CSV, XLSX, ODS or Parquet.")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise UserError(
            f"{name}: this is a web page or XML under another name; open it in a spreadsheet"
            " program and save it as XLSX or CSV."
        )
    return "text"


def unzipped_text(file: Taken, target: Path) -> Taken:
    """The text inside a gzip file, unpacked no further than `UNPACKED` and `RATIO` allow."""
    packed = written = 0
    inflate = zlib.decompressobj(wbits=31)
    with file.path.open("rb") as source, target.open("wb") as out:
        try:
            while piece := source.read(PIECE):
                packed += len(piece)
                while piece:
                    block = inflate.decompress(piece, PIECE)
                    out.write(block)
                    written += len(block)
                    if is_bomb(written, packed) or written > UNPACKED:
                        raise file.refuse("it unpacks to far more than records do; send it plain")
                    piece = inflate.unconsumed_tail
                    if inflate.eof:  # several may stand one after the other
                        piece = inflate.unused_data
                        inflate = zlib.decompressobj(wbits=31) if piece else inflate
        except zlib.error as problem:
            raise file.refuse(
                f"the compressed data are damaged ({problem}); send it again"
            ) from None
    if not inflate.eof:
        raise file.refuse("the compressed data are cut short; send it again")
    with target.open("rb") as text:
        head = text.read(512)
    if not head:
        raise file.refuse("there is nothing in it; export it again")
    if _kind(file.name, head) != "text":
        raise file.refuse("it holds a packed file inside a packed file; unpack it first")
    return Taken(target, file.name, file.sha256, "text")


def is_bomb(unpacked: int, packed: int) -> bool:
    """Whether so few bytes can't honestly hold so many."""
    return unpacked > RATIO_FROM and unpacked > RATIO * max(packed, 1)

"""The files of a record's folder: which there may be, and taking them from a stranger's disk."""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from openpeel.errors import UserError

LARGEST = 16 << 20  # bytes in one file
MOST = 20_000  # files in one record

_ID = "[a-z0-9][a-z0-9-]{0,99}"
_FOLDERS = re.compile(f"inspections(/{_ID}(/findings|/concerns|/judgments(/{_ID})?)?)?", re.ASCII)
_FILES = re.compile(
    r"programme\.yaml|national-recommendations\.yaml"
    rf"|inspections/{_ID}/(inspection\.yaml|evidence\.csv|gaps\.yaml|lines-of-enquiry\.yaml"
    rf"|improvements\.yaml|(findings|concerns)/{_ID}\.md|judgments/{_ID}/{_ID}(\.{_ID})?\.md)",
    re.ASCII,
)


def take(folder: Path) -> dict[str, bytes]:
    """Every file of a record: its name within the folder, with `/`, and what it holds.

    UserError for a file that no record has, a link, a device, and what is too large or too many.
    """
    if not folder.is_dir():
        raise UserError(f"{shown(folder)}: there is no such folder.")
    found: dict[str, bytes] = {}
    for name in _names(folder, PurePosixPath()):
        if len(found) >= MOST:
            raise UserError(f"{shown(folder)}: there are more than {MOST:,} files; split it.")
        found[name] = _content(folder / name)
    if "programme.yaml" not in found:
        raise UserError(f"{shown(folder)}: this is no record; it has no programme.yaml.")
    return found


def _names(root: Path, within: PurePosixPath) -> Iterator[str]:
    with os.scandir(root / within) as listed:
        entries = sorted(listed, key=lambda entry: entry.name)
    for entry in entries:
        place, name = root / within / entry.name, (within / entry.name).as_posix()
        if entry.is_symlink():
            raise UserError(f"{shown(place)}: this is a link; put the file itself in its place.")
        if entry.is_dir() and _FOLDERS.fullmatch(name):
            yield from _names(root, within / entry.name)
        elif not entry.is_dir() and _FILES.fullmatch(name):
            yield name
        else:
            what = "folder" if entry.is_dir() else "file"
            raise UserError(
                f"{shown(place)}: a record has no such {what}; check its name or take it out."
            )


def _content(path: Path) -> bytes:
    """A regular file's bytes; what was swapped for a link or a pipe by now is not opened."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as problem:
        raise UserError(f"{shown(path)}: the file can't be read: {problem.strerror}.") from None
    with os.fdopen(number, "rb") as file:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise UserError(f"{shown(path)}: this is not a regular file; take it out.")
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise UserError(f"{shown(path)}: the file is larger than {LARGEST >> 20} MB; check it.")
    return content


def text_of(content: bytes, path: Path) -> str:
    """A file's text with `\\n` between lines; UserError for what is not UTF-8 or holds NUL."""
    if b"\0" in content:
        raise UserError(f"{shown(path)}: the file holds NUL bytes; save it as UTF-8 text.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise UserError(
            f"{shown(path)}: byte {problem.start} is not UTF-8; save the file as UTF-8."
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def put(files: Mapping[str, str], folder: Path) -> None:
    """Write a record's files as `folder`, all of them or none; an old record there is replaced.

    UserError when there is something in `folder` that is no record, or when the command is run from
    within it: whoever stands there would stand in the folder that was thrown away.
    """
    if Path.cwd().is_relative_to(folder.resolve()):
        raise UserError(
            f"{shown(folder)}: the folder is written anew as a whole, and the command was run from"
            " within it; run it from elsewhere, or write to another folder."
        )
    for name, text in files.items():
        if len(text.encode()) > LARGEST:
            raise UserError(f"{name}: the file would be larger than {LARGEST >> 20} MB.")
    if folder.exists() and any(folder.iterdir()):
        take(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        fresh, old = beside / "new", beside / "old"
        fresh.mkdir()
        for name, text in files.items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            (fresh / name).write_text(text, encoding="utf-8", newline="\n")
        if folder.exists():
            folder.rename(old)
        try:
            fresh.rename(folder)
        except BaseException:
            if old.exists():
                old.rename(folder)
            raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def shown(path: Path) -> str:
    """A path as a message may print it: signs that could change a terminal become `?`."""
    return "".join(sign if sign.isprintable() else "?" for sign in str(path))

"""Places for a lake: a folder of this machine, or anything that fsspec opens by its URL.

A URL's place answers to the few words of `pathlib.Path` that a lake uses. There is no rename on an
object store and none is needed: an object is there as a whole or not at all, so what is written is
made in a file here first and put there in one step.
"""

from __future__ import annotations

import fnmatch
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

from duckdb import DuckDBPyConnection

from openpeel.errors import UserError


def place(text: str) -> Path:
    """A folder, or the place that a URL such as `s3://bucket/lake` names.

    A `Place` is no `Path`, but whoever uses a lake need not know.
    """
    if "://" not in text:
        return Path(text)
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise UserError(
            f"{text}: fsspec is not installed; run `pip install openpeel[lake]`, or name a folder."
        ) from None
    try:
        files, path = url_to_fs(text)
    except (ImportError, ValueError, OSError) as problem:
        raise UserError(f"{text}: the lake can't be there ({problem}).") from None
    scheme = text.split("://", 1)[0]
    if scheme in ("file", "local"):
        return Path(path)
    return cast(Path, Place(files, scheme, str(path)))


@dataclass(frozen=True)
class Place:
    """A file or folder of a file system of fsspec."""

    files: Any  # fsspec.AbstractFileSystem
    scheme: str
    path: str

    def __truediv__(self, name: str) -> Place:
        return Place(self.files, self.scheme, f"{self.path.rstrip('/')}/{name}")

    def __str__(self) -> str:
        """Its URL; DuckDB must be told how to read it, as `address` does."""
        return f"{self.scheme}://{self.path.lstrip('/')}"

    @property
    def name(self) -> str:
        """The last part of its path."""
        return PurePosixPath(self.path).name

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return PurePosixPath(self.path).stem

    @property
    def parent(self) -> Place:
        """The folder that it is in."""
        return Place(self.files, self.scheme, str(PurePosixPath(self.path).parent))

    @property
    def parents(self) -> tuple[Path, ...]:
        """None of this machine's folders."""
        return ()

    def resolve(self) -> Place:
        """Itself: a URL says all of where it is."""
        return self

    def is_file(self) -> bool:
        """Whether a file is there."""
        self.files.invalidate_cache()
        return bool(self.files.isfile(self.path))

    def stat(self) -> os.stat_result:
        """How many bytes are there; nothing else is known of them."""
        return os.stat_result((0, 0, 0, 0, 0, 0, self.files.size(self.path), 0, 0, 0))

    def exists(self) -> bool:
        """Whether anything is there."""
        self.files.invalidate_cache()
        return bool(self.files.exists(self.path))

    def open(self, mode: str = "rb") -> IO[bytes]:
        """What is there, as bytes to read; OSError when nothing is."""
        if mode != "rb":
            raise UserError(
                f"{self}: only a folder can be locked and written bit by bit, as returns need;"
                " name a folder with --lake."
            )
        self.files.invalidate_cache()
        file: IO[bytes] = self.files.open(self.path, mode)
        return file

    def read_bytes(self) -> bytes:
        """The whole of it."""
        with self.open() as file:
            return file.read()

    def read_text(self, encoding: str = "utf-8") -> str:
        """The whole of it as text."""
        return self.read_bytes().decode(encoding)

    def write_text(self, text: str, encoding: str = "utf-8") -> None:
        """Put a text there in one step."""
        self.parent.mkdir()
        self.files.pipe_file(self.path, text.encode(encoding))

    def with_suffix(self, suffix: str) -> Place:
        """The same place with another ending."""
        return self.parent / f"{self.stem}{suffix}"

    def replace(self, target: Place) -> Place:
        """Move it to another name; whoever looks there finds the old file or the whole new one."""
        self.files.cp_file(self.path, target.path)
        self.unlink()
        return target

    def glob(self, pattern: str) -> Iterator[Place]:
        """What lies in the folder under names of a pattern, in no order."""
        self.files.invalidate_cache()
        try:
            held = self.files.ls(self.path, detail=False)
        except FileNotFoundError:
            return
        for path in held:
            if fnmatch.fnmatchcase(PurePosixPath(path).name, pattern):
                yield Place(self.files, self.scheme, path)

    def mkdir(self, *, parents: bool = True, exist_ok: bool = True) -> None:
        """A folder, where the file system has any."""
        assert parents and exist_ok
        self.files.makedirs(self.path, exist_ok=True)

    def unlink(self, *, missing_ok: bool = False) -> None:
        """Remove the file."""
        try:
            self.files.rm_file(self.path)
        except FileNotFoundError:
            if not missing_ok:
                raise


def may_write(path: Path | Place) -> bool:
    """Whether files can be put into a folder; of a URL that is known only when one is put there."""
    return isinstance(path, Place) or os.access(path, os.W_OK)


def address(con: DuckDBPyConnection, path: Path | Place) -> str:
    """How a connection of DuckDB names a file, wherever it lies."""
    if isinstance(path, Place):
        names = path.files.protocol
        names = (names,) if isinstance(names, str) else names
        if not {*names} & {*con.list_filesystems()}:
            con.register_filesystem(path.files)
    return str(path)


@contextmanager
def whole_at(target: Place) -> Iterator[Path]:
    """A file here to write that becomes `target` in one step, when all went well."""
    with tempfile.TemporaryDirectory(prefix="openpeel-") as folder:
        waiting = Path(folder) / target.name
        yield waiting
        target.parent.mkdir()
        target.files.put_file(str(waiting), target.path)

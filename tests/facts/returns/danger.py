"""What a danger is: a file that means harm, or looks as if it did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from files import CALLS, HEADER, text_of

MB = 1 << 20
CSV = text_of([HEADER, *CALLS])
NO_MORE = "takes more memory or time than a return may, or is damaged; open it, save it as CSV"
Make = Callable[[Path], Path]


@dataclass(frozen=True)
class Danger:
    """What a file is, how it is made in a folder, and what must come of it."""

    name: str
    make: Make
    says: str = ""  # a regular expression; empty when the file must be read
    rows: int = 3
    heavy: bool = False  # it would fill the memory, or never end, if it could


def file_of(name: str, content: Callable[[], bytes]) -> Make:
    """What writes a file of this content into a folder."""

    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content())
        return path

    return make


def text_file(content: str | bytes, name: str = "calls.csv") -> Make:
    """The same for a text or bytes that are at hand."""
    return file_of(name, lambda: content if isinstance(content, bytes) else content.encode())


def cut_short(make: Make, part: float) -> Make:
    """The first part of another file."""

    def cut(folder: Path) -> Path:
        path = make(folder)
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * part)])
        return path

    return cut

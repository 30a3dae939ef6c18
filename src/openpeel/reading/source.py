"""From a file to numbered lines of text, whatever its encoding; HTML gives a line per element."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from openpeel.errors import UserError
from openpeel.reading.html import html_lines
from openpeel.reading.lines import Line, tidy
from openpeel.reading.markdown import is_markdown, without_marks
from openpeel.reading.tabs import with_cells

LARGEST = 25_000_000  # bytes
MOST_LINES = 100_000
_MAGIC = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\xd0\xcf\x11\xe0",
    b"\x1f\x8b",
    b"{\\rtf",
)
_HTML = re.compile(r"<(?:!doctype html|html|head|body|main|article|section|div|h[1-6]|p)\b", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_BREAK = re.compile("\r\n|[\r\n\v\u2028\u2029]")
_LIKELY_UTF16 = 0.3  # of every second byte is zero in English text


@dataclass(frozen=True)
class Source:
    """A file as it was read: its lines, and what identifies it."""

    name: str
    sha256: str
    kind: str  # text or html
    encoding: str
    lines: tuple[Line, ...]


def read_source(path: Path) -> Source:
    """The lines of a file; UserError when it is empty, too large or no text."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise UserError(
                f"{path.name}: the file is larger than {LARGEST // 1_000_000} MB; no report is."
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise UserError(f"{path}: there is no such file.") from None
    except IsADirectoryError:
        raise UserError(f"{path}: this is a folder; name one report.") from None
    text, encoding = decode(data, path.name)
    html = _HTML.search(text[:65_536]) is not None
    lines = html_lines(text) if html else text_lines(text)
    if len(lines) > MOST_LINES:
        raise UserError(f"{path.name}: the file has more than {MOST_LINES:,} lines; no report has.")
    if not any(line.text for line in lines):
        raise UserError(f"{path.name}: there is no text in this file.")
    digest = hashlib.sha256(data).hexdigest()
    return Source(path.name, digest, "html" if html else "text", encoding, lines)


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text and the encoding that gave it; UserError when it is no text."""
    if not data.strip(b"\0 \t\r\n"):
        raise UserError(f"{name}: the file is empty.")
    if data.startswith(_MAGIC):
        raise UserError(f"{name}: this is no text file; save the report as text or HTML first.")
    encoding = _encoding(data)
    text = data.decode(encoding, errors="replace")
    if len(_CONTROL.findall(text)) + text.count("\ufffd") > max(20, len(text) // 100):
        raise UserError(f"{name}: this is no text file; save the report as text or HTML first.")
    return _CONTROL.sub(" ", text), encoding


def text_lines(text: str) -> tuple[Line, ...]:
    """Lines of plain text, numbered from 1; a form feed says that a page begins."""
    pieces = _BREAK.split(text)
    if pieces and not pieces[-1]:
        pieces.pop()  # what follows the last line break is no line
    lines = tuple(
        Line(number, tidy(piece), page="\f" in piece, indent=_indent(piece))
        for number, piece in enumerate(pieces, 1)
    )
    lines = tuple(map(without_marks, lines)) if is_markdown(lines) else lines
    return with_cells(lines, pieces)


def _indent(piece: str) -> int:
    return len(piece) - len(piece.lstrip())


def _encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    start = data[:4096]
    for zeros, name in ((start[1::2], "utf-16-le"), (start[::2], "utf-16-be")):
        if zeros and zeros.count(0) > len(zeros) * _LIKELY_UTF16:
            return name
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError as problem:
        # A file that was cut within a letter is still UTF-8.
        if problem.start > len(data) - 4:
            return "utf-8"
    read = data.decode("utf-8", errors="replace")
    damaged = read.count("\ufffd")
    whole = sum(letter > "\x7f" for letter in read) - damaged
    return "utf-8" if whole > damaged else "cp1252"  # a few bytes may be damaged

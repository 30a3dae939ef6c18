"""Delimited text: its encoding, its delimiter, its header, and whether it is regular.

A text is looked through once, byte by byte, before the engine sees it.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from openpeel.facts.returns.headers import HEADER_WITHIN, rank
from openpeel.facts.returns.limits import COLUMNS, LINE, PIECE, Taken

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.intp]

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
HEAD = 1 << 20  # bytes in which the first rows are looked for
_BOMS = {codecs.BOM_UTF8: "UTF-8", codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}
_CODECS = {"UTF-8": "utf-8", "UTF-16": "utf-16", "Windows-1252": "cp1252"}


@dataclass(frozen=True)
class Looked:
    """What looking through a text told: all that the engine needs to be told."""

    path: Path  # UTF-8, perhaps with a byte order mark
    encoding: str
    regular: bool
    records: int  # with the header, as far as the quotation marks can be believed
    quotes: bool
    blanks: bool  # no-break spaces or tabs may stand around values


def look_through(file: Taken, scratch: Path) -> Looked:
    """Count and check every byte of a text; UserError names the line that is no text."""
    with file.path.open("rb") as source:
        head = source.read(4)
    bom = next((mark for mark in _BOMS if head.startswith(mark)), b"")
    if bom in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return _look(_transcoded(file, "UTF-16", scratch), "UTF-16")
    try:
        return _look(file, "UTF-8" + (" with a byte order mark" if bom else ""))
    except _NotUtf8 as problem:
        if bom or problem.mixed:
            raise file.refuse(
                "here stands a byte that is no UTF-8, as the rest is; save it as 'CSV UTF-8'",
                f"line {problem.line:,}",
            ) from None
        return _look(_transcoded(file, "Windows-1252", scratch), "Windows-1252")


class _NotUtf8(Exception):
    def __init__(self, line: int, mixed: bool) -> None:
        self.line, self.mixed = line, mixed


def _transcoded(file: Taken, encoding: str, scratch: Path) -> Taken:
    """A copy in UTF-8."""
    target = scratch / "utf8.txt"
    decoder = codecs.getincrementaldecoder(_CODECS[encoding])()
    line = 1
    with file.path.open("rb") as source, target.open("wb") as out:
        while True:
            piece = source.read(PIECE)
            try:
                out.write(decoder.decode(piece, final=not piece).encode())
            except UnicodeError as problem:
                at = problem.start if isinstance(problem, UnicodeDecodeError) else 0
                line += piece[:at].count(b"\n")
                raise file.refuse(
                    f"here stand bytes that are no text in UTF-8 or {encoding};"
                    " save it as 'CSV UTF-8'",
                    f"line {line:,}",
                ) from None
            if not piece:
                return replace(file, path=target)
            line += piece.count(b"\n")


def _blocks(file: Taken) -> Iterator[bytes]:
    """The text in blocks of whole lines; UserError for a line beyond `LINE`."""
    lines, rest = 0, b""
    with file.path.open("rb") as source:
        while piece := source.read(PIECE):
            block = rest + piece
            # the last byte may be half of a line break
            cut = max(block.rfind(b"\n"), block.rfind(b"\r", 0, -1)) + 1
            block, rest = block[:cut], block[cut:]
            lines += block.count(b"\n")
            if block:
                yield block
            if len(rest) > LINE:
                raise file.refuse(
                    f"the line is longer than {LINE >> 20} MB, which no row of a return is;"
                    " check the export",
                    f"line {lines + 1:,}",
                )
    if rest:
        yield rest


def _look(file: Taken, encoding: str) -> Looked:
    inside = returns = beyond_ascii = False  # inside: of quotation marks
    lines = records = 0
    regular, quotes, blanks = True, False, False
    last = b"\n"
    for number, block in enumerate(_blocks(file)):
        if b"\0" in block:
            line = lines + block[: block.index(b"\0")].count(b"\n") + 1
            what = "here stands a NUL byte, so this is no text; save it as 'CSV UTF-8'"
            raise file.refuse(what, f"line {line:,}")
        if not block.isascii():
            try:
                block.decode()
            except UnicodeDecodeError as problem:
                mixed = beyond_ascii or not block[: problem.start].isascii()
                raise _NotUtf8(lines + block[: problem.start].count(b"\n") + 1, mixed) from None
            beyond_ascii = True
            blanks = blanks or b"\xc2\xa0" in block
        text = np.frombuffer(block, dtype=np.uint8)
        ends = np.flatnonzero(text == ord("\n"))
        if not number:
            returns = block[: int(ends[0]) if len(ends) else None].endswith(b"\r")
        regular = regular and _even_lines(block, text, ends, returns)
        if b'"' in block:
            quotes = True
            # here the engine and `csv` differ on what is within quotation marks
            regular = regular and b'" ' not in block and b' "' not in block
            marks = np.flatnonzero(text == ord('"'))
            odd = (np.searchsorted(marks, ends) & 1).astype(bool)
            records += int(np.count_nonzero(odd == inside))
            inside ^= bool(len(marks) & 1)
        elif not inside:
            records += len(ends)
        blanks = blanks or b"\t" in block
        lines += len(ends)
        last = block
    records += not last.endswith(b"\n")
    return Looked(file.path, encoding, regular and not inside, records, quotes, blanks)


def _even_lines(block: bytes, text: Bytes, ends: Places, returns: bool) -> bool:
    """Whether no line is blank, and all end as the first one does."""
    shortest = 1 + returns
    if len(ends) and int(np.diff(ends, prepend=-1).min()) <= shortest:
        return False
    if not returns:
        return b"\r" not in block
    return np.array_equal(np.flatnonzero(text == ord("\r")), ends - 1)


@dataclass(frozen=True)
class Header:
    """Where the names of the columns stand."""

    row: int  # from 1, as a person counts
    cells: tuple[str, ...]
    delimiter: str
    skip: int  # records before the rows, for the engine


def find_header(file: Taken, looked: Looked, known: frozenset[str]) -> Header:
    """The row (of the first `HEADER_WITHIN`) and the delimiter that give the most known columns."""
    with looked.path.open("rb") as source:
        head = source.read(HEAD).decode("utf-8-sig", errors="ignore")
    stated, head = _stated_delimiter(head)
    found = [
        Header(row, tuple(cells), delimiter, row + bool(stated))
        for delimiter in stated or DELIMITERS
        for row, cells in enumerate(_first_rows(head, delimiter), start=1)
        if any(cells)
    ]
    if not found:
        raise file.refuse("there is no header: the first rows are blank; export it again")
    best = max(found, key=lambda header: rank(header.cells, header.row, known))
    if len(best.cells) > COLUMNS:
        raise file.refuse(
            f"the header has {len(best.cells):,} columns, and no return has more than {COLUMNS:,};"
            " check the export"
        )
    return best


def _stated_delimiter(head: str) -> tuple[str, str]:
    """The delimiter of Excel's own first line, `sep=;`, and the text after that line."""
    first, _, rest = head.partition("\n")
    first = first.strip("\r").strip('"')
    if first[:4].lower() == "sep=" and len(first) == 5 and not first[4].isalnum():
        return first[4], rest
    return "", head


def _first_rows(head: str, delimiter: str) -> list[list[str]]:
    """The first rows, as far as they can be read."""
    rows: list[list[str]] = []
    source = io.StringIO(head, newline="")
    reader = csv.reader(source, delimiter=delimiter, skipinitialspace=True)
    try:
        for cells in islice(reader, HEADER_WITHIN):
            rows.append([cell.strip() for cell in cells])
    except csv.Error:  # what can't be read is reported with its row when the rows are loaded
        pass
    return rows

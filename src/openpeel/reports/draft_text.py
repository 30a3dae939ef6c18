"""A draft's text for those who read it: lines with their numbers, links as words, places.

Lines are counted as the checks count them. A point of accuracy quotes words; here they are found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from openpeel.errors import UserError

_LINK = re.compile(r"(!?)\[([^\[\]]*)\]\(([^()\s]*)\)")
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_MARKS = re.compile(r"[*_]{1,2}(?=\S)|(?<=\S)[*_]{1,2}")
_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")


@dataclass(frozen=True)
class Piece:
    """Words, and what they link to: empty where they link to nothing."""

    words: str
    target: str = ""


@dataclass(frozen=True)
class Line:
    """A line that holds something. `level` is a heading's, from 1; 0 of what is none."""

    number: int
    level: int
    pieces: tuple[Piece, ...]

    @property
    def words(self) -> str:
        """The line as its readers see it."""
        return "".join(piece.words for piece in self.pieces)


@dataclass(frozen=True)
class Section:
    """A heading, or nothing before the first, with the lines under it up to the next one."""

    heading: str
    lines: tuple[Line, ...]

    @property
    def line(self) -> int:
        """The number of its first line."""
        return self.lines[0].number

    @cached_property
    def _text(self) -> tuple[str, tuple[int, ...]]:
        """All its words in one line, and for each character the number of its line."""
        parts = [(plain(line.words), line.number) for line in self.lines]
        text = " ".join(words for words, _ in parts)
        numbers = tuple(n for words, n in parts for _ in range(len(words) + 1))
        return text, numbers

    def places(self, words: str) -> list[int]:
        """Numbers of the lines on which some words begin."""
        text, numbers = self._text
        wanted = plain(words)
        found = re.finditer(f"(?={re.escape(wanted)})", text) if wanted else ()
        return list(dict.fromkeys(numbers[one.start()] for one in found))


def lines(text: str) -> Iterator[Line]:
    """The lines of a draft that hold something."""
    number = 1
    pieces: list[Piece] = []
    for piece in _pieces(text.replace("\r\n", "\n").replace("\r", "\n")):
        for n, words in enumerate(piece.words.split("\n")):
            if n:
                yield from _line(number, pieces)
                number, pieces = number + 1, []
            if words:
                pieces.append(Piece(words, piece.target))
    yield from _line(number, pieces)


def sections(text: str) -> list[Section]:
    """The draft in its sections."""
    cut: list[list[Line]] = []
    for line in lines(text):
        if line.level or not cut:
            cut.append([])
        cut[-1].append(line)
    return [Section(part[0].words if part[0].level else "", tuple(part)) for part in cut]


def find(text: str, section_line: int, words: str, line: int | None = None) -> tuple[str, int]:
    """The heading that some words stand under, and their line.

    Raises:
        UserError: the words are not in that section, or stand there several times and `line` does
            not say which is meant.
    """
    section = next((one for one in sections(text) if one.line == section_line), None)
    if section is None:
        raise UserError("choose the heading that the words stand under.")
    places = section.places(words)
    if not places:
        raise UserError(
            f"these words do not stand under {section.heading!r}; copy them from the draft as they"
            " are, or choose another heading."
        )
    if line in places:
        return section.heading, line
    if line is not None or len(places) > 1:
        raise UserError(
            f"these words begin on line {' and '.join(map(str, places))}; say which line is meant."
        )
    return section.heading, places[0]


def plain(words: str) -> str:
    """Words without what differs between a page and its source: spaces, marks, quotes, case."""
    return " ".join(_MARKS.sub("", words).translate(_QUOTES).casefold().split())


def _pieces(text: str) -> Iterator[Piece]:
    start = 0
    for found in _LINK.finditer(text):
        yield Piece(text[start : found.start()])
        yield Piece(f"Chart: {found[2]}" if found[1] else found[2], found[3])
        start = found.end()
    yield Piece(text[start:])


def _line(number: int, pieces: list[Piece]) -> Iterator[Line]:
    if not "".join(piece.words for piece in pieces).strip():
        return
    heading = _HEADING.fullmatch(pieces[0].words.rstrip()) if len(pieces) == 1 else None
    if heading:
        yield Line(number, len(heading[1]), (Piece(heading[2]),))
    else:
        yield Line(number, 0, tuple(pieces))

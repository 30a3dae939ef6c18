"""Lines joined into paragraphs: PDF-to-text wraps them, hyphenates and repeats running heads."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from openpeel.catalogue.report_reading import grades, plain, report_words
from openpeel.reading.lines import Line

BULLET = re.compile(r"^(?:[•●▪■◦‣·*–—-]|o(?= \w)|\d{1,2}[.)](?= )|\(?[a-z]\)|\(?[ivx]{1,4}\))\s+")
_PAGE = re.compile(r"^(?:page )?\d{1,3}(?: (?:of|/) \d{1,3})?$|^\d{1,3} \| ?p ?a ?g ?e$", re.I)
_LEADER = re.compile(r"(?:\. ?){3,}\d{0,3}$|…+ ?\d{0,3}$")
_NUMBERED = re.compile(r"[^\W\d]\W{0,3} \d{1,3}$")
_ENDS = (".", "?", "!", ":", ";")
_DIGITS = re.compile(r"\d+")
_LEVEL = re.compile(r"h[1-6]$")
_WORDS = re.compile(r"[\w’'-]+")
_GOES_ON = (*_ENDS, " and", " or")  # the ends of paragraphs, and of items of a list
_SHARE_WRAPPED = 0.06
_WIDEST = 180
_LONGEST_LINK = 90
_LONGEST_RUNNING = 140
_REPEATED = 3


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, list item or table row, and the lines that it was made of."""

    text: str
    lines: tuple[int, ...]
    offsets: tuple[int, ...]  # where each line's text begins
    tag: str = ""
    furniture: bool = False
    cells: tuple[str, ...] = ()
    bold: bool = False

    def line_at(self, position: int) -> int:
        """The number of the line in which a character stands."""
        return self.lines[max(0, bisect_right(self.offsets, position) - 1)]

    @property
    def level(self) -> int:
        """1 to 6 for an HTML heading, else 0."""
        return int(self.tag[1]) if len(self.tag) == 2 and self.tag[0] == "h" else 0


def blocks(lines: tuple[Line, ...]) -> list[Block]:
    """Blocks in order; every line that is not blank is in exactly one.

    A page without headings whose paragraphs go over lines is a printed one, put into elements.
    """
    html = any(line.tag for line in lines)
    headed = any(_LEVEL.match(line.tag) for line in lines)
    if html and (headed or not is_wrapped(lines)):
        return [_from_html(line) for line in lines if line.text]
    if not is_wrapped(lines):
        return [_from_text(line) for line in lines if line.text]
    return _joined(lines)


def followers(listed: list[Block]) -> list[int | None]:
    """For each block the index of the next that is no furniture."""
    nexts: list[int | None] = [None] * len(listed)
    after: int | None = None
    for index in range(len(listed) - 1, -1, -1):
        nexts[index] = after
        if not listed[index].furniture:
            after = index
    return nexts


def is_wrapped(lines: tuple[Line, ...]) -> bool:
    """Whether paragraphs go over several lines, as PDF-to-text and typewriters leave them."""
    shown = [line.text for line in lines if line.text]
    if not shown or sorted(map(len, shown))[int(len(shown) * 0.95)] > _WIDEST:
        return False
    pairs = [(a.text, b.text) for a, b in pairwise(lines) if a.text and b.text]
    on = sum(1 for a, b in pairs if len(a) > 35 and not a.endswith(_GOES_ON) and b[0].islower())
    return on >= 3 and on > len(pairs) * _SHARE_WRAPPED


def is_page_number(text: str) -> bool:
    """Whether a line is a page's number and nothing else."""
    return _PAGE.match(text) is not None


def is_contents_line(text: str) -> bool:
    """Whether dots lead to a page's number."""
    return len(text) < _WIDEST and _LEADER.search(text) is not None


def ends_with_page(text: str) -> bool:
    """Whether it ends as a line of contents does, with dots or without: "Overview 4"."""
    return is_contents_line(text) or _NUMBERED.search(text) is not None


def _is_page(line: Line) -> bool:
    """Whether a line is the page's and not the report's: its number, a link of its menu."""
    furniture = report_words().furniture
    return not line.cells and (
        is_page_number(line.text)
        or furniture.is_trail(line.text)
        or (_looks_like_link(line.text) and furniture.is_line(plain(line.text)))
    )


def _looks_like_link(text: str) -> bool:
    """Short, and not the end of a paragraph: "search" may be its last word."""
    goes_on = text[0].islower() and not text.startswith("www.")
    return len(text) < _LONGEST_LINK and not goes_on and not text.endswith(_ENDS)


def stands_alone(text: str) -> bool:
    """Whether a line is a grade, a label, a known heading: never part of a paragraph.

    "Efficiency" is one; "efficiency." ends a paragraph.
    """
    words = report_words()
    if is_contents_line(text):
        return True
    if len(text) > 150 or text[0].islower() or text.endswith("."):
        return False
    return plain(text) in grades() or bool(
        words.label(text) or words.section(text) or words.area(text)
    )


def _same_heading(first: str, second: str) -> bool:
    """Whether a known heading goes on in the next line: both together are known as the same."""
    words, both = report_words(), f"{first} {second}"
    area, joined = words.area(first), words.area(both)
    return (area is not None and joined == area) or (
        words.section(first) is not None and words.section(both) == words.section(first)
    )


def _single(
    line: Line, *, tag: str = "", text: str | None = None, furniture: bool = False
) -> Block:
    return Block(
        line.text if text is None else text,
        (line.number,),
        (0,),
        tag,
        furniture or line.furniture,
        line.cells,
        line.bold,
    )


def _from_html(line: Line) -> Block:
    """A paragraph that begins with a bullet is an item: so word processors write lists."""
    marker = BULLET.match(line.text) if line.tag == "p" else None
    if marker and not line.text[0].isalnum():
        return _single(line, tag="li", text=line.text[marker.end() :])
    return _single(line, tag=line.tag, furniture=_is_page(line))


def _from_text(line: Line) -> Block:
    marker = BULLET.match(line.text)
    if marker and not line.text[0].isdigit():
        return _single(line, tag="li", text=line.text[marker.end() :])
    return _single(line, furniture=_is_page(line))


def _joined(lines: tuple[Line, ...]) -> list[Block]:
    repeated = _running_heads(lines)
    # What stands on the cover is the title, though every page may repeat it.
    pages = (line.number for line in lines if line.page or is_page_number(line.text))
    cover = next(pages, 0)
    own = [line for line in lines if line.text and _head(line.text) not in repeated]
    page = _Page.of(own or lines)
    made: list[Block | _Growing] = []
    current: _Growing | None = None
    gap = False
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        gap = gap or line.page
        if not line.text:
            gap = True
        elif _is_page(line) or (_head(line.text) in repeated and line.number >= cover):
            made.append(_single(line, furniture=True))
            gap = True
        elif line.cells:
            current = None
            made.append(_single(line))
        elif current is not None and current.takes(line, gap, page, after):
            current.add(line, page.known)
            gap = False
        else:
            current = _Growing(line)
            made.append(current)
            gap = False
    return [one.block() if isinstance(one, _Growing) else one for one in made]


@dataclass(frozen=True)
class _Page:
    """What a whole text tells of its lines: how wide they are, and which words it has."""

    width: int
    known: Counter[str]
    lowered: frozenset[str]  # words that stand somewhere without a capital

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Page:
        """The page of these lines, of which one at least has text."""
        shown = sorted(len(line.text) for line in lines if line.text)
        words = [word for line in lines for word in _WORDS.findall(line.text)]
        return cls(
            shown[int(len(shown) * 0.95)],
            Counter(word.casefold() for word in words),
            frozenset(word for word in words if word[0].islower()),
        )

    def has_room(self, line: str, after: str) -> bool:
        """Whether the next line's first word would have fitted in."""
        return len(line) + 1 + len(after.split(maxsplit=1)[0]) < self.width - 4

    def breaks(self, line: str, after: str) -> bool:
        """Whether a line that ends without a full stop is a heading, with a sentence below it.

        "Home" and "Office" may be a name over two lines, and so may "Code of" and "Practice".
        """
        if not after[0].isupper():
            return False
        wrapped = report_words().wrapped
        first, last = after.split(maxsplit=1)[0].casefold(), line.rsplit(maxsplit=1)[-1]
        if last in wrapped.unfinished:
            return False
        return first in wrapped.starts or (last[0].islower() and first in self.lowered)


class _Growing:
    """A paragraph to which lines are added."""

    def __init__(self, line: Line) -> None:
        marker = BULLET.match(line.text)
        self.item = marker is not None
        self.pieces = [line.text[marker.end() :] if marker else line.text]
        self.numbers, self.offsets = [line.number], [0]
        self.length = len(self.pieces[0])
        self.last = line.text
        self.alone = stands_alone(line.text)
        self.bold = line.bold

    def takes(self, line: Line, gap: bool, page: _Page, after: Line | None) -> bool:
        """Whether the next line goes on with this paragraph."""
        if line.bold != self.bold:
            return False
        if self.alone and not gap and line.text[0].islower():
            return _same_heading("".join(self.pieces), line.text)
        if self.alone or BULLET.match(line.text) or stands_alone(line.text):
            return False
        lower = line.text[0].islower()
        ended = self.last.endswith(_ENDS)
        notices = (*report_words().updates, *report_words().wrapped.questions)
        if ended and any(re.match(words, line.text) for words in notices):
            return False
        if gap:
            return lower and not ended and len(self.last) > page.width * 0.6
        if lower:
            return True
        if page.has_room(self.last, line.text):
            return False
        if not ended:
            return not page.breaks(self.last, line.text)
        below = after.text if after is not None else ""
        heads = below[:1].isupper() and not line.text.endswith((*_ENDS, ","))
        if heads and (page.has_room(line.text, below) or page.breaks(line.text, below)):
            return False
        return len(self.last) >= page.width * 0.8

    def add(self, line: Line, known: Counter[str]) -> None:
        """Go on with a line; a word that was cut at the line's end is made whole."""
        before = self.pieces[-1]
        glue = " "
        if before.endswith(("-", "\xad", "¬")) and line.text[0].islower():
            glue = ""
            if _cut(before, line.text, known):
                self.pieces[-1] = before[:-1]
                self.length -= 1
        self.pieces.append(glue + line.text)
        self.numbers.append(line.number)
        self.offsets.append(self.length + len(glue))
        self.length += len(glue) + len(line.text)
        self.last = line.text

    def block(self) -> Block:
        """The paragraph as it stands."""
        return Block(
            "".join(self.pieces),
            tuple(self.numbers),
            tuple(self.offsets),
            "li" if self.item else "",
        )


def _cut(before: str, after: str, known: Counter[str]) -> bool:
    """Whether the hyphen is the line's end and not the word's: the report's own words tell."""
    if before[-1] != "-":
        return True
    head = before[:-1].rsplit(maxsplit=1)[-1].casefold() if before[:-1].strip() else ""
    tail = (_WORDS.match(after) or [""])[0].casefold()
    compounds = report_words().compounds
    if head in compounds.starts or tail in compounds.ends:
        return known[head + tail] > known[f"{head}-{tail}"]
    return known[head + tail] >= known[f"{head}-{tail}"] and not known[head]


def _head(text: str) -> str:
    return _DIGITS.sub("#", text).casefold()


def _running_heads(lines: tuple[Line, ...]) -> set[str]:
    """Short lines at the edge of pages that come again there, or that repeat the title."""
    pages = {n for n, line in enumerate(lines) if line.page or is_page_number(line.text)}
    shown = [(n, line) for n, line in enumerate(lines) if line.text]
    counts: Counter[str] = Counter()
    titles: set[str] = set()  # from "inspection of" on
    for place, (n, line) in enumerate(shown):
        if len(line.text) > _LONGEST_RUNNING or stands_alone(line.text):
            continue
        title = report_words().furniture.title_in(plain(line.text))
        around = [shown[near][0] for near in (place - 1, place + 1) if 0 <= near < len(shown)]
        if n in pages or any(near in pages for near in around):
            counts[_head(line.text)] += _REPEATED if title in titles else 1
        if title:
            titles.add(title)
    return {head for head, times in counts.items() if times >= _REPEATED}

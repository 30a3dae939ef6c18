"""A report's Markdown as plain objects: headings, paragraphs, lists, charts and links, with lines.

Of CommonMark a report uses headings, paragraphs, bullet lists, emphasis and links. What else there
is (HTML, tables, code, pictures) is refused with its line, so that page and PDF are made from the
same few objects. Links carry what they claim: `[words](figure:ID)`, `[words](interval:ID)`,
`[words](compare:ID?with=OTHER)`, `[words](evidence:ID)`; a chart is `![headline](chart:ID)` for
every force in a period, `![headline](trend:ID)` for the force through time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from openpeel.errors import UserError

Scheme = Literal["figure", "interval", "compare", "evidence", "web"]
CHARTS = ("chart", "trend")
CLAIMS = ("figure", "interval", "compare", "evidence")
Style = Literal["", "strong", "emphasis"]
ChartKind = Literal["chart", "trend"]

BIGGEST = 2_000_000  # bytes; the longest report known has some 100,000
_TARGET = re.compile(
    r"(figure|interval|compare|evidence|chart|trend):([a-z0-9][a-z0-9-]*)(?:\?(.*))?"
)
_WEB = re.compile(r"https?://[^\s]+|#[\w-]+")
# What nobody sees and what turns the order of letters round; a figure could hide in it.
_UNSEEN = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
# Marks that a report does not know stand as plain words in the parsed text.
_LEFT_OVER = (
    (re.compile(r"</?[A-Za-z][^<>]*>|<!--"), "HTML can't be used; write Markdown"),
    (re.compile(r"\[\^"), "a report has no footnotes of its own; each linked figure gets a note"),
    (
        re.compile(r"\]\("),
        "this is no link of a report; write figure:ID, an https address or the like",
    ),
    (re.compile(r"\]\[|^\[[^\]]+\]:\s"), "write the address of a link behind its words, in (...)"),
    (
        re.compile(r"^\s*\|.*\||^\s*\|?\s*:?-{3,}:?\s*\|"),
        "a report has no tables; write a list or sentences",
    ),
)
_INSTEAD = {
    "code_block": "a line that begins with a tab or four spaces is code; take the spaces out",
    "image": "a chart stands by itself, with an empty line before and after it",
}


@dataclass(frozen=True)
class Text:
    """Words of the author."""

    text: str
    line: int
    style: Style = ""


@dataclass(frozen=True)
class Link:
    """Words that a figure, a comparison or evidence has to bear out, or a plain link."""

    words: str
    scheme: Scheme
    target: str  # an id, or an address
    with_: str  # of a comparison: what it is set beside
    line: int

    @property
    def claims(self) -> bool:
        """Whether the words are checked against something."""
        return self.scheme in CLAIMS


Inline = Text | Link


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the report's title."""

    level: int
    text: str
    line: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    inlines: tuple[Inline, ...]
    line: int

    @property
    def plain(self) -> str:
        """The words without their links."""
        return "".join(p.words if isinstance(p, Link) else p.text for p in self.inlines)


@dataclass(frozen=True)
class Bullets:
    """A bullet list; each item is one paragraph."""

    items: tuple[Paragraph, ...]
    line: int


@dataclass(frozen=True)
class ChartOf:
    """The chart of a figure's measure, with the author's headline (empty: the measure's own).

    `kind` is `chart` for every force in the figure's period, `trend` for the force through time.
    """

    target: str
    headline: str
    line: int
    kind: ChartKind = "chart"

    @property
    def key(self) -> str:
        """The chart's name in a report: a figure can have one of each kind."""
        return chart_key(self.target, self.kind)


def chart_key(figure: str, kind: ChartKind = "chart") -> str:
    """`abandoned`, `abandoned/trend`; no figure's name has a stroke."""
    return figure if kind == "chart" else f"{figure}/{kind}"


Block = Heading | Paragraph | Bullets | ChartOf


@dataclass(frozen=True)
class Document:
    """A report as it was written."""

    name: str  # the file, for messages
    blocks: tuple[Block, ...]

    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph, those of lists too."""
        return paragraphs_of(self.blocks)

    def links(self) -> Iterator[Link]:
        """Every link, in order."""
        return links_of(self.blocks)


def paragraphs_of(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Every paragraph of some blocks, those of lists too."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Bullets):
            yield from block.items


def links_of(blocks: Iterable[Block]) -> Iterator[Link]:
    """Every link of some blocks, in order."""
    for paragraph in paragraphs_of(blocks):
        yield from (part for part in paragraph.inlines if isinstance(part, Link))


def read_document(path: Path) -> Document:
    """A report from a Markdown file; UserError names file and line."""
    try:
        raw = path.read_bytes()
    except OSError as problem:
        raise UserError(f"{path}: {problem.strerror}.") from None
    if len(raw) > BIGGEST:
        raise UserError(f"{path}: {len(raw):,} bytes are too many for a report; split it.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        raise UserError(
            f"{path}, line {line}: this is not UTF-8; save the file as UTF-8."
        ) from None
    return parse(text, path.name)


def parse(text: str, name: str = "report.md") -> Document:
    """A report from its text."""
    if "\0" in text:
        raise UserError(f"{name}: it holds a NUL character; this is no text file.")
    if unseen := _UNSEEN.search(text):
        line = text.count("\n", 0, unseen.start()) + 1
        raise UserError(
            f"{name}, line {line}: an invisible character (U+{ord(unseen[0]):04X}) stands here;"
            " delete it."
        )
    tokens = MarkdownIt("commonmark", {"html": False}).parse(text.replace("\r\n", "\n"))
    return Document(name, tuple(_Reader(name, tokens).blocks()))


class _Reader:
    """Turns the parser's flat list of tokens into blocks."""

    def __init__(self, name: str, tokens: list[Token]) -> None:
        self.name = name
        self.tokens = iter(tokens)

    def blocks(self) -> Iterator[Block]:
        for token in self.tokens:
            line = self._line(token)
            if token.type == "heading_open":
                yield Heading(int(token.tag[1]), self._plain(next(self.tokens)), line)
                next(self.tokens)
            elif token.type == "paragraph_open":
                yield self._paragraph_or_chart(next(self.tokens), line)
                next(self.tokens)
            elif token.type == "bullet_list_open":
                yield Bullets(tuple(self._items()), line)
            else:
                raise self._refused(token)

    def _items(self) -> Iterator[Paragraph]:
        for token in self.tokens:
            if token.type == "bullet_list_close":
                return
            if token.type in ("list_item_open", "list_item_close"):
                continue
            if token.type != "paragraph_open":
                raise self._refused(token)
            block = self._paragraph_or_chart(next(self.tokens), self._line(token))
            if isinstance(block, ChartOf):
                raise UserError(f"{self.name}, line {block.line}: a chart can't stand in a list.")
            yield block
            next(self.tokens)

    def _paragraph_or_chart(self, inline: Token, line: int) -> Paragraph | ChartOf:
        children = inline.children or []
        if len(children) == 1 and children[0].type == "image":
            return self._chart(children[0], line)
        return Paragraph(tuple(self._inlines(children, line)), line)

    def _inlines(self, children: list[Token], line: int) -> Iterator[Inline]:
        style: Style = ""
        link: tuple[str, list[str], int] | None = None
        for token in children:
            if token.type in ("text", "softbreak", "hardbreak"):
                words = self._words(token.content, line) if token.type == "text" else " "
                if link:
                    link[1].append(words)
                elif words:
                    yield Text(words, line, style)
                line += token.type != "text"
            elif token.type == "link_open":
                link = str(token.attrs["href"]), [], line
            elif token.type == "link_close" and link:
                yield self._link(link[0], "".join(link[1]), link[2])
                link = None
            elif token.type in ("strong_open", "em_open"):
                style = "strong" if token.type == "strong_open" else "emphasis"
            elif token.type in ("strong_close", "em_close"):
                style = ""
            else:
                raise self._refused(token, line)

    def _link(self, href: str, words: str, line: int) -> Link:
        if not words.strip():
            raise UserError(f"{self.name}, line {line}: the link to {href} has no words.")
        if _WEB.fullmatch(href):
            return Link(words, "web", href, "", line)
        found = _TARGET.fullmatch(href)
        if not found or found[1] in CHARTS:
            raise UserError(
                f"{self.name}, line {line}: {unquote(href)!r} is no link of a report; write"
                " figure:ID, interval:ID, compare:ID?with=OTHER, evidence:ID or an address."
            )
        scheme, target, query = found.groups()
        asked = dict(parse_qsl(query or "", keep_blank_values=True))
        other = asked.pop("with", "")
        if asked or (scheme == "compare") != bool(other):
            needs = "?with=OTHER and nothing else" if scheme == "compare" else "no question mark"
            raise UserError(f"{self.name}, line {line}: {scheme}:{target} takes {needs}.")
        return Link(words, scheme, target, other, line)  # type: ignore[arg-type]

    def _chart(self, token: Token, line: int) -> ChartOf:
        found = _TARGET.fullmatch(str(token.attrs["src"]))
        if not found or found[1] not in CHARTS or found[3] is not None:
            raise UserError(
                f"{self.name}, line {line}: pictures can't be shown; a chart is ![headline]"
                "(chart:ID) or (trend:ID) with the id of a figure."
            )
        headline = self._words(token.content.strip(), line)
        return ChartOf(found[2], headline, line, found[1])  # type: ignore[arg-type]

    def _plain(self, inline: Token) -> str:
        children = inline.children or []
        for token in children:
            if token.type not in ("text", "softbreak"):
                raise self._refused(token, self._line(inline), "a heading is plain words")
        words = "".join(t.content or " " for t in children)
        return " ".join(self._words(words, self._line(inline)).split())

    def _words(self, words: str, line: int) -> str:
        """The words, when no mark is left in them that a reader would see as it was typed."""
        for pattern, why in _LEFT_OVER:
            if found := pattern.search(words):
                near = words[max(0, found.start() - 12) : found.end() + 24].strip()
                raise UserError(f"{self.name}, line {line}: {near!r}: {why}.")
        return words

    def _line(self, token: Token) -> int:
        return token.map[0] + 1 if token.map else 1

    def _refused(self, token: Token, line: int | None = None, why: str = "") -> UserError:
        kind = token.type.removesuffix("_open").replace("_", " ")
        why = why or _INSTEAD.get(
            token.type,
            "a report has headings, paragraphs, bullet lists, emphasis, links and charts",
        )
        return UserError(f"{self.name}, line {line or self._line(token)}: no {kind} here; {why}.")

"""Paragraphs cut into sentences, each with the links that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from openpeel.reports.text.document import Document, Link, Paragraph

# A full stop ends a sentence when a capital, a quotation mark or a figure follows; not after these.
_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9£])")
_NO_END = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|No|vs|e\.g|i\.e|etc|approx|[A-Z]))\.$")

HARMLESS = ("only", "just", "the", "its", "a", "an", "of", "as")


@dataclass(frozen=True)
class Placed:
    """A link and where its words stand in the sentence."""

    link: Link
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """One sentence: its words, its line, and the links in it."""

    text: str
    line: int
    links: tuple[Placed, ...]

    def claimed(self, start: int, end: int) -> bool:
        """Whether the words from start to end stand inside a link that is checked.

        "Only" before the link says nothing of the number; "almost" or "more than" does.
        """
        for placed in self.links:
            if placed.link.claims and placed.start < end and start < placed.end:
                outside = self.text[start : placed.start] + self.text[placed.end : end]
                return all(word in HARMLESS for word in outside.lower().split())
        return False


def sentences(document: Document) -> Iterator[Sentence]:
    """Every sentence of a document's paragraphs, in order."""
    for paragraph in document.paragraphs():
        yield from sentences_of(paragraph)


def sentences_of(paragraph: Paragraph) -> Iterator[Sentence]:
    """The sentences of one paragraph; words of a link never end one."""
    text, links, lines = "", list[Placed](), list[tuple[int, int]]()
    for part in paragraph.inlines:
        lines.append((len(text), part.line))
        if isinstance(part, Link):
            links.append(Placed(part, len(text), len(text) + len(part.words)))
            text += part.words
        else:
            text += part.text
    start = 0
    for end in [*_ends(text, links), len(text)]:
        said = text[start:end]
        first = start + len(said) - len(said.lstrip())
        if said.strip():
            yield Sentence(
                said.strip(),
                max((line for at, line in lines if at <= first), default=paragraph.line),
                tuple(
                    Placed(p.link, p.start - first, p.end - first)
                    for p in links
                    if first <= p.start < end
                ),
            )
        start = end


def _ends(text: str, links: list[Placed]) -> Iterator[int]:
    for found in _END.finditer(text):
        if any(p.start < found.start() < p.end for p in links):
            continue
        if not _NO_END.search(text[: found.start() + 1]):
            yield found.end()

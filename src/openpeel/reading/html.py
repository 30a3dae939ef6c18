"""HTML as lines: one for each heading, paragraph, list item and table row, in their order.

The parser tells elements as they come and builds no tree, so that neither depth nor size costs
more than reading; entities that a page declares itself are never expanded.
"""

from __future__ import annotations

from lxml import etree

from openpeel.catalogue.report_reading import grades, plain, report_words
from openpeel.reading.lines import Line, tidy

_SILENT = {"script", "style", "noscript", "template", "svg", "head", "iframe", "object", "math"}
_BLOCKS = {
    "h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "dt", "dd", "tr", "caption", "figcaption",
    "div", "section", "article", "main", "header", "aside", "blockquote", "ul", "ol", "dl",
    "table", "thead", "tbody", "tfoot", "details", "summary", "figure", "pre", "body", "br", "hr",
    "address", "fieldset", "legend", "label",
}  # fmt: skip
_NAMED = {"h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "caption", "figcaption"}
_VOID = {"br", "hr", "img", "input", "meta", "link", "wbr", "source", "area", "col", "embed"}
_BOLD = {"strong", "b"}
_CHUNK = 65_536


class _Told:
    """What the parser tells, gathered into lines."""

    def __init__(self) -> None:
        words = report_words().furniture
        self._elements, self._marks = set(words.elements), words.marks
        self._roles = set(words.roles)
        self._open: list[tuple[str, bool, bool]] = []  # tag, silent, furniture
        self._silent = self._furniture = self._bold = 0
        self._named: list[str] = []
        self._pieces: list[str] = []
        self._cells: list[str] | None = None
        self._plain_seen = False
        self.lines: list[Line] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _BLOCKS:
            self._flush(row_goes_on=self._cells is not None and tag != "tr")
        if tag == "img":
            self._picture(attributes.get("alt", ""))
        if tag in _VOID:
            return
        if tag == "sup":
            self._pieces.append(" [")  # a note's number is none of the sentence's
        silent = tag in _SILENT
        furniture = tag in self._elements or self._is_furniture(attributes)
        if furniture and tag not in _BLOCKS and self._cells is None:
            self._flush()
        self._open.append((tag, silent, furniture))
        self._silent += silent
        self._furniture += furniture
        self._bold += tag in _BOLD
        if tag in _NAMED:
            self._named.append(tag)
        if tag == "tr":
            self._cells = []

    def end(self, tag: str) -> None:
        if tag in ("td", "th") and self._cells is not None:
            self._cells.append(tidy("".join(self._pieces)))
            self._pieces = []
        elif tag in _BLOCKS or (self._open and self._open[-1][0] == tag and self._open[-1][2]):
            self._flush(row_goes_on=self._cells is not None and tag != "tr")
        if tag in _VOID:
            return
        if tag == "sup":
            self._pieces.append("]")
        while self._open:  # an element that was never closed ends with the one around it
            name, silent, furniture = self._open.pop()
            self._silent -= silent
            self._furniture -= furniture
            self._bold -= name in _BOLD
            if name in _NAMED and self._named:
                self._named.pop()
            if name == tag:
                break
        if tag == "tr":
            self._cells = None

    def data(self, text: str) -> None:
        if not self._silent:
            self._pieces.append(text)
            if not self._bold and not text.isspace():
                self._plain_seen = True

    def comment(self, text: str) -> None:
        """Comments say nothing."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Nor do instructions to programs."""

    def close(self) -> list[Line]:
        self._flush()
        return self.lines

    def _picture(self, says: str) -> None:
        """A picture that stands for a grade is read as one; others say nothing."""
        if self._silent or plain(says[:60]) not in grades():
            return
        apart = self._cells is None and not self._named
        if apart:
            self._flush()
        self._pieces.append(f" {says} ")
        if apart:
            self._flush()

    def _is_furniture(self, attributes: dict[str, str]) -> bool:
        if attributes.get("role", "").lower() in self._roles:
            return True
        names = f"{attributes.get('id', '')} {attributes.get('class', '')}"[:400].lower()
        return any(mark in names for mark in self._marks)

    def _flush(self, *, row_goes_on: bool = False) -> None:
        """What was gathered becomes a line, unless it is part of a table's cell."""
        if row_goes_on:
            self._pieces.append(" ")
            return
        text = tidy("".join(self._pieces))
        cells = tuple(self._cells or ()) + ((text,) if text and self._cells else ())
        if any(cells):
            text = " | ".join(cell for cell in cells if cell)
        if text:
            tag = self._named[-1] if self._named else "p"
            bold = not self._plain_seen
            furniture = self._furniture > 0
            self.lines.append(
                Line(len(self.lines) + 1, text, tag, furniture, cells=cells, bold=bold)
            )
        self._pieces, self._plain_seen = [], False
        if self._cells:
            self._cells = []


def html_lines(text: str) -> tuple[Line, ...]:
    """The lines of a page, numbered from 1. Scripts and styles are no text."""
    parser = etree.HTMLParser(target=_Told(), huge_tree=True, no_network=True)
    for start in range(0, len(text), _CHUNK):
        parser.feed(text[start : start + _CHUNK])
    try:
        return tuple(parser.close())
    except etree.XMLSyntaxError:  # nothing that could be an element
        return ()

"""Marks of markdown in a text file: some programs save pages so. They are taken off the lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from openpeel.reading.lines import Line, tidy

_HEADING = re.compile(r"#{1,6} +(?=\S)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,400}?)(?<=\S)\1")
_SLANTED = re.compile(r"([*_])(?=[^\s*_])([^*_]{1,400})(?<=\S)\1$")  # a whole line
_LINK = re.compile(
    r"!?\[([^\]\n]{0,300})\]\((?:[^()\s]|\([^()\s]{0,100}\)){0,500}(?: \"[^\"]{0,200}\")?\)"
)
_ROW = re.compile(r"\|.*\|$")
_RULE = re.compile(r"\|?[ :|-]*-{3,}[ :|-]*$")
_ESCAPED = re.compile(r"\\(?=[\\`*_{}\[\]()#+.!|>-])")
_FEWEST = 3
"""So many headings with marks, and it is markdown."""


def is_markdown(lines: Iterable[Line]) -> bool:
    """Whether headings are marked with number signs."""
    return sum(1 for line in lines if _HEADING.match(line.text)) >= _FEWEST


def without_marks(line: Line) -> Line:
    """The line without its marks; a row of a table with its cells."""
    if _RULE.match(line.text):
        return replace(line, furniture=True)
    text = _HEADING.sub("", line.text, count=1) if _HEADING.match(line.text) else line.text
    text = _LINK.sub(r"\1", _STRONG.sub(r"\2", text))
    slanted = _SLANTED.match(text)
    text = _ESCAPED.sub("", slanted[2] if slanted else text)
    if _ROW.match(text):
        cells = tuple(tidy(cell) for cell in text.strip("|").split("|"))
        return replace(line, text=" | ".join(cell for cell in cells if cell) or "|", cells=cells)
    return replace(line, text=tidy(text) or line.text)

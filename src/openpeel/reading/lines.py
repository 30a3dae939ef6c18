"""A line of a report: a line of a text file, or an element of an HTML page."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Letters without a width, and hyphens that would show only where a line ends.
_UNSEEN = re.compile("[\u200b-\u200d\u2060\ufeff]|\u00ad(?=\\S)")


def tidy(text: str) -> str:
    """A text with single spaces between its words, and nothing that can't be seen within them."""
    return " ".join(_UNSEEN.sub("", text).split())


@dataclass(frozen=True, slots=True)
class Line:
    """One numbered line. `tag` is an element's name where the report is HTML.

    `furniture` belongs to the page and not to the report; `page` says that a printed page begins
    here; `cells` are those of a table's row; `bold` is a paragraph that is bold from end to end.
    """

    number: int
    text: str
    tag: str = ""
    furniture: bool = False
    page: bool = False
    indent: int = 0
    cells: tuple[str, ...] = ()
    bold: bool = False

"""A line of a report: a line of a text file, or an element of an HTML page."""

from __future__ import annotations

from dataclasses import dataclass


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

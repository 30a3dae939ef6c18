"""Grades in lists and tables of a summary: which area has which grade, where that can be said."""

from __future__ import annotations

from typing import NamedTuple

from openpeel.catalogue.report_reading import plain, report_words
from openpeel.reading import shapes
from openpeel.reading.paragraphs import Block
from openpeel.reading.places import Placed

COLUMNS_LOST = 4  # so many grades in a row are the head of a table, not headings of lists


class Listed(NamedTuple):
    """The grade of an area in a list, with the line and name as it stands there."""

    grade: str
    line: int
    name: str


def listed_grades(placed: list[Placed], notes: list[str]) -> dict[str, Listed]:
    """By area its grade; none where columns were lost, since nobody can say whose a grade is.

    A grade beside a name that no year's reports have is noted, and given to no area.
    """
    found: dict[str, Listed] = {}
    rows = _Rows(found, notes)
    for one in placed:
        in_list = one.kind in ("judgment", "table") or (one.kind == "grade" and one.area is None)
        if not in_list:
            rows.end()
        elif report_words().is_nothing(one.block.text):
            continue
        elif one.block.cells:
            rows.cells(one.block, in_summary=one.area is None)
        else:
            rows.line(one.block)
    found.pop("", None)
    return found


class _Rows:
    """The rows of one list after another."""

    def __init__(self, found: dict[str, Listed], notes: list[str]) -> None:
        self._found, self._notes = found, notes
        self._columns: list[str | None] = []  # grades at the head of a table's columns
        self._pending: list[tuple[str, int]] = []  # names whose grade is still to come
        self._heading: str | None = None  # a grade that stands above its areas
        self._grade_first: bool | None = None
        self._in_a_row = 0  # grades that stand below each other with nothing between

    def end(self) -> None:
        """Something else than a list stands here."""
        self._pending, self._heading, self._columns = [], None, []

    def cells(self, block: Block, *, in_summary: bool) -> None:
        """A table's row: its head of grades, a name with its grade, or names below the head."""
        graded = [shapes.grade_line(cell) for cell in block.cells]
        if sum(grade is not None for grade in graded) > 1:
            self._columns = graded
        elif any(graded):
            pairs = zip(block.cells, graded, strict=True)
            names = [cell for cell, grade in pairs if grade is None and _key(cell)]
            for name in names[:1]:
                self._tell(name, next(filter(None, graded)), block)
            if in_summary and not names:
                self._unknown(block)
        else:
            told = [(c, g) for c, g in zip(block.cells, self._columns, strict=False) if c and g]
            for cell, grade in told:
                if _key(cell):
                    self._tell(cell, grade, block)
            if in_summary and not all(_key(cell) for cell, _ in told):
                self._unknown(block)

    def line(self, block: Block) -> None:
        """A line of text: a grade, a name, or a name with its grade."""
        name, grade = shapes.listed_name_and_grade(block.text)
        alone = shapes.grade_line(block.text)
        if shapes.grades_in_a_row(block.text) > 1:
            self._pending, self._heading, self._in_a_row = [], None, COLUMNS_LOST
        elif alone:
            self._grade(alone)
        elif grade:
            self._in_a_row = 0
            self._tell(name, grade, block)
        else:
            self._in_a_row = 0 if self._heading else self._in_a_row
            if self._grade_first and self._heading:
                self._tell(name, self._heading, block)
            else:
                self._pending.append((name, block.lines[0]))
                if shapes.ends_with_grade(block.text):
                    self._unknown(block)

    def _grade(self, grade: str) -> None:
        if self._grade_first is None:
            self._grade_first = not self._pending
        self._in_a_row += 1
        self._heading = grade if self._in_a_row < COLUMNS_LOST else None
        if not self._grade_first and self._pending:
            # Of two names above one grade it may be either's: the columns stand below each other.
            if sum(_key(name) is not None for name, _ in self._pending) < 2:
                name, line = self._pending[-1]
                self._found[_key(name) or plain(name)] = Listed(grade, line, name)
            self._pending = []

    def _unknown(self, block: Block) -> None:
        self._notes.append(
            f"Line {block.lines[0]}: a grade is not taken, for no area of this name is known:"
            f" {block.text}"
        )

    def _tell(self, name: str, grade: str, block: Block) -> None:
        self._found[_key(name) or plain(name)] = Listed(grade, block.lines[0], name)


def _key(name: str) -> str | None:
    known = report_words().area(name)
    return known.id if known else None

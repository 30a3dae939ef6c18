"""Rows of a table of grades in a text that was copied from a page: tabs stand between cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from openpeel.catalogue.report_reading import grades, plain
from openpeel.reading.lines import Line, tidy
from openpeel.reading.paragraphs import BULLET

_FEWEST = 2  # one line with a tab may be a heading with its grade
_NO_GRADE = "ungraded"


def with_cells(lines: Sequence[Line], written: Sequence[str]) -> tuple[Line, ...]:
    """The lines, and those that are rows of a table of grades with their cells.

    `written` are the same lines as they were written, with their tabs. Below a row of grades alone
    the place of a cell counts, so that a row of one cell is a row too.
    """
    made = list(lines)
    for run in _runs(written):
        rows = {n: tuple(map(tidy, written[n].split("\t"))) for n in run}
        graded = [row for row in rows.values() if any(map(_is_grade, row))]
        if len(rows) >= _FEWEST and (len(graded) >= _FEWEST or any(map(_is_head, graded))):
            for n, row in rows.items():
                shown = " | ".join(cell for cell in row if cell)
                made[n] = replace(made[n], text=shown, cells=row)
    return tuple(made)


def _runs(written: Sequence[str]) -> list[list[int]]:
    """Lines with a tab between words that follow each other; below a head any tab is enough."""
    runs: list[list[int]] = [[]]
    headed = False
    for n, line in enumerate(written):
        if not line.strip():
            continue
        if ("\t" in line.strip() or (headed and "\t" in line)) and not BULLET.match(line.strip()):
            headed = headed or _is_head(tuple(map(tidy, line.split("\t"))))
            runs[-1].append(n)
        else:
            headed = False
            runs.append([])
    return [run for run in runs if run]


def _is_head(row: Sequence[str]) -> bool:
    told = [cell for cell in row if cell]
    return len(told) > 1 and all(map(_is_grade, told))


def _is_grade(cell: str) -> bool:
    return plain(cell) in (*grades(), _NO_GRADE)

"""Results as a CSV that begins with the caution, and that CSV read and held to the rule."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from openpeel.catalogue.forces import forces
from openpeel.catalogue.survey_questions import ALL, SurveyQuestions
from openpeel.errors import UserError
from openpeel.survey.figures import Status, whole_percent
from openpeel.survey.results import Cell, Key, SurveyResults, Terms

COLUMNS = (
    "force_code", "force", "item", "group", "answer",
    "count", "base", "percent", "status", "forces",
)  # fmt: skip
REMARK = "# "


def results_csv(results: SurveyResults, caution: str) -> str:
    """Every published figure, forces in the order of their names, after a line with the caution."""
    out = io.StringIO()
    out.write(f"{REMARK}{caution}\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for code in (ALL, *results.forces):
        for one in results.figures(code):
            numbers = (one.count, one.base, one.percent)
            writer.writerow((
                one.force, one.place, one.item, one.group, one.answer,
                *("" if n is None else n for n in numbers), one.status,
                "" if one.forces is None else one.forces,
            ))  # fmt: skip
    return out.getvalue()


def read_results(path: Path, questions: SurveyQuestions, terms: Terms) -> dict[Key, Cell]:
    """Cells from a published CSV; UserError names the row that the rule does not let stand."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise UserError(f"{path}: the file is not UTF-8; get the folder again.") from None
    first, _, table = text.partition("\n")
    if not (first.startswith(REMARK) and terms.caution in first):
        raise UserError(f"{path}, row 1: the caution is not there; get the folder again.")
    reader = csv.reader(io.StringIO(table, newline=""), strict=True)
    cells: dict[Key, Cell] = {}
    try:
        if next(reader, None) != list(COLUMNS):
            raise UserError(f"{path}, row 2: the columns must be {', '.join(COLUMNS)}.")
        for row in reader:
            where = f"{path}, row {reader.line_num + 1}"
            key, cell = _cell(where, row, questions)
            if key in cells:
                raise UserError(f"{where}: this figure stands twice; get the folder again.")
            for problem in _problems(key, cell, terms):
                raise UserError(f"{where}: {problem}; get the folder again.")
            cells[key] = cell
    except csv.Error as problem:
        raise UserError(f"{path}, row {reader.line_num + 1}: this is no CSV ({problem}).") from None
    return cells


def _cell(where: str, row: list[str], questions: SurveyQuestions) -> tuple[Key, Cell]:
    """One row as a cell; it must be of a force, item, group and answer that there are."""
    if len(row) != len(COLUMNS):
        raise UserError(f"{where}: a row has {len(COLUMNS)} values and this one {len(row)}.")
    force, _, item, group, answer, count, base, percent, status, number = row
    asked = questions.item(item)
    known = force == ALL or force in forces().by_code
    if not (known and group in questions.groups(asked) and answer in questions.answers(asked)):
        raise UserError(f"{where}: there is no such force, group or answer in {questions.id}.")
    for status_known in get_args(Status):
        if status == status_known:
            values = [_whole(where, text) for text in (count, base, percent, number)]
            return (force, item, group, answer), Cell(status_known, *values)
    raise UserError(f"{where}: {status!r} is no status.")


def _whole(where: str, text: str) -> int | None:
    if text and not (text.isascii() and text.isdigit() and len(text) < 10):
        raise UserError(f"{where}: {text!r} is no whole number.")
    return int(text) if text else None


def _problems(key: Key, cell: Cell, terms: Terms) -> Iterator[str]:
    """What the rule does not let a cell say."""
    if (cell.status == "ok") != (cell.count is not None):
        yield "a count stands with the status ok, and only there"
    if cell.base is not None and cell.base < terms.nothing_under:
        yield f"a base under {terms.nothing_under} is never shown"
    if cell.count is not None:
        if cell.base is None or not terms.small <= cell.count <= cell.base:
            yield f"a count is from {terms.small} to its base"
        elif cell.percent != (
            whole_percent(cell.count, cell.base) if cell.base >= terms.percent_from else None
        ):
            yield "the percentage is not that of the count, or the base carries none"
    elif cell.percent is not None:
        yield "a percentage never stands without its count"
    if (key[0] == ALL) != (cell.forces is not None):
        yield "the number of forces stands with all forces together, and only there"

"""Evidence as a table: one row each, in a CSV that a spreadsheet can open without harm."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from openpeel.catalogue.loading import check
from openpeel.errors import UserError
from openpeel.inspecting.record import Evidence

COLUMNS = (
    "id", "kind", "round", "area", "characteristic", "speaks", "strength", "marking", "says",
    "figure", "release", "audit", "question", "document", "sha256", "shows", "received", "section",
    "theme", "period_from", "period_to", "by", "on",
)  # fmt: skip
_WITHIN = {"period_from": ("period", "from"), "period_to": ("period", "to"),
           "by": ("signed", "by"), "on": ("signed", "on")}  # fmt: skip

# A spreadsheet takes such a cell for a formula; an apostrophe before it says that it is text.
_FORMULA = re.compile("'*[-=+@]")
_QUOTED = re.compile("'+[-=+@]")


def evidence_text(evidence: Iterable[Evidence]) -> str:
    """The table of evidence; its cells are `COLUMNS`, days are ISO, what is not there is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(one, column) for column in COLUMNS] for one in evidence)
    return out.getvalue()


def _cell(evidence: Evidence, column: str) -> str:
    if column.startswith("period_"):
        window = evidence.period
        value = window and (window.start if column == "period_from" else window.end)
    else:
        value = getattr(evidence.signed if column in ("by", "on") else evidence, column)
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text


def read_evidence(text: str, path: Path) -> tuple[Evidence, ...]:
    """Evidence from its table; columns may stand in any order, and empty ones may be left out."""
    rows = _rows(text, path)
    line, header = next(rows, (1, []))
    for column in header:
        if column not in COLUMNS:
            raise UserError(f"{path}, line 1: there is no column {column!r}; check the spelling.")
        if header.count(column) > 1:
            raise UserError(f"{path}, line 1: the column {column} stands twice; keep one.")
    found: dict[str, int] = {}
    evidence = []
    for line, cells in rows:
        if not any(cells):
            continue
        if len(cells) != len(header):
            raise UserError(
                f"{path}, line {line}: the row has {len(cells)} cells where the first line has"
                f" {len(header)}; put cells with commas in quotation marks."
            )
        one = _evidence(_values(header, cells), path, line)
        if one.id in found:
            raise UserError(
                f"{path}, line {line}, key id: {one.id} stands twice (first on line"
                f" {found[one.id]}); give one another id."
            )
        found[one.id] = line
        evidence.append(one)
    return tuple(evidence)


def _evidence(values: dict[str, Any], path: Path, line: int) -> Evidence:
    """One piece of evidence; UserError speaks of columns, which some keys are not."""
    try:
        return check(values, Evidence, path, {(): line})
    except UserError as problem:
        words = str(problem)
        for column, key in _WITHIN.items():
            words = words.replace(f"key {'.'.join(key)}:", f"column {column}:")
        raise UserError(words) from None


def _rows(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line on which each begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as problem:
        raise UserError(f"{path}, line {begins}: this is not valid CSV: {problem}.") from None


def _values(header: list[str], cells: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column, cell in zip(header, cells, strict=True):
        text = cell[1:] if _QUOTED.match(cell) else cell
        if text.strip() and column in _WITHIN:
            outer, inner = _WITHIN[column]
            values.setdefault(outer, {})[inner] = text
        elif text.strip():
            values[column] = text
    return values

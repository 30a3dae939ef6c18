"""Spreadsheets of a reviewer's files in tests: taken out, filled in, written."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from making import Made, made

from openpeel.audits.actions import allocation
from openpeel.audits.spreadsheets import export_csv
from openpeel.sampling.review_sheets import COLUMNS

Row = dict[str, str]


def handed_out() -> Made:
    """An audit in which files 1 and 2 are Asha's, and file 3 is Ben's."""
    audit = made()
    for number, reviewer in ((1, audit.asha), (2, audit.asha), (3, audit.ben)):
        allocation.allocate(audit.file(number), reviewer, by=audit.lead)
    return audit


def rows_of(text: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def exported(audit: Made) -> list[Row]:
    return rows_of(export_csv(audit.round, audit.asha))


def row_of(rows: list[Row], file: int, question: str) -> Row:
    return next(r for r in rows if (r["file"], r["question"]) == (str(file), question))


def text_of(rows: list[Row]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def written(folder: Path, rows: list[Row], name: str = "back.csv") -> Path:
    path = folder / name
    path.write_text(text_of(rows), encoding="utf-8")
    return path

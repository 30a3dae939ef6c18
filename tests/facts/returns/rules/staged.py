"""Small returns, staged as the checker's own users stage them."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

from duckdb import DuckDBPyConnection

from openpeel.catalogue.contracts import contract as named
from openpeel.facts.returns.staging import Staged, stage

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    """The rows of an example file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


FOLDER: list[Path] = []  # where files lie as long as the tests run; set in conftest.py


def stage_rows(con: DuckDBPyConnection, rows: list[Row], contract: str) -> Staged:
    """Leave `return_raw` and `return_rows` in the connection."""
    scratch = Path(tempfile.mkdtemp(dir=FOLDER[0]))
    path = scratch / "return.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return stage(con, path, named(contract), scratch=scratch)

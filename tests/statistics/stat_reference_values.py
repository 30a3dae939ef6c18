"""Reading the reference values, and comparing with them."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

CLOSED_FORM = 1e-9


def read_json(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def read_rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(rows: list[dict[str, str]], name: str) -> np.ndarray:
    """Read a column of numbers; an empty cell is missing."""
    return np.array([float(row[name]) if row[name] else np.nan for row in rows])


def agree(ours: ArrayLike, theirs: ArrayLike, tolerance: float = CLOSED_FORM) -> None:
    """Fail unless the numbers agree to a relative tolerance (and to 1e-15 beside zero)."""
    np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=1e-15)

"""What a published site tells the rules: its release, and which figures there are."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from openpeel.errors import UserError
from openpeel.inspecting.rules import Context
from openpeel.measures.release import read_manifest, release_id

VALUES = "data/values.csv"


def context_of(site: Path, on: date) -> Context:
    """The context of a check against a site on a day; UserError when it is no site of openpeel."""
    return Context(on=on, release=release_id(read_manifest(site)), figures=_figures(site / VALUES))


def _figures(path: Path) -> frozenset[str]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            place = next(rows, []).index("figure")
            return frozenset(row[place] for row in rows if row[place])
    except (OSError, ValueError, IndexError, csv.Error):
        raise UserError(
            f"{path}: the figures of the site can't be read; build the site again."
        ) from None

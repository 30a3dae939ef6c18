"""What a published site tells the rules: its release, its figures and its audits."""

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
    return Context(
        on=on,
        release=release_id(read_manifest(site)),
        figures=_column(site / VALUES, "figure"),
        audits=_audits(site) or None,
    )


def _audits(site: Path) -> dict[str, frozenset[str]]:
    """The audits that a site shows, with the questions that each has an estimate for."""
    tables = sorted(site.glob("data/audits/*/estimates.csv"))
    return {table.parent.name: _column(table, "question") for table in tables}


def _column(path: Path, name: str) -> frozenset[str]:
    """Whatever stands in a column of a table of the site."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            place = next(rows, []).index(name)
            return frozenset(row[place] for row in rows if row[place])
    except (OSError, ValueError, IndexError, csv.Error):
        raise UserError(
            f"{path}: the {name}s of the site can't be read; build the site again."
        ) from None

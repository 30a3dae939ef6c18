"""The tidy CSV files: one figure a row, one fact a column.

Written by the rules of RFC 4180 in UTF-8 without a byte order mark. Lines end in LF, which every
CSV reader takes and which leaves no stray character on the last column in line tools. Dates are
ISO 8601. A missing value is an empty cell. Text stands on one line (tabs and line ends become a
space), and text that a spreadsheet would take for a formula gets an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import TextIO

from openpeel.measures.values import Release
from openpeel.releases.exports.columns import (
    COMPARISONS,
    PEERS,
    VALUES,
    Item,
    Row,
    Table,
    comparison_rows,
    peer_rows,
    value_rows,
)
from openpeel.releases.exports.numbers import printed

FORMULA_STARTS = ("=", "+", "-", "@")


def values_csv(release: Release) -> str:
    """The text of values.csv: every value, sorted as `columns.VALUES.key` says."""
    text = io.StringIO(newline="")
    write_values(release, text)
    return text.getvalue()


def comparisons_csv(release: Release) -> str:
    """The text of comparisons.csv: every standing, sorted as `columns.COMPARISONS.key` says."""
    text = io.StringIO(newline="")
    write_comparisons(release, text)
    return text.getvalue()


def write_values(release: Release, file: TextIO) -> None:
    """Write values.csv row by row to a text file opened with newline=""."""
    write_table(VALUES, value_rows(release.values), file)


def write_comparisons(release: Release, file: TextIO) -> None:
    """Write comparisons.csv row by row to a text file opened with newline=""."""
    write_table(COMPARISONS, comparison_rows(release), file)


def write_peers(release: Release, file: TextIO) -> None:
    """Write peers.csv row by row to a text file opened with newline=""."""
    write_table(PEERS, peer_rows(release.peers), file)


def cell(item: Item) -> str:
    """One cell, before quoting.

    >>> [cell(item) for item in ("all", "=1+1", -1.5, date(2020, 3, 31), None)]
    ['all', "'=1+1", '-1.5', '2020-03-31', '']
    """
    if isinstance(item, str):
        line = item if item.isprintable() else " ".join(item.split())
        return "'" + line if line.startswith(FORMULA_STARTS) else line
    if isinstance(item, date):
        return item.isoformat()
    return printed(item)


def write_table(table: Table, rows: Iterable[Row], file: TextIO) -> None:
    """Write the rows of a table below its header to a text file opened with newline=""."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(table.names)
    writer.writerows([cell(item) for item in row] for row in rows)

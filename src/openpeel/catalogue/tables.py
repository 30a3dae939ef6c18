"""The lake's tables: what published files give, and what forces send.

The tables of published files stand in `data/tables.yaml`; each return contract adds its own.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from openpeel.catalogue.contracts import (
    PROBLEMS,
    STORED,
    ColumnType,
    Contract,
    Derived,
    Field,
    contracts,
)
from openpeel.catalogue.loading import DATA, Entry, load_yaml

COMMON = {
    "force_code": "VARCHAR",
    "area_code": "VARCHAR",
    "period_start": "DATE",
    "period_end": "DATE",
    "status": "VARCHAR",
    "source_ref": "VARCHAR",
}


class Column(Entry):
    """One column of a fact table."""

    type: ColumnType
    words: str
    codes: str | tuple[str, ...] | None = None  # a list of codes.yaml, or the codes themselves


class Table(Entry):
    """One fact table: what readers deliver and measures ask."""

    name: str
    kind: Literal["counts", "events"]
    number: str | None = None
    people: bool = False  # a row is about one person, so small counts are hidden
    slice: tuple[str, ...]
    columns: dict[str, Column]

    @property
    def types(self) -> dict[str, str]:
        """Every column with its DuckDB type, in the order in which it is stored."""
        return COMMON | {name: column.type for name, column in self.columns.items()}


class _TablesFile(Entry):
    checked: dict[str, Any]
    tables: dict[str, Table]


@cache
def tables() -> dict[str, Table]:
    """Every fact table by name."""
    published = load_yaml(DATA / "tables.yaml", _TablesFile).tables
    return published | {c.lake_table: _table_of(c) for c in contracts().values()}


def _table_of(contract: Contract) -> Table:
    columns = {name: _column(field) for name, field in contract.fields.items()}
    for name, duration in contract.durations.items():
        columns[name] = Column(type="BIGINT", words=duration.words)
        words = f"why there is no {name}; null when there is one or none is expected"
        columns[f"{name}_problem"] = Column(type="VARCHAR", words=words, codes=PROBLEMS)
    columns |= {name: _column(derived) for name, derived in contract.derived.items()}
    name = f"{contract.name} (force return)"
    return Table(name=name, kind="events", people=contract.people, slice=(), columns=columns)


def _column(field: Field | Derived) -> Column:
    return Column(type=STORED[field.type], words=field.words, codes=field.codes)

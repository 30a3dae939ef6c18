"""The contracts of the lake's tables and the code lists their columns use."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from openpeel.catalogue.loading import DATA, Entry, load_yaml
from openpeel.errors import UserError

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

    type: Literal["VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "DATE"]
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


class Code(Entry):
    """One code of a list, its words, and the labels that publishers use for it."""

    words: str
    labels: tuple[str, ...] = ()


class _TablesFile(Entry):
    checked: dict[str, Any]
    tables: dict[str, Table]


class _CodesFile(Entry):
    checked: dict[str, Any]
    lists: dict[str, dict[str, Code]]


def plain_label(label: str) -> str:
    """A label as it is compared: case, spaces and '&' do not matter."""
    return " ".join(label.replace("\xa0", " ").replace("&", " and ").casefold().split())


class Codes:
    """A code list."""

    def __init__(self, name: str, codes: dict[str, Code]) -> None:
        self.name = name
        self.codes = codes
        self._labels = {
            plain_label(label): code
            for code, entry in codes.items()
            for label in (code, *entry.labels)
        }

    def find(self, label: str) -> str | None:
        """The code for a publisher's label, or None when the list does not know it."""
        return self._labels.get(plain_label(label))

    def words(self, code: str) -> str:
        """What to call a code in a sentence."""
        return self.codes[code].words if code in self.codes else code


@cache
def tables() -> dict[str, Table]:
    """Every fact table by name."""
    return load_yaml(DATA / "tables.yaml", _TablesFile).tables


@cache
def _code_lists() -> dict[str, Codes]:
    lists = load_yaml(DATA / "codes.yaml", _CodesFile).lists
    return {name: Codes(name, codes) for name, codes in lists.items()}


def codes(name: str) -> Codes:
    """A code list by name."""
    lists = _code_lists()
    if name not in lists:
        raise UserError(f"{DATA / 'codes.yaml'}, key lists: there is no code list {name!r}.")
    return lists[name]

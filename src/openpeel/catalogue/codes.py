"""Code lists: the codes, the words for them, and the labels that publishers and forces use."""

from __future__ import annotations

from functools import cache
from typing import Any

from openpeel.catalogue.loading import DATA, Entry, load_yaml
from openpeel.errors import UserError


class Code(Entry):
    """One code of a list, its words, and the labels that others use for it."""

    words: str
    labels: tuple[str, ...] = ()


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
        self.labels = {
            plain_label(label): code
            for code, entry in codes.items()
            for label in (code, *entry.labels)
        }

    def find(self, label: str) -> str | None:
        """The code for somebody's label, or None when the list does not know it."""
        return self.labels.get(plain_label(label))

    def words(self, code: str) -> str:
        """What to call a code in a sentence."""
        return self.codes[code].words if code in self.codes else code


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


def listed(source: str | tuple[str, ...] | None) -> tuple[str, ...] | None:
    """The codes a column may hold: those of a list by name, those given, or None for any."""
    return tuple(codes(source).codes) if isinstance(source, str) else source

"""Letters that look like those of the Latin alphabet and are others."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from openpeel.catalogue.dated import Checked
from openpeel.catalogue.loading import DATA, Entry, load_yaml


class _CharactersFile(Entry):
    checked: Checked
    look_like: dict[str, str]


def load_look_alikes(path: Path) -> dict[str, str]:
    """The letter that each looks like, from a file; UserError names file, line and key."""
    listed = load_yaml(path, _CharactersFile).look_like
    return {other: letter for letter, others in listed.items() for other in others}


@cache
def look_alikes() -> dict[str, str]:
    """The letter of the Latin alphabet that each of the others looks like.

    >>> look_alikes()["о"]
    'o'
    """
    return load_look_alikes(DATA / "wording" / "characters.yaml")

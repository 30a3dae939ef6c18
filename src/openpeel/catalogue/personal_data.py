"""What personal data in a note looks like: patterns, titles and words, as a dated file."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from openpeel.catalogue.dated import Checked
from openpeel.catalogue.loading import DATA, Entry, load_yaml
from openpeel.catalogue.patterns import Regex


class Pattern(Entry):
    """A regular expression, and what it finds."""

    kind: str
    pattern: Regex
    any_case: bool

    @property
    def compiled(self) -> re.Pattern[str]:
        """Ready to search with."""
        return re.compile(self.pattern, re.IGNORECASE if self.any_case else 0)


class PersonalData(Entry):
    """The patterns, and the words by which names are told from other capitalised words."""

    checked: Checked
    patterns: tuple[Pattern, ...]
    titles: tuple[str, ...]
    ranks: tuple[str, ...]
    given_names: frozenset[str]
    doubtful: frozenset[str]
    allowed: tuple[tuple[str, ...], ...]
    places: frozenset[str]


def load_personal_data(path: Path) -> PersonalData:
    """The file; UserError names file, line and key."""
    return load_yaml(path, PersonalData)


@cache
def personal_data() -> PersonalData:
    """What comes with openpeel."""
    return load_personal_data(DATA / "personal-data.yaml")

"""What the words of a chart's headline speak of, as dated data."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from openpeel.catalogue.dated import Checked
from openpeel.catalogue.loading import DATA, Entry, load_yaml
from openpeel.catalogue.patterns import Regex

Beside = Literal["average", "rank", "time", ""]


class _Worded(Entry):
    pattern: Regex

    @property
    def compiled(self) -> re.Pattern[str]:
        """The pattern; case does not matter."""
        return re.compile(self.pattern, re.IGNORECASE)


class AlsoCompares(_Worded):
    """Words that compare, how they are read (empty: as they stand), and beside what."""

    id: str = Field(pattern=r"^[a-z][a-z-]*$")
    beside: Beside
    read: str

    def reading(self, found: re.Match[str]) -> str:
        """The words found, as the checks of words know them."""
        if "word" in self.compiled.groupindex:
            start, end = (at - found.start() for at in found.span("word"))
            return found[0][:start] + self.read + found[0][end:]
        return self.read or found[0]


class OfPeople(_Worded):
    """Words for a quantity of people, and the quantity word that they are read as."""

    words: str


class Speaks(Entry):
    """Patterns of what a headline speaks of."""

    others: Regex
    each: Regex
    standard: Regex
    time: Regex
    change: Regex
    every_time: Regex = Field(alias="every-time")


class HeadlineWords(Entry):
    """The words of headlines."""

    checked: Checked
    speaks: Speaks
    also: tuple[AlsoCompares, ...]
    people: tuple[OfPeople, ...]

    def of(self, words: str) -> frozenset[str]:
        """What words speak of: the names of the patterns that are found in them."""
        patterns = self.speaks.model_dump()
        return frozenset(n for n, p in patterns.items() if re.search(p, words, re.IGNORECASE))


def load_headline_words(path: Path) -> HeadlineWords:
    """The words from a file; UserError names file, line and key."""
    return load_yaml(path, HeadlineWords)


@cache
def headline_words() -> HeadlineWords:
    """The words in force."""
    return load_headline_words(DATA / "headline-words.yaml")

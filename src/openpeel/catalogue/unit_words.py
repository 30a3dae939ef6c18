"""Words that name the unit of an amount: of a time, of what a rate is for, as dated data."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from openpeel.catalogue.dated import Checked
from openpeel.catalogue.loading import DATA, Entry, load_yaml


class Time(Entry):
    """A unit of time, how many seconds it takes, and the words for it."""

    id: str = Field(pattern=r"^[a-z]+$")
    seconds: float = Field(gt=0)
    words: tuple[str, ...] = Field(min_length=1)


class UnitWords(Entry):
    """Times, what stands before the base of a rate, and kinds of things with their words."""

    checked: Checked
    times: tuple[Time, ...]
    bases: tuple[str, ...] = Field(min_length=1)
    each: tuple[str, ...] = Field(min_length=1)
    elsewhen: tuple[str, ...] = Field(min_length=1)
    things: dict[str, tuple[str, ...]]

    @property
    def seconds(self) -> dict[str, float]:
        """How many seconds each word for a time stands for."""
        return {word: time.seconds for time in self.times for word in time.words}

    def kinds(self, words: str) -> set[str]:
        """The kinds of things that some words name.

        >>> sorted(unit_words().kinds("domestic abuse crimes recorded"))
        ['crimes']
        """
        said = set(words.lower().replace(",", " ").split())
        return {kind for kind, names in self.things.items() if said & set(names)}


def load_unit_words(path: Path) -> UnitWords:
    """Words from a file; UserError names file, line and key."""
    return load_yaml(path, UnitWords)


@cache
def unit_words() -> UnitWords:
    """The words in force."""
    return load_unit_words(DATA / "unit-words.yaml")

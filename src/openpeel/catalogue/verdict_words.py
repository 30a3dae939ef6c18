"""Words for a share of files: which word stands for x of y, by a dated rule.

A word is never used without its x and y, and never for fewer relevant files than the rule says.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Self

from pydantic import Field, field_validator, model_validator

from openpeel.catalogue.dated import Checked, Dated, at, first_overlap
from openpeel.catalogue.loading import DATA, Entry, load_yaml
from openpeel.errors import UserError


class Pair(Entry):
    """One word in its two forms: of files ("most") and of occasions ("usually")."""

    share: str
    often: str


class Step(Pair):
    """The word from one share on."""

    least: float = Field(ge=0, lt=1)


class Fraction(Entry):
    """The word for so many parts of a whole."""

    part: int = Field(ge=1)
    of: int = Field(ge=2)
    words: str


class Fractions(Entry):
    """The fractions with a word, and how near a share must come to be called by it."""

    exactly: float = Field(gt=0, lt=0.1)
    about: float = Field(gt=0, lt=0.1)
    words: tuple[Fraction, ...] = Field(min_length=1)


class Words(Dated):
    """The rule of some years."""

    below: int = Field(ge=1)
    all: Pair
    none: Pair
    shares: tuple[Step, ...] = Field(min_length=1)
    fractions: Fractions

    @model_validator(mode="after")
    def _from_the_top_down(self) -> Self:
        steps = [step.least for step in self.shares]
        for n, (higher, lower) in enumerate(pairwise(steps)):
            if lower >= higher:
                raise at(("shares", n + 1, "least"), f"{lower} does not lie below {higher}")
        if steps[-1] != 0:
            raise at(("shares", len(steps) - 1, "least"), "the last word begins at 0")
        return self

    def of_share(self, share: float) -> Pair:
        """The word for a share from 0 to 1, whatever it is made of.

        >>> verdict_words(date(2026, 11, 23)).of_share(0.8).share
        'most'
        """
        if not 0 <= share <= 1:
            raise ValueError(f"a share lies between 0 and 1, not at {share}")
        if share == 1:
            return self.all
        if share == 0:
            return self.none
        return next(step for step in self.shares if share >= step.least)

    def of_files(self, x: int, y: int) -> Pair | None:
        """The word for x of y files; None under the fewest files that carry a word."""
        _check(x, y)
        return self.of_share(x / y) if y >= self.below else None

    def fraction(self, x: int, y: int) -> str | None:
        """The fraction that x of y comes near, or None: "one fifth", "about a third"."""
        _check(x, y)
        if y < self.below or x in (0, y):
            return None
        distance, words = min(
            (abs(x / y - entry.part / entry.of), entry.words) for entry in self.fractions.words
        )
        if distance <= self.fractions.exactly:
            return words
        return f"about {words}" if distance <= self.fractions.about else None


class _WordsFile(Entry):
    checked: Checked
    editions: tuple[Words, ...] = Field(min_length=1)

    @field_validator("editions")
    @classmethod
    def _one_at_a_time(cls, listed: tuple[Words, ...]) -> tuple[Words, ...]:
        both = first_overlap(("words", edition) for edition in listed)
        if both is not None:
            raise at((both[1], "from"), "two editions of the words hold on one day")
        return listed


def load_verdict_words(path: Path) -> tuple[Words, ...]:
    """The editions in a file; UserError names file, line and key."""
    return load_yaml(path, _WordsFile).editions


@cache
def _editions() -> tuple[Words, ...]:
    return load_verdict_words(DATA / "verdict-words.yaml")


def verdict_words(on: date) -> Words:
    """The rule that holds on a day; UserError when there is none."""
    for words in _editions():
        if words.start <= on and (words.end is None or on <= words.end):
            return words
    raise UserError(
        f"verdict-words.yaml has no words for {on}; give a later day or add an edition."
    )


def words_for(x: int, y: int, *, on: date) -> str | None:
    """The word for x of y files on a day; None when y is too small for one.

    >>> words_for(104, 130, on=date(2026, 11, 23)), words_for(8, 9, on=date(2026, 11, 23))
    ('most', None)
    """
    pair = verdict_words(on).of_files(x, y)
    return None if pair is None else pair.share


def often_for(x: int, y: int, *, on: date) -> str | None:
    """The same as how often: "always", "usually", "sometimes"."""
    pair = verdict_words(on).of_files(x, y)
    return None if pair is None else pair.often


def fraction_for(x: int, y: int, *, on: date) -> str | None:
    """The fraction that x of y files come near, or None.

    >>> fraction_for(26, 130, on=date(2026, 11, 23)), fraction_for(31, 100, on=date(2026, 11, 23))
    ('one fifth', 'about a third')
    """
    return verdict_words(on).fraction(x, y)


def _check(x: int, y: int) -> None:
    if not 0 <= x <= y or y == 0:
        raise ValueError(f"{x} of {y}: x lies between 0 and y, and y is at least 1")

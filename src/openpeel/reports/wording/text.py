"""Text as the rules read it: plain letters of the same length, tokens, and phrases of tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Generic, TypeVar

P = TypeVar("P")

# One character for one, so that a place in the plain text is the same place in the author's.
_PLAIN = str.maketrans(
    "’‘ʼ‐‑‒–−\u00a0\u202f\u2009\u2007\t\n\r—",
    "'''-----       ,",
)
_TOKEN = re.compile(
    r"(?<![a-z\d.])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?!\d)"
    r"|[a-z]+(?:'[a-z]+)*|[£%½⅓⅔¼¾⅕~+-]|[^\s\w]"
)


@dataclass(frozen=True)
class Token:
    """A numeral, a word or a sign, and where it stands."""

    text: str
    start: int
    end: int

    @property
    def is_numeral(self) -> bool:
        """Whether it is written in digits."""
        return self.text[-1].isdigit()

    @property
    def is_word(self) -> bool:
        """Whether it is made of letters."""
        return self.text[0].isalpha()


def plain(text: str) -> str:
    """Lower case, straight apostrophes, one kind of hyphen; as long as the text.

    >>> plain("Isn’t “one‑in‑five”")
    "isn't “one-in-five”"
    """
    lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lower.translate(_PLAIN)


def tokens(plain_text: str) -> tuple[Token, ...]:
    """The tokens of a plain text; a hyphen counts only between or before figures.

    >>> [token.text for token in tokens("sixty-seven of 4-6%")]
    ['sixty', 'seven', 'of', '4', '-', '6', '%']
    """
    found = [Token(m[0], m.start(), m.end()) for m in _TOKEN.finditer(plain_text)]
    return tuple(t for t in found if t.text != "-" or _joins_figures(plain_text, t))


def _joins_figures(text: str, hyphen: Token) -> bool:
    after = text[hyphen.end : hyphen.end + 1]
    return after.isdigit() or after == "£"


class Lexicon(Generic[P]):
    """Phrases and what each stands for; the longest that begins at a token is found."""

    def __init__(self, phrases: Mapping[str, P]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], P]]] = {}
        for phrase, meaning in phrases.items():
            words = tuple(token.text for token in tokens(plain(phrase)))
            self._by_first.setdefault(words[0], []).append((words, meaning))
        for listed in self._by_first.values():
            listed.sort(key=lambda entry: -len(entry[0]))

    def at(self, listed: Sequence[Token], place: int) -> tuple[P, int] | None:
        """The meaning of the phrase at a place and the place after it, or None."""
        for found in self.all_at(listed, place):
            return found
        return None

    def all_at(self, listed: Sequence[Token], place: int) -> Iterable[tuple[P, int]]:
        """Every phrase that begins at a place, the longest first."""
        if place >= len(listed):
            return
        for words, meaning in self._by_first.get(listed[place].text, ()):
            end = place + len(words)
            if tuple(token.text for token in listed[place:end]) == words:
                yield meaning, end


@cache
def lexicon(phrases: tuple[str, ...]) -> Lexicon[str]:
    """Phrases that stand for themselves."""
    return Lexicon({phrase: phrase for phrase in phrases})


def text_of(listed: Sequence[Token]) -> str:
    """The text of some tokens, with a space where one stood."""
    gaps = [" " if left.end < right.start else "" for left, right in pairwise(listed)]
    return "".join(token.text + gap for token, gap in zip(listed, [*gaps, ""], strict=True))


def word_at(listed: Sequence[Token], at: int) -> str:
    """The text of the token at a place, or nothing beyond the ends."""
    return listed[at].text if 0 <= at < len(listed) else ""


def phrase_at(listed: Sequence[Token], at: int, *words: str) -> bool:
    """Whether these words stand at a place."""
    return tuple(token.text for token in listed[at : at + len(words)]) == words

"""Text as the rules read it: tokens, and phrases of tokens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from typing import Generic, TypeVar

from openpeel.reports.wording.characters import UNSEEN, is_foreign, number_of, plain

P = TypeVar("P")

_LETTERS = rf"[^\W\d_](?:[^\W\d_]|{UNSEEN})*"
_TOKEN = re.compile(
    r"(?<![a-z\d.])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?!\d)"
    rf"|{_LETTERS}(?:'{_LETTERS})*|[^\s\w{UNSEEN}]"
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
        return self.text[-1].isdecimal()

    @property
    def is_word(self) -> bool:
        """Whether it is made of letters."""
        return self.text[0].isalpha()


def tokens(plain_text: str) -> tuple[Token, ...]:
    """The tokens of a plain text; a hyphen counts only between or before figures.

    >>> [token.text for token in tokens("sixty-seven of 4-6%")]
    ['sixty', 'seven', 'of', '4', '-', '6', '%']
    """
    found = (Token(m[0], m.start(), m.end()) for m in _TOKEN.finditer(plain_text))
    read = (one for token in found for one in _as_read(token))
    return tuple(t for t in read if t.text != "-" or _joins_figures(plain_text, t))


def _as_read(token: Token) -> Iterator[Token]:
    """A token; or signs that are numbers each by itself, and the letters between them."""
    if token.text.isascii():
        yield token
        return
    end = token.start
    for sign, letters in groupby(token.text, key=number_of):
        for text in [*letters] if sign is not None else ["".join(letters)]:
            start, end = end, end + len(text)
            seen = unicodedata.normalize("NFKC", text) if sign is None else text
            yield Token(seen.replace(UNSEEN, ""), start, end)


def strange(text: str) -> tuple[tuple[int, int], ...]:
    """Where the words stand that no rule can read.

    Letters of another script are in them, or what can't be seen stands between their digits.
    """
    if text.isascii():
        return ()
    words = [found for found in re.finditer(r"\w+", text) if is_foreign(found[0])]
    digits = re.finditer(rf"\d(?:{UNSEEN}+\d+)+", plain(text))
    return tuple(sorted(found.span() for found in (*words, *digits)))


def _joins_figures(text: str, hyphen: Token) -> bool:
    after = text[hyphen.end : hyphen.end + 1]
    return after.isdecimal() or after == "£"


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

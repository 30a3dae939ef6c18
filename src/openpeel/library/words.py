"""Words as they are searched, the same on every database, and what somebody asks for.

Databases cut text into words each in its own way. So the text is cut here: letters and digits
without accents or case, and the plain plural is as good as the singular. What is stored and what is
asked for go through the same function, and no character of a query reaches a database's syntax.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_TOKEN = re.compile(r"[^\W_]+")
_ASKED = re.compile(r"(-?)(?:[\"“”]([^\"“”]*)[\"“”]?|([^\s\"“”]+))")
_MOST = 20
_LONGEST = 400


class Term(NamedTuple):
    """Words that stand side by side; the last may be the beginning of one."""

    words: tuple[str, ...]
    begins: bool = False

    def fits(self, tokens: list[str], at: int) -> bool:
        """Whether it stands at a place among tokens."""
        part = tokens[at : at + len(self.words)]
        if len(part) < len(self.words):
            return False
        last = part[-1].startswith(self.words[-1]) if self.begins else part[-1] == self.words[-1]
        return last and tuple(part[:-1]) == self.words[:-1]


class Query(NamedTuple):
    """What must be there, and what must not."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...]


def folded(word: str) -> str:
    """A word without case, accents and plain plural.

    >>> folded("Investigations"), folded("enquiries"), folded("crisis"), folded("Café")
    ('investigation', 'enquiry', 'crisis', 'cafe')
    """
    plain = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(letter for letter in plain if letter.isalnum())
    if len(plain) > 4 and plain.endswith("ies"):
        return plain[:-3] + "y"
    if len(plain) > 3 and plain.endswith("s") and not plain.endswith(("ss", "us", "is")):
        return plain[:-1]
    return plain


def spoken(text: str) -> list[tuple[int, int, str]]:
    """Words of a text: where each begins and ends, and how it is searched."""
    text = text.replace("’", " ").replace("'", " ") if "’" in text or "'" in text else text
    found = ((m.start(), m.end(), folded(m[0])) for m in _TOKEN.finditer(text))
    return [one for one in found if one[2]]


def searched(text: str) -> str:
    """A text as it is stored for searching."""
    return " ".join(word for _, _, word in spoken(text))


def asked(query: str) -> Query:
    """What a query asks for: words, "phrases", beginnings* and -what must not be there.

    >>> asked('calls "repeat victims" abandon* -999').wanted[1]
    Term(words=('repeat', 'victim'), begins=False)
    """
    wanted: list[Term] = []
    unwanted: list[Term] = []
    for minus, phrase, word in _ASKED.findall(query[:_LONGEST].replace("\0", " ")):
        begins = word.endswith("*")
        words = tuple(one for _, _, one in spoken(phrase or word))
        if words and len(wanted) + len(unwanted) < _MOST:
            if begins:  # the plural of a beginning is none
                last = spoken(word)[-1]
                words = (*words[:-1], _unfolded(word[last[0] : last[1]]))
            (unwanted if minus else wanted).append(Term(words, begins))
    return Query(tuple(wanted), tuple(unwanted))


def _unfolded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if letter.isalnum())

"""Characters as a reader sees them: accents, forms of digits and letters of other scripts.

One character for one, so that a place in the plain text is the same place in the author's.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from openpeel.catalogue.wording_characters import look_alikes

# What can't be seen, inside a word: a soft hyphen, a space of no width, an accent by itself.
UNSEEN = "\u00ad"

_SAME = dict(zip("’‘ʼ‐‑‒–−\u00a0\u202f\u2009\u2007\t\n\r—", "'''-----       ,", strict=True))
_SPACES = str.maketrans("\t\n\r", "   ")
_LAST_LATIN = "\u024f"  # beyond it lie the letters of phonetics, and small capitals


def plain(text: str) -> str:
    """Lower case, straight apostrophes, one kind of hyphen; as long as the text.

    >>> plain("Isn’t “one‑in‑five”"), plain("ｆóｒtу ❹")
    ("isn't “one-in-five”", 'forty 4')
    """
    if text.isascii():
        return text.lower().translate(_SPACES)
    return "".join(
        UNSEEN if _is_footnote(c, before) else _seen(c)
        for before, c in zip(" " + text[:-1], text, strict=True)
    )


def number_of(character: str) -> float | None:
    """What a single sign is worth that is no digit: ½, ⑳, Ⅻ, 四; None of all else."""
    if len(character) != 1 or character.isascii() or character.isdecimal():
        return None
    return unicodedata.numeric(character, None)


def is_foreign(word: str) -> bool:
    """Whether a word can't be read, as it, or a letter in it, is of another script than the Latin.

    A letter that looks like a Latin one is read as that among Latin letters, not beside digits.

    >>> is_foreign("сорок"), is_foreign("fоrty"), is_foreign("2О"), is_foreign("Łódź")
    (True, False, True, False)
    """
    if word.isascii():
        return False
    shown = unicodedata.normalize("NFKC", word)  # a ligature is its two letters
    letters = [c for c in shown if c.isalpha() and number_of(c) is None]
    others = [c for c in letters if not _is_latin(c)]
    if others and (len(others) == len(letters) or any(c.isdecimal() for c in shown)):
        return True
    return not all(_is_latin(seen) for seen in plain("".join(letters)))


def _is_latin(letter: str) -> bool:
    """Whether it is one of the letters that names in a report need, with accents or without."""
    return letter.isascii() or (
        letter <= _LAST_LATIN and unicodedata.name(letter, "").startswith("LATIN")
    )


def _is_footnote(character: str, before: str) -> bool:
    """Whether it is a raised number behind a word, which marks a footnote."""
    return (
        unicodedata.decomposition(character).startswith("<super>")
        and unicodedata.digit(character, None) is not None
        and not before.isspace()
    )


@cache
def _seen(character: str) -> str:
    """One character as it is read."""
    if character in _SAME:
        return _SAME[character]
    if character.isascii():
        return character.lower()
    if unicodedata.category(character) in {"Cf", "Mn", "Me"}:
        return UNSEEN
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    if number_of(character) is not None:
        return character
    parts = unicodedata.normalize("NFKD", character)
    base = parts[0] if all(map(unicodedata.combining, parts[1:])) else character
    lower = base.lower() if len(base.lower()) == 1 else base
    return look_alikes().get(lower, lower)

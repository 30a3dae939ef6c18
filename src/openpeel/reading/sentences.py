"""Sentences of a paragraph, with where they begin."""

from __future__ import annotations

import re

_END = re.compile(
    r"(?:[.!?][”’\"')\]]*(?: ?\[\d{1,3}\])?|(?<=[a-z])[.!?]\d{1,2})\s+(?=[A-Z0-9£‘“\"'(\[])"
)
_SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|No|Nos|vs|etc|approx|Fig|Supt|Insp|Sgt|Det|e\.g|i\.e|cf|para|s)"
    r"|\b[A-Z])\.$"
)
_LONGEST = 4000


def sentences(text: str) -> list[tuple[int, str]]:
    """Each sentence with the position at which it begins; none is longer than 4,000 characters.

    >>> sentences("It rose by 3.9 percent. Mr. Day left.")
    [(0, 'It rose by 3.9 percent.'), (24, 'Mr. Day left.')]
    """
    found: list[tuple[int, str]] = []
    start = 0
    for end in _END.finditer(text):
        if _SHORT.search(text[max(start, end.start() - 12) : end.end()].rstrip()):
            continue
        found.extend(_cut(text, start, end.end()))
        start = end.end()
    found.extend(_cut(text, start, len(text)))
    return found


def _cut(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """A sentence beyond measure, in pieces that end between words."""
    made: list[tuple[int, str]] = []
    while end - start > _LONGEST:
        space = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = space + 1 if space > 0 else start + _LONGEST
        made.append((start, text[start:cut].rstrip()))
        start = cut
    last = text[start:end].rstrip()
    return [*made, (start, last)] if last else made

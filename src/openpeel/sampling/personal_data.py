"""A warning when a note looks as if it named or pointed to a person.

It never blocks: a false alarm costs a glance, and whoever wrote the note knows. What it finds is
shown to its writer only and is never stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from openpeel.catalogue.forces import districts, forces
from openpeel.catalogue.personal_data import PersonalData, personal_data

_WORD = r"[A-Z][a-zA-Z]*(?:['’-][A-Z]?[a-z]+)*"
_CAPITALISED = re.compile(rf"\b{_WORD}(?: {_WORD})*")
LONGEST_ABBREVIATION = 6  # letters: THRIVE
_POSSESSIVE = re.compile(r"['’]s$")


@dataclass(frozen=True)
class Warning:
    """What a stretch of a note looks like: text[start:end] is `words`."""

    kind: str  # "name", "phone number", "postcode" ...
    words: str
    start: int
    end: int


def warnings(text: str) -> list[Warning]:
    """What in a note looks like personal data, from its beginning; no two overlap.

    >>> [(w.kind, w.words) for w in warnings("Mr Smith rang from 07700 900123 about the log")]
    [('name', 'Mr Smith'), ('phone number', '07700 900123')]
    """
    found: list[Warning] = []
    for one in _finder().look(text):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    return sorted(found, key=lambda warning: warning.start)


def with_warning(told: str, *texts: str, instead: str) -> str:
    """What was done, and a warning when texts that were written look as if they named a person.

    Only the kind is said, for what is told waits in the session. `instead` may be named.
    """
    kinds = dict.fromkeys(warning.kind for text in texts for warning in warnings(text))
    if not kinds:
        return told
    return (
        f"{told} What you wrote stands, but it looks as if it held a {' and a '.join(kinds)}:"
        f" name a role or {instead} instead."
    )


class _Finder:
    """The rules of the file, ready to search with."""

    def __init__(self, rules: PersonalData) -> None:
        self._rules = rules
        self._patterns = [(entry.kind, entry.compiled) for entry in rules.patterns]
        titles = "|".join(sorted((*rules.titles, *rules.ranks), key=len, reverse=True))
        self._titles = frozenset(rules.titles)
        # Titles with a name, or a rank with its collar number and perhaps a name.
        self._titled = re.compile(
            rf"\b(?P<title>{titles})\b\.? (?:(?:{titles})\b\.? )*"
            rf"(?:(?P<collar>[A-Z]{{0,2}}\d{{2,6}})\b(?: {_WORD})?|(?P<name>{_WORD})(?: {_WORD})?)"
        )

    @cached_property
    def _allowed(self) -> frozenset[str]:
        """Capitalised words that are neither places nor parts of a name."""
        rules = self._rules
        return frozenset(word for line in rules.allowed for word in line).union(
            rules.titles, rules.ranks
        )

    @cached_property
    def _places(self) -> frozenset[str]:
        names = [name for force in forces().all for name in (force.name, force.title, *force.names)]
        names += [district.name for district in districts().all]
        words = {word for name in names for word in re.findall(_WORD, name)}
        return self._rules.places | words

    def look(self, text: str) -> Iterator[Warning]:
        """Everything that a rule finds, the surest first."""
        for kind, pattern in self._patterns:
            for match in pattern.finditer(text):
                yield Warning(kind, match.group(), match.start(), match.end())
        for match in self._titled.finditer(text):
            if match["title"] in self._titles or self._is_ranked(match):
                yield Warning("name", match.group(), match.start(), match.end())
        for match in _CAPITALISED.finditer(text):
            yield from self._names(match.group(), match.start())

    def _is_ranked(self, match: re.Match[str]) -> bool:
        """Whether what follows a rank is a number or a name; places are surnames there."""
        if match["collar"]:
            return True
        name = match["name"]
        return name not in self._allowed and not _is_abbreviation(name)

    def _names(self, run: str, start: int) -> Iterator[Warning]:
        """Names in a run of capitalised words: stretches of words that are not plain ones."""
        stretch: list[tuple[str, int]] = []
        place = start
        for word in [*run.split(" "), ""]:
            if word and (not self._plain(word) or (self._given(word) and not stretch)):
                stretch.append((word, place))
            else:
                if self._is_name([word for word, _ in stretch]):
                    first, (last, at) = stretch[0][1], stretch[-1]
                    end = at + len(last)
                    yield Warning("name", run[first - start : end - start], first, end)
                stretch = []
            place += len(word) + 1

    def _is_name(self, words: list[str]) -> bool:
        if len(words) > 1:
            return True
        return bool(words) and self._given(words[0]) and words[0] not in self._rules.doubtful

    def _given(self, word: str) -> bool:
        return _POSSESSIVE.sub("", word) in self._rules.given_names | self._rules.doubtful

    def _plain(self, word: str) -> bool:
        """Whether a capitalised word is no part of a name: allowed, a place, an abbreviation."""
        bare = _POSSESSIVE.sub("", word)
        return bare in self._allowed or bare in self._places or _is_abbreviation(bare)


def _is_abbreviation(word: str) -> bool:
    return word.isupper() and len(word) <= LONGEST_ABBREVIATION


@cache
def _finder() -> _Finder:
    return _Finder(personal_data())

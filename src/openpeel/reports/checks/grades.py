"""Grades that the text states, held against the judgments of the record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openpeel.catalogue.frameworks import Area
from openpeel.reports.checks.problems import Problem
from openpeel.reports.text.sentences import Sentence

_QUOTE = r"[\"“”‘’']?"
_TIER = "outstanding|good|adequate|inadequate|requires? improvement"
_GRADE = rf"{_QUOTE}(?P<grade>{_TIER})\b{_QUOTE}"
_NOW = r"(?: (?:now|still|again|therefore))?"
_WHO = r"\b(?:police|constabulary|force)"
_STAYS = rf"(?:(?:is|was|remains?|stays?|has been){_NOW} )?"
_STATED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # The force is good at ...; Kent Police remains adequate in ...
        rf"{_WHO} {_STAYS}{_GRADE} (?:at|in)\b",
        # The force is good.
        rf"{_WHO} (?:is|was|remains?|stays?|has been){_NOW} {_GRADE}(?=\s*[.,;]|$)",
        # It was graded good; we judged the force to be good.
        r"\b(?:graded|judged|rated)(?: (?:as|it|to|be|the|this|its|force|area|police))*"
        rf" {_GRADE}(?= ?(?:[.,;]|$|\b(?:at|in|for|and|on|by)\b))",
        # It improved from adequate to good.
        rf"\bfrom {_QUOTE}(?:{_TIER}){_QUOTE} to {_GRADE}",
        # Grade: good; its grade is good.
        rf"\b(?:grade|judge?ment|rating)(?: (?:is|was|of|remains|stays)|:) {_GRADE}",
    )
)
_WHOLE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\boverall (?:grade|judge?ment|rating|score)\b",
        rf"\ban? {_GRADE} (?:police )?force\b(?!-)",
        rf"\boverall,? [^.;]*{_WHO} (?:is|was|remains?) {_GRADE}",
        rf"{_WHO} (?:is|was|remains?) {_GRADE} overall\b",
    )
)
_ACROSS = re.compile(
    r"(?i)\b(?:grade|graded|judged|judgment)\b.*\b(?:than|since|compared|up from|down from|from)\b"
    r".*\b(?:20\d\d|last|previous|earlier)\b"
)
_EARLIER = re.compile(r"(?i)\b(?:20[01]\d|last|previous|earlier|before)\b")


@dataclass(frozen=True)
class Grades:
    """The areas of a framework, and the grade of each that was judged; None is not graded."""

    areas: tuple[Area, ...]
    given: Mapping[str, str | None]

    def problems(self, sentence: Sentence, area: Area | None) -> Iterator[Problem]:
        """What is wrong with the grades that a sentence under an area states."""
        text, line = sentence.text, sentence.line
        if found := _first(_WHOLE, text):
            told = "areas are graded one by one, and there is no overall grade"
            yield Problem("overall-grade", line, found[0], told, "name the areas")
        elif _ACROSS.search(text):
            told = "grades of another framework can't be set beside these"
            do = "say what was found then and what is found now"
            yield Problem("grades-across-frameworks", line, text, told, do)
        elif (found := _first(_STATED, text)) and not _EARLIER.search(text):
            yield from self._stated(found, self._named(text[found.end() :]) or area, line)

    def _stated(self, found: re.Match[str], area: Area | None, line: int) -> Iterator[Problem]:
        if area is None:
            told = "a grade is that of an area, and the sentence names none"
            yield Problem("grade-not-the-judgment", line, found[0], told, "name the area")
            return
        grade = self.given.get(area.id)
        said = found["grade"].lower().replace("require ", "requires ")
        if said != grade:
            told = f"the judgment on {area.name} is {grade or 'that it is not graded'}"
            yield Problem("grade-not-the-judgment", line, found[0], told, grade or "")

    def _named(self, rest: str) -> Area | None:
        """The area that words after a grade name, by its whole name or by its id."""
        rest = rest.lower()
        names = {name: a for a in self.areas for name in (a.name.lower(), a.id.replace("-", " "))}
        found = [name for name in names if re.search(rf"\b{re.escape(name)}\b", rest)]
        return names[max(found, key=len)] if found else None


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    return next((found for pattern in patterns if (found := pattern.search(text))), None)

"""Grades that the text states, held against the judgments of the record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from openpeel.catalogue.forces import forces
from openpeel.catalogue.frameworks import Area
from openpeel.reports.checks.problems import Problem
from openpeel.reports.text.sentences import Sentence

_QUOTE = r"[\"“”‘’']?"
_TIER = "outstanding|good|adequate|inadequate|requires? improvement|requiring improvement"
_TOLD = rf"{_QUOTE}(?:{_TIER})\b{_QUOTE}"
_GRADE = rf"{_QUOTE}(?P<grade>{_TIER})\b{_QUOTE}"
_ENDS = r"(?=\s*[.,;:–—)]|\s*$| (?:here|now|today|at present)\b)"
_WENT_ON = r"(?= ?(?:[.,;:)]|$|\b(?:at|in|for|and|on|by|because|so|here|now|today)\b))"
_NOW = r"(?: (?:now|still|again|therefore))?"
_WHO = r"\b(?:police|constabulary|force)"
_FORCES = "|".join(re.escape(force.name) for force in forces().by_code.values())
_THEM = rf"(?:{_WHO}|\b(?:{_FORCES}))"
_ALL_OF_IT = (
    r"(?:overall|in general|as a whole|on the whole|all in all|altogether|taken together"
    r"|across the board|all round|in (?:all|every) areas?)"
)
_IS = rf"(?:is|was|remains?|stays?|has been){_NOW}"
_STAYS = rf"(?:(?:{_IS}|now|still|again|therefore) )?"
# Requires improvement has its own verb, good and the others need one before them.
_BEING = (
    rf"(?:{_IS} {_TOLD}|(?:now |still |again |therefore )?{_QUOTE}requires improvement{_QUOTE})"
)
_NOUN = r"\b(?:grade|judge?ment|rating)"
_TOGETHER = (
    r"\b(?:altogether|all in all|on the whole|as a whole|all things considered"
    r"|(?:taking|taken|put|putting) [^.;,]{0,30}\btogether|across (?:all|the)(?: \w+)? areas)"
)
_WHOLE_GRADE = re.compile(
    r"(?i)\boverall (?:grade|judge?ment|rating|score|mark)s?\b"
    r"|\b(?:average|combined|general) grades?\b"
)
# That there is none can be said, as long as no grade follows.
_NONE_BEFORE = re.compile(
    r"(?i)(?:\bno(?: single| one)?|\bwithout(?: an?| any)?"
    r"|(?:\b(?:not|never|nor|neither|nobody|cannot)\b|n['’]t\b)(?: \w+){0,4}? (?:an?|any|one)"
    r"|(?:\b(?:not|never)|n['’]t) (?:give|make|have|set|award|publish)) $"
)
_NONE_AFTER = re.compile(
    r"(?i) (?:(?:is|are|was|were|has|have|does|do|can|will)(?: never|n['’]t| not)|cannot)\b"
    rf"(?! {_TOLD})"
)
_WHOLE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\ban? {_TOLD} (?:police )?force\b(?!-)",
        rf"\boverall,? [^.;]*{_THEM} {_BEING}",
        rf"{_TOGETHER},? [^.;]*{_THEM} {_BEING}{_ENDS}",
        rf"{_THEM},? {_ALL_OF_IT},? {_BEING}{_ENDS}",
        rf"{_THEM} (?:is|was|remains),? {_ALL_OF_IT},? {_TOLD}{_ENDS}",
        rf"{_THEM} {_BEING},? {_ALL_OF_IT}\b",
        r"\boverall (?:performance|effectiveness|picture|verdict|result|assessment)"
        rf" (?:(?:of|as) {_TOLD}|{_BEING}){_ENDS}",
    )
)
_ACROSS = (
    re.compile(
        r"(?i)\b(?:grades?|graded|judged|judgments?)\b.*"
        r"\b(?:than|since|compared|up from|down from|from)\b.*\b(?:20\d\d|last|previous|earlier)\b"
    ),
    re.compile(
        r"(?i)\b(?:than|since|compared)\b.*\b(?:20\d\d|last|previous|earlier)\b.*\bgrades? "
        r"(?:is|are|has|have)(?: \w+)? (?:worse|better|higher|lower|up|down|risen|fallen|slipped)\b"
    ),
    re.compile(
        r"(?i)\b(?:dropped|lost|gained|slipped|up|down)(?: by)? (?:a|one|two|three) grades?\b"
    ),
)
_NOT_COMPARED = re.compile(
    r"(?i)(?:\bnot|n['’]t|\bcannot|\bno|\bnever)\b[^.;]*"
    r"\b(?:compar\w+|side by side|set (?:beside|against)|mean the same)\b"
)
_EARLIER = re.compile(r"(?i)\b(?:20[01]\d|last|previous|earlier|before)\b")
_AN_EARLIER_ONE = (
    r"(?:(?:at|in|by|until|before) (?:the|its|our|that) (?:last|previous|earlier) inspection"
    r"|last time)"
)
# What the outlier lines say asks a question, and is never a grade (METHODS 2).
_BY_A_MARK = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:marks?|outliers?|average|outlier lines)\b[^.;]*"
        r"(?:\b(?:shows?|means?|proves?|makes?|therefore|hence|thus)\b|, (?:and )?so\b)[^.;]*"
        rf"(?:{_WHO}|\bit|\bthis area) (?:{_BEING}|{_TOLD}){_WENT_ON}",
        rf"{_WHO} {_BEING}{_WENT_ON}[^.;]*\b(?:because|since|by)\b[^.;]*\b(?:outlier|marks?)\b",
    )
)


@dataclass(frozen=True)
class _Ways:
    """The ways in which a sentence can state the grade of an area, and one beside an earlier."""

    stated: tuple[re.Pattern[str], ...]
    across: tuple[re.Pattern[str], ...]


@cache
def _ways(areas: tuple[str, ...]) -> _Ways:
    """The patterns for areas of these names."""
    area = rf"\b(?:{'|'.join(re.escape(name) for name in areas)})\b"
    doing = rf"\b(?:{'|'.join(re.escape(n) for n in areas if n.split()[0].endswith('ing'))})\b"
    what = rf"(?:as|it|to|be|being|the|this|its|force(?:['’]s)?|area|police|response|{area})"
    about = rf"(?: here| (?:that )?(?:we|it) \w+(?: here)?| (?:for|in|at|on) (?:this area|{area}))"
    this = rf"(?:\b(?:this|it|this area|the area)|{_WHO}|{doing})"
    got = (
        r"(?:of|with|gets|got|has|received|(?:deserve|merit|earn)(?:s|ed)|gave|given?|award(?:ed)?)"
    )
    said_to_be = r"(?:is|was|had been|were|remains)"
    stated = (
        # The force is good at ...; Kent Police remains adequate in ...
        rf"{_WHO} {_STAYS}{_GRADE} (?:at|in)\b",
        # The force is good.
        rf"{_WHO} {_STAYS}{_GRADE}{_ENDS}",
        # It was graded good; we judged the force to be good; we rate its response as good.
        rf"\b(?:graded?|judged?|rated?)(?: (?:{what}|(?-i:[A-Z])[\w-]+))* {_GRADE}{_WENT_ON}",
        # It improved from adequate to good.
        rf"\bfrom {_TOLD} to {_GRADE}",
        # Grade: good; its grade is good; the grade for this area is good.
        rf"{_NOUN}(?: (?:is|was|of|remains|stays)|:) {_GRADE}",
        rf"{_NOUN}{about}(?: {_IS}| of|:) {_GRADE}{_WENT_ON}",
        rf"\b{got}(?: (?:the force|it|this area))? an? {_GRADE} (?:grade|rating)\b",
        # Responding to the public: good; investigating crime is good.
        rf"^{area}(?: ?[:–—])+ {_GRADE}{_ENDS}",
        rf"{doing} (?:{_IS} )?{_GRADE}{_ENDS}",
    )
    across = (
        rf"{this} {said_to_be} {_TOLD} {_AN_EARLIER_ONE}",
        rf"\b{_AN_EARLIER_ONE},? {this} {said_to_be} {_TOLD}{_WENT_ON}",
        rf"\bfrom {_TOLD}[^.;]{{0,40}} to {_TOLD}{_WENT_ON}",
        rf"{this} (?:was|had been) {_TOLD}[^.]*\b(?:is|now|it|today|remains) {_TOLD}{_WENT_ON}",
        rf"{this} {_BEING}[^.]*\b(?:was|had been) {_TOLD}{_WENT_ON}",
    )
    return _Ways(*(tuple(re.compile(p, re.IGNORECASE) for p in ways) for ways in (stated, across)))


@dataclass(frozen=True)
class Grades:
    """The areas of a framework, and the grade of each that was judged; None is not graded."""

    areas: tuple[Area, ...]
    given: Mapping[str, str | None]

    def problems(self, sentence: Sentence, area: Area | None) -> Iterator[Problem]:
        """What is wrong with the grades that a sentence under an area states."""
        text, line = sentence.text, sentence.line
        ways = _ways(tuple(sorted(self._names(), key=len, reverse=True)))
        if found := _of_the_whole(text):
            told = "areas are graded one by one, and there is no overall grade"
            yield Problem("overall-grade", line, found[0], told, "name the areas")
        elif _across(text, ways):
            told = "grades of another framework can't be set beside these"
            do = "say what was found then and what is found now"
            yield Problem("grades-across-frameworks", line, text, told, do)
        elif found := _first(_BY_A_MARK, text):
            told = "a mark of the outlier lines asks a question and is never a grade"
            do = "say what was found, and state the grade by itself"
            yield Problem("grade-not-the-judgment", line, found[0], told, do)
        elif (found := _first(ways.stated, text)) and not _EARLIER.search(text):
            named = self._named(found[0]) or self._named_behind(text[found.end("grade") :])
            yield from self._stated(found, named or area, line)

    def _stated(self, found: re.Match[str], area: Area | None, line: int) -> Iterator[Problem]:
        if area is None:
            told = "a grade is that of an area, and the sentence names none"
            yield Problem("grade-not-the-judgment", line, found[0], told, "name the area")
            return
        grade = self.given.get(area.id)
        said = re.sub("require |requiring ", "requires ", found["grade"].lower())
        if said != grade:
            told = f"the judgment on {area.name} is {grade or 'that it is not graded'}"
            yield Problem("grade-not-the-judgment", line, found[0], told, grade or "")

    def _names(self) -> dict[str, Area]:
        """Each area by its whole name and by its id."""
        return {n: a for a in self.areas for n in (a.name.lower(), a.id.replace("-", " "))}

    def _named_behind(self, rest: str) -> Area | None:
        """The area that words behind a grade name: good at preventing crime."""
        found = re.match(r"\W*(?:at|in|for|on) ([^.,;:]*)", rest)
        return self._named(found[1]) if found else None

    def _named(self, words: str) -> Area | None:
        """The area that words name, by its whole name or by its id."""
        words, names = words.lower(), self._names()
        found = [name for name in names if re.search(rf"\b{re.escape(name)}\b", words)]
        return names[max(found, key=len)] if found else None


def _of_the_whole(text: str) -> re.Match[str] | None:
    """Words for a grade of the whole force, unless they say that there is none."""
    for found in _WHOLE_GRADE.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        graded = re.match(rf"(?i)[^.;,]*\b(?:is|was|of|as|remains|:) {_TOLD}", after)
        if graded or not (_NONE_BEFORE.search(before) or _NONE_AFTER.match(after)):
            return found
    return _first(_WHOLE, text)


def _across(text: str, ways: _Ways) -> bool:
    """Whether grades of two frameworks are set beside each other, and not said to be unlike."""
    if _NOT_COMPARED.search(text):
        return False
    said = _first(_ACROSS, text) or (_EARLIER.search(text) and _first(ways.across, text))
    return bool(said)


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    return next((found for pattern in patterns if (found := pattern.search(text))), None)

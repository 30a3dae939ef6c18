"""How published inspection reports are worded, year by year: headings, labels, areas, amounts.

Whoever reads reports asks here, so that a new year's wording is a line of data and no code.
"""

from __future__ import annotations

import re
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from openpeel.catalogue.dated import Checked
from openpeel.catalogue.frameworks import frameworks
from openpeel.catalogue.loading import DATA, Entry, load_yaml
from openpeel.catalogue.patterns import readable

_NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2}){0,2}\.?|[a-z]\.|\(?[a-z0-9]\))\s+(?=\D)")
_NOTE = re.compile(r"(?<=[a-z]{4})[\d¹²³⁴-⁹]{1,2}$")
_LONGEST_NAME = 300
_DROP = re.compile(r"[’‘'`*†]")
_SPACE = re.compile(r"[^\w%]+")


_OPEN = re.compile(r"\{(?:force|grade|month|number)\}")  # what a pattern leaves open


def _pattern(text: str) -> str:
    readable(_OPEN.sub("x", text))
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]


def plain(text: str) -> str:
    """A heading as it is compared: no case, number in front, note's number or punctuation.

    >>> plain("3. HM Inspector’s observations:"), plain("Anti-social  behaviour")
    ('hm inspectors observations', 'anti social behaviour')
    >>> plain("Overall judgment1")
    'overall judgment'
    """
    text = _NOTE.sub("", _NUMBER.sub("", text.strip().casefold().replace("&", " and ")))
    return " ".join(_SPACE.sub(" ", _DROP.sub("", text)).split())


class Names(Entry):
    """Names and patterns of one kind of heading."""

    names: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()

    @cached_property
    def _plain(self) -> frozenset[str]:
        return frozenset(plain(name) for name in self.names)

    @cached_property
    def _compiled(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(text) for text in self.patterns)

    def match(self, text: str) -> bool:
        """Whether a heading, already plain, is of this kind."""
        return text in self._plain or any(found.fullmatch(text) for found in self._compiled)


class AreaNames(Names):
    """An area or pillar under all its names; the first is the one to show.

    `spoken_of` tells that a summary speaks of it without its name.
    """

    id: str
    names: tuple[str, ...] = Field(min_length=1)
    spoken_of: Pattern | None = None
    pillar: bool = False


class FrameworkNames(Entry):
    """How a report says under which framework it stands.

    `framework` is the catalogue's id; several `candidates` share a name; neither: not catalogued.
    `titled` are whole titles of a `force` and a year; `areas` tell it too, unless `not_with` is
    found.
    """

    year: str
    framework: str | None
    candidates: tuple[str, ...] = ()
    own: tuple[Pattern, ...] = Field(min_length=1)
    titled: tuple[Pattern, ...] = ()
    areas: tuple[str, ...] = ()
    not_with: tuple[Pattern, ...] = ()


class Compounds(Entry):
    """Words that stand before or behind a hyphen, so that one at a line's end is the word's."""

    starts: frozenset[str]
    ends: frozenset[str]


class Wrapped(Entry):
    """Words that tell whether a line goes on in the next one, or what begins a heading."""

    unfinished: frozenset[str]
    starts: frozenset[str]
    questions: tuple[Pattern, ...]


class Subject(Entry):
    """An inspection of one subject: words in the report's title, and the id of the area."""

    area: str
    title: Pattern


class News(Entry):
    """Whole lines, in plain form, at the head and at the end of a news release."""

    heads: tuple[Pattern, ...]
    ends: tuple[Pattern, ...]


class Furniture(Entry):
    """Parts of a page that belong to the page and not to the report.

    Elements, words in their ids and classes, roles, and whole lines in their plain form; the trail
    that leads to a page, and the title that a printed page repeats.
    """

    elements: tuple[str, ...]
    marks: tuple[str, ...]
    roles: tuple[str, ...]
    lines: tuple[Pattern, ...]
    trail: Pattern
    head: Pattern

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        return re.compile("|".join(self.lines))

    def is_line(self, text: str) -> bool:
        """Whether a line, already plain, is the page's."""
        return self._whole.fullmatch(text) is not None

    def is_trail(self, text: str) -> bool:
        """Whether a line is the trail that leads to a page."""
        return re.match(self.trail, text, re.IGNORECASE) is not None

    def title_in(self, text: str) -> str | None:
        """The title at the end of a line, already plain, from "inspection of" on."""
        found = re.search(self.head, text)
        return found[0] if found else None


class ReportWords(Entry):
    """Everything in report-reading.yaml."""

    checked: Checked
    sections: dict[str, Names]
    labels: dict[str, Names]
    days: tuple[Pattern, ...]
    cover_days: tuple[Pattern, ...]
    titles: tuple[Pattern, ...]
    updates: tuple[Pattern, ...]
    pointers: tuple[Pattern, ...]
    introductions: tuple[Pattern, ...]
    grade_sentences: tuple[Pattern, ...]
    weak_grade_sentences: tuple[Pattern, ...]
    ungraded: tuple[Pattern, ...]
    nothing: tuple[str, ...]
    no_grade_lines: tuple[Pattern, ...]
    graded_names: tuple[Pattern, ...]
    signatories: tuple[Pattern, ...]
    furniture: Furniture
    compounds: Compounds
    wrapped: Wrapped
    frameworks: tuple[FrameworkNames, ...]
    subjects: tuple[Subject, ...]
    national_titles: tuple[Pattern, ...]
    regional_titles: tuple[Pattern, ...]
    news: News
    other_services: Pattern
    own_framework: tuple[str, ...]
    if_graded: tuple[str, ...]
    areas: tuple[AreaNames, ...]

    @cached_property
    def _by_name(self) -> dict[str, AreaNames]:
        found = {plain(name): area for area in self.areas for name in area.names}
        known = {area.id: area for area in self.areas}
        for framework in frameworks():
            for area in framework.areas:
                if area.id in known:
                    found.setdefault(plain(area.name), known[area.id])
        return found

    def area(self, heading: str) -> AreaNames | None:
        """The area that a heading names, whatever the year; None when it names none."""
        return _area(plain(heading)) if len(heading) <= _LONGEST_NAME else None

    def areas_spoken_of(self, text: str) -> set[str]:
        """Ids of the areas that a paragraph of the summary, already plain, speaks of."""
        return {a.id for a in self.areas if a.spoken_of and re.search(a.spoken_of, text)}

    def is_nothing(self, line: str) -> bool:
        """Whether a line of a list says that there is nothing to list."""
        return plain(line) in self.nothing

    def subject(self, title: str) -> AreaNames | None:
        """The one area that a report of this title is about; None where it is about several."""
        found = next((one.area for one in self.subjects if re.search(one.title, title)), None)
        return next((area for area in self.areas if area.id == found), None)

    def is_area_if_graded(self, heading: str) -> bool:
        """Whether a heading names an area only where a line of a grade stands below it."""
        return plain(heading) in self.if_graded

    def find_area(self, text: str) -> AreaNames | None:
        """The same by the heading's plain form."""
        exact = self._by_name.get(text)
        return exact or next((area for area in self.areas if area.match(text)), None)

    def section(self, heading: str) -> str | None:
        """The kind of section that a heading opens; None when it opens none."""
        return _kind("sections", plain(heading)) if len(heading) <= _LONGEST_NAME else None

    def label(self, heading: str) -> str | None:
        """What a label inside an area says of what follows; None when it is no label."""
        return _kind("labels", plain(heading)) if len(heading) <= _LONGEST_NAME else None


class Ratio(Entry):
    """A word that multiplies, and by how much."""

    pattern: Pattern
    value: float


class AmountWords(Entry):
    """Everything in report-reading-amounts.yaml."""

    checked: Checked
    qualifiers: tuple[str, ...]
    before_the: tuple[str, ...]
    numbers: dict[str, int]
    one: int
    scales: dict[str, int]
    percent: tuple[str, ...]
    together: dict[str, dict[str, int]]
    durations: tuple[str, ...]
    denominators: Pattern
    parts: dict[str, int]
    not_parts: tuple[str, ...]
    no_nouns: frozenset[str]
    plurals: frozenset[str]
    no_plurals: frozenset[str]
    ratio_signs: tuple[str, ...]
    ratios: tuple[Ratio, ...]
    multiples: Pattern
    rank_signs: tuple[str, ...]
    ranks: tuple[Pattern, ...]
    interval: Pattern
    comparators: tuple[Pattern, ...]
    earlier: Pattern
    periods: tuple[Pattern, ...]
    months: tuple[str, ...]
    not_numbers: tuple[Pattern, ...]

    def filled(self, pattern: str) -> str:
        """A pattern with the months in the place of `{month}`."""
        return pattern.replace("{month}", f"(?:{'|'.join(self.months)})")


def load_report_words(path: Path) -> ReportWords:
    """The wording in a file; UserError names file, line and key."""
    return load_yaml(path, ReportWords)


def load_amount_words(path: Path) -> AmountWords:
    """The wording of amounts in a file; UserError names file, line and key."""
    return load_yaml(path, AmountWords)


@cache
def report_words() -> ReportWords:
    """How reports of any year are worded."""
    return load_report_words(DATA / "report-reading.yaml")


# A heading is looked up again and again while one report is read.
@lru_cache(maxsize=20_000)
def _area(text: str) -> AreaNames | None:
    return report_words().find_area(text)


@lru_cache(maxsize=20_000)
def _kind(table: Literal["sections", "labels"], text: str) -> str | None:
    kinds = report_words().sections if table == "sections" else report_words().labels
    return next((kind for kind, names in kinds.items() if names.match(text)), None)


@cache
def amount_words() -> AmountWords:
    """How reports write amounts."""
    return load_amount_words(DATA / "report-reading-amounts.yaml")


@cache
def grades() -> tuple[str, ...]:
    """Every grade of every framework, the longest first."""
    words = {tier.word for framework in frameworks() for tier in framework.tiers}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))

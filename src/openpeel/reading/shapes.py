"""What a block looks like by itself: a heading, prose, a grade, a notice, a pointer."""

from __future__ import annotations

import re
from functools import cache

from openpeel.catalogue.report_reading import amount_words, grades, plain, report_words
from openpeel.reading.paragraphs import Block

UNGRADED = "ungraded"
_LONGEST_HEADING = 260
_CASELESS = ("ungraded", "days", "cover_days", "graded_names")
_FORCE = (
    r"(?:The (?:force|constabulary|service)|(?:The )?[A-Z][\w’'&.-]*(?:[ -][\w’'&.-]+){0,5}?"
    r" (?:Police Service|Police|Constabulary|Police Force)|(?:The )?[A-Z]{2,4})"
)
_CAPTION = re.compile(r"^(?:(?:Figure|Table|Chart|Fig\.) ?\d{0,3}\b[.:]?|Sources?: )", re.I)
_FOOTNOTE = re.compile(r"^(?:\[\d{1,3}\]|\d{1,3}\)|[*†‡]|[¹²³⁴⁵⁶⁷⁸⁹]) ?\S")
_ENDS = re.compile(
    r"[.!:;,][”’\"')\]]*(?: ?(?:\[\d{1,3}\]|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3})|(?<=[a-z]\.)\d{1,3})?$"
)
_ASKS = re.compile(
    r"^(?:The (?:force|constabulary|service)|[A-Z][\w’ &-]{2,50} (?:Police|Constabulary))"
    r" (?:should|must|needs? to)\b"
)
_QUESTION = re.compile(r"^(?:How|To what extent|What|Does|Is|Are)\b.{10,200}\?[\d¹²³]?$")
_TWO_SENTENCES = re.compile(r"[a-z]{3}[.!?] [A-Z]")
_GRADE_PREFIX = re.compile(r"^(?:judge?ment|grade|overall judge?ment|our judge?ment) ")


def is_prose(block: Block) -> bool:
    """Whether it reads as a paragraph: it ends a sentence, or is too long for a heading."""
    if block.level:
        return False
    text = block.text
    return len(text) > _LONGEST_HEADING or any(p.search(text) for p in (_ENDS, _TWO_SENTENCES))


def is_heading_shaped(block: Block) -> bool:
    """Whether it could be a heading: short, from a capital on, without a full stop."""
    text = block.text
    if block.furniture or block.cells or not text or len(text) > _LONGEST_HEADING:
        return False
    if block.level:
        return True
    if block.tag in ("li", "caption", "figcaption") or is_prose(block):
        return False
    first = text.lstrip("‘“\"'(")[:1]
    return (first.isupper() or first.isdigit()) and not text.startswith("http")


def is_caption(text: str) -> bool:
    """Whether it names a figure or a table."""
    return len(text) < _LONGEST_HEADING and _CAPTION.match(text) is not None


def asks_for_improvement(text: str) -> bool:
    """Whether it says what the force should do: that is how an area for improvement begins."""
    return _ASKS.match(text) is not None


def is_publication_day(text: str, *, cover: bool = False) -> bool:
    """Whether it says when the report was published; on a `cover` the bare month is enough."""
    kinds = ("days", "cover_days") if cover else ("days",)
    return any(pattern.fullmatch(text) for kind in kinds for pattern in _compiled(kind))


def is_title_line(text: str) -> bool:
    """Whether it is a line of a title that names neither force nor inspection."""
    return any(pattern.fullmatch(plain(text)) for pattern in _compiled("titles"))


def is_question(text: str) -> bool:
    """Whether a heading asks how well the force does something."""
    return _QUESTION.match(text) is not None


def is_footnote(text: str) -> bool:
    """Whether it is a note to a number above."""
    return _FOOTNOTE.match(text) is not None


@cache
def _grade_words() -> str:
    words = "|".join(word.replace(" ", r"\s") for word in grades())
    return rf"[‘'“\"]?(?P<grade>{words})[’'”\"]?"


@cache
def _compiled(kind: str) -> tuple[re.Pattern[str], ...]:
    patterns: tuple[str, ...] = getattr(report_words(), kind)
    filled = (
        amount_words().filled(p.replace("{force}", _FORCE).replace("{grade}", _grade_words()))
        for p in patterns
    )
    flags = re.IGNORECASE if kind in _CASELESS else 0
    return tuple(re.compile(_any_case(text), flags) for text in filled)


def _any_case(pattern: str) -> str:
    """Grades are written with and without capitals; names of forces only with."""
    return pattern.replace(_grade_words(), f"(?i:{_grade_words()})")


def grade_line(text: str) -> str | None:
    """The grade that a line consists of, "ungraded", or None when it is no line of a grade."""
    if len(text) > 60:
        return None
    words = _GRADE_PREFIX.sub("", plain(text))
    if words in grades():
        return words
    return UNGRADED if any(p.fullmatch(words) for p in _compiled("no_grade_lines")) else None


def grades_in_a_row(text: str) -> int:
    """How many grades a line consists of, as the head of a table that lost its columns does."""
    if len(text) > _LONGEST_HEADING:
        return 0
    words, count = plain(text), 0
    while words:
        first = next((one for one in grades() if f"{words} ".startswith(f"{one} ")), None)
        if first is None:
            return 0
        words, count = words[len(first) :].lstrip(), count + 1
    return count


def grade_sentence(text: str, *, weak: bool = False) -> str | None:
    """The grade that a sentence at the head of a paragraph gives, or None.

    `weak` takes "needs to improve" for "requires improvement" too.
    """
    start = text[:400]
    for pattern in _compiled("grade_sentences"):
        found = pattern.search(start)
        if found:
            given = found.groupdict().get("grade")
            return plain(given) if given else "requires improvement"
    if weak and any(p.search(start) for p in _compiled("weak_grade_sentences")):
        return "requires improvement"
    return None


def says_ungraded(text: str) -> bool:
    """Whether a paragraph says that no grade is given."""
    return any(pattern.search(text[:1500]) for pattern in _compiled("ungraded"))


def begins(kind: str, text: str) -> bool:
    """Whether a text begins as `updates`, `pointers`, `introductions` or `signatories` do."""
    return any(pattern.match(text[:400]) for pattern in _compiled(kind))


_INSPECTED = re.compile(r"\s+(?:last inspected|\d{4}(?:\s?[/–-]\s?\d{2,4})?)$", re.IGNORECASE)
_GRADED_NAME = re.compile(r"^(?P<name>.{3,150}?)\s*(?:[:|–—-]\s*|\()(?P<grade>[A-Za-z ]{4,24})\)?$")


def name_and_grade(text: str) -> tuple[str, str | None]:
    """A heading apart from its grade: "Investigating crime: Good", "Good | Investigating crime"."""
    if len(text) < 200:
        listed = next(filter(None, (p.match(text) for p in _compiled("graded_names"))), None)
        if listed:
            return listed["name"], grade_line(listed["grade"])
        found = _GRADED_NAME.match(text)
        grade = grade_line(found["grade"]) if found else None
        if found and grade:
            return found["name"], grade
        behind = next((g for g in grades() if plain(text).endswith(f" {g}")), None)
        if behind and report_words().area(text[: -len(behind)]):
            return text[: -len(behind)].rstrip(), behind
        first, bar, rest = text.partition(" | ")
        if bar and (grade := grade_line(first)):
            return rest, grade
    return text, None


def listed_name_and_grade(text: str) -> tuple[str, str | None]:
    """The same of a line of a list, which may say when: "Investigating crime Good 2016"."""
    name, grade = name_and_grade(text)
    if grade is None and (inspected := _INSPECTED.search(text)):
        name, grade = name_and_grade(text[: inspected.start()])
    return (name, grade) if grade else (text, None)


def ends_with_grade(text: str) -> bool:
    """Whether a short line ends with a grade, or with one and when that was given."""
    words = plain(_INSPECTED.sub("", text))
    return len(text) < _LONGEST_HEADING and any(words.endswith(f" {one}") for one in grades())

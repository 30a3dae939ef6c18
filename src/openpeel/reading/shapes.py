"""What a block looks like by itself: a heading, prose, a grade, a notice, a pointer."""

from __future__ import annotations

import re
from functools import cache

from openpeel.catalogue.report_reading import amount_words, grades, plain, report_words
from openpeel.reading.paragraphs import Block

_LONGEST_HEADING = 260
_FORCE = (
    r"(?:The force|The Metropolitan Police Service|(?:The )?[A-Z][\w’'&.-]*(?:[ -][\w’'&.-]+){0,5}?"
    r" (?:Police Service|Police|Constabulary|Police Force)|[A-Z]{2,4})"
)
_CAPTION = re.compile(r"^(?:Figure|Table|Chart|Fig\.) ?\d{0,3}\b[.:]?", re.I)
_FOOTNOTE = re.compile(r"^(?:\[\d{1,3}\]|\d{1,3}\)|[*†‡]|[¹²³⁴⁵⁶⁷⁸⁹]) ?\S")
_ENDS = re.compile(
    r"[.!:;,][”’\"')\]]*(?: ?(?:\[\d{1,3}\]|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3})|(?<=[a-z]\.)\d{1,3})?$"
)
_ASKS = re.compile(
    r"^(?:The force|[A-Z][\w’ &-]{2,50} (?:Police|Constabulary)) (?:should|must|needs? to)\b"
)
_PUBLISHED = re.compile(
    r"^(?:(?:first )?published(?: on)?:? )?"
    rf"\d{{1,2}} (?:{'|'.join(amount_words().months)}) \d{{4}}\.?$",
    re.IGNORECASE,
)
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


def is_publication_day(text: str) -> bool:
    """Whether it says when the report was published."""
    return _PUBLISHED.match(text) is not None


def is_footnote(text: str) -> bool:
    """Whether it is a note to a number above."""
    return _FOOTNOTE.match(text) is not None


@cache
def _grade_words() -> str:
    return "(?P<grade>" + "|".join(word.replace(" ", r"\s") for word in grades()) + ")"


@cache
def _compiled(kind: str) -> tuple[re.Pattern[str], ...]:
    patterns: tuple[str, ...] = getattr(report_words(), kind)
    filled = (p.replace("{force}", _FORCE).replace("{grade}", _grade_words()) for p in patterns)
    flags = re.IGNORECASE if kind == "ungraded" else 0
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
    return (
        "ungraded"
        if words in ("ungraded", "not graded", "no grade", "no graded judgment")
        else None
    )


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


_GRADED_NAME = re.compile(r"^(?P<name>.{3,150}?)\s*(?:[:|–—-]\s*|\()(?P<grade>[A-Za-z ]{4,24})\)?$")


def name_and_grade(text: str) -> tuple[str, str | None]:
    """A heading apart from its grade: "Investigating crime: Good", "Good | Investigating crime"."""
    if len(text) < 200:
        found = _GRADED_NAME.match(text)
        grade = grade_line(found["grade"]) if found else None
        if found and grade:
            return found["name"], grade
        first, bar, rest = text.partition(" | ")
        if bar and (grade := grade_line(first)):
            return rest, grade
    return text, None

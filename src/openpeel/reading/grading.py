"""Which grade belongs to which area: from sentences, lines before or after, and lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from openpeel.catalogue.report_reading import plain, report_words
from openpeel.reading import shapes
from openpeel.reading.grade_lists import listed_grades
from openpeel.reading.places import AreaOpening, Placed

Source = Literal["line", "sentence", "list"]
_HEAD = ("text", "introduction", "finding", "grade-sentence", "background")


@dataclass(frozen=True)
class Given:
    """An area's grade and where it stands. `graded` is None when the report does not tell."""

    grade: str | None = None
    graded: bool | None = None
    source: Source | None = None
    sentence: str | None = None


class Sentence(NamedTuple):
    """A sentence that gives a grade; a weak one only hints at it ("needs to improve")."""

    grade: str
    text: str
    weak: bool


@dataclass
class Grades:
    """Grades by position of the area, and those of areas that only a list names."""

    by_area: dict[int, Given] = field(default_factory=dict)
    only_listed: dict[str, tuple[str, int]] = field(default_factory=dict)

    def of(self, number: int) -> Given:
        """What was given to an area."""
        return self.by_area.get(number, Given())


def grades_given(openings: list[AreaOpening], placed: list[Placed], notes: list[str]) -> Grades:
    """A sentence says it best, then a line, then the list; where they differ is noted."""
    sentences = _sentences(placed)
    lines = _lines(openings, placed, {n: one.grade for n, one in sentences.items()})
    listed, without = listed_grades(placed, notes), _say_ungraded(openings, placed)
    made = Grades()
    for number, opened in enumerate(openings):
        key = opened.opening.area or plain(opened.opening.name)
        in_list = listed.pop(key, None)
        sentence = sentences.get(number)
        said = {
            "sentence": sentence.grade if sentence and not sentence.weak else None,
            "line": lines.get(number) or opened.opening.grade,
            "list": in_list.grade if in_list else None,
        }
        if sentence and not any(said.values()):
            said["sentence"] = sentence.grade
        made.by_area[number] = _decided(opened.block.text, said, sentence, notes)
        if made.by_area[number].graded is None and number in without:
            made.by_area[number] = Given(graded=False)
    made.only_listed = {one.name: (one.grade, one.line) for one in listed.values()}
    return made


def _decided(
    name: str, said: dict[str, str | None], sentence: Sentence | None, notes: list[str]
) -> Given:
    order: tuple[Source, ...] = ("sentence", "line", "list")
    text = sentence.text if sentence else None
    told = [(source, grade) for source in order if (grade := said[source])]
    if not told:
        return Given(sentence=text)
    source, grade = told[0]
    for other, differs in told[1:]:
        if differs != grade:
            notes.append(f"{name}: the {source} says {grade}, the {other} says {differs}.")
    graded = grade != shapes.UNGRADED
    return Given(grade if graded else None, graded, source, text)


def _sentences(placed: list[Placed]) -> dict[int, Sentence]:
    """The first grade sentence of each area; one that only hints gives way to one that says."""
    found: dict[int, Sentence] = {}
    for one in placed:
        if one.kind != "grade-sentence" or one.area is None:
            continue
        text = one.block.text
        strong = shapes.grade_sentence(text)
        before = found.get(one.area)
        if before is None or (strong and before.weak):
            grade = strong or shapes.grade_sentence(text, weak=True) or ""
            found[one.area] = Sentence(grade, text, weak=strong is None)
    return found


def _lines(
    openings: list[AreaOpening], placed: list[Placed], sentences: dict[int, str]
) -> dict[int, str]:
    """Lines of a grade. One between two areas belongs to the one that the others show."""
    inside: dict[int, str] = {}
    between: dict[int, str] = {}  # by the area before it, -1 before the first
    shown = [one for one in placed if one.kind not in ("furniture", "contents")]
    for place, one in enumerate(shown):
        if one.kind != "grade":
            continue
        grade = shapes.grade_line(one.block.text) or ""
        after = shown[place + 1] if place + 1 < len(shown) else None
        at_edge = after is None or after.kind in (
            "area-heading",
            "annex-heading",
            "section-heading",
        )
        number = -1 if one.area is None else one.area
        opens_next = after is not None and after.kind == "area-heading"
        follows_heading = place > 0 and shown[place - 1].kind == "area-heading"
        if at_edge and not follows_heading and (opens_next or number >= 0):
            between[number] = grade
        elif number >= 0:
            inside.setdefault(number, grade)
    step = 1 if _before(between, len(openings), sentences) else 0
    for number, grade in between.items():
        inside.setdefault(number + step, grade)
    return inside


def _before(between: dict[int, str], areas: int, sentences: dict[int, str]) -> bool:
    """Whether lines between areas stand before the area that they grade."""
    after = sum(sentences.get(number) == grade for number, grade in between.items())
    before = sum(sentences.get(number + 1) == grade for number, grade in between.items())
    if before != after:
        return before > after
    return -1 in between and areas - 1 not in between


def _say_ungraded(openings: list[AreaOpening], placed: list[Placed]) -> set[int]:
    """Areas whose text says that they have no grade, or of which the summary says it."""
    without: set[int] = set()
    for one in placed:
        if one.kind not in (*_HEAD, "summary") or not shapes.says_ungraded(one.block.text):
            continue
        if one.area is not None:
            without.add(one.area)
        else:
            spoken_of = report_words().areas_spoken_of(plain(one.block.text))
            without |= {n for n, area in enumerate(openings) if area.opening.area in spoken_of}
    return without

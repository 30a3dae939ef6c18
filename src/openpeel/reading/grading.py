"""Which grade belongs to which area: from sentences, lines before or after, and lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from openpeel.catalogue.report_reading import plain, report_words
from openpeel.reading import shapes
from openpeel.reading.places import AreaOpening, Placed

Source = Literal["line", "sentence", "list"]
COLUMNS_LOST = 4  # so many grades in a row are the head of a table, not headings of lists
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
    listed, without = _lists(placed), _say_ungraded(openings, placed)
    made = Grades()
    for number, opened in enumerate(openings):
        key = opened.opening.area or plain(opened.opening.name)
        in_list, _, _ = listed.pop(key, (None, 0, ""))
        sentence = sentences.get(number)
        said = {
            "sentence": sentence.grade if sentence and not sentence.weak else None,
            "line": lines.get(number) or opened.opening.grade,
            "list": in_list,
        }
        if sentence and not any(said.values()):
            said["sentence"] = sentence.grade
        made.by_area[number] = _decided(opened.block.text, said, sentence, notes)
        if made.by_area[number].graded is None and number in without:
            made.by_area[number] = Given(graded=False)
    made.only_listed = {name: (grade, line) for grade, line, name in listed.values()}
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


def _lists(placed: list[Placed]) -> dict[str, tuple[str, int, str]]:
    """Grades in lists and tables: by area its grade, line and name."""
    found: dict[str, tuple[str, int, str]] = {}
    columns: list[str | None] = []
    pending: list[tuple[str, int]] = []
    heading: str | None = None  # a grade that stands above its areas
    grade_first: bool | None = None
    in_a_row = 0  # grades that stand below each other with nothing between
    for one in placed:
        if one.kind not in ("judgment", "table") and not (one.kind == "grade" and one.area is None):
            pending, heading = [], None
            continue
        cells = one.block.cells
        line = one.block.lines[0]
        if report_words().is_nothing(one.block.text):
            continue
        if cells:
            graded = [shapes.grade_line(cell) for cell in cells]
            if sum(grade is not None for grade in graded) > 1:
                columns = graded
            elif any(graded):
                names = [c for c, g in zip(cells, graded, strict=True) if g is None and _key(c)]
                for name in names[:1]:
                    found[_key(name) or ""] = (next(filter(None, graded)), line, name)
            elif columns:
                for cell, grade in zip(cells, columns, strict=False):
                    if grade and _key(cell):
                        found[_key(cell) or ""] = (grade, line, cell)
            continue
        name, grade = shapes.name_and_grade(one.block.text)
        alone = shapes.grade_line(one.block.text)
        if shapes.grades_in_a_row(one.block.text) > 1:
            pending, heading, in_a_row = [], None, COLUMNS_LOST
            continue
        if alone:
            grade_first = not pending if grade_first is None else grade_first
            in_a_row += 1
            # the head of a table whose columns were lost: nobody can say which name was under which
            heading = alone if in_a_row < COLUMNS_LOST else None
            if not grade_first and pending:
                named, at = pending[-1]
                found[_key(named) or plain(named)] = (alone, at, named)
                pending = []
            continue
        in_a_row = 0 if heading or grade else in_a_row
        if grade:
            found[_key(name) or plain(name)] = (grade, line, name)
        elif grade_first and heading:
            found[_key(name) or plain(name)] = (heading, line, name)
        else:
            pending.append((name, line))
    found.pop("", None)
    return found


def _key(name: str) -> str | None:
    known = report_words().area(name)
    return known.id if known else None


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

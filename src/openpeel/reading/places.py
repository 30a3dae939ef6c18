"""The walk through a report's blocks: each gets its kind, its area and the heading above it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from openpeel.catalogue.forces import forces
from openpeel.catalogue.report_reading import report_words
from openpeel.reading import shapes
from openpeel.reading.identity import is_force_and_year
from openpeel.reading.outline import Opening, Outline
from openpeel.reading.paragraphs import Block, followers
from openpeel.reading.report import PassageKind

_BOXES: dict[str, PassageKind] = {
    "background": "background",
    "cause-of-concern": "cause-of-concern",
    "recommendation": "recommendation",
    "area-for-improvement": "area-for-improvement",
    "innovative-practice": "innovative-practice",
    "promising-practice": "promising-practice",
    "update": "update",
}
_SECTIONS: dict[str, PassageKind] = {
    "summary": "summary",
    "judgments": "summary",
    "changes": "changes",
    "observations": "observation",
    "closing": "text",
    "annex": "annex",
}
_LONGEST_INTRODUCTION = 250
_SHORTEST_ITEM = 4  # words
_LONGEST_TITLE = 200
_LONGEST_TITLE_LINE = 50
_LONGEST_RUN = 3
"""So many lines that could be headings in a row are none: a chart's words, a list."""


@dataclass(frozen=True)
class Placed:
    """A block with its place. `kind` is None where none was found; `box` counts the boxes.

    `area` is the position of its area among the report's areas.
    """

    block: Block
    kind: PassageKind | None
    area: int | None = None
    heading: str = ""
    box: int = 0


@dataclass(frozen=True)
class AreaOpening:
    """An area as it was opened, and the grade that stood behind its name."""

    opening: Opening
    block: Block


class Walk:
    """Goes through the blocks once, from the first to the last."""

    def __init__(self, blocks: list[Block], outline: Outline) -> None:
        self._blocks, self._outline = blocks, outline
        self._section: str = "front"
        self._area: int | None = None
        self._heading = ""
        self._level = 0  # of the heading or label above
        self._box: str | None = None
        self._boxes = 0
        self._filled = False  # the box has text
        self._titled = False
        self._several = False  # "Areas for improvement": one box holds more than one
        self._nexts = followers(blocks)
        self._strict = _has_levels(blocks, outline)
        self._ahead = _findings_ahead(blocks, outline)
        self._graded: set[int | None] = set()  # areas with a line or a sentence of a grade
        self.areas: list[AreaOpening] = []
        self.placed: list[Placed] = []

    def run(self) -> list[Placed]:
        """Every block with its place, in order."""
        for index in range(len(self._blocks)):
            self._step(index)
        return self.placed

    def _step(self, index: int) -> None:
        block = self._blocks[index]
        opening = self._outline.openings.get(index)
        if block.furniture:
            self._put(block, "furniture", area=None, heading="")
        elif index in self._outline.contents:
            self._put(block, "contents", area=None, heading="")
        elif opening is not None:
            self._open(block, opening)
        elif self._common(index, block) or self._label(block):
            pass
        elif self._section == "area":
            self._in_area(index, block)
        elif self._section == "annex":
            self._in_annex(index, block)
        else:
            self._in_section(index, block)

    def _put(
        self,
        block: Block,
        kind: PassageKind | None,
        *,
        area: int | None = -1,
        heading: str | None = None,
    ) -> None:
        where = self._area if area == -1 else area
        above = self._heading if heading is None else heading
        if kind in ("grade", "grade-sentence"):
            self._graded.add(where)
        self.placed.append(Placed(block, kind, where, above, self._boxes if self._box else 0))

    def _open(self, block: Block, opening: Opening) -> None:
        self._box, self._heading, self._level = None, "", block.level
        if opening.kind == "area":
            if opening.same is None:
                self.areas.append(AreaOpening(opening, block))
            self._section, self._area = "area", len(self.areas) - 1
            self._put(block, "area-heading", heading="")
        elif opening.kind == "annex":
            self._section, self._area = "annex", None
            self._heading = block.text
            self._put(block, "annex-heading")
        else:
            self._section, self._area = opening.kind, None
            self._put(block, "section-heading", heading="")
            self._heading = block.text

    def _common(self, index: int, block: Block) -> bool:
        """What may stand anywhere: grades, notices, pointers, captions, notes."""
        text = block.text
        listing = self._section in ("front", "summary", "judgments")
        if shapes.grade_line(text) and not (listing and self._ends_list(index)):
            self._put(block, None if self._is_of_no_area(index) else "grade")
        elif listing and self._is_judgment(index, block):
            self._put(block, "judgment")
        elif shapes.is_publication_day(text, cover=self._section == "front"):
            self._put(block, "date")
        elif shapes.begins("updates", text):
            self._box, self._boxes = None, self._boxes + 1
            self._put(block, "update")
        elif shapes.begins("pointers", text) and len(text) < 400:
            self._put(block, "pointer")
        elif shapes.is_caption(text) and not shapes.is_prose(block):
            self._put(block, "caption")
        elif shapes.is_footnote(text) and self._section != "front":
            self._put(block, "footnote")
        elif block.cells and self._section != "annex":
            self._put(block, "table")
        else:
            return False
        return True

    def _is_of_no_area(self, index: int) -> bool:
        """Whether a line of a grade stands below a heading that opens none, in a graded area."""
        if self._area is None or not self.placed or self._opens_area(self._after(index)):
            return False
        return self._area in self._graded and self.placed[-1].kind in ("finding-heading", None)

    def _ends_list(self, index: int) -> bool:
        """Whether a line of a grade is of a list, and not of an area that begins right below it."""
        after = self._after(index)
        opening = None if after is None else self._outline.openings.get(after)
        if opening is None or opening.kind != "area" or opening.grade:
            return True
        run = list(takewhile(lambda one: one.kind == "judgment", reversed(self.placed)))
        graded = [shapes.grade_line(one.block.text) is not None for one in run]
        # A list that begins with a name and gave grades to names ends with a grade too.
        return any(graded) and not graded[0] and not graded[-1]

    def _opens_area(self, index: int | None) -> bool:
        opening = None if index is None else self._outline.openings.get(index)
        return opening is not None and opening.kind == "area"

    def _is_judgment(self, index: int, block: Block) -> bool:
        """Whether it is part of a list or table of grades."""
        if block.cells:
            return all(_is_area_or_grade(cell) for cell in block.cells if cell)
        if index in self._outline.listed or _is_area_or_grade(block.text):
            return True
        if shapes.grades_in_a_row(block.text) > 1:
            return True
        before = self.placed[-1].kind if self.placed else None  # an area of an unknown name
        return before == "judgment" and not self._is_heading(index, block) and self._looks_so(block)

    def _label(self, block: Block) -> bool:
        """A label opens a box; "Main findings" closes the one that is open."""
        if self._section in ("annex", "contents", "closing") or block.cells:
            return False
        name, _, rest = block.text.partition(":")
        words = report_words()
        kind = words.label(block.text) if len(block.text) < 100 else None
        inline = None if kind or len(name) > 60 or not rest.strip() else words.label(name)
        if inline in _BOXES and inline != "background":
            self._open_box(inline, block)
            self._filled = True
            self._put(block, _BOXES[inline])
            return True
        if kind is None:
            return False
        if kind not in _BOXES:
            self._box, self._heading, self._level = None, "", block.level
        else:
            self._open_box(kind, block)
        self._put(block, "label")
        return True

    def _open_box(self, kind: str, block: Block) -> None:
        self._box, self._filled, self._level = kind, False, block.level
        self._boxes += 1
        self._several = block.text.casefold().startswith("areas")

    def _in_area(self, index: int, block: Block) -> None:
        text = block.text
        if self._box is None and not self._heading and shapes.grade_sentence(text, weak=True):
            self._put(block, "grade-sentence")
        elif shapes.begins("introductions", text) and len(text) < _LONGEST_INTRODUCTION:
            self._box = None
            self._put(block, "introduction")
        elif self._box is not None and not self._ends_box(index, block):
            self._filled = True
            self._put(block, _BOXES[self._box])
        elif self._is_heading(index, block):
            self._box, self._heading, self._level = None, text, block.level
            if index in self._ahead and shapes.asks_for_improvement(text):
                self._open_box("area-for-improvement", block)
                self._several = True
                self._put(block, "area-for-improvement")
            else:
                self._put(block, "finding-heading")
        elif _is_prose_or_item(block):
            self._box = None
            self._put(block, "finding" if self._heading else "text")
        else:
            self._put(block, None)

    def _ends_box(self, index: int, block: Block) -> bool:
        """Whether a box is over: a heading follows that is not its own statement."""
        if not self._is_heading(index, block) and not (block.level and self._filled):
            return False
        if not self._filled and (block.level == 0 or block.level > self._level):
            return False  # its statement
        if self._several and shapes.asks_for_improvement(block.text):
            return False
        return not (block.level > self._level > 0 and self._box in ("background", "update"))

    def _is_heading(self, index: int, block: Block) -> bool:
        """Whether it is the heading of what follows, and not a stray line."""
        if not self._looks_so(block):
            return False
        run, after = 0, self._after(index)
        while after is not None and self._looks_so(self._blocks[after]) and run < _LONGEST_RUN:
            if after in self._outline.openings or self._is_mark(self._blocks[after]):
                return self._blocks[after].level > 0 or bool(self._words_label(after))
            run, after = run + 1, self._after(after)
        if after is None or after in self._outline.openings or run >= _LONGEST_RUN - 1:
            return False
        return run == 0 or block.level > 0 or run == 1

    def _looks_so(self, block: Block) -> bool:
        if not shapes.is_heading_shaped(block):
            return False
        return not self._strict or block.level > 0 or (block.bold and block.tag == "p")

    def _is_mark(self, block: Block) -> bool:
        return (
            shapes.grade_line(block.text) is not None
            or report_words().label(block.text) is not None
        )

    def _words_label(self, index: int) -> str | None:
        return report_words().label(self._blocks[index].text)

    def _after(self, index: int) -> int | None:
        return self._nexts[index]

    def _in_annex(self, index: int, block: Block) -> None:
        if shapes.is_heading_shaped(block) and not block.cells and self._after(index) is not None:
            self._heading = block.text
            self._put(block, "annex-heading")
        else:
            self._put(block, "annex")

    def _in_section(self, index: int, block: Block) -> None:
        kind = _SECTIONS.get(self._section)
        if self._box == "background" and not self._is_heading(index, block):
            self._put(block, "background")
            return
        self._box = None
        if kind is None:
            self._in_front(block)
        elif kind == "observation" and shapes.begins("signatories", block.text):
            before = self.placed[-1] if self.placed else None
            if before and before.kind in ("observation", None) and len(before.block.text) < 60:
                self.placed[-1] = Placed(before.block, "signatory", None, before.heading)
            self._put(block, "signatory")
            self._section = "signed"
        elif kind == "summary" and shapes.begins("introductions", block.text):
            self._put(block, "introduction")
        elif not _is_prose_or_item(block) and not self._is_heading(index, block):
            self._put(block, kind if kind in ("observation", "text") else None)
        else:
            self._put(block, kind)

    def _in_front(self, block: Block) -> None:
        heads = (
            block.level == 1
            or _is_force(block.text)
            or (
                not shapes.is_prose(block)
                and (_is_title(block.text) or self._goes_on_with_title(block))
            )
        )
        if self._section == "front" and heads:
            self._titled = True
            self._put(block, "title")
        elif shapes.begins("signatories", block.text):
            self._put(block, "signatory")
        elif _is_prose_or_item(block):
            self._put(block, "summary" if self._titled else None)
        else:  # what stands above the title of a page that was copied is its menu
            menu = self._section == "front" and not self._titled
            self._put(block, "furniture" if menu else None)

    def _goes_on_with_title(self, block: Block) -> bool:
        """A cover's title may go over lines: "An inspection of Avon and", "Somerset Police"."""
        above = self.placed[-1] if self.placed else None
        return (
            above is not None
            and above.kind == "title"
            and not block.tag
            and self._strict is False
            and block.lines[0] == above.block.lines[-1] + 1
            and len(block.text) < _LONGEST_TITLE_LINE
        )


def _is_prose_or_item(block: Block) -> bool:
    """Whether it is a paragraph or an item of a list, which may have lost its bullet."""
    goes_on = block.text[:1].islower() and len(block.text.split()) >= _SHORTEST_ITEM
    return shapes.is_prose(block) or block.tag == "li" or goes_on


def _is_title(text: str) -> bool:
    if len(text) >= _LONGEST_TITLE:
        return False
    named = "PEEL" in text or "inspection" in text.casefold() or shapes.is_title_line(text)
    return named or _is_force(text) or is_force_and_year(text)


def _is_force(text: str) -> bool:
    return len(text) < _LONGEST_TITLE and forces().find(text.rstrip(" :")) is not None


def _is_area_or_grade(text: str) -> bool:
    name, grade = shapes.listed_name_and_grade(text)
    return bool(grade or shapes.grade_line(name) or report_words().area(name))


def _findings_ahead(blocks: list[Block], outline: Outline) -> set[int]:
    """Blocks of areas behind which "Main findings" is still to come.

    A heading there that asks for improvement is an area for improvement that lost its label.
    """
    ahead, found = False, set()
    for index in range(len(blocks) - 1, -1, -1):
        if index in outline.openings:
            ahead = False
        elif report_words().label(blocks[index].text) == "findings":
            ahead = True
        elif ahead:
            found.add(index)
    return found


def _has_levels(blocks: list[Block], outline: Outline) -> bool:
    """Whether headings are elements, so that a short paragraph is none."""
    below = sum(1 for i, b in enumerate(blocks) if b.level >= 3 and i not in outline.openings)
    return below >= _LONGEST_RUN

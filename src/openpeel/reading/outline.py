"""Where a report's sections and areas begin: among all lines that name an area, the right one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from openpeel.catalogue.report_reading import plain, report_words
from openpeel.reading.paragraphs import Block, ends_with_page, followers, is_contents_line
from openpeel.reading.shapes import (
    asks_for_improvement,
    grade_line,
    grade_sentence,
    is_heading_shaped,
    is_prose,
    is_publication_day,
    is_question,
    name_and_grade,
)

_MOST_TRIED = 20
_COVER = 12  # blocks among which a title stands


@dataclass(frozen=True)
class Opening:
    """A block that opens a section or an area.

    `same` is the opening before it that it only repeats (a running head, or the area's question).
    """

    index: int
    kind: str  # a section's kind, or area
    name: str
    area: str | None = None
    pillar: bool = False
    grade: str | None = None
    same: int | None = None

    @property
    def key(self) -> str:
        """What makes two openings the same."""
        return self.area or plain(self.name) if self.kind == "area" else self.kind


@dataclass(frozen=True)
class Outline:
    """Openings by the index of their block, and the lines of contents and of lists of grades."""

    openings: dict[int, Opening]
    contents: frozenset[int]
    listed: frozenset[int]


def outline(blocks: list[Block]) -> Outline:
    """Sections and areas of a report."""
    contents, nexts = _contents(blocks), followers(blocks)
    found = [
        opening
        for index in range(len(blocks))
        if index not in contents and (opening := _candidate(blocks, index, nexts))
    ]
    found = _of_one_subject(blocks, found, contents)
    annex = _annex(found, nexts)
    found = [one for one in found if annex is None or one.index <= annex]
    grouped = _grouped(found)
    chosen = _chosen(blocks, grouped)
    kept = {one.index: one for one in grouped if one.index in chosen}
    listed = frozenset(
        one.index for one in grouped if one.kind == "area" and one.index not in chosen
    )
    return Outline(_without_labels(kept), contents, listed)


def _without_labels(kept: dict[int, Opening]) -> dict[int, Opening]:
    """Openings but for summaries behind the first area, and closing words before the last."""
    areas = [index for index, one in kept.items() if one.kind == "area"]
    first, last = min(areas, default=len(kept)), max(areas, default=-1)
    return {
        index: one
        for index, one in kept.items()
        if not (
            (one.kind == "summary" and first < index) or (one.kind == "closing" and index < last)
        )
    }


def _candidate(blocks: list[Block], index: int, nexts: list[int | None]) -> Opening | None:
    block = blocks[index]
    if not is_heading_shaped(block):
        return None
    words = report_words()
    name, grade = name_and_grade(block.text)
    area = words.area(name)
    if (
        area
        and not grade
        and words.is_area_if_graded(name)
        and not _graded_below(blocks, nexts[index])
    ):
        area = None
    if area:
        return Opening(index, "area", name, area.id, area.pillar, grade)
    kind = words.section(name)
    if kind:
        return Opening(index, kind, name)
    if words.label(name) or grade_line(name) or is_publication_day(name, cover=True):
        return None
    return (
        Opening(index, "area", name, grade=grade) if _opens_unknown(blocks, index, nexts) else None
    )


def _of_one_subject(
    blocks: list[Block], found: list[Opening], contents: frozenset[int]
) -> list[Opening]:
    """A report on one subject is one area, from its overall judgment on."""
    words = report_words()
    titles = [block.text for block in blocks if not block.furniture][:_COVER]
    subject = next(filter(None, map(words.subject, titles)), None)
    start = next(
        (
            index
            for index, block in enumerate(blocks)
            if index not in contents and words.label(block.text) == "judgment"
        ),
        None,
    )
    if subject is None or start is None:
        return found
    opening = Opening(start, "area", subject.names[0].capitalize(), subject.id)
    return sorted(
        [opening, *(one for one in found if one.kind != "area")], key=lambda one: one.index
    )


def _opens_unknown(blocks: list[Block], index: int, nexts: list[int | None]) -> bool:
    """Whether a heading of no known name is an area's: a grade sentence on the force follows.

    Below a question a line with a grade is enough.
    """
    after = nexts[index]
    graded = after is not None and grade_line(blocks[after].text) is not None
    if graded and is_question(blocks[index].text):
        return True
    if blocks[index].text.startswith(("The ", "West ", "How ")) and not blocks[index].level:
        return False
    if asks_for_improvement(blocks[index].text) or _is_title(blocks[index].text):
        return False
    if after is not None and graded:
        after = nexts[after]
    if after is None or blocks[after].text.startswith("The force"):
        return False
    return grade_sentence(blocks[after].text) is not None


def _graded_below(blocks: list[Block], after: int | None) -> bool:
    return after is not None and grade_line(blocks[after].text) is not None


def _is_title(text: str) -> bool:
    return report_words().furniture.title_in(plain(text)) is not None


def _contents(blocks: list[Block]) -> frozenset[int]:
    """Lines of a table of contents: from its heading until prose, or until a line comes again.

    What ends with a page's number may come again within it: parts have parts of the same name.
    """
    lines: set[int] = set()
    seen: set[str] | None = None
    for index, block in enumerate(blocks):
        if block.furniture:
            continue
        if is_heading_shaped(block) and report_words().section(block.text) == "contents":
            seen = set()
        elif seen is not None:
            name = plain(block.text.rstrip(" .0123456789…"))
            again = name in seen and not ends_with_page(block.text) and block.tag != "li"
            if again or (is_prose(block) and not is_contents_line(block.text)):
                seen = None
            else:
                seen.add(name)
        if seen is not None or is_contents_line(block.text):
            lines.add(index)
    return frozenset(lines)


def _annex(found: list[Opening], nexts: list[int | None]) -> int | None:
    """Where the annex begins: the first of its headings after the last area with prose."""
    areas = [one for one in found if one.kind == "area"]
    for start in [one.index for one in found if one.kind == "annex"][:_MOST_TRIED]:
        known = {one.key for one in areas if one.index < start}
        new = {one.key for one in areas if one.index > start} - known
        if nexts[start] is not None and len(new) < 2:
            return start
    return None


def _grouped(found: list[Opening]) -> list[Opening]:
    """Openings that repeat the one before them point to it."""
    made: list[Opening] = []
    for one in found:
        before = made[-1] if made else None
        if before and before.kind == one.kind and before.key == one.key:
            first = before.index if before.same is None else before.same
            made.append(replace(one, same=first))
        else:
            made.append(one)
    return made


def _chosen(blocks: list[Block], grouped: list[Opening]) -> set[int]:
    """Indices of openings that do open something: for each area the one with the most prose."""
    heads = [one for one in grouped if one.same is None]
    ends = [b.index for _, b in pairwise(heads)] + [len(blocks)]
    weight = {
        one.index: sum(is_prose(blocks[i]) for i in range(one.index + 1, end))
        for one, end in zip(heads, ends, strict=False)
    }
    runs = _runs(blocks, heads)
    best: dict[str, Opening] = {}
    for one in heads:
        if one.kind != "area":
            continue
        rival = best.get(one.key)
        if rival is None or _rank(one, weight, runs) >= _rank(rival, weight, runs):
            best[one.key] = one
    opened = {one.index for one in best.values() if one.index not in runs or weight[one.index] >= 3}
    opened |= {one.index for one in heads if one.kind != "area"}
    return opened | {one.index for one in grouped if one.same in opened}


def _rank(one: Opening, weight: dict[int, int], runs: set[int]) -> tuple[bool, int]:
    return one.index not in runs, weight[one.index]


def _runs(blocks: list[Block], heads: list[Opening]) -> set[int]:
    """Areas that stand in a list, with nothing but grades between them.

    One that comes again behind the list opens its part, and is not of the list.
    """
    listed: set[int] = set()
    keys: set[str] = set()  # of the list so far
    for one, other in pairwise(heads):
        between = range(one.index + 1, other.index)
        if (
            one.kind == other.kind == "area"
            and one.pillar == other.pillar
            and other.key not in keys
            and all(blocks[i].furniture or grade_line(blocks[i].text) for i in between)
        ):
            listed |= {one.index, other.index}
            keys |= {one.key, other.key}
        else:
            keys = set()
    return listed

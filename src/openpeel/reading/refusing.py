"""What the reader does not take: reports on several forces or other services, and no reports."""

from __future__ import annotations

import re
from itertools import pairwise

from openpeel.catalogue.forces import forces
from openpeel.catalogue.report_reading import plain, report_words
from openpeel.errors import UserError
from openpeel.reading.identity import named_forces
from openpeel.reading.paragraphs import Block, followers
from openpeel.reading.report import Area, ForceRead
from openpeel.reading.shapes import grade_line, is_heading_shaped, is_prose

_NAMED = re.compile(r"\b(?:PEEL|HMIC|HMICFRS|HM Inspector|inspection)\b")
_LONGEST_NAME, _LONGEST_TITLE = 40, 150
_COVER = 12  # blocks among which a title stands
_HEAD = 4  # blocks among which news says that it is news
_SEVERAL = 3
_OFTEN = 3


def check_is_on_one_force(name: str, blocks: list[Block]) -> None:
    """UserError when a report is on all forces, or has parts on three or more."""
    cover = [block for block in blocks if not block.furniture][:_COVER]
    titles = [
        one.text for one in cover if is_heading_shaped(one) and len(one.text) < _LONGEST_TITLE
    ]
    if not any(named_forces(title) for title in titles) and any(
        re.search(words, plain(title))
        for words in report_words().national_titles
        for title in titles
    ):
        raise UserError(
            f"{name}: this report is on all forces together; the reader takes reports on one force."
        )
    parts = _parts_on_forces(blocks)
    if len(parts) >= _SEVERAL:
        raise UserError(
            f"{name}: this report has parts on {len(parts)} forces, from {parts[0]} to {parts[-1]};"
            " the reader takes reports on one force."
        )
    over_lines = [f"{first} {second}" for first, second in pairwise(titles)]
    if any(map(_is_regional, [*titles, *over_lines])):
        raise UserError(
            f"{name}: this report is on the forces of a region together; the reader takes reports"
            " on one force."
        )


def check_is_no_news(name: str, blocks: list[Block]) -> None:
    """UserError when a file is a news release on a report, and not the report."""
    lines = [plain(b.text) for b in blocks if not b.furniture and len(b.text) < _LONGEST_NAME]
    cover = [plain(b.text) for b in [b for b in blocks if not b.furniture][:_HEAD]]
    news = report_words().news
    head = any(re.fullmatch(words, line) for words in news.heads for line in cover)
    head = head and not any(map(report_words().furniture.title_in, cover))  # a link above a report
    end = any(re.fullmatch(words, line) for words in news.ends for line in lines)
    if head or end:
        raise UserError(
            f"{name}: this is a news release; the reader takes the inspection report itself."
        )


def _is_regional(title: str) -> bool:
    found = any(re.search(words, plain(title)) for words in report_words().regional_titles)
    return found and not named_forces(title)


def _parts_on_forces(blocks: list[Block]) -> list[str]:
    """Titles of the forces under whose name alone a part of the report stands."""
    nexts = followers(blocks)
    found: dict[str, str] = {}
    for index, block in enumerate(blocks):
        after = nexts[index]
        if after is None or not is_heading_shaped(block) or len(block.text) > _LONGEST_NAME:
            continue
        force = forces().find(block.text)
        below = blocks[after]
        heads = is_prose(below) or grade_line(below.text) or report_words().area(below.text)
        if force and heads:
            found[force.code] = force.title
    return list(found.values())


def check_is_report(name: str, areas: tuple[Area, ...], text: str, force: ForceRead | None) -> None:
    """UserError when too little shows that a file is an inspection report on a police force."""
    graded = any(area.grade or area.grade_sentence or area.findings for area in areas)
    signs = (force is not None, bool(areas), graded, _NAMED.search(text) is not None)
    if areas and sum(signs) >= 3:
        return
    if force is None and len(re.findall(report_words().other_services, text)) >= _OFTEN:
        raise UserError(
            f"{name}: this report is on a fire and rescue service; the reader takes reports on"
            " police forces."
        )
    raise UserError(
        f"{name}: this is no inspection report that can be read: no area of policing with a grade"
        " or findings was found in it."
    )

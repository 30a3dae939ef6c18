"""How many areas the summary says were inspected and graded, and whether as many were found."""

from __future__ import annotations

import re
from functools import cache

from openpeel.catalogue.report_reading import amount_words
from openpeel.reading.places import Placed
from openpeel.reading.report import Area, Counted

_KINDS = {"summary", "introduction", "judgment", "text"}


def counted(placed: list[Placed], areas: tuple[Area, ...], notes: list[str]) -> Counted | None:
    """The statement and the check on it; None when the report states no numbers."""
    numbers = _numbers()
    inspected, graded = _patterns()
    for one in placed:
        if one.kind not in _KINDS:
            continue
        found = inspected.search(one.block.text)
        if not found:
            continue
        stated = _value(found[1], numbers)
        says = graded.search(one.block.text)
        with_grade = None
        if says:
            with_grade = _value(says[2], numbers) if says[2] else stated
        return _compared(one, stated, with_grade, areas, notes)
    return None


def states_numbers(sentence: str) -> bool:
    """Whether a sentence says how many areas there are: that is the report's, not the force's."""
    return any(pattern.search(sentence) for pattern in _patterns())


@cache
def _numbers() -> dict[str, int]:
    return {"one": 1, **amount_words().numbers}


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    some = "|".join(sorted(_numbers(), key=lambda word: -len(word)))
    number = rf"(\d{{1,2}}|{some})"
    inspected = re.compile(rf"\bin {number} areas of policing\b", re.IGNORECASE)
    graded = re.compile(
        rf"\bgraded judge?ments? (?:in|for|on) (?:(all) )?(?:{number} )?of (?:these|the|them)\b",
        re.IGNORECASE,
    )
    return inspected, graded


def _value(words: str, numbers: dict[str, int]) -> int:
    return int(words) if words.isdigit() else numbers[words.lower()]


def _compared(
    one: Placed, inspected: int, graded: int | None, areas: tuple[Area, ...], notes: list[str]
) -> Counted:
    leaves = [area for area in areas if not area.pillar]
    # An area that only points to another report may have been added after the summary was written.
    elsewhere = [area for area in leaves if area.other_reports and not area.findings]
    for left_out in ([], elsewhere):
        own = [area for area in leaves if area not in left_out]
        with_grade = sum(area.grade is not None for area in own)
        agrees = inspected == len(own) and graded in (None, with_grade)
        if agrees:
            notes.extend(
                f"{area.name}: the grade is another report's, so the summary does not count it."
                for area in left_out
            )
            break
    if not agrees:
        notes.append(
            f"The summary speaks of {inspected} areas"
            + (f", {graded} of them graded" if graded is not None else "")
            + f"; {len(own)} were found, {with_grade} with a grade."
        )
    return Counted(
        sentence=one.block.text,
        line=one.block.lines[0],
        inspected=inspected,
        graded=graded,
        found_inspected=len(own),
        found_graded=with_grade,
        agrees=agrees,
    )

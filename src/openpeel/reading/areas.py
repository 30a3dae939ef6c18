"""Areas as the report has them: grade, sentence, concerns, improvements, practice, findings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby

from openpeel.catalogue.report_reading import amount_words, grades, report_words
from openpeel.reading import shapes
from openpeel.reading.grading import grades_given
from openpeel.reading.places import AreaOpening, Placed
from openpeel.reading.report import Area, Box, Concern, Finding, OtherReport, Recommendation

_MONTHS = "|".join(amount_words().months)
_DATED = re.compile(rf"\s*[–—-]\s*((?:\d{{1,2}} )?(?:{_MONTHS}) \d{{4}})\s*\.?$")
_DEADLINE = re.compile(
    r"\b(?:within (?:\w+[ -]){1,5}?(?:days?|weeks?|months?|years?)"
    r"(?: (?:of|from) [^,.:]{1,60})?"
    rf"|by (?:the end of )?(?:\d{{1,2}} )?(?:{_MONTHS}) \d{{4}}"
    r"|(?:with )?immediate(?:ly| effect)|as soon as possible)",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\b(?:should|must|needs? to|will)\b")
_LABEL = re.compile(r"^[^:]{3,60}:\s+")


def areas_read(
    openings: list[AreaOpening], placed: list[Placed], notes: list[str]
) -> tuple[Area, ...]:
    """Areas in the report's order; those that only a list of grades names come last."""
    given = grades_given(openings, placed, notes)
    by_area: dict[int | None, list[Placed]] = defaultdict(list)
    for one in placed:
        by_area[one.area].append(one)
    made = []
    for number, opened in enumerate(openings):
        own = by_area[number]
        grade = given.of(number)
        made.append(
            Area(
                id=opened.opening.area,
                name=opened.opening.name,
                line=opened.block.lines[0],
                pillar=opened.opening.pillar,
                in_framework=None,
                graded=grade.graded,
                grade=grade.grade,
                grade_from=grade.source,
                grade_sentence=grade.sentence,
                other_reports=tuple(_pointer(o) for o in own if o.kind == "pointer"),
                background=_texts(own, "background"),
                text=_texts(own, "text"),
                concerns=tuple(one for one in _concerns(own) if one.text),
                recommendations=tuple(
                    asked for one in _concerns(own) if not one.text for asked in one.recommendations
                ),
                improvements=tuple(_boxes(own, "area-for-improvement")),
                innovative=tuple(_boxes(own, "innovative-practice")),
                promising=tuple(_boxes(own, "promising-practice")),
                findings=tuple(_findings(own)),
            )
        )
    return (
        *made,
        *(_listed(line, name, grade) for name, (grade, line) in given.only_listed.items()),
    )


def _listed(line: int, name: str, grade: str) -> Area:
    known = report_words().area(name)
    graded = grade in grades()
    return Area(
        id=known.id if known else None, name=name, line=line, pillar=bool(known and known.pillar),
        in_framework=None, graded=graded, grade=grade if graded else None, grade_from="list",
        grade_sentence=None, other_reports=(), background=(), text=(), concerns=(),
        improvements=(), innovative=(), promising=(), findings=(),
    )  # fmt: skip


def _texts(own: Iterable[Placed], kind: str) -> tuple[str, ...]:
    return tuple(one.block.text for one in own if one.kind == kind)


def _pointer(one: Placed) -> OtherReport:
    text = one.block.text
    dated = _DATED.search(text)
    title = text[: dated.start()] if dated else text
    name = title.partition(": ")[2] or title
    return OtherReport(
        text=text, line=one.block.lines[0], title=name, dated=dated[1] if dated else None
    )


def _findings(own: list[Placed]) -> Iterable[Finding]:
    headed: list[tuple[str, int, list[str]]] = []
    for one in own:
        if one.kind == "finding-heading":
            headed.append((one.block.text, one.block.lines[0], []))
        elif one.kind == "finding" and headed:
            headed[-1][2].append(one.block.text)
    for heading, line, text in headed:
        yield Finding(heading=heading, text=tuple(text), line=line)


def _boxed(own: list[Placed], *kinds: str) -> list[list[Placed]]:
    """Blocks of boxes of some kinds, by box."""
    inside = [one for one in own if one.kind in kinds and one.box]
    return [list(group) for _, group in groupby(inside, key=lambda one: one.box)]


def _boxes(own: list[Placed], kind: str) -> Iterable[Box]:
    """Statements with what follows them; in a list, and where "should" begins anew, one each."""
    for group in _boxed(own, kind):
        items = sum(one.block.tag == "li" for one in group)
        started: list[tuple[str, int, list[str]]] = []
        listed = items > 1 and group[0].block.tag == "li"
        for one in group:
            text = one.block.text
            again = (listed and one.block.tag == "li") or shapes.asks_for_improvement(text)
            if not started or (again and (listed or started[-1][2] or items == 0)):
                started.append(
                    (_LABEL.sub("", text) if _is_labelled(text) else text, one.block.lines[0], [])
                )
            else:
                started[-1][2].append(text)
        for statement, line, text_below in started:
            yield Box(statement=statement, text=tuple(text_below), line=line)


def _is_labelled(text: str) -> bool:
    name, colon, _ = text.partition(":")
    return bool(colon) and len(name) <= 60 and report_words().label(name) is not None


def _concerns(own: list[Placed]) -> Iterable[Concern]:
    """A box of concern takes the boxes of recommendations that follow it."""
    made: list[tuple[list[str], int, list[Placed]]] = []
    for group in _boxed(own, "cause-of-concern", "recommendation"):
        if group[0].kind == "cause-of-concern" or not made:
            text = [
                _LABEL.sub("", one.block.text) if _is_labelled(one.block.text) else one.block.text
                for one in group
                if one.kind == "cause-of-concern"
            ]
            made.append((text, group[0].block.lines[0], []))
        made[-1][2].extend(one for one in group if one.kind == "recommendation")
    for text, line, asked in made:
        yield Concern(text=tuple(text), recommendations=tuple(_recommendations(asked)), line=line)


def _recommendations(asked: list[Placed]) -> Iterable[Recommendation]:
    """What ends with a colon takes the items below it; any other paragraph stands by itself."""
    started: list[tuple[str, int, list[str]]] = []
    for one in asked:
        text, item = one.block.text, one.block.tag == "li"
        text = _LABEL.sub("", text) if _is_labelled(text) else text
        open_list = bool(started) and started[-1][0].endswith(":")
        if open_list and (item or (not _ASKS.search(text) and not _DEADLINE.match(text))):
            started[-1][2].append(text)
        else:
            started.append((text, one.block.lines[0], []))
    for text, line, items in started:
        found = _DEADLINE.search(text) or next(filter(None, map(_DEADLINE.search, items)), None)
        yield Recommendation(
            text=text, items=tuple(items), deadline=found[0] if found else None, line=line
        )

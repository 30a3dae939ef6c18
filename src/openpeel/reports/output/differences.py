"""What changed between two versions of a report: words, figures and grades."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from openpeel.inspecting.record import Step
from openpeel.reports.checks.checking import Source
from openpeel.reports.data.figures import Bundle, Figure
from openpeel.reports.output.views import value_words
from openpeel.reports.text.document import Bullets, ChartOf, Document, Heading

NOT_THERE = "not in the report"


def differences(
    before: Source, before_data: Bundle, after: Source, after_data: Bundle
) -> dict[str, Any]:
    """What changed, as plain data: `words`, `figures`, `grades`, `register`, `notices`."""
    return {
        "from": before.frame.version,
        "to": after.frame.version,
        "from_published": before.frame.published.isoformat(),
        "to_published": after.frame.published.isoformat(),
        "said": after.frame.changed,
        "releases": [before_data.release.id, after_data.release.id],
        "grades": list(_grades(before, after)),
        "figures": list(_figures(before_data, after_data)),
        "register": list(_register(before, after)),
        "notices": [
            {"on": n.on.isoformat(), "place": n.place, "words": n.plain}
            for n in after.frame.notices
            if n not in before.frame.notices
        ],
        "words": list(_words(before.document, after.document)),
    }


def difference_text(told: dict[str, Any]) -> str:
    """The same for a terminal."""
    lines = [f"Version {told['from']} to {told['to']}. {told['said']}".strip()]
    for grade in told["grades"]:
        lines.append(f"grade, {grade['area']}: {grade['before']} -> {grade['after']}")
    for figure in told["figures"]:
        lines.append(f"figure {figure['id']}: {figure['before']} -> {figure['after']}")
    for entry in told["register"]:
        lines.append(f"{entry['kind']}, {entry['title']}: {entry['before']} -> {entry['after']}")
    for notice in told["notices"]:
        lines.append(f"notice at {notice['place']}, {notice['on']}: {notice['words']}")
    for words in told["words"]:
        lines.append(f"under {words['under']}:")
        lines += [f"  - {line}" for line in words["before"]]
        lines += [f"  + {line}" for line in words["after"]]
    return "\n".join(lines if len(lines) > 1 else [*lines, "Nothing else changed."])


def _grades(before: Source, after: Source) -> Iterator[dict[str, str]]:
    old = {j.area: j.grade or "not graded" for j in before.judgments}
    new = {j.area: j.grade or "not graded" for j in after.judgments}
    for area in sorted(old.keys() | new.keys()):
        first, second = old.get(area, "no judgment"), new.get(area, "no judgment")
        if first != second:
            name = after.framework.area(area).name
            yield {"area": area, "name": name, "before": first, "after": second}


def _figures(before: Bundle, after: Bundle) -> Iterator[dict[str, str]]:
    for id in sorted(before.figures.keys() | after.figures.keys()):
        first, second = before.figures.get(id), after.figures.get(id)
        if first is None or second is None or first.value != second.value:
            yield {
                "id": id,
                "title": _title(second or first),
                "before": value_words(first) if first else NOT_THERE,
                "after": value_words(second) if second else NOT_THERE,
            }


def _title(figure: Figure | None) -> str:
    assert figure is not None
    return ", ".join(part for part in (figure.title, figure.place, figure.period) if part)


def _register(before: Source, after: Source) -> Iterator[dict[str, str]]:
    """Where causes of concern, recommendations and areas for improvement stand otherwise."""
    old, new = _entries(before), _entries(after)
    for key in old | new:
        first, second = old.get(key), new.get(key)
        told = {"kind": key[0], "title": (new.get(key) or old[key]).title}
        if first is None or second is None:
            there = (one.status if one else NOT_THERE for one in (first, second))
            yield told | dict(zip(("before", "after"), there, strict=True))
            continue
        for said, was, now in (
            ("{}", first.status, second.status),
            ("“{}”", first.title, second.title),
            ("“{}”", first.words, second.words),
            ("due {}", first.due, second.due),
        ):
            if was != now:
                yield told | {"before": said.format(was), "after": said.format(now)}


@dataclass(frozen=True)
class _Entry:
    """How an entry of the register stands on the day of publication."""

    title: str
    status: str
    words: str = ""
    due: str = ""


def _entries(source: Source) -> dict[tuple[str, str, str], _Entry]:
    """Each entry by its kind, its inspection and its id."""
    held: dict[tuple[str, str, str], _Entry] = {}
    for one in (source.inspection, *source.regional):
        for concern in one.concerns:
            status = _last(concern.history, source)
            key = ("cause of concern", one.id, concern.id)
            held[key] = _Entry(concern.title, status, concern.words)
            for asked in concern.recommendations:
                due = f"{asked.deadline:%d %B %Y}".lstrip("0") if asked.deadline else "at no day"
                key = ("recommendation", one.id, f"{concern.id}/{asked.id}")
                held[key] = _Entry(asked.words, _last(asked.history, source), due=due)
        for item in one.improvements:
            key = ("area for improvement", one.id, item.id)
            held[key] = _Entry(item.words, _last(item.history, source))
    return held


def _last(history: tuple[Step, ...], source: Source) -> str:
    steps = [step for step in history if step.on <= source.frame.published]
    return steps[-1].status if steps else NOT_THERE


def _words(before: Document, after: Document) -> Iterator[dict[str, Any]]:
    """Runs of paragraphs that differ, with the heading that they stand under."""
    old, new = list(_lines(before)), list(_lines(after))
    matched = SequenceMatcher(None, [w for _, w in old], [w for _, w in new], autojunk=False)
    for kind, a, b, c, d in matched.get_opcodes():
        if kind != "equal":
            under = (new[c:d] or old[a:b])[0][0]
            yield {
                "under": under,
                "before": [words for _, words in old[a:b]],
                "after": [words for _, words in new[c:d]],
            }


def _lines(document: Document) -> Iterator[tuple[str, str]]:
    under = ""
    for block in document.blocks:
        if isinstance(block, Heading):
            under = block.text
            yield under, block.text
        elif isinstance(block, ChartOf):
            yield under, f"[{block.kind} of {block.target}] {block.headline}".strip()
        elif isinstance(block, Bullets):
            yield from ((under, item.plain) for item in block.items)
        else:
            yield under, block.plain

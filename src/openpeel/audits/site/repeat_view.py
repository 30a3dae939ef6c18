"""What the page on a repeated round shows: each question before and after, with a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, get_args

from openpeel.audits.charts import repeat_chart
from openpeel.audits.site.places import Places, figure_anchor
from openpeel.audits.site.question_view import shown
from openpeel.audits.site.results import Repeated
from openpeel.audits.site.round_view import waiting
from openpeel.charts.numbers import MINUS
from openpeel.sampling.differences import Verdict
from openpeel.sampling.estimate_text import needed
from openpeel.sampling.repeats import Change, QuestionChange, next_round
from openpeel.sampling.sentences import files

VERDICTS: tuple[str, ...] = get_args(Verdict)


def repeat_view(repeated: Repeated, places: Places) -> dict[str, Any]:
    """Everything that the template needs."""
    tally = Counter(change.verdict for change in repeated.every)
    return {
        "repeated": repeated,
        "results": repeated.later,
        "places": places,
        "waiting": waiting(repeated.later) or waiting(repeated.earlier),
        "clear": [
            change_view(change, repeated, places)
            for change in repeated.every
            if change.verdict.startswith("clear")
        ],
        "tally": [(verdict, tally[verdict]) for verdict in VERDICTS],  # type: ignore[index]
        "groups": list(_groups(repeated, places)),
    }


def _groups(repeated: Repeated, places: Places) -> Iterator[dict[str, Any]]:
    if repeated.recording:
        yield _group("recording", "Crime recording", list(repeated.recording), repeated, places)
    later = repeated.later
    for sample in later.design.samples:
        for id, words in later.answers.questions.stages.items():
            mine: list[Change] = [
                change
                for change in repeated.questions
                if change.second.sample.id == sample.id and change.question.stage == id
            ]
            if mine:
                several = len(later.design.samples) > 1
                title = f"{words}: {sample.words}" if several else words
                yield _group(f"{sample.id}-{id}", title, mine, repeated, places)


def _group(
    id: str, title: str, changes: list[Change], repeated: Repeated, places: Places
) -> dict[str, Any]:
    return {
        "id": id,
        "title": title,
        "chart": repeat_chart(repeated, changes, title),
        "rows": [change_view(change, repeated, places) for change in changes],
    }


def change_view(change: Change, repeated: Repeated, places: Places) -> dict[str, Any]:
    """One figure before and after."""
    question = isinstance(change, QuestionChange)
    sample = change.second.sample.id if isinstance(change, QuestionChange) else ""
    return {
        "id": change.question.id if question else "",
        "name": change.name,
        "href": places.question(
            change.question.id, figure_anchor(change.question.id, sample) if sample else ""
        ),
        "before": shown(change.before),
        "after": shown(change.after),
        "points": _points(change),
        "verdict": change.verdict,
        "look": change.verdict.replace(" ", "-"),
        "why": change.why or "",
        "next": _next(change, repeated),
    }


def _next(change: Change, repeated: Repeated) -> str:
    """What the next round needs to see a move as large as the one found, where it is not clear."""
    if not isinstance(change, QuestionChange) or change.verdict != "no clear change":
        return ""
    more = next_round(change)
    if more is None:
        return ""
    populations = repeated.later.answers.populations
    there = sum(populations.get(stratum.id, 0) for stratum in change.second.sample.strata)
    if more.files is None or more.files > there:
        return f"No sample of the {files(there)} there are would show so small a move."
    return needed(more)


def _points(change: Change) -> str:
    if change.difference is None:
        return ""
    value, low, high = (
        100 * n for n in (change.difference.value, change.difference.lower, change.difference.upper)
    )
    return f"{_signed(value)} ({_signed(low)} to {_signed(high)})"


def _signed(points: float) -> str:
    """A number with its sign; what is not zero is never written as zero."""
    written = f"{points:+.1f}"
    if points and written in ("+0.0", "-0.0"):
        written = f"{points:+.1g}" if abs(points) >= 1e-4 else written
    return written.replace("-", MINUS)

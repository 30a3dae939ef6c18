"""A draft's text with what the checks found, each problem under its line; and its next state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from openpeel.errors import UserError
from openpeel.people.shell import person_of, signed_in, then
from openpeel.reports.actions import drafts as actions
from openpeel.reports.draft_text import Line, lines
from openpeel.reports.models import Draft
from openpeel.reports.service import addresses
from openpeel.reports.service.shell import find_draft, may_now, report_page

MOVES = {
    "send to the force": (
        actions.send_to_the_force,
        "Send to the force",
        "Its people read this draft and raise points of accuracy. They do not see the problems.",
        "The draft is with the force now.",
    ),
    "close the accuracy check": (
        actions.close_accuracy,
        "Close the accuracy check",
        "No more points are raised. This draft can then be published as it is.",
        "The accuracy check is closed.",
    ),
    "ask the force again": (
        actions.ask_again,
        "Ask the force again",
        "Its people can raise further points, and points can be decided anew.",
        "The draft is with the force again.",
    ),
}
OPEN_PROBLEMS = 4  # of a line
LEVELS = ("error", "warning", "note")
SEND, CLOSE = "send to the force", "close the accuracy check"


@signed_in
@require_safe
def draft(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The text with its problems."""
    return _shown(request, find_draft(request, slug, number, "see drafts"))


@signed_in
@require_POST
def move(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take the draft to its next state."""
    action = request.POST.get("action", "")
    found = find_draft(request, slug, number, action if action in MOVES else SEND)
    if action not in MOVES:
        raise UserError("choose what is to be done with the draft.")
    act, _, _, told = MOVES[action]
    try:
        act(found, by=person_of(request))
    except UserError as problem:
        return _shown(request, find_draft(request, slug, number, action), f"{problem}")
    return then(request, addresses.accuracy(found), told)


def moves(request: HttpRequest, draft: Draft) -> list[dict[str, str]]:
    """The moves that the person can make now, and that would not be refused."""
    person = person_of(request)
    held_up = {SEND: draft.errors, CLOSE: actions.undecided(draft)}
    return [
        {"action": action, "name": name, "words": words}
        for action, (_, name, words, _) in MOVES.items()
        if may_now(person, action, draft) and not held_up.get(action)
    ]


def _shown(request: HttpRequest, draft: Draft, problem: str = "") -> HttpResponse:
    newest = draft.report.drafts.last()
    beside, elsewhere = _beside(draft.text, draft.problems)
    return report_page(
        request,
        draft.report,
        "draft.html",
        f"Draft {draft.number}",
        status=400 if problem else 200,
        problem=problem,
        draft=draft,
        newest=newest if newest and newest != draft else None,
        newest_href=addresses.draft_page(newest) if newest else "",
        accuracy=addresses.accuracy(draft) if draft.sent_at else "",
        moves=moves(request, draft),
        move=addresses.move(draft),
        elsewhere=elsewhere,
        lines=beside,
        counts=[_counted(draft, level) for level in LEVELS],
    )


def _counted(draft: Draft, level: str) -> dict[str, Any]:
    """How many problems of a level there are, and on which lines."""
    found = [one["line"] for one in draft.problems if one["level"] == level]
    return {"level": level, "number": len(found), "lines": sorted(set(found))}


def _beside(text: str, problems: Iterable[dict[str, Any]]) -> tuple[list[Any], list[Any]]:
    """Each line with its problems; then those whose line is not there."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for problem in problems:
        found[problem["line"]].append(problem)
    shown = [_line(line, found.pop(line.number, [])) for line in lines(text)]
    return shown, [problem for left in found.values() for problem in left]


def _line(line: Line, problems: list[dict[str, Any]]) -> dict[str, Any]:
    """A line with its problems: errors in the open, the rest folded where there are many.

    What is missing from a whole report is told at its first line, and can be long.
    """
    grave = [one for one in problems if one["level"] == "error"]
    rest = [one for one in problems if one["level"] != "error"]
    many = len(problems) > OPEN_PROBLEMS
    return {
        "line": line,
        "wrong": bool(problems),
        "problems": grave if many else problems,
        "folded": rest if many else [],
    }

"""The states of a round, of a file and of a review: one table (`people.states`)."""

from __future__ import annotations

from typing import Literal

from openpeel.people.states import State, Table, Transition

Kind = Literal["round", "file", "review"]
REVIEWING = ("drawn", "in review")
"""States of a round in which files are given out and replaced."""

STATES: tuple[State[Kind], ...] = (
    State("round", "drawn", "lead", "The sample is loaded; files are being allocated."),
    State("round", "in review", "reviewers", "Files are reviewed, some of them twice."),
    State("round", "right of reply", "force", "The force may question the facts of a file."),
    State("round", "settled", "lead", "Every answer stands; figures are checked and explained."),
    State("round", "published", "nobody", "Results are published; nothing changes any more."),
    State("round", "purged", "nobody", "References, notes and evidence are deleted."),
    State("file", "reserve", "nobody", "Held back, to replace a file that can't be reviewed."),
    State("file", "waiting", "lead", "Drawn, and nobody has it yet."),
    State("file", "allocated", "reviewer", "A reviewer has it and has not begun."),
    State("file", "in review", "reviewer", "The first review is under way."),
    State("file", "second review", "second reviewer", "To be reviewed again, blind."),
    State("file", "conflicted", "moderator", "Reviews differ, or lack an answer; a third decides."),
    State("file", "settled", "nobody", "One answer stands for each question."),
    State("file", "challenged", "lead", "The force questions a fact; to be decided."),
    State("file", "replaced", "nobody", "Can't be reviewed; a reserve took its place."),
    State("review", "allocated", "reviewer", "To be begun."),
    State("review", "started", "reviewer", "Some answers are given."),
    State("review", "submitted", "nobody", "Finished; its answers stay as they are."),
)

TRANSITIONS: tuple[Transition[Kind], ...] = (
    Transition("round", "start", ("drawn",), "in review"),
    Transition("round", "send to the force", ("in review",), "right of reply"),
    Transition("round", "settle", ("in review", "right of reply"), "settled"),
    Transition("round", "reopen", ("right of reply", "settled"), "in review"),
    Transition("round", "publish", ("settled",), "published"),
    Transition("round", "purge", ("settled", "published"), "purged"),
    Transition("file", "call up", ("reserve",), "waiting"),
    Transition("file", "allocate", ("waiting", "allocated"), "allocated"),
    Transition("file", "begin", ("allocated", "in review"), "in review"),
    Transition("file", "ask for a second review", ("in review",), "second review"),
    Transition("file", "find a conflict", ("second review",), "conflicted"),
    Transition("file", "agree", ("in review", "second review", "conflicted"), "settled"),
    Transition("file", "challenge", ("settled", "challenged"), "challenged"),
    Transition("file", "decide", ("challenged",), "settled"),
    Transition("file", "open a question", ("challenged",), "conflicted"),
    Transition(
        "file",
        "replace",
        ("waiting", "allocated", "in review", "second review", "conflicted"),
        "replaced",
    ),
    Transition("review", "begin", ("allocated", "started"), "started"),
    Transition("review", "hand over", ("started",), "started"),
    Transition("review", "submit", ("started",), "submitted"),
)

TABLE = Table(
    STATES,
    TRANSITIONS,
    refused="this {kind} is {state}, and one can only {action} a {kind} that is {where}.",
)
names, may, after = TABLE.names, TABLE.may, TABLE.after

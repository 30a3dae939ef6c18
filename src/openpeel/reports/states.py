"""The states of a draft and of a point of accuracy: one table (`people.states`)."""

from __future__ import annotations

from typing import Literal

from openpeel.people.states import State, Table, Transition

Kind = Literal["draft", "point"]
WITH_THE_FORCE = "with the force"

STATES: tuple[State[Kind], ...] = (
    State("draft", "draft", "author", "Saved with what the checks found; nobody outside sees it."),
    State("draft", WITH_THE_FORCE, "force", "The force reads it and raises points of accuracy."),
    State("draft", "decided", "lead", "Every point is decided; it can be published as it is."),
    State("draft", "published", "nobody", "It is what a published version was made from."),
    State("point", "open", "lead", "The force says that something is not so; to be decided."),
    State("point", "accepted", "author", "It is as the force says; the next draft says so."),
    State("point", "refused", "nobody", "The text stays as it is; the reason says why."),
    State("point", "noted", "nobody", "It is known, and no matter of accuracy."),
)

_POINTS = ("open", "accepted", "refused", "noted")
TRANSITIONS: tuple[Transition[Kind], ...] = (
    Transition("draft", "send to the force", ("draft",), WITH_THE_FORCE),
    Transition("draft", "raise a point", (WITH_THE_FORCE,)),
    # also what was open when a version was published without accuracy gets its answer
    Transition("draft", "decide a point", (WITH_THE_FORCE, "published")),
    Transition("draft", "close the accuracy check", (WITH_THE_FORCE,), "decided"),
    Transition("draft", "ask the force again", ("decided",), WITH_THE_FORCE),
    Transition("draft", "publish", ("decided",), "published"),
    Transition("draft", "publish without accuracy", ("draft", WITH_THE_FORCE), "published"),
    Transition("point", "accept", _POINTS, "accepted"),
    Transition("point", "refuse", _POINTS, "refused"),
    Transition("point", "note", _POINTS, "noted"),
)

TABLE = Table(STATES, TRANSITIONS, called={"draft": "not sent to the force yet"})
names, may, after = TABLE.names, TABLE.may, TABLE.after

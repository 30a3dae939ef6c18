"""The states of an inspection, of what is asked of a force, and of how closely it is watched.

How a table of states works, `people.states` says.
"""

from __future__ import annotations

from typing import Literal, get_args

from openpeel.inspecting.record import STATUSES, ConcernStatus, StageName
from openpeel.people.states import State, Table, Transition

Kind = Literal["inspection", "step", "stage"]

STATES: tuple[State[Kind], ...] = (
    State("inspection", "open", "inspectors", "Evidence is gathered, and findings are written."),
    State("inspection", "judging", "graders", "Areas are judged and judgments moderated."),
    State("inspection", "settled", "lead", "No rule finds an error; nothing changes unseen."),
    State("inspection", "published", "force", "It is public; what was asked is followed up."),
    State("step", "open", "force", "Something is to be done."),
    State("step", "progress seen", "force", "Some of it is done, and somebody looked."),
    State("step", "closed", "nobody", "It is done, or has fallen away; the words say which."),
    State("stage", "scan", "inspectorate", "Watched as every force is."),
    State("stage", "engage", "force", "Watched more closely, until the reason is dealt with."),
)

TRANSITIONS: tuple[Transition[Kind], ...] = (
    Transition("inspection", "begin judging", ("open",), "judging"),
    Transition("inspection", "gather more", ("judging",), "open"),
    Transition("inspection", "settle", ("judging",), "settled"),
    Transition("inspection", "judge again", ("settled",), "judging"),
    Transition("inspection", "publish", ("settled",), "published"),
    Transition("inspection", "inspect again", ("published",), "open"),
    Transition("step", "see progress", ("open", "progress seen"), "progress seen"),
    Transition("step", "close", ("open", "progress seen"), "closed"),
    Transition("step", "open again", ("progress seen", "closed"), "open"),
    Transition("step", "say more", ("open",), "open"),
    Transition("stage", "move to engage", ("scan",), "engage"),
    Transition("stage", "move back to scan", ("engage",), "scan"),
)

AT_WORK = ("open", "judging")
ALWAYS = tuple(state.name for state in STATES if state.kind == "inspection")

# In which states of the inspection something may be written; what is not here is open in all.
OPEN_IN: dict[str, tuple[str, ...]] = {
    "add evidence": AT_WORK,
    "write findings": AT_WORK,
    "raise": AT_WORK,
    "judge": ("judging",),
    "dissent": ("judging",),
    "moderate": ("judging",),
    "note progress": ("published",),
}

TABLE = Table(STATES, TRANSITIONS)
names, may, after = TABLE.names, TABLE.may, TABLE.after
assert names("step") == STATUSES  # the words of the record
assert names("stage") == get_args(StageName)


def may_follow(status: ConcernStatus, before: ConcernStatus) -> bool:
    """Whether a step of that status may come after one of another."""
    return any(t.to == status and before in t.sources for t in TRANSITIONS if t.kind == "step")


def move_from(stage: StageName) -> Transition[Kind]:
    """The one way that a force can be moved from a stage of monitoring."""
    return next(t for t in TRANSITIONS if t.kind == "stage" and stage in t.sources)


def writable(action: str, state: str) -> bool:
    """Whether something may be written while an inspection is in a state."""
    return state in OPEN_IN.get(action, ALWAYS)

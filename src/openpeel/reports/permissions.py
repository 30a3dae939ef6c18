"""The roles that people have in a report, and who may do what: one table.

Whether the state of a draft allows an action is another question (`states`). Those who work for the
inspected force see what was sent to them and what is published, and no draft before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from openpeel.people.permissions import Permissions

if TYPE_CHECKING:  # the reference is written from this table without a database
    from openpeel.reports.models import Report

Role = Literal["author", "editor", "lead", "force", "observer"]
ROLES: tuple[Role, ...] = get_args(Role)

ROLE_WORDS: dict[Role, str] = {
    "author": "Writes the report, and saves drafts of it.",
    "editor": "Reads drafts beside what the checks found, and saves corrected ones.",
    "lead": "Answers for the report: sends it to the force, decides its points, publishes.",
    "force": "Works for the inspected force: reads what was sent and raises points of accuracy.",
    "observer": "Reads drafts, points and decisions.",
}

TEAM: tuple[Role, ...] = ("author", "editor", "lead", "observer")
ACTIONS: dict[str, tuple[Role, ...]] = {
    "see the report": ROLES,
    "see drafts": TEAM,
    "see the accuracy check": ROLES,
    "save a draft": ("author", "editor", "lead"),
    "raise a point": ("force",),
    "decide a point": ("lead",),
    "send to the force": ("lead",),
    "close the accuracy check": ("lead",),
    "ask the force again": ("lead",),
    "publish": ("lead",),
    "manage": ("lead",),
}

ACTION_WORDS: dict[str, str] = {
    "see the report": "See its versions, with their hashes and what changed.",
    "see drafts": "Read every draft beside what the checks found.",
    "see the accuracy check": "Read a draft that was sent to the force, the points and decisions.",
    "save a draft": "Check a report's folder and save it as the next draft.",
    "raise a point": "Say what in the draft is not so, with evidence.",
    "decide a point": "Accept, refuse or note a point, with a reason.",
    "send to the force": "Let the force read the newest draft.",
    "close the accuracy check": "End it, once every point is decided.",
    "ask the force again": "Open the accuracy check of a draft again.",
    "publish": "Record a published folder as a version.",
    "manage": "Say who takes part.",
}

PERMISSIONS: Permissions[Report] = Permissions(ACTIONS)
roles_of, allowed = PERMISSIONS.roles_of, PERMISSIONS.allowed
may, require = PERMISSIONS.may, PERMISSIONS.require

"""Who may do what: one table of actions and roles.

Whether the state of an inspection allows an action is another question (`states`). Those who work
for a force see of an inspection only what was published and asked of them. What belongs to a
programme and not to one inspection goes by the roles that `monitored` finds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpeel.inspections.roles import Role
from openpeel.people.permissions import Permissions

if TYPE_CHECKING:  # the reference is written from this table without a database
    from openpeel.inspections.models import Inspection
    from openpeel.inspections.monitored import Monitored

ACTIONS: dict[str, tuple[Role, ...]] = {
    "see the inspection": ("lead", "inspector", "grader", "moderator", "observer"),
    "see what is sensitive": ("lead", "inspector", "grader", "moderator"),
    "see what was asked": ("lead", "inspector", "grader", "moderator", "force", "observer"),
    "check": ("lead", "inspector", "grader", "moderator"),
    "manage": ("lead",),
    "add evidence": ("lead", "inspector"),
    "write findings": ("lead", "inspector"),
    "judge": ("grader",),
    "dissent": ("lead", "inspector", "grader", "moderator"),
    "moderate": ("moderator",),
    "raise": ("lead", "grader"),
    "follow up": ("lead", "inspector"),
    "note progress": ("force",),
    "see monitoring": ("lead", "inspector", "grader", "moderator", "force", "observer"),
    "recommend nationally": ("lead",),
    "monitor": ("lead",),
}

ACTION_WORDS: dict[str, str] = {
    "see the inspection": "Read the areas, the evidence and the judgments.",
    "see what is sensitive": "Read evidence that is marked official-sensitive.",
    "see what was asked": "Read causes of concern, recommendations and areas for improvement.",
    "check": "Hold the record against the rules.",
    "manage": "Say who takes part; take the inspection from state to state.",
    "add evidence": "Add evidence, gaps and lines of enquiry; close lines.",
    "write findings": "Write findings.",
    "judge": "Judge an area; never one whose judgment the same person moderated.",
    "dissent": "Say which other grade one would have given.",
    "moderate": "Set a judgment beside those of like inspections; never one's own.",
    "raise": "Raise causes of concern with recommendations, and areas for improvement.",
    "follow up": "Add a step to the history of what was asked.",
    "note progress": "Say how far the force has come; the status stays.",
    "see monitoring": "Read national recommendations, and where each force stands with them.",
    "recommend nationally": "Enter national recommendations, and ask them of forces.",
    "monitor": "Move a force from one stage of monitoring to another.",
}

PERMISSIONS: Permissions[Inspection | Monitored] = Permissions(ACTIONS)
roles_of, allowed = PERMISSIONS.roles_of, PERMISSIONS.allowed
may, require = PERMISSIONS.may, PERMISSIONS.require

"""Who may do what: one table of actions and roles.

Whether the state of a thing allows an action is another question (`states`). What a person may see
of a review depends on whose it is and on whether both reviewers have submitted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpeel.audits.roles import ROLE_WORDS as ROLE_WORDS
from openpeel.audits.roles import ROLES as ROLES
from openpeel.audits.roles import Role
from openpeel.people.permissions import Permissions

if TYPE_CHECKING:  # the reference is written from this table without a database
    from openpeel.audits.models import Audit, Review
    from openpeel.people.models import Person

ACTIONS: dict[str, tuple[Role, ...]] = {
    "see the round": ("lead", "reviewer", "moderator", "force", "observer"),
    "see progress": ("lead", "moderator", "observer"),
    "see files": ("lead", "moderator"),
    "see results": ("lead", "moderator", "observer"),
    "see urgent risks": ("lead", "moderator"),
    "see settled answers": ("lead", "moderator", "force"),
    "manage": ("lead",),
    "allocate": ("lead",),
    "replace": ("lead",),
    "review": ("reviewer",),
    "resolve": ("moderator",),
    "reply": ("force",),
    "decide": ("lead",),
    "note": ("lead",),
    "publish": ("lead",),
    "purge": ("lead",),
}

PERMISSIONS: Permissions[Audit] = Permissions(ACTIONS)
roles_of, allowed = PERMISSIONS.roles_of, PERMISSIONS.allowed
may, require = PERMISSIONS.may, PERMISSIONS.require


def may_see_review(person: Person, review: Review) -> bool:
    """Whether a person may read a review: its reviewer always; others when both are submitted.

    A second review is blind: while either of the two is open nobody but its own reviewer reads
    one, whatever their role.
    """
    if review.reviewer_id == person.pk:
        return True
    both = all(r.state == "submitted" for r in review.file.reviews.all())
    if review.file.second and review.file.reviews.count() < 2:
        both = False
    return both and may(person, "see files", review.file.round.audit)

"""The roles that people have in an inspection, and what each is for."""

from __future__ import annotations

from typing import Literal, get_args

Role = Literal["lead", "inspector", "grader", "moderator", "force", "observer"]
ROLES: tuple[Role, ...] = get_args(Role)

ROLE_WORDS: dict[Role, str] = {
    "lead": "Answers for the inspection: who takes part, when it is settled and published.",
    "inspector": "Adds evidence and findings, and follows up what was asked of the force.",
    "grader": "Judges each area, by what the evidence shows of its characteristics.",
    "moderator": "Sets judgments beside those of like inspections; gives none of them.",
    "force": "Works for the force: sees what was published, and says how far it has come.",
    "observer": "Sees the inspection, but for what is official-sensitive.",
}

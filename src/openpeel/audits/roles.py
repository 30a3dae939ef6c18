"""The roles that people have in an audit, and what each is for."""

from __future__ import annotations

from typing import Literal, get_args

Role = Literal["lead", "reviewer", "moderator", "force", "observer"]
ROLES: tuple[Role, ...] = get_args(Role)

ROLE_WORDS: dict[Role, str] = {
    "lead": "Plans the audit, allocates files, decides the force's replies, publishes.",
    "reviewer": "Reviews the files allocated to them, and sees no others.",
    "moderator": "Decides where two reviews of a file differ.",
    "force": "Works for the force: sees settled answers and questions facts.",
    "observer": "Sees progress and results.",
}

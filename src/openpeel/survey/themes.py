"""Themes that a survey opens: questions for fieldwork, about which it alone says nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from openpeel.errors import UserError

SURVEY: Final = "survey"
OTHER_KINDS: Final = frozenset(
    {"data", "audit", "document", "interview", "observation", "statement"}
)
"""Kinds of evidence beside a survey, as an inspection's record names them."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Something to explore, in an area of the framework."""

    id: str
    name: str
    words: str
    area: str

    def triangulated_by(self, kinds: Iterable[str]) -> bool:
        """Whether there is at least one other kind of evidence; until then nothing is said of it.

        Further answers to a survey are the same kind. UserError for a kind that there is not.
        """
        given = set(kinds)
        if unknown := given - OTHER_KINDS - {SURVEY}:
            raise UserError(
                f"theme {self.id}: {sorted(unknown)[0]!r} is no kind of evidence; use one of"
                f" {', '.join(sorted(OTHER_KINDS))}."
            )
        return bool(given & OTHER_KINDS)

    def open_question(self, kinds: Iterable[str]) -> str | None:
        """What is still missing before anything may be said of the theme, or None."""
        if self.triangulated_by(kinds):
            return None
        return (
            f"{self.name}: a survey opens this theme and says nothing of it by itself; another kind"
            f" of evidence is needed ({', '.join(sorted(OTHER_KINDS))})."
        )

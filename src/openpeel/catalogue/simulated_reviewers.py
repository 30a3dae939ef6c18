"""People who review simulated audits, with known error rates: a dated data file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from openpeel.catalogue.dated import Checked
from openpeel.catalogue.loading import DATA, Entry, load_yaml


class Reviewer(Entry):
    """One reviewer. All rates are shares from 0 to 1."""

    username: str
    name: str
    wrong: float = Field(ge=0, le=1)  # answers read wrongly, of usual difficulty
    not_recorded: float = Field(default=0.0, ge=0, le=1)  # said although the file shows it was done
    drift: float = Field(default=0.0, ge=0, le=1)  # by how much `wrong` grows with each week

    def wrong_in(self, week: int) -> float:
        """The share of answers read wrongly in a week of a round, from 0."""
        return min(1.0, self.wrong + self.drift * week)


class _File(Entry):
    checked: Checked
    reviewers: tuple[Reviewer, ...]


def load_reviewers(path: Path) -> tuple[Reviewer, ...]:
    """The reviewers in a file; UserError names file, line and key."""
    return load_yaml(path, _File).reviewers


@cache
def reviewers() -> tuple[Reviewer, ...]:
    """The six of the simulated audits."""
    return load_reviewers(DATA / "simulated-audits" / "reviewers.yaml")

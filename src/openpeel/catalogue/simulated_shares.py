"""How often each fact and each answer is true of the files of a simulated force: dated data files.

A file names a question set and gives, for each fact that no return tells and for each question, the
share of files of which it is true. Where a share depends on the kind of file it says so.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from openpeel.catalogue.dated import Checked, at, blame
from openpeel.catalogue.loading import DATA, Entry, load_yaml
from openpeel.catalogue.question_sets import QuestionSet, question_sets

FOLDER = DATA / "simulated-audits"


class Share(Entry):
    """A share of files, from 0 to 1, and where it is another one.

    `given` (a fact that is true of the file) goes before `strata`; of several the first listed.
    `misread` says how hard it is to read: reviewers' error rates are multiplied by it.
    """

    strata: dict[str, float] = Field(default_factory=dict)
    given: dict[str, float] = Field(default_factory=dict)
    misread: float = Field(default=1.0, ge=0)

    @model_validator(mode="after")
    def _shares(self) -> Self:
        for key, shares in (("strata", self.strata), ("given", self.given)):
            for name, share in shares.items():
                if not 0 <= share <= 1:
                    raise at((key, name), f"{share} is no share from 0 to 1")
        return self


class FactShare(Share):
    """How often a fact is true; only of files of which all that it `needs` is true."""

    share: float = Field(ge=0, le=1)
    needs: tuple[str, ...] = ()
    misread: float = Field(default=0.5, ge=0)


class AnswerShares(Share):
    """How often each answer is true where the question is relevant: parts of 1.

    A share of `strata`, `given` or `later` is that of the answers that speak for the force
    together; the others keep their proportions. `later` is the share in a second round.
    """

    answers: dict[str, float]
    later: float | None = Field(default=None, ge=0, le=1)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if abs(sum(self.answers.values()) - 1) > 1e-9 or min(self.answers.values()) < 0:
            raise at(("answers",), "the answers are parts of 1")
        return self


class CountShares(Entry):
    """Crimes due in a file and recorded: how many, of which class, how often each is on record."""

    question: str
    due: tuple[float, ...]  # shares of files with 1, 2, ... crimes due
    classes: dict[str, float]  # parts of 1
    strata: dict[str, str] = Field(default_factory=dict)  # kinds of file with one class only
    recorded: dict[str, float]  # by class
    first_recorded: bool = False  # the file is a recorded crime, so one is


class Shares(Entry):
    """What is true of a simulated force's files, for one question set."""

    question_set: str
    why: str
    facts: dict[str, FactShare] = Field(default_factory=dict)
    questions: dict[str, AnswerShares]
    counts: CountShares | None = None
    checked: Checked

    @property
    def set(self) -> QuestionSet:
        """The question set that it is for."""
        return question_sets()[self.question_set]


def load_shares(path: Path) -> Shares:
    """The shares in a file, held against their question set; UserError names file and key."""
    shares = load_yaml(path, Shares)
    questions = shares.set
    choices = {q.id for q in questions.questions if q.kind == "choice"}
    for id in sorted(choices ^ shares.questions.keys()):
        raise blame(path, ("questions", id), "each choice of the set has its shares, and no other")
    for id, entry in shares.questions.items():
        if set(entry.answers) != set(questions.by_id[id].answers):
            raise blame(path, ("questions", id, "answers"), "these are not the question's answers")
    facts = {fact.id for fact in questions.facts}
    for id in sorted(shares.facts.keys() - facts):
        raise blame(path, ("facts", id), f"{id!r} is no fact of the set")
    for key, entries in (("facts", shares.facts), ("questions", shares.questions)):
        for id, share in entries.items():
            for fact in sorted(share.given.keys() - facts):
                raise blame(path, (key, id, "given", fact), f"{fact!r} is no fact of the set")
    return shares


@cache
def shares_of(question_set: str) -> Shares:
    """The shares for a question set, by its id."""
    return load_shares(FOLDER / f"{question_set}.yaml")

"""Question sets: what a reviewer asks of each file, when it is relevant, and how answers count.

A question set is a dated file. It names its own answers; each answer counts as `yes`, `no`,
`not applicable` or `not recorded`, so that sets with finer answers ("no: graded too low") are
estimated by the same rules as plain ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from openpeel.catalogue.dated import Checked, at, blame
from openpeel.catalogue.loading import DATA, Entry, Key, check, read_yaml
from openpeel.errors import UserError

FOLDER = DATA / "question-sets"

Counts = Literal["yes", "no", "not applicable", "not recorded"]


class Answer(Entry):
    """One answer that can be given: its words, what it counts as, and the key that gives it."""

    words: str
    counts: Counts
    key: str = Field(pattern=r"^[a-z0-9]$")


class Fact(Entry):
    """Something about a file that decides which questions are relevant to it.

    `column` names the flag of the frame's return that already tells it, or `where` is a condition
    on its columns that does; the reviewer is asked only where that is empty.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    ask: str
    column: str | None = None
    where: str | None = None

    @property
    def told_by(self) -> str | None:
        """The condition on the return's columns that tells it, or None."""
        return self.where or self.column

    @model_validator(mode="after")
    def _told_once(self) -> Self:
        if self.column and self.where:
            raise at(("where",), "a fact is told by a `column` or by a `where`, not by both")
        return self


class Condition(Entry):
    """A test that makes a question relevant: a fact of the file, or an answer given before."""

    fact: str | None = None
    answer: str | None = None
    among: tuple[str, ...] = ()  # codes of that answer

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.fact is None) == (self.answer is None):
            raise ValueError("a condition names either a fact or an answer")
        if (self.answer is None) != (not self.among):
            raise ValueError("`among` lists codes of the answer, and only of an answer")
        return self


class Question(Entry):
    """One question. `good` is the answer that speaks for the force.

    `not_recorded` says what "not recorded" means for the share: `left out` of it, or `no`, where
    keeping the record is what is asked. A question of kind `counts` asks for two numbers for each
    class instead of an answer: how many there should be, and how many there are.
    """

    id: str = Field(pattern=r"^[A-Z]{1,3}[0-9]{1,2}$")
    stage: str
    ask: str
    short: str  # for charts and tables
    relevant: str  # when it is asked, in words
    when: tuple[Condition, ...] = ()  # all must hold; none: it is always relevant
    kind: Literal["choice", "counts"] = "choice"
    answers: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    good: Literal["yes", "no"] = "yes"
    not_recorded: Literal["left out", "no"] = "left out"
    serious: bool = False  # an answer against the force weighs double in "all worst files"
    evidence: str
    measures: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.kind == "choice") != bool(self.answers):
            raise at(("answers",), "a choice lists its answers, and counts have none")
        if (self.kind == "counts") != bool(self.classes):
            raise at(("classes",), "counts list their classes, and a choice has none")
        return self


class Base(Entry):
    """The set that another one extends, in the version that it was written for."""

    id: str
    version: int


class QuestionSet(Entry):
    """Questions in stages, asked of every file of a round.

    A set that `extends` another has that one's stages, answers, classes, facts and questions, and
    then its own; within a stage its own questions follow.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    version: int = Field(ge=1)
    since: date
    until: date | None = None
    extends: Base | None = None
    name: str
    unit: str  # what one file is: a crime, a search, an incident
    why: str
    stages: dict[str, str]
    answers: dict[str, Answer]
    classes: dict[str, str] = Field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    questions: tuple[Question, ...]
    checked: Checked

    @cached_property
    def by_id(self) -> dict[str, Question]:
        """Its questions by their ids."""
        return {question.id: question for question in self.questions}

    @model_validator(mode="after")
    def _names_hold(self) -> Self:
        facts = {fact.id for fact in self.facts}
        before: set[str] = set()
        for n, question in enumerate(self.questions):
            key = ("questions", n)
            if question.id in before:
                raise at((*key, "id"), f"{question.id!r} stands twice")
            if question.stage not in self.stages:
                raise at((*key, "stage"), f"{question.stage!r} is no stage of this set")
            for code in question.answers:
                if code not in self.answers:
                    raise at((*key, "answers"), f"{code!r} is no answer of this set")
            keys = [self.answers[code].key for code in question.answers]
            if len(set(keys)) < len(keys):
                raise at((*key, "answers"), "two of its answers are given by the same key")
            for name in question.classes:
                if name not in self.classes:
                    raise at((*key, "classes"), f"{name!r} is no class of this set")
            for condition in question.when:
                self._check_condition((*key, "when"), condition, facts, before)
            before.add(question.id)
        return self

    def _check_condition(
        self, key: tuple[str | int, ...], condition: Condition, facts: set[str], before: set[str]
    ) -> None:
        if condition.fact is not None and condition.fact not in facts:
            raise at(key, f"{condition.fact!r} is no fact of this set")
        if condition.answer is not None:
            if condition.answer not in before:
                raise at(key, f"{condition.answer!r} is no question that stands before this one")
            for code in condition.among:
                if code not in self.by_id[condition.answer].answers:
                    raise at(key, f"{code!r} is no answer of {condition.answer}")

    def relevant(
        self, question: Question, facts: Mapping[str, bool], answers: Mapping[str, str]
    ) -> bool | None:
        """Whether a question is to be asked; None while what decides it has not been answered.

        `answers` maps question ids to answer codes. A question that rests on one that is not
        relevant is not relevant either.
        """
        undecided = False
        for condition in question.when:
            if condition.fact is not None:
                held = facts.get(condition.fact)
            else:
                held = self._answered(str(condition.answer), condition.among, facts, answers)
            if held is False:
                return False
            undecided = undecided or held is None
        return None if undecided else True

    def _answered(
        self,
        id: str,
        among: tuple[str, ...],
        facts: Mapping[str, bool],
        answers: Mapping[str, str],
    ) -> bool | None:
        asked = self.relevant(self.by_id[id], facts, answers)
        if asked is False:
            return False
        given = answers.get(id)
        return None if given is None or asked is None else given in among

    def counts(self, code: str) -> Counts:
        """What an answer of this set counts as."""
        return self.answers[code].counts


def load_question_set(path: Path) -> QuestionSet:
    """A question set from a file; UserError names file, line and key."""
    values, lines = read_yaml(path)
    if isinstance(values, dict) and "extends" in values:
        values, lines = _extended(path, values, lines)
    return check(values, QuestionSet, path, lines)


def _extended(
    path: Path, values: dict[str, Any], lines: dict[Key, int]
) -> tuple[dict[str, Any], dict[Key, int]]:
    """The values of a set with those of its base before them, and the lines of its own."""
    extends = check(values["extends"], Base, path, lines, ("extends",))
    base, _ = read_yaml(path.with_name(f"{extends.id}.yaml"))
    if base.get("version") != extends.version or "extends" in base:
        raise blame(
            path, ("extends",), f"{extends.id} must be version {extends.version}, and stand alone"
        )
    own = values.get("questions") or []
    stages = [*base["stages"], *(values.get("stages") or {})]
    every = [(question, -1) for question in base["questions"]]
    every += [(question, n) for n, question in enumerate(own)]
    every.sort(key=lambda pair: _place(stages, pair[0]))
    now_at = {n: at for at, (_, n) in enumerate(every)}
    merged = values | {
        "stages": base["stages"] | (values.get("stages") or {}),
        "answers": base["answers"] | (values.get("answers") or {}),
        "classes": base.get("classes", {}) | (values.get("classes") or {}),
        "facts": [*base.get("facts", []), *(values.get("facts") or [])],
        "questions": [question for question, _ in every],
    }
    after = len(base.get("facts", []))
    moved: dict[Key, int] = {}
    for key, line in lines.items():
        if key[0:1] == ("questions",) and len(key) > 1:
            key = ("questions", now_at[int(key[1])], *key[2:])
        elif key[0:1] == ("facts",) and len(key) > 1:
            key = ("facts", after + int(key[1]), *key[2:])
        moved[key] = line
    return merged, moved


def _place(stages: list[str], question: Any) -> int:
    """Where the stage of a question stands; one that is wrong comes last, and is then refused."""
    stage = question.get("stage") if isinstance(question, dict) else None
    return stages.index(stage) if stage in stages else len(stages)


@cache
def question_sets() -> dict[str, QuestionSet]:
    """Every question set by its id, the newest first."""
    every = [load_question_set(path) for path in sorted(FOLDER.glob("*.yaml"))]
    return {s.id: s for s in sorted(every, key=lambda s: (s.since, s.id), reverse=True)}


def question_set(id: str) -> QuestionSet:
    """The question set with that id; UserError lists those there are."""
    if id not in question_sets():
        raise UserError(
            f"there is no question set {id!r}; use one of {', '.join(question_sets())}."
        )
    return question_sets()[id]

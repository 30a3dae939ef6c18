"""A simulated survey: answers that nobody gave, dealt out so that the shares of a file come true.

The answers are a CSV like one that was collected, and are read back like one. The same seed gives
the same bytes.
"""

from __future__ import annotations

import csv
import io
import math
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple, Self

from pydantic import Field, model_validator

from openpeel.catalogue.dated import Checked, ForceCode, at
from openpeel.catalogue.forces import Force, forces
from openpeel.catalogue.loading import DATA, Entry, load_yaml
from openpeel.catalogue.survey_questions import Item, SurveyQuestions, survey_questions
from openpeel.survey.collecting import read_answers
from openpeel.survey.published import Collection, PublishedSurvey, publish, write_survey
from openpeel.survey.results import results_of

FOLDER = DATA / "simulated-surveys"
ANSWERS, PUBLISHED = "answers.csv", "published"
EMPTY, PREFER_NOT, NOT_APPLICABLE = "", "prefer-not", "not-applicable"


class _Responses(Entry):
    least: int = Field(ge=0)
    most: int = Field(ge=1)
    named: dict[ForceCode, int]


class _NoAnswer(Entry):
    empty: float = Field(ge=0, lt=0.5)
    prefer_not: float = Field(alias="prefer-not", ge=0, lt=0.5)
    not_applicable: dict[str, float] = Field(alias="not-applicable")


class _Differs(Entry):
    forces: float = Field(ge=0)
    not_in: tuple[ForceCode, ...]


class SurveyTruth(Entry):
    """What is true of the answers of a simulated survey."""

    question_set: str
    start: date
    end: date
    responses: _Responses
    roles: dict[str, float]
    ranks: dict[str, float]
    places: dict[str, float]
    no_answer: _NoAnswer
    shares: dict[str, tuple[float, ...]]
    differs: _Differs
    checked: Checked

    @model_validator(mode="after")
    def _of_its_set(self) -> Self:
        asked = survey_questions(self.question_set)
        for key, codes in (("roles", asked.roles), ("ranks", asked.ranks),
                           ("places", asked.places)):  # fmt: skip
            parts: dict[str, float] = getattr(self, key)
            if parts.keys() != codes.keys() or not math.isclose(sum(parts.values()), 1):
                raise at((key,), f"it gives each of {', '.join(codes)} its part of 1")
        if self.shares.keys() != asked.by_id.keys():
            raise at(("shares",), f"it names each item of {asked.id}")
        for item in asked.items:
            shares = self.shares[item.id]
            if len(shares) != len(asked.answers(item)) or not math.isclose(sum(shares), 1):
                raise at(("shares", item.id), "it gives each answer of the scale its part of 1")
        return self


def load_survey_truth(path: Path) -> SurveyTruth:
    """What is true of a simulated survey; UserError names file, line and key."""
    return load_yaml(path, SurveyTruth)


class Simulated(NamedTuple):
    """Where a simulated survey was written: its answers (private) and its published folder."""

    answers: Path
    published: Path
    survey: PublishedSurvey
    responses: int


def simulate(out: Path, seed: int, truth: SurveyTruth | None = None) -> Simulated:
    """Write simulated answers to `out`, read them as collected ones are, and publish them."""
    truth = truth or load_survey_truth(FOLDER / "workforce-2021.yaml")
    questions = survey_questions(truth.question_set)
    out.mkdir(parents=True, exist_ok=True)
    path = out / ANSWERS
    path.write_text(answers_csv(truth, seed), encoding="utf-8", newline="")
    answers = read_answers(path, questions)
    collection = Collection(
        id=f"{questions.id}-simulated", start=truth.start, end=truth.end, simulated=True
    )
    survey = publish(results_of(answers, truth.end), collection)
    write_survey(survey, out / PUBLISHED)
    return Simulated(path, out / PUBLISHED, survey, len(answers.responses))


def answers_csv(truth: SurveyTruth, seed: int) -> str:
    """Every simulated response, force by force."""
    questions = survey_questions(truth.question_set)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(questions.columns)
    number = 0
    for force in forces().all:
        dice = random.Random(f"{truth.question_set}/{seed}/{force.code}")
        for row in _rows(truth, questions, force, dice):
            number += 1
            writer.writerow([f"R{number}", force.code, *row])
    return out.getvalue()


def _rows(
    truth: SurveyTruth, questions: SurveyQuestions, force: Force, dice: random.Random
) -> Iterator[tuple[str, ...]]:
    """Responses of one force without their ids, in an order that tells nothing."""
    n = _responses(truth, force, dice)
    roles, ranks, places = (
        _shuffled(parts, n, dice) for parts in (truth.roles, truth.ranks, truth.places)
    )
    answers = []
    for item in questions.items:
        alike = force.code in truth.differs.not_in
        shift = 0.0 if alike else dice.gauss(0, truth.differs.forces)
        asked = questions.asked(item)
        given = iter(_answers(truth, questions, item, sum(role in asked for role in roles), shift,
                              dice))  # fmt: skip
        answers.append([next(given) if role in asked else EMPTY for role in roles])
    return zip(roles, ranks, places, *answers, strict=True)


def _responses(truth: SurveyTruth, force: Force, dice: random.Random) -> int:
    """How many answer: more where more people live, and much by chance."""
    told = truth.responses
    if force.code in told.named:
        return told.named[force.code]
    largest = max(one.population for one in forces().all)
    likely = told.least + (told.most - told.least) * math.sqrt(force.population / largest)
    return min(told.most, max(told.least, round(likely * dice.uniform(0.15, 1.2))))


def _answers(
    truth: SurveyTruth,
    questions: SurveyQuestions,
    item: Item,
    n: int,
    shift: float,
    dice: random.Random,
) -> list[str]:
    """What the `n` people who are asked an item answer to it, in any order."""
    none = truth.no_answer
    parts = {
        EMPTY: none.empty,
        PREFER_NOT: none.prefer_not,
        NOT_APPLICABLE: none.not_applicable.get(item.id, 0.0),
    }
    left = 1 - sum(parts.values())
    shares = _shifted(truth.shares[item.id], shift)
    parts |= {
        code: left * share for code, share in zip(questions.answers(item), shares, strict=True)
    }
    return _shuffled(parts, n, dice)


def _shifted(shares: Sequence[float], shift: float) -> list[float]:
    """Shares with the odds of the first one multiplied by exp(shift)."""
    first = shares[0] * math.exp(shift)
    whole = first + sum(shares[1:])
    return [first / whole, *(share / whole for share in shares[1:])]


def _shuffled(parts: Mapping[str, float], n: int, dice: random.Random) -> list[str]:
    codes = [
        code for code, times in zip(parts, _dealt(parts, n), strict=True) for _ in range(times)
    ]
    dice.shuffle(codes)
    return codes


def _dealt(parts: Mapping[str, float], n: int) -> list[int]:
    """`n` shared out by parts of 1, the largest remainders rounded up."""
    exact = [part * n for part in parts.values()]
    dealt = [math.floor(value) for value in exact]
    by_rest = sorted(range(len(exact)), key=lambda i: dealt[i] - exact[i])
    for i in by_rest[: n - sum(dealt)]:
        dealt[i] += 1
    return dealt

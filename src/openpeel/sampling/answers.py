"""What reviewers answered about the files of a round, as plain values.

The service's database, a spreadsheet of answers and a published round all give these; estimates,
agreement and comparisons are made of nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from openpeel.catalogue.audit_designs import Design
from openpeel.catalogue.question_sets import QuestionSet

Chosen = Literal["random", "worst", "first files"]
"""Why a file was reviewed a second time."""


@dataclass(frozen=True)
class Answers:
    """One file's answers: facts by id, answer codes by question, counts by question and class.

    A count is a pair: how many there should be, and how many of these there are. A question that
    is missing has not been answered; one that is not relevant has no entry either.
    """

    facts: Mapping[str, bool] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, Mapping[str, tuple[int, int]]] = field(default_factory=dict)


@dataclass(frozen=True)
class FileAnswers:
    """The settled answers of one file of the sample.

    `settled` says, by question or fact, how its answer came to stand, where that is known.
    """

    number: int  # its place on the draw sheet, from 1
    stratum: str
    answers: Answers
    cluster: str | None = None
    settled: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Pair:
    """Two reviews of one file, made blind: who made them, when, and why there are two."""

    number: int
    stratum: str
    chosen: Chosen
    first_by: str
    second_by: str
    at: datetime  # when the second was submitted
    first: Answers
    second: Answers


@dataclass(frozen=True)
class Reading:
    """One submitted review, the first of its file or the second."""

    stratum: str
    by: str
    at: datetime  # when it was submitted
    answers: Answers


@dataclass(frozen=True)
class RoundAnswers:
    """A round with everything that its estimates are made of.

    `populations` are the numbers of files in the frame, by stratum. `files` are those with settled
    answers; `drawn` counts, by stratum, the files of the sample whether reviewed or not.
    `readings` are every review, where they are known: a published round has those in pairs alone.
    """

    slug: str
    name: str
    force_code: str
    design: Design
    questions: QuestionSet
    populations: Mapping[str, int]
    drawn: Mapping[str, int]
    files: tuple[FileAnswers, ...]
    pairs: tuple[Pair, ...] = ()
    readings: tuple[Reading, ...] = ()

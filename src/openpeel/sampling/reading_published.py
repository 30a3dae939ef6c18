"""Reading a published round: every figure must come from what was published, so all is checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

from openpeel.catalogue.audit_designs import Design
from openpeel.catalogue.forces import forces
from openpeel.catalogue.loading import Entry
from openpeel.catalogue.question_sets import QuestionSet
from openpeel.errors import UserError
from openpeel.facts.returns.limits import regular
from openpeel.sampling.answer_rows import LARGEST
from openpeel.sampling.answers import Answers, FileAnswers, Pair, RoundAnswers
from openpeel.sampling.checks_of_answers import problems
from openpeel.sampling.counting import asked
from openpeel.sampling.published import (
    ANSWERS,
    DESIGN,
    PAIRS,
    QUESTIONS,
    ROUND,
    PublishedRound,
)
from openpeel.sampling.published_tables import read_answers_csv, read_pairs_csv
from openpeel.sampling.recording import OVERALL
from openpeel.sampling.sheets import FrameCount
from openpeel.sampling.yaml_text import load_stranger


class _Made(Entry):
    id: str
    version: int
    sha256: str


class _Stratum(Entry):
    id: str
    population: int | None
    drawn: int


class _RoundFile(Entry):
    round: Literal[1]
    slug: str
    name: str
    audit: str
    number: int
    force: str
    design: _Made
    question_set: _Made
    frame: FrameCount
    seed: str
    sheet_sha256: str
    drawn_on: date
    strata: tuple[_Stratum, ...]
    published_on: date
    published_by: str
    notes: dict[str, str]
    simulated: bool
    truth: dict[str, float]
    recorded_in_year: dict[str, int]
    recorded_source: str | None
    files: dict[str, str]


M = TypeVar("M", Design, QuestionSet)


def read_published(folder: Path) -> PublishedRound:
    """A published round from its folder.

    Raises:
        UserError: a file is missing or is not what was published, or something in it does not hold
            together; the sentence names the file, and the row or key.
    """
    if not (folder / ROUND).is_file():
        raise UserError(f"{folder}: this is no published round; it has no {ROUND}.")
    told = load_stranger(folder / ROUND, _RoundFile)
    design = _entry(folder / DESIGN, Design, told.design)
    questions = _entry(folder / QUESTIONS, QuestionSet, told.question_set)
    for name in (ANSWERS, PAIRS):
        if _sha256(folder / name) != told.files.get(name):
            raise UserError(
                f"{folder / name}: this is not the file that was published; its SHA-256 is not the"
                f" one in {ROUND}. Get the folder again."
            )
    strata = [stratum.id for sample in design.samples for stratum in sample.strata]
    answers = RoundAnswers(
        slug=told.slug,
        name=told.name,
        force_code=_force_code(folder / ROUND, told.force),
        design=design,
        questions=questions,
        populations={s.id: s.population for s in told.strata if s.population is not None},
        drawn={s.id: s.drawn for s in told.strata},
        files=read_answers_csv(folder / ANSWERS, strata),
        pairs=read_pairs_csv(folder / PAIRS, strata),
    )
    for problem in (*_keys(told, design, questions), *_counts(answers)):
        raise UserError(f"{folder / ROUND}, {problem}.")
    _check_answers(folder, answers)
    return PublishedRound(
        audit=told.audit,
        number=told.number,
        answers=answers,
        frame=told.frame,
        seed=told.seed,
        sheet_sha256=told.sheet_sha256,
        drawn_on=told.drawn_on,
        published_on=told.published_on,
        published_by=told.published_by,
        notes=told.notes,
        simulated=told.simulated,
        truth=told.truth,
        recorded_in_year=told.recorded_in_year,
        recorded_source=told.recorded_source,
    )


def _entry(path: Path, model: type[M], told: _Made) -> M:
    entry = load_stranger(path, model)
    if (entry.id, entry.version, _sha256(path)) != (told.id, told.version, told.sha256):
        raise UserError(
            f"{path}: this is not version {told.version} of {told.id} as it was published; get the"
            " folder again."
        )
    return entry


def _sha256(path: Path) -> str:
    with regular(path) as file:
        return hashlib.sha256(file.read(LARGEST + 1)).hexdigest()


def _force_code(path: Path, name: str) -> str:
    force = forces().find(name)
    if force is None:
        raise UserError(f"{path}, key force: {name!r} is none of the 43 forces.")
    return force.code


def _keys(told: _RoundFile, design: Design, questions: QuestionSet) -> Iterator[str]:
    """What in round.yaml does not go with the design and the questions."""
    if design.question_set != questions.id:
        yield f"key question_set: the design asks {design.question_set}, not {questions.id}"
    strata = [stratum.id for sample in design.samples for stratum in sample.strata]
    if [stratum.id for stratum in told.strata] != strata:
        yield f"key strata: the design has {', '.join(strata)}, in that order"
    for stratum in told.strata:
        if stratum.drawn < 0 or (stratum.population or 0) < 0:
            yield f"key strata, {stratum.id}: a number of files can't be below 0"
        elif stratum.population is not None and stratum.drawn > stratum.population:
            yield f"key strata, {stratum.id}: more files are drawn than the frame holds"
    for sample in design.samples:
        for id in set(sample.questions) - questions.by_id.keys():
            yield f"key design: it asks {id}, which is no question of {questions.id}"
    places = {f"{id}/{sample.id}" for sample in design.samples for id in questions.by_id}
    for name, ids, known in (("notes", told.notes, set()), ("truth", told.truth, places)):
        for id in sorted(ids.keys() - questions.by_id.keys() - known):
            yield f"key {name}.{id}: there is no such question"
    for id, share in told.truth.items():
        if not 0 <= share <= 1:
            yield f"key truth.{id}: {share} is no share from 0 to 1"
    if told.truth and not told.simulated:
        yield "key truth: only a simulated round knows the truth"
    for name in sorted(told.recorded_in_year.keys() - questions.classes.keys() - {OVERALL}):
        yield f"key recorded_in_year.{name}: there is no such class"


def _counts(answers: RoundAnswers) -> Iterator[str]:
    """More settled files than were drawn."""
    for id, drawn in answers.drawn.items():
        settled = sum(file.stratum == id for file in answers.files)
        if settled > drawn:
            yield f"key strata, {id}: {settled} files are settled of {drawn} drawn"


def _check_answers(folder: Path, answers: RoundAnswers) -> None:
    """Refuse answers that don't hold together; what is missing is counted by the estimates."""

    def check(path: Path, where: str, given: Answers, stratum: str) -> None:
        found = problems(answers.questions, given, asked=asked(answers, stratum))
        if found:
            raise UserError(f"{path}, {where}: {found[0].words}")

    def check_file(file: FileAnswers) -> None:
        check(folder / ANSWERS, f"file {file.number}", file.answers, file.stratum)

    def check_pair(pair: Pair) -> None:
        for by, given in ((pair.first_by, pair.first), (pair.second_by, pair.second)):
            check(folder / PAIRS, f"file {pair.number} by {by}", given, pair.stratum)

    for file in answers.files:
        check_file(file)
    for pair in answers.pairs:
        check_pair(pair)

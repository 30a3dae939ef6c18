"""Whether a file's answers hold together: the same checks for the pages, spreadsheets and archives.

Each problem is one sentence and names the question, so that a form can show it where it arose.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from openpeel.catalogue.question_sets import Question, QuestionSet
from openpeel.sampling.answers import Answers

MOST = 10_000
"""No file holds more crimes of one class."""


@dataclass(frozen=True)
class Problem:
    """What is wrong: `item` is the id of a question or of a fact."""

    item: str
    words: str  # one sentence
    crime_class: str | None = None
    missing: bool = False  # something is still to be answered; nothing that was given is wrong


def problems(
    questions: QuestionSet,
    answers: Answers,
    *,
    asked: Collection[str] | None = None,
    known: Mapping[str, bool] | None = None,
    complete: bool = False,
) -> list[Problem]:
    """What is wrong with one file's answers, in the order of the questions.

    Args:
        questions: The round's question set.
        answers: Facts, codes and counts as given.
        asked: Ids of the questions that are asked of this file; all of the set when None.
        known: Facts that the frame tells; they can't be answered differently.
        complete: Also name what is still to be answered. While a review goes on it is False.
    """
    ids = (
        tuple(questions.by_id) if asked is None else tuple(i for i in questions.by_id if i in asked)
    )
    found = [
        *_facts(questions, answers, known or {}),
        *_unknown(questions, answers, ids),
    ]
    for id in ids:
        question = questions.by_id[id]
        found += _form(question, answers)
        found += _relevance(questions, question, answers)
    if complete:
        found += _missing(questions, answers, ids)
    return found


def read_count(text: str) -> int | None:
    """A count as somebody writes it: a whole number from 0; None when it is none.

    >>> read_count(" 12 "), read_count("-1"), read_count("1.5"), read_count("two")
    (12, None, None, None)
    """
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit()) or len(plain) > len(str(MOST)):
        return None
    return int(plain)


def _facts(
    questions: QuestionSet, answers: Answers, known: Mapping[str, bool]
) -> Iterator[Problem]:
    ids = {fact.id for fact in questions.facts}
    for id, held in answers.facts.items():
        if id not in ids:
            yield Problem(id, f"{id} is no fact that this question set asks for.")
        elif id in known and known[id] != held:
            told = "yes" if known[id] else "no"
            yield Problem(id, f"{id}: the frame says {told}; a review can't change it.")


def _unknown(questions: QuestionSet, answers: Answers, ids: Collection[str]) -> Iterator[Problem]:
    for id in dict.fromkeys((*answers.codes, *answers.counts)):
        if id not in questions.by_id:
            yield Problem(id, f"{id} is no question of {questions.id}.")
        elif id not in ids:
            yield Problem(id, f"{id} is not asked of this kind of file.")


def _form(question: Question, answers: Answers) -> Iterator[Problem]:
    """Answers that the question does not have, and counts that can't be."""
    id = question.id
    code, counts = answers.codes.get(id), answers.counts.get(id)
    if question.kind == "counts":
        if code is not None:
            yield Problem(id, f"{id} asks for counts by class and has no answers to choose from.")
        yield from _counts(question, counts or {})
        return
    if counts is not None:
        yield Problem(id, f"{id} asks for an answer and has no counts.")
    if code is not None and code not in question.answers:
        choices = ", ".join(question.answers)
        yield Problem(id, f"{id}: {code!r} is none of its answers, which are {choices}.")


def _counts(question: Question, counts: Mapping[str, tuple[int, int]]) -> Iterator[Problem]:
    id = question.id
    for name, (should, recorded) in counts.items():
        if name not in question.classes:
            yield Problem(id, f"{id}: {name!r} is no class of this question.", name)
        elif min(should, recorded) < 0:
            yield Problem(id, f"{id}, {name}: a count can't be below 0.", name)
        elif max(should, recorded) > MOST:
            yield Problem(id, f"{id}, {name}: a count can't be above {MOST:,}.", name)
        elif recorded > should:
            words = f"{recorded} recorded of {should} that should be; it can't be more than those"
            yield Problem(id, f"{id}, {name}: {words}.", name)


def _relevance(questions: QuestionSet, question: Question, answers: Answers) -> Iterator[Problem]:
    given = question.id in answers.codes or question.id in answers.counts
    if given and questions.relevant(question, answers.facts, answers.codes) is False:
        yield Problem(
            question.id,
            f"{question.id} is answered but not relevant here; it is for: {question.relevant}.",
        )


def _missing(questions: QuestionSet, answers: Answers, ids: Collection[str]) -> Iterator[Problem]:
    for id in ids:
        question = questions.by_id[id]
        relevant = questions.relevant(question, answers.facts, answers.codes)
        if relevant is None:
            for fact in sorted({c.fact for c in question.when if c.fact} - answers.facts.keys()):
                yield Problem(fact, f"{fact} is not answered, and {id} hangs on it.", missing=True)
        elif relevant and question.kind == "choice" and id not in answers.codes:
            yield Problem(id, f"{id} is relevant here and has no answer.", missing=True)
        elif relevant and question.kind == "counts":
            for name in question.classes:
                if name not in answers.counts.get(id, {}):
                    words = f"{id}, {name}: both counts are needed; 0 where there is none"
                    yield Problem(id, f"{words}.", name, missing=True)

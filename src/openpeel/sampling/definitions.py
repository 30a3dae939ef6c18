"""What a question's figure hangs on, so that two rounds can be told to ask the same or not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from openpeel.catalogue.audit_designs import Design, Sample
from openpeel.catalogue.loading import Entry
from openpeel.catalogue.question_sets import Condition, Question, QuestionSet
from openpeel.sampling.yaml_text import yaml_text

_WORDS = {
    "ask": "its wording changed",
    "kind": "its kind of answer changed",
    "answers": "its answers, or what they count as, changed",
    "classes": "its classes changed",
    "good": "which answer is good changed",
    "not_recorded": "what “not recorded” counts as changed",
    "relevant": "which files it is relevant to changed",
    "when": "which files it is relevant to changed",
}


def entry_text(entry: Entry) -> str:
    """A question set or a design as YAML, every key written out: the same bytes anywhere."""
    return yaml_text(entry.model_dump(mode="json", by_alias=True, exclude_none=True))


def entry_sha256(entry: Entry) -> str:
    """SHA-256 of an entry's text: it changes with any word of it."""
    return hashlib.sha256(entry_text(entry).encode()).hexdigest()


def definition(questions: QuestionSet, question: Question) -> dict[str, Any]:
    """What the figure of a question hangs on, down to the questions and facts it rests on."""
    return {
        "ask": question.ask,
        "kind": question.kind,
        "answers": {
            code: (questions.answers[code].words, questions.counts(code))
            for code in question.answers
        },
        "classes": {name: questions.classes[name] for name in question.classes},
        "good": question.good,
        "not_recorded": question.not_recorded,
        "relevant": question.relevant,
        "when": [_condition(questions, condition) for condition in question.when],
    }


def changes(
    first: QuestionSet, question: Question, second: QuestionSet, other: Question
) -> list[str]:
    """What differs between the definitions of a question in two sets, in words; none: nothing."""
    one, two = definition(first, question), definition(second, other)
    return list(dict.fromkeys(words for key, words in _WORDS.items() if one[key] != two[key]))


def population_changes(first: Design, sample: Sample, second: Design, other: Sample) -> list[str]:
    """What differs between the files that two samples were drawn from, in words."""
    return list(_population_changes(first, sample, second, other))


def _population_changes(
    first: Design, sample: Sample, second: Design, other: Sample
) -> Iterator[str]:
    if first.frame != second.frame:
        yield "the frame comes from another return or is made up of other rows"
    if [(e.id, e.where) for e in first.exclusions] != [(e.id, e.where) for e in second.exclusions]:
        yield "other files are left out of the frame"
    if [(s.id, s.where) for s in sample.strata] != [(s.id, s.where) for s in other.strata]:
        yield "the kinds of files that were drawn differ"


def _condition(questions: QuestionSet, condition: Condition) -> Any:
    if condition.fact is not None:
        fact = next(fact for fact in questions.facts if fact.id == condition.fact)
        return fact.model_dump(mode="json", exclude={"id"})
    before = questions.by_id[str(condition.answer)]
    return (definition(questions, before), sorted(condition.among))

"""The form of a review: its questions in stages, and what a sent form says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from openpeel.audits.actions.reviews import Said
from openpeel.audits.models import FACT, Answer, File
from openpeel.audits.questions import asked_of, design_of, facts_asked, items_of
from openpeel.catalogue.question_sets import Condition, Question, QuestionSet
from openpeel.sampling.checks_of_answers import read_count

TEXTS = ("evidence", "comment", "note")


@dataclass(frozen=True)
class Problem:
    """What could not be saved, and what was typed."""

    item: str
    words: str
    said: Said | None = None


def stages_of(
    file: File,
    answers: Mapping[str, Answer],
    typed: Mapping[str, Said],
    relevant: Mapping[str, bool | None],
    problems: Iterable[Problem],
) -> list[dict[str, Any]]:
    """Facts first, then the stages, each with its questions as the template shows them."""
    questions = design_of(file).questions
    wrong = {problem.item: problem.words for problem in problems}

    def shown(item: str, **more: Any) -> dict[str, Any]:
        answer, said = answers.get(item), typed.get(item)
        held = said or answer
        return {
            "item": item,
            "version": answer.version if answer else 0,
            "code": held.code if held else "",
            "texts": {name: getattr(held, name) if held else "" for name in TEXTS},
            "told": any(getattr(held, name) for name in TEXTS) if held else False,
            "problem": wrong.get(item, ""),
            **more,
        }

    stages = [
        {
            "name": "About this file",
            "items": [
                shown(
                    FACT + fact.id,
                    name="",
                    ask=fact.ask,
                    kind="fact",
                    choices=[("yes", "Yes", "y"), ("no", "No", "n")],
                    held=True,
                )
                for fact in facts_asked(file)
            ],
        }
    ]
    for stage, name in questions.stages.items():
        asked = [q for q in asked_of(file) if q.stage == stage]
        stages.append(
            {
                "name": name,
                "items": [
                    shown(
                        q.id,
                        name=q.id,
                        ask=q.ask,
                        relevant=q.relevant,
                        evidence=q.evidence,
                        kind=q.kind,
                        choices=_choices(questions, q),
                        classes=_classes(questions, q, answers.get(q.id), typed.get(q.id)),
                        when=json.dumps([_condition(c) for c in q.when]),
                        held=relevant[q.id],
                    )
                    for q in asked
                ],
            }
        )
    return [stage for stage in stages if stage["items"]]


def said_in(form: QueryDict, file: File) -> Iterator[tuple[str, Said | str, int]]:
    """What a form that was sent as a whole says: each item, and the version it was made with.

    Instead of what was said there is a sentence where numbers are none.
    """
    for item, question in items_of(file).items():
        seen = form.get(f"seen-{item}", "")
        if not (seen.isascii() and seen.isdigit()):
            continue
        texts = {name: form.get(f"{name}-{item}", "").replace("\0", "") for name in TEXTS}
        counts: dict[str, list[int]] | None = None
        problem = ""
        if question is not None and question.kind == "counts":
            counts, problem = _counts(form, question)
        said = Said(code=form.get(f"code-{item}", ""), counts=counts, **texts)
        yield item, problem or said, int(seen[:9])


def _counts(form: QueryDict, question: Question) -> tuple[dict[str, list[int]] | None, str]:
    found: dict[str, list[int]] = {}
    for name in question.classes:
        texts = [form.get(f"{part}-{question.id}-{name}", "") for part in ("should", "there")]
        if not any(text.strip() for text in texts):
            continue
        numbers = [read_count(text) for text in texts]
        if None in numbers:
            return None, f"{question.id}, {name}: give two whole numbers."
        found[name] = [n for n in numbers if n is not None]
    return found or None, ""


def _choices(questions: QuestionSet, question: Question) -> list[tuple[str, str, str]]:
    return [
        (code, questions.answers[code].words, questions.answers[code].key)
        for code in question.answers
    ]


def _classes(
    questions: QuestionSet, question: Question, answer: Answer | None, typed: Said | None
) -> list[dict[str, Any]]:
    counts = (typed.counts if typed else answer.counts if answer else None) or {}
    return [
        {
            "id": name,
            "words": questions.classes[name],
            "should": counts.get(name, ["", ""])[0],
            "there": counts.get(name, ["", ""])[1],
        }
        for name in question.classes
    ]


def _condition(condition: Condition) -> dict[str, Any]:
    if condition.fact is not None:
        return {"fact": condition.fact}
    return {"answer": condition.answer, "among": list(condition.among)}

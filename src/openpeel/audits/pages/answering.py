"""Answers on pages: in words, and as the fields of a form in which one is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openpeel.audits.models import FACT, File, Given
from openpeel.audits.questions import design_of
from openpeel.errors import UserError
from openpeel.sampling.checks_of_answers import read_count

NO_ANSWER = "No answer"


def ask(file: File, item: str) -> str:
    """The words of a question or a fact."""
    questions = design_of(file).questions
    if item.startswith(FACT):
        id = item.removeprefix(FACT)
        return next((fact.ask for fact in questions.facts if fact.id == id), id)
    return questions.by_id[item].ask


def name_of(item: str) -> str:
    """How a question is quoted: its id; a fact has none that people use."""
    return "" if item.startswith(FACT) else item


def in_words(file: File, given: Given | None) -> str:
    """An answer as people read it: `Yes`, or `Sexual offences: 1 of 2`."""
    if given is None:
        return NO_ANSWER
    questions = design_of(file).questions
    if given.counts is not None:
        return "; ".join(
            f"{questions.classes.get(name, name)}: {there} of {should}"
            for name, (should, there) in given.counts.items()
        )
    if given.question.startswith(FACT):
        return {"yes": "Yes", "no": "No"}.get(given.code, NO_ANSWER)
    answer = questions.answers.get(given.code)
    return answer.words if answer else NO_ANSWER


def fields(file: File, item: str, typed: Mapping[str, str]) -> dict[str, Any]:
    """What a form needs to ask for an answer, with what was typed before."""
    questions = design_of(file).questions
    chosen = typed.get("code", "")
    if item.startswith(FACT):
        codes = [("yes", "Yes"), ("no", "No")]
    else:
        codes = [(code, questions.answers[code].words) for code in questions.by_id[item].answers]
    classes = () if item.startswith(FACT) else questions.by_id[item].classes
    return {
        "choices": [
            {"code": code, "words": words, "chosen": code == chosen} for code, words in codes
        ],
        "classes": [
            {
                "id": name,
                "words": questions.classes[name],
                "should": typed.get(f"should-{name}", ""),
                "there": typed.get(f"there-{name}", ""),
            }
            for name in classes
        ],
    }


def chosen(file: File, item: str, form: Mapping[str, str]) -> tuple[str, dict[str, Any] | None]:
    """The answer that a form gives: a code, or counts; UserError when it gives none."""
    questions = design_of(file).questions
    question = questions.by_id.get(item)
    if question is not None and question.kind == "counts":
        counts = {}
        for name in question.classes:
            pair = [read_count(form.get(f"{part}-{name}", "")) for part in ("should", "there")]
            if None in pair:
                raise UserError(
                    f"{item}, {questions.classes[name].lower()}: give two whole numbers, 0 where"
                    " there is none."
                )
            counts[name] = pair
        return "", counts
    code = form.get("code", "")
    if not code:
        raise UserError("choose the answer that stands from now on.")
    return code, None

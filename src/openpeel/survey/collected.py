"""Collected answers: private, and without anything that is not needed for a result."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from openpeel.catalogue.survey_questions import SurveyQuestions


class Response(NamedTuple):
    """What one person answered: codes in the order of the items, None where there is no answer.

    Its id, rank and place were checked and are not kept. "Does not apply" and "would rather not
    say" are no answers, as an empty cell is none.
    """

    force_code: str
    role: str
    answers: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class CollectedAnswers:
    """Every response to one question set. Only `results.results_of` looks into it."""

    questions: SurveyQuestions = field(repr=False)
    responses: tuple[Response, ...] = field(repr=False)

"""What the answers of one file count as: the one place that says so.

Estimates, agreement and comparisons all ask here, so that a file is in the base of all or of none.
"""

from __future__ import annotations

from typing import Literal

from openpeel.catalogue.question_sets import Question, QuestionSet
from openpeel.sampling.answers import Answers, RoundAnswers

Counted = Literal["yes", "no", "not applicable", "not recorded", "unanswered"]


def counted(questions: QuestionSet, question: Question, answers: Answers) -> Counted:
    """What a file's answer to a question counts as.

    A question that is not relevant to the file is `not applicable`, whatever stands there; one that
    is relevant, or whose relevance is undecided, without an answer is `unanswered`. "Not recorded"
    is `no` only where the question says so.
    """
    if questions.relevant(question, answers.facts, answers.codes) is False:
        return "not applicable"
    code = answers.codes.get(question.id)
    if code is None:
        return "unanswered"
    counts = questions.counts(code)
    if counts == "not recorded" and question.not_recorded == "no":
        return "no"
    return counts


def asked(answers: RoundAnswers, stratum: str) -> tuple[str, ...]:
    """Ids of the questions that a round asks of the files of a stratum."""
    return answers.design.sample_of(stratum).questions or tuple(answers.questions.by_id)

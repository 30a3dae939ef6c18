"""What can be wrong with a file's answers, each with its sentence."""

from typing import Any

import pytest
from audit_rounds import QUESTIONS, questions

from openpeel.sampling.answers import Answers
from openpeel.sampling.checks_of_answers import problems, read_count

COUNTS: dict[str, Any] = {
    "id": "B1", "stage": "call", "ask": "How many crimes?", "short": "Crimes", "evidence": "log",
    "relevant": "every file", "kind": "counts", "classes": ["violence", "other"],
}  # fmt: skip
ASKS = questions(questions=[*QUESTIONS["questions"], COUNTS])
WHOLE = Answers(
    facts={"victim": True},
    codes={"A1": "yes", "A2": "no", "A3": "poor", "A4": "no", "A5": "yes"},
    counts={"B1": {"violence": (2, 1), "other": (0, 0)}},
)


def told(answers: Answers, **options: Any) -> list[str]:
    return [problem.words for problem in problems(ASKS, answers, **options)]


def test_a_file_that_is_answered_whole_has_no_problem() -> None:
    assert told(WHOLE, complete=True) == []


def test_a_file_that_has_only_begun_has_none_while_the_review_goes_on() -> None:
    assert told(Answers(codes={"A1": "yes"})) == []


def changed(**parts: dict[str, Any]) -> Answers:
    """The whole file with something put in or, by None, taken away."""

    def merged(name: str) -> dict[str, Any]:
        both = {**getattr(WHOLE, name), **parts.get(name, {})}
        return {key: value for key, value in both.items() if value is not None}

    return Answers(merged("facts"), merged("codes"), merged("counts"))


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (changed(facts={"weather": True}), "weather is no fact that this question set asks for."),
        (changed(facts={"victim": None}, codes={"A5": None}),
         "victim is not answered, and A5 hangs on it."),
        (changed(codes={"Z9": "yes"}), "Z9 is no question of small."),
        (changed(codes={"A1": "perhaps"}), "A1: 'perhaps' is none of its answers, which are yes,"
         " no, not-applicable, not-recorded."),
        (changed(codes={"A1": "poor"}), "A1: 'poor' is none of its answers, which are yes, no,"
         " not-applicable, not-recorded."),
        (changed(codes={"A1": "no"}),
         "A2 is answered but not relevant here; it is for: files with a triage."),
        (changed(facts={"victim": False}),
         "A5 is answered but not relevant here; it is for: files with a victim."),
        (changed(codes={"A4": None}), "A4 is relevant here and has no answer."),
        (changed(codes={"B1": "yes"}),
         "B1 asks for counts by class and has no answers to choose from."),
        (changed(counts={"A3": {"violence": (1, 1)}}), "A3 asks for an answer and has no counts."),
        (changed(counts={"B1": {"violence": (1, 1), "other": (0, 0), "fraud": (1, 1)}}),
         "B1: 'fraud' is no class of this question."),
        (changed(counts={"B1": {"violence": (-1, 0), "other": (0, 0)}}),
         "B1, violence: a count can't be below 0."),
        (changed(counts={"B1": {"violence": (10_001, 0), "other": (0, 0)}}),
         "B1, violence: a count can't be above 10,000."),
        (changed(counts={"B1": {"violence": (1, 2), "other": (0, 0)}}),
         "B1, violence: 2 recorded of 1 that should be; it can't be more than those."),
        (changed(counts={"B1": {"violence": (2, 1)}}),
         "B1, other: both counts are needed; 0 where there is none."),
    ],
)  # fmt: skip
def test_each_problem_has_its_sentence(answers: Answers, words: str) -> None:
    assert words in told(answers, complete=True)


def test_a_question_of_another_kind_of_file_is_refused() -> None:
    asked = ["A1", "A2", "A3", "A4", "A5"]
    assert told(WHOLE, asked=asked) == ["B1 is not asked of this kind of file."]


def test_what_the_frame_tells_can_not_be_answered_differently() -> None:
    assert told(WHOLE, known={"victim": False}) == [
        "victim: the frame says no; a review can't change it."
    ]


def test_what_is_missing_is_told_from_what_is_wrong() -> None:
    found = problems(ASKS, changed(codes={"A4": None, "A1": "poor"}), complete=True)
    assert {(p.item, p.missing) for p in found} >= {("A4", True), ("A1", False)}


@pytest.mark.parametrize("text", ["", "-1", "1.5", "1e3", "²", "one", "123456", "٣"])
def test_what_is_no_count_is_none(text: str) -> None:
    assert read_count(text) is None

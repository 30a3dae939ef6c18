"""A small audit for tests: two kinds of file, five questions, and rounds made of short lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from openpeel.catalogue.audit_designs import Design
from openpeel.catalogue.question_sets import QuestionSet
from openpeel.sampling.answers import Answers, Chosen, FileAnswers, Pair, RoundAnswers

ON = date(2026, 11, 23)
CHECKED = {"on": "2026-11-23", "next": "2027-11-23"}

QUESTIONS: dict[str, Any] = {
    "id": "small",
    "version": 1,
    "since": "2021-04-01",
    "name": "Small audit",
    "unit": "a recorded crime",
    "why": "To test with.",
    "stages": {"call": "Call handling"},
    "answers": {
        "yes": {"words": "Yes", "counts": "yes", "key": "y"},
        "no": {"words": "No", "counts": "no", "key": "n"},
        "poor": {"words": "No, it was poor", "counts": "no", "key": "p"},
        "not-applicable": {"words": "Does not apply", "counts": "not applicable", "key": "x"},
        "not-recorded": {"words": "Not said", "counts": "not recorded", "key": "r"},
    },
    "classes": {"violence": "Violence", "sexual": "Sexual offences", "other": "Other crime"},
    "facts": [{"id": "victim", "ask": "Is there a victim?"}],
    "questions": [
        {"id": "A1", "ask": "Was the call triaged?", "short": "Triaged", "relevant": "every file",
         "answers": ["yes", "no", "not-applicable", "not-recorded"]},
        {"id": "A2", "ask": "Was the triage right?", "short": "Triage right",
         "relevant": "files with a triage", "when": [{"answer": "A1", "among": ["yes"]}],
         "answers": ["yes", "no"]},
        {"id": "A3", "ask": "Was a plan made?", "short": "Plan made", "relevant": "every file",
         "answers": ["yes", "no", "poor", "not-recorded"], "not_recorded": "no"},
        {"id": "A4", "ask": "Was there avoidable delay?", "short": "Avoidable delay",
         "relevant": "every file", "answers": ["yes", "no", "not-recorded"], "good": "no"},
        {"id": "A5", "ask": "Was the victim told?", "short": "Victim told",
         "relevant": "files with a victim", "when": [{"fact": "victim"}],
         "answers": ["yes", "no"]},
    ],
    "checked": CHECKED,
}  # fmt: skip
for _question in QUESTIONS["questions"]:
    _question |= {"stage": "call", "evidence": "the log"}

DESIGN: dict[str, Any] = {
    "id": "small",
    "version": 1,
    "since": "2021-04-01",
    "name": "Small audit",
    "why": "To test with.",
    "question_set": "small",
    "frame": {"return": "crimes", "reference": "crime_ref"},
    "exclusions": [{"id": "fraud", "where": "offence_group = 'fraud'", "words": "fraud"}],
    "samples": [
        {"id": "all", "words": "every crime", "strata": [
            {"id": "rape", "words": "rape", "where": "rape", "files": 10},
            {"id": "burglary", "words": "burglary", "files": 30},
        ]},
    ],
    "reserves": 5,
    "second_review": {"share": 0.2, "worst": 3, "first_files": 3},
    "checked": CHECKED,
}  # fmt: skip


def questions(**changed: Any) -> QuestionSet:
    return QuestionSet.model_validate({**QUESTIONS, **changed})


def reworded(id: str, **changed: Any) -> QuestionSet:
    """The set with one of its questions changed."""
    listed = [q | changed if q["id"] == id else q for q in QUESTIONS["questions"]]
    return questions(questions=listed)


def design(**changed: Any) -> Design:
    return Design.model_validate({**DESIGN, **changed})


def simple(files: int) -> Design:
    """One stratum: a simple random sample."""
    sample = {
        "id": "all",
        "words": "all",
        "strata": [{"id": "all", "words": "all", "files": files}],
    }
    return design(samples=[sample])


def files_of(stratum: str, first: int, listed: Iterable[Answers]) -> list[FileAnswers]:
    return [FileAnswers(first + n, stratum, answers) for n, answers in enumerate(listed)]


def coded(question: str, codes: Iterable[str], **others: str) -> list[Answers]:
    """A file for each code of one question; other questions have the same answer throughout."""
    return [Answers(facts={"victim": False}, codes={**others, question: code}) for code in codes]


def round_of(
    strata: Mapping[str, Iterable[Answers]],
    populations: Mapping[str, int],
    *,
    plan: Design | None = None,
    asks: QuestionSet | None = None,
    drawn: Mapping[str, int] | None = None,
    pairs: Iterable[Pair] = (),
) -> RoundAnswers:
    files: list[FileAnswers] = []
    for stratum, listed in strata.items():
        files += files_of(stratum, len(files) + 1, listed)
    settled = {s: sum(file.stratum == s for file in files) for s in populations}
    return RoundAnswers(
        slug="small-1",
        name="Small audit, round 1",
        force_code="E23000016",
        design=plan or design(),
        questions=asks or questions(),
        populations=populations,
        drawn=drawn or settled,
        files=tuple(files),
        pairs=tuple(pairs),
    )


def pair(
    number: int,
    first: Answers,
    second: Answers,
    *,
    chosen: Chosen = "random",
    by: tuple[str, str] = ("Ann", "Bob"),
    week: int = 0,
) -> Pair:
    at = datetime(2026, 1, 5, 9, 30, tzinfo=UTC) + timedelta(weeks=week, minutes=number)
    return Pair(number, "burglary", chosen, *by, at, first, second)

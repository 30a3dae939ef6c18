"""The questions of a file: which are asked, which are relevant, what is no answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from openpeel.audits.models import FACT, File, Given
from openpeel.catalogue.audit_designs import Design, find_design
from openpeel.catalogue.question_sets import Fact, Question
from openpeel.errors import UserError
from openpeel.sampling.answers import Answers

YES, NO = "yes", "no"
LONGEST = 200
MOST = 9_999


def design_of(file: File) -> Design:
    """The design that drew a file."""
    return find_design(file.round.audit.design)


def asked_of(file: File) -> tuple[Question, ...]:
    """The questions that are asked of the files of its stratum, in their order."""
    design = design_of(file)
    ids = set(design.asked(file.stratum))
    return tuple(q for q in design.questions.questions if q.id in ids)


def facts_asked(file: File) -> tuple[Fact, ...]:
    """The facts that a reviewer has to tell: those that matter and that the frame does not tell."""
    design = design_of(file)
    wanted = {c.fact for q in asked_of(file) for c in q.when if c.fact is not None}
    return tuple(f for f in design.questions.facts if f.id in wanted and f.id not in file.facts)


def given_of(rows: Iterable[Given]) -> Answers:
    """Rows of answers as plain values."""
    facts: dict[str, bool] = {}
    codes: dict[str, str] = {}
    counts: dict[str, Mapping[str, tuple[int, int]]] = {}
    for row in rows:
        if row.question.startswith(FACT):
            if row.code:
                facts[row.question.removeprefix(FACT)] = row.code == YES
        elif row.counts is not None:
            counts[row.question] = {name: (n[0], n[1]) for name, n in row.counts.items()}
        elif row.code:
            codes[row.question] = row.code
    return Answers(facts, codes, counts)


def all_facts(file: File, given: Answers) -> dict[str, bool]:
    """What the frame tells about a file and what reviewers say."""
    return {**given.facts, **file.facts}


def relevance(file: File, given: Answers) -> dict[str, bool | None]:
    """For each question that is asked, whether it is relevant; None while that is not known."""
    questions, facts = design_of(file).questions, all_facts(file, given)
    return {q.id: questions.relevant(q, facts, given.codes) for q in asked_of(file)}


def incomplete(file: File, given: Answers) -> list[str]:
    """What is still to be answered before a review is whole, facts first."""
    missing = [FACT + fact.id for fact in facts_asked(file) if fact.id not in given.facts]
    answered = given.codes.keys() | given.counts.keys()
    return missing + [
        id
        for id, held in relevance(file, given).items()
        if held is not False and id not in answered
    ]


def check(
    file: File, question: str, code: str, counts: Mapping[str, list[int]] | None, evidence: str
) -> None:
    """Raise UserError when this is no answer to a question of the file."""
    if len(evidence) > LONGEST:
        raise UserError(f"{question}: evidence is a reference; at most {LONGEST} characters.")
    if question.startswith(FACT):
        id = question.removeprefix(FACT)
        if id not in {fact.id for fact in facts_asked(file)}:
            raise UserError(f"file {file.number}: {id!r} is no fact that is asked of it.")
        if code not in ("", YES, NO) or counts is not None:
            raise UserError(f"file {file.number}, {id}: a fact is yes or no.")
        return
    asked = {q.id: q for q in asked_of(file)}.get(question)
    if asked is None:
        raise UserError(f"file {file.number}: {question!r} is no question that is asked of it.")
    if asked.kind == "choice":
        if (code and code not in asked.answers) or counts is not None:
            raise UserError(
                f"file {file.number}, {question}: {code!r} is no answer to it;"
                f" use one of {', '.join(asked.answers)}."
            )
        return
    if code:
        raise UserError(f"file {file.number}, {question}: give numbers, not {code!r}.")
    for name, pair in (counts or {}).items():
        if name not in asked.classes:
            raise UserError(f"file {file.number}, {question}: {name!r} is none of its classes.")
        if (
            len(pair) != 2
            or not all(isinstance(n, int) and 0 <= n <= MOST for n in pair)
            or pair[1] > pair[0]
        ):
            raise UserError(
                f"file {file.number}, {question}, {name}: give two whole numbers, how many there"
                " should be and how many of these there are."
            )

"""The questions of a file: which are asked, which are relevant, what is no answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from openpeel.audits.models import FACT, File, Given
from openpeel.catalogue.audit_designs import Design, find_design
from openpeel.catalogue.question_sets import Fact, Question
from openpeel.errors import UserError
from openpeel.sampling.answers import Answers
from openpeel.sampling.checks_of_answers import problems

YES, NO = "yes", "no"
LONGEST = 200  # characters of a reference to evidence
LONGEST_TEXT = 10_000  # of a comment or a note


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


def items_of(file: File) -> dict[str, Question | None]:
    """Everything that is asked of a file, by the name it is saved under: facts first.

    A fact is no question, so there None stands.
    """
    facts: dict[str, Question | None] = {FACT + fact.id: None for fact in facts_asked(file)}
    return facts | {question.id: question for question in asked_of(file)}


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
    """What is still to be answered before a review is whole: facts and questions."""
    design = design_of(file)
    told = replace(given, facts=all_facts(file, given))
    found = problems(design.questions, told, asked=design.asked(file.stratum), complete=True)
    facts = {fact.id for fact in design.questions.facts}
    items = [FACT + p.item if p.item in facts else p.item for p in found if p.missing]
    return list(dict.fromkeys(items))


def check(
    file: File, question: str, code: str, counts: Mapping[str, list[int]] | None, evidence: str
) -> None:
    """Raise UserError when this is no answer to a question of the file."""
    if len(evidence) > LONGEST:
        raise UserError(f"{question}: evidence is a reference; at most {LONGEST} characters.")
    design = design_of(file)
    if question.startswith(FACT):
        id = question.removeprefix(FACT)
        if id not in {fact.id for fact in facts_asked(file)}:
            raise UserError(f"file {file.number}: {id!r} is no fact that is asked of it.")
        if code not in ("", YES, NO) or counts is not None:
            raise UserError(f"file {file.number}, {id}: a fact is yes or no.")
        return
    alone = Answers(
        codes={question: code} if code or counts is None else {},
        counts={} if counts is None else {question: _pairs(file, question, counts)},
    )
    for problem in problems(design.questions, alone, asked=design.asked(file.stratum)):
        if code or counts is not None or question not in design.asked(file.stratum):
            raise UserError(f"file {file.number}: {problem.words}")


def _pairs(
    file: File, question: str, counts: Mapping[str, list[int]]
) -> dict[str, tuple[int, int]]:
    """Counts as pairs of whole numbers; what a browser sends can be anything."""
    found = {}
    for name, pair in counts.items():
        if len(pair) != 2 or not all(type(n) is int for n in pair):
            raise UserError(f"file {file.number}, {question}, {name}: give two whole numbers.")
        found[name] = (pair[0], pair[1])
    return found

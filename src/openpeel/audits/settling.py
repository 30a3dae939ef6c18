"""One answer for each question of a file: from one review, agreed by two, resolved by a third."""

from __future__ import annotations

from typing import Any

from openpeel.audits import states
from openpeel.audits.log import record
from openpeel.audits.models import FACT, Answer, File, Settled
from openpeel.audits.questions import all_facts, asked_of, design_of, given_of, items_of
from openpeel.people.models import Person
from openpeel.sampling.answers import Answers

Both = dict[str, tuple[Answer | None, Answer | None]]


def standing(file: File) -> dict[str, Settled]:
    """The settled answers of a file that count now, by question."""
    return {row.question: row for row in file.settled.order_by("number")}


def settled_answers(file: File) -> Answers:
    """The settled answers of a file as plain values, without those that are not relevant."""
    return relevant_only(file, given_of(standing(file).values()))


def relevant_only(file: File, given: Answers) -> Answers:
    """The same answers without those to questions that are not relevant to the file."""
    questions, facts = design_of(file).questions, all_facts(file, given)
    held = {q.id for q in asked_of(file) if questions.relevant(q, facts, given.codes)}
    return Answers(
        facts,
        {id: code for id, code in given.codes.items() if id in held},
        {id: counts for id, counts in given.counts.items() if id in held},
    )


def answers_of_both(file: File) -> Both:
    """What the two reviewers answered to each question, the first reviewer's first."""
    reviews = {r.kind: r for r in file.reviews.all()}
    given = [
        {a.question: a for a in reviews[kind].answers.all()} if kind in reviews else {}
        for kind in ("first", "second")
    ]
    return {id: (given[0].get(id), given[1].get(id)) for id in items_of(file)}


def outstanding(file: File) -> list[str]:
    """Questions on which two reviews differ and which nobody has resolved, that matter now.

    Facts come first. Whether a question is relevant may hang on one that is not resolved: then it
    waits for that one. A decision may also make a question relevant that neither review answered.
    """
    both, resolved = answers_of_both(file), standing(file)
    differ = [
        id
        for id, (one, two) in both.items()
        if id not in resolved
        and (_said(one) != _said(two) or (_said(one) is None and not id.startswith(FACT)))
    ]
    given = given_of(_agreed(both, resolved))
    questions, facts = design_of(file).questions, all_facts(file, given)
    found = []
    for id in differ:
        if id.startswith(FACT):
            found.append(id)
            continue
        held = questions.relevant(questions.by_id[id], facts, given.codes)
        if held:
            found.append(id)
    return found


def settle(file: File, *, by: Person) -> None:
    """Write down what stands for each question of a file that was not resolved one by one."""
    both, resolved = answers_of_both(file), standing(file)
    twice = file.reviews.filter(kind="second", state="submitted").exists()
    agreed = [row for row in _agreed(both, {}) if row.question not in resolved]
    given = given_of([*agreed, *resolved.values()])
    kept = relevant_only(file, given)
    Settled.objects.bulk_create(
        Settled(
            file=file,
            question=row.question,
            code=row.code,
            counts=row.counts,
            how="agreed" if twice else "one review",
            by=by,
        )
        for row in agreed
        if row.question.startswith(FACT) or row.question in (kept.codes.keys() | kept.counts.keys())
    )
    file.state = states.after("file", "agree", file.state)
    record(file.round, "settle", by=by, file=file)


def _agreed(both: Both, resolved: dict[str, Settled]) -> list[Any]:
    """Rows on which both agree, or of the one review there is, and those that were resolved."""
    single = all(two is None for _, two in both.values())
    rows = [one for one, two in both.values() if one and (single or _said(one) == _said(two))]
    return [row for row in rows if row.question not in resolved] + list(resolved.values())


def _said(answer: Answer | None) -> tuple[str, Any] | None:
    """What an answer comes to: an empty one is none."""
    if answer is None or (not answer.code and answer.counts is None):
        return None
    return answer.code, answer.counts

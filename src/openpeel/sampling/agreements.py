"""How far two reviewers of the same files agree, by question and by reviewer, and over the weeks.

Only pairs chosen at random, or as a new reviewer's first files, speak for the round. Files that
were reviewed twice because the first review found much wrong are not like the others; what they
show stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from openpeel.catalogue.audit_rules import AgreementRule, audit_rules
from openpeel.catalogue.question_sets import Question, QuestionSet
from openpeel.sampling.answers import Answers, Pair, RoundAnswers
from openpeel.sampling.counting import asked, counted
from openpeel.sampling.figures import Figure, figure
from openpeel.statistics import agreement, ratio_estimate

HEADLINE = ("random", "first files")
"""Why a file was chosen, where it may speak for the round."""


@dataclass(frozen=True)
class PairsAgree:
    """Agreement of pairs of answers; the figures are None where they can't be worked out.

    `percent` is a share from 0 to 1; `kappa` and `ac1` take off what chance would give. `one_sided`
    files have an answer in one review only.
    """

    pairs: int
    agreed: int
    one_sided: int
    percent: Figure | None
    kappa: Figure | None
    ac1: Figure | None


@dataclass(frozen=True)
class QuestionAgreement:
    """Agreement on one question.

    `headline` compares what answers count as: yes, no, not applicable (relevance that is seen
    differently is a disagreement) and not recorded. `finer` compares the answers themselves.
    `of_worst` is about the files chosen because the first review was bad. `below` says what is
    under which threshold; None where nothing is, or where `status` is "low": too few pairs to tell.
    """

    question: Question
    headline: PairsAgree
    finer: PairsAgree
    of_worst: PairsAgree
    status: Literal["", "low"]
    below: str | None

    @property
    def below_threshold(self) -> bool:
        """Whether the question can't be published without a note."""
        return self.below is not None


@dataclass(frozen=True)
class ReviewerAgreement:
    """Agreement of one reviewer with whoever read the same files, over all questions.

    `answers` counts answers; the interval of `percent` is that of files, whose answers are alike.
    Both figures are None under the fewest pairs (`status` is "low").
    """

    reviewer: str
    files: int
    agreed: int
    answers: int
    percent: Figure | None
    status: Literal["", "low"]


Pick = Callable[[Answers], Any]


def by_question(
    answers: RoundAnswers, *, on: date, level: float = 0.95
) -> tuple[QuestionAgreement, ...]:
    """Agreement on each question that is asked of files reviewed twice, in their order."""
    rule = audit_rules(on).agreement
    every = [
        q for q in answers.questions.questions if any(_asks(answers, p, q) for p in answers.pairs)
    ]
    return tuple(_of_question(answers, question, rule, level) for question in every)


def by_reviewer(
    answers: RoundAnswers, *, on: date, level: float = 0.95
) -> tuple[ReviewerAgreement, ...]:
    """Agreement of each reviewer, by name, over the pairs that speak for the round."""
    fewest = audit_rules(on).agreement.pairs
    results = []
    for reviewer in sorted({name for p in answers.pairs for name in (p.first_by, p.second_by)}):
        pairs = [p for p in headline_pairs(answers) if reviewer in (p.first_by, p.second_by)]
        counts = [agreed_of(answers, pair) for pair in pairs]
        low = len(pairs) < fewest
        results.append(
            ReviewerAgreement(
                reviewer=reviewer,
                files=len(pairs),
                agreed=sum(agreed for agreed, _ in counts),
                answers=sum(compared for _, compared in counts),
                percent=None if low else share_of_answers(counts, level),
                status="low" if low else "",
            )
        )
    return tuple(results)


def headline_pairs(answers: RoundAnswers) -> list[Pair]:
    """The pairs that speak for the round, in the order of file numbers."""
    chosen = (pair for pair in answers.pairs if pair.chosen in HEADLINE)
    return sorted(chosen, key=lambda pair: (pair.number, pair.at))


def agreed_of(answers: RoundAnswers, pair: Pair) -> tuple[int, int]:
    """How many answers of a pair agree, and how many there are to compare.

    Questions that are not relevant by both reviews are left out: they would agree for nothing.
    """
    agreed = compared = 0
    for id in asked(answers, pair.stratum):
        pick = _count_of(answers.questions, answers.questions.by_id[id])
        one, other = pick(pair.first), pick(pair.second)
        if None not in (one, other) and (one, other) != ("not applicable", "not applicable"):
            agreed += one == other
            compared += 1
    return agreed, compared


def share_of_answers(counts: Sequence[tuple[int, int]], level: float) -> Figure | None:
    """The share of answers over files, each with its count of so many; the interval is of files.

    >>> share_of_answers([(8, 10), (9, 10), (10, 10), (7, 10)], 0.95).percent()
    '85.0% (40.6 to 97.9, 95% interval)'
    """
    if sum(n for _, n in counts) == 0 or len(counts) < 2:
        return None
    made = ratio_estimate(
        [x for x, _ in counts], [n for _, n in counts], level=level, interval="covering"
    )
    return figure(made, level, made.method)


def _of_question(
    answers: RoundAnswers, question: Question, rule: AgreementRule, level: float
) -> QuestionAgreement:
    pairs = [pair for pair in headline_pairs(answers) if _asks(answers, pair, question)]
    worst = [p for p in answers.pairs if p.chosen not in HEADLINE and _asks(answers, p, question)]
    coarse, fine = _count_of(answers.questions, question), _code_of(answers.questions, question)
    could = _could_count(answers.questions, question)
    headline = _over(pairs, coarse, level, could)
    low = headline.pairs < rule.pairs
    return QuestionAgreement(
        question=question,
        headline=headline,
        finer=_over(pairs, fine, level, _could_answer(question)),
        of_worst=_over(worst, coarse, level, could),
        status="low" if low else "",
        below=None if low else _below(headline, rule),
    )


def _below(agreed: PairsAgree, rule: AgreementRule) -> str | None:
    parts = []
    if agreed.percent is not None and agreed.percent.value < rule.percent:
        parts.append(f"{agreed.percent.value:.0%} agree, below {rule.percent:.0%}")
    if agreed.ac1 is not None and agreed.ac1.value < rule.ac1:
        parts.append(f"AC1 is {agreed.ac1.value:.2f}, below {rule.ac1:.2f}")
    return " and ".join(parts) + f" ({agreed.pairs} pairs)" if parts else None


def _asks(answers: RoundAnswers, pair: Pair, question: Question) -> bool:
    return question.id in asked(answers, pair.stratum)


def _count_of(questions: QuestionSet, question: Question) -> Pick:
    """What a review's answer counts as; counts by class are compared whole."""
    if question.kind == "counts":
        return _counts_of(questions, question)

    def pick(answers: Answers) -> str | None:
        if questions.relevant(question, answers.facts, answers.codes) is False:
            return "not applicable"
        code = answers.codes.get(question.id)
        return None if code is None else questions.counts(code)

    return pick


def _code_of(questions: QuestionSet, question: Question) -> Pick:
    """The answer itself."""
    if question.kind == "counts":
        return _counts_of(questions, question)

    def pick(answers: Answers) -> str | None:
        if counted(questions, question, answers) == "not applicable":
            return "not applicable"
        return answers.codes.get(question.id)

    return pick


def _counts_of(questions: QuestionSet, question: Question) -> Pick:
    def pick(answers: Answers) -> object:
        if questions.relevant(question, answers.facts, answers.codes) is False:
            return "not applicable"
        counts = answers.counts.get(question.id)
        return None if counts is None else tuple(sorted(counts.items()))

    return pick


def _could_count(questions: QuestionSet, question: Question) -> set[str] | None:
    """What a review's answer can count as; AC1 hangs on how many there are, given or not."""
    if question.kind == "counts":
        return None
    could: set[str] = {questions.counts(code) for code in question.answers}
    return could | {"not applicable"} if question.when else could


def _could_answer(question: Question) -> set[str] | None:
    if question.kind == "counts":
        return None
    return {*question.answers, "not applicable"} if question.when else set(question.answers)


def _over(pairs: Iterable[Pair], pick: Pick, level: float, could: set[str] | None) -> PairsAgree:
    both = [(pick(pair.first), pick(pair.second)) for pair in pairs]
    return _agree([one for one, _ in both], [other for _, other in both], level, could)


def _agree(
    first: Sequence[Any], second: Sequence[Any], level: float, could: set[str] | None
) -> PairsAgree:
    both = [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]
    one_sided = sum((a is None) != (b is None) for a, b in zip(first, second, strict=True))
    if not both:
        return PairsAgree(0, 0, one_sided, None, None, None)
    made = agreement(
        [a for a, _ in both], [b for _, b in both], sorted(could) if could else None, level
    )
    return PairsAgree(
        pairs=len(both),
        agreed=sum(a == b for a, b in both),
        one_sided=one_sided,
        percent=figure(made.percent, level, made.percent.method),
        kappa=figure(made.kappa, level, made.kappa.method),
        ac1=figure(made.ac1, level, made.ac1.method),
    )

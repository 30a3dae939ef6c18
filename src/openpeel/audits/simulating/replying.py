"""The force's replies on the facts of a simulated round, and what is decided of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from openpeel.audits import settling
from openpeel.audits.actions import replies
from openpeel.audits.clock import as_if
from openpeel.audits.models import FACT, File, Reply, Round, Settled
from openpeel.audits.simulating.plans import RoundPlan, at
from openpeel.audits.simulating.team import Team
from openpeel.sampling.simulated.truths import Truths

RIGHT, WRONG = 4, 2  # replies that the file bears out, and such as it does not


def reply_and_decide(round: Round, plan: RoundPlan, team: Team, truths: Truths) -> None:
    """The force questions some answers against it; each is decided by what the file shows.

    Of the last reply that the file bears out the evidence is of a later day, so it can't count.
    """
    right, wrong = _against(round, truths)
    sent: list[tuple[Reply, str]] = []
    with as_if(at(plan.replies, 11)):
        for n, row in enumerate(right[:RIGHT]):
            late = n == min(RIGHT, len(right)) - 1
            on = plan.drawn + timedelta(days=30) if late else plan.drawn - timedelta(days=40)
            true = "" if late else truths.file(row.file.reference).codes[row.question]
            sent.append((_reply(row, "The file shows that it was done.", on, team), true))
        for row in wrong[:WRONG]:
            on = plan.drawn - timedelta(days=90)
            sent.append((_reply(row, "This was not called for here.", on, team), ""))
    with as_if(at(plan.replies + timedelta(days=7), 15)):
        for reply, code in sent:
            reason = "The entry is there and is of the time." if code else _why_not(reply, plan)
            replies.decide(reply, accepted=bool(code), reason=reason, by=team.lead, code=code)


def _reply(row: Settled, claim: str, on: date, team: Team) -> Reply:
    return replies.reply(
        row.file, row.question, claim, evidence="appendix to the reply", evidence_on=on,
        by=team.liaison,
    )  # fmt: skip


def _why_not(reply: Reply, plan: RoundPlan) -> str:
    if reply.evidence_on > plan.drawn:
        return "The entry was made after the draw; only what existed then counts."
    return "The file was read again; it shows that this was called for and was not done."


def _against(round: Round, truths: Truths) -> tuple[list[Settled], list[Settled]]:
    """Settled answers against the force, one a file: those it can question rightly, and others."""
    right: list[Settled] = []
    wrong: list[Settled] = []
    for file in round.files.filter(state="settled").select_related("round__audit"):
        for row, true in _answers_against(file, truths):
            (wrong if row.code == true else right).append(row)
            break
    return right, wrong


def _answers_against(file: File, truths: Truths) -> Iterator[tuple[Settled, str]]:
    """Answers against the force, with the true ones; first those that are read wrongly.

    Answers that other questions hang on are left alone: those would have no answer then.
    """
    questions, truth = truths.shares.set, truths.file(file.reference)
    hung_on = {c.answer for question in questions.questions for c in question.when}
    found = []
    for id, row in settling.standing(file).items():
        if id.startswith(FACT) or id in hung_on or not row.code:
            continue
        good = questions.by_id[id].good
        if questions.counts(row.code) in ({"yes", "no"} - {good}):
            true = truth.codes[id]
            if true == row.code or questions.counts(true) == good:
                found.append((row, true))
    yield from sorted(found, key=lambda pair: (pair[0].code == pair[1], pair[0].question))

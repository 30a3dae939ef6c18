"""What the force says to the accuracy of a draft, and what is decided about it."""

from __future__ import annotations

from django.db import transaction

from openpeel.errors import UserError
from openpeel.people.models import Person
from openpeel.reports import states
from openpeel.reports.actions.log import record
from openpeel.reports.draft_text import find
from openpeel.reports.models import AccuracyPoint, Decision, Draft
from openpeel.reports.permissions import require

DECISIONS = {"accept": "accepted", "refuse": "refused", "note": "noted"}


@transaction.atomic
def raise_point(
    draft: Draft,
    *,
    section: int,
    words: str,
    claim: str,
    evidence: str,
    by: Person,
    line: int | None = None,
) -> AccuracyPoint:
    """Say that some words of a draft are not so, and what shows it.

    `section` is the line of the heading that the words stand under; `line` says which are meant
    where they stand there several times.
    """
    require(by, "raise a point", draft.report)
    draft = Draft.objects.select_for_update().select_related("report").get(pk=draft.pk)
    states.after("draft", "raise a point", draft.state)
    for text, what in ((words, "the words in question"), (claim, "what is so"),
                       (evidence, "the evidence for it")):  # fmt: skip
        if not text.strip():
            raise UserError(f"say what you mean by the point: {what} can't be empty.")
    heading, at_line = find(draft.text, section, words, line)
    same = draft.points.filter(line=at_line, words=words, claim=claim).first()
    if same is not None:
        raise UserError(f"this was raised already, as {same}.")
    point = AccuracyPoint.objects.create(
        draft=draft,
        number=draft.points.count() + 1,
        heading=heading,
        line=at_line,
        words=words,
        claim=claim,
        evidence=evidence,
        by=by,
    )
    record(draft.report, "raise a point", by=by, draft=draft, words=f"{point.number}")
    return point


@transaction.atomic
def decide(point: AccuracyPoint, *, action: str, reason: str, by: Person) -> Decision:
    """Accept, refuse or note a point (`accept`, `refuse`, `note`), for a reason the force reads.

    A point that is decided already is decided anew: the earlier decision stays beside the later.
    """
    require(by, "decide a point", point.draft.report)
    draft = Draft.objects.select_for_update().select_related("report").get(pk=point.draft_id)
    states.after("draft", "decide a point", draft.state)
    if action not in DECISIONS:
        raise UserError(f"{point}: choose whether it is accepted, refused or noted.")
    if not reason.strip():
        raise UserError(f"{point}: say why; the force reads the reason.")
    made = Decision.objects.create(
        point=point,
        number=point.decisions.count() + 1,
        decision=states.after("point", action, point.state),
        reason=reason,
        by=by,
    )
    words = f"{point.number}: {made.decision}"
    record(draft.report, "decide a point", by=by, draft=draft, words=words)
    return made

"""Save an answer, and submit a review.

Saving is what sixty people do at once, so it takes few statements: the review's row is locked, so
that two saves of one review come one after the other; then the answer is written, if nobody has
saved since the sender last looked; then what was said is added to the versions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from openpeel.audits import second_reviews, settling, states
from openpeel.audits.clock import now
from openpeel.audits.log import record
from openpeel.audits.models import FACT, Answer, AnswerVersion, File, Review
from openpeel.audits.questions import LONGEST_TEXT, check, given_of, incomplete
from openpeel.errors import UserError
from openpeel.people.models import Person

TEXTS = ("evidence", "comment", "note")
FIELDS = ("code", "counts", *TEXTS)


@dataclass(frozen=True)
class Said:
    """What a reviewer says to a question: an answer or counts, evidence, comment and note."""

    code: str = ""
    counts: dict[str, list[int]] | None = None
    evidence: str = ""
    comment: str = ""
    note: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        """As the models hold it."""
        return {name: getattr(self, name) for name in FIELDS}


@dataclass(frozen=True)
class Saved:
    """What became of an answer: its version now, or why it was set aside and what stands."""

    version: int
    kept: bool
    why: str = ""
    standing: Answer | None = None


def save_answer(review: Review, question: str, said: Said, *, seen: int, by: Person) -> Saved:
    """Save what a reviewer says, if nobody has saved since version `seen` (0: no answer yet).

    Otherwise, and when the review has been submitted, it is set aside, not lost: it is kept among
    the versions, and the result holds the answer that stands. Sending the same again is no
    conflict, so a sender that heard no answer may repeat itself. Raises UserError for what is no
    answer to the question, PermissionDenied for somebody else's review.
    """
    check(review.file, question, said.code, said.counts, said.evidence)
    if max(len(said.comment), len(said.note)) > LONGEST_TEXT:
        raise UserError(f"{question}: a comment or a note has at most {LONGEST_TEXT} characters.")
    with transaction.atomic():
        # the page may be older than a submission or a handing over: what holds now counts
        locked = Review.objects.select_for_update(no_key=True).filter(pk=review.pk)
        review.state, reviewer = locked.values_list("state", "reviewer_id").get()
        if reviewer != by.pk:
            raise PermissionDenied(f"{by.name} does not have this review.")
        if review.state == "submitted" or review.file.round.state != "in review":
            why = "The review has been submitted."
            if review.state != "submitted":
                why = f"The round is {review.file.round.state}."
            return _set_aside(review, question, said, seen, by, why)
        save = _update if seen else _insert
        if not save(review, question, said, seen, by):
            return _set_aside(review, question, said, seen, by)
        version = AnswerVersion(
            review=review, question=question, version=seen + 1, kept=True, by=by, **said.fields
        )
        version.save(force_insert=True)
        if review.state == "allocated":
            _begin(review)
    return Saved(seen + 1, True)


def _update(review: Review, question: str, said: Said, seen: int, by: Person) -> bool:
    """Save over version `seen`; the row is not found when it has been saved over."""
    row = Answer.objects.filter(review=review, question=question, version=seen)
    return bool(row.update(version=seen + 1, by=by, at=now(), **said.fields))


def _insert(review: Review, question: str, said: Said, _: int, by: Person) -> bool:
    """Save the first answer to a question, unless there is one."""
    if Answer.objects.filter(review=review, question=question).exists():
        return False
    Answer.objects.create(review=review, question=question, by=by, **said.fields)
    return True


def _set_aside(
    review: Review, question: str, said: Said, seen: int, by: Person, why: str = ""
) -> Saved:
    """Keep an answer among the versions alone, unless it says what stands.

    Without a reason `why` it is that somebody has saved meanwhile.
    """
    standing = Answer.objects.select_related("by").filter(review=review, question=question).first()
    if standing is not None and all(getattr(standing, n) == v for n, v in said.fields.items()):
        return Saved(standing.version, True)
    AnswerVersion.objects.create(
        review=review, question=question, version=seen + 1, kept=False, by=by, **said.fields
    )
    who = standing.by.name if standing else "Somebody"
    why = why or f"{who} has changed this answer meanwhile."
    return Saved(standing.version if standing else 0, False, why, standing)


def _begin(review: Review) -> None:
    states.after("review", "begin", review.state)
    Review.objects.filter(pk=review.pk, state="allocated").update(state="started", started_at=now())
    review.state = "started"
    if review.kind == "first":
        File.objects.filter(pk=review.file_id, state="allocated").update(state="in review")


@transaction.atomic
def submit(review: Review, *, by: Person) -> File:
    """Finish a review. The file goes on to its second review, to a moderator, or is settled."""
    if review.reviewer_id != by.pk:
        raise PermissionDenied(f"{by.name} does not have this review.")
    file = File.objects.select_for_update().select_related("round__audit").get(pk=review.file_id)
    review = Review.objects.select_for_update().get(pk=review.pk)
    review.file = file
    if file.round.state != "in review":
        raise UserError(f"{file.round} is {file.round.state}; reviews can't be submitted any more.")
    missing = incomplete(file, given_of(review.answers.all()))
    if missing:
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        names = ", ".join(id.removeprefix(FACT) for id in missing[:5])
        raise UserError(f"file {file.number} is not finished: answer {names}{more}.")
    review.state = states.after("review", "submit", review.state)
    review.submitted_at = now()
    review.save(update_fields=["state", "submitted_at"])
    record(file.round, f"submit the {review.kind} review", by=by, file=file)
    if review.kind == "first":
        if not file.second:
            file.second = second_reviews.chosen(file, review)
        if file.second:
            file.state = states.after("file", "ask for a second review", file.state)
        else:
            settling.settle(file, by=by)
    elif settling.outstanding(file):
        file.state = states.after("file", "find a conflict", file.state)
    else:
        settling.settle(file, by=by)
    file.save(update_fields=["state", "second"])
    return file

"""Give files to reviewers, and call up a reserve for a file that can't be reviewed."""

from __future__ import annotations

from collections import Counter
from itertools import cycle

from django.db import transaction

from openpeel.audits import states
from openpeel.audits.log import record
from openpeel.audits.models import Audit, File, Replacement, Review, Round
from openpeel.audits.permissions import require
from openpeel.audits.second_reviews import hands_of
from openpeel.errors import UserError
from openpeel.people.models import Person


@transaction.atomic
def allocate(file: File, reviewer: Person, *, by: Person) -> Review:
    """Give a file to a reviewer: its first review, or its second when that is due.

    A first review that nobody began may be given to somebody else.
    """
    audit = file.round.audit
    require(by, "allocate", audit)
    _reviewing(file.round)
    _may_review(audit, reviewer)
    file = File.objects.select_for_update().get(pk=file.pk)
    if file.state == "second review":
        review = _second(file, reviewer, by)
    else:
        file.state = states.after("file", "allocate", file.state)
        file.save(update_fields=["state"])
        review, _ = Review.objects.update_or_create(
            file=file, kind="first", defaults={"reviewer": reviewer, "allocated_by": by}
        )
    record(file.round, "allocate", by=by, file=file, words=f"to {reviewer.name}")
    return review


def _second(file: File, reviewer: Person, by: Person) -> Review:
    first = file.reviews.get(kind="first")
    if first.reviewer_id == reviewer.pk:
        raise UserError(
            f"{reviewer.name} made the first review of file {file.number}; choose another reviewer."
        )
    if reviewer.pk in hands_of(file, "first"):
        raise UserError(
            f"{reviewer.name} had a hand in the first review of file {file.number}; choose another"
            " reviewer."
        )
    second = file.reviews.filter(kind="second").first()
    if second is not None and second.state != "allocated":
        raise UserError(f"the second review of file {file.number} has begun; it can't be moved.")
    review, _ = Review.objects.update_or_create(
        file=file, kind="second", defaults={"reviewer": reviewer, "allocated_by": by}
    )
    return review


@transaction.atomic
def hand_over(review: Review, reviewer: Person, reason: str, *, by: Person) -> Review:
    """Give a review that has begun to somebody else, who goes on from its answers.

    Each answer keeps who gave it, and whoever submits the review answers for all of them.
    """
    audit = review.file.round.audit
    require(by, "allocate", audit)
    _reviewing(review.file.round)
    if not reason.strip():
        raise UserError(f"say why file {review.file.number} goes to somebody else.")
    _may_review(audit, reviewer)
    review = Review.objects.select_for_update().select_related("file__round").get(pk=review.pk)
    review.state = states.after("review", "hand over", review.state)
    if review.file.reviews.filter(reviewer=reviewer).exists():
        raise UserError(f"{reviewer.name} has a review of file {review.file.number} already.")
    if reviewer.pk in hands_of(review.file, "second" if review.kind == "first" else "first"):
        raise UserError(
            f"{reviewer.name} had a hand in the other review of file {review.file.number}; choose"
            " another reviewer."
        )
    before, review.reviewer = review.reviewer, reviewer
    review.save(update_fields=["reviewer"])
    words = f"the {review.kind} review, from {before.name} to {reviewer.name}: {reason.strip()}"
    record(review.file.round, "hand over", by=by, file=review.file, words=words)
    return review


@transaction.atomic
def allocate_evenly(round: Round, *, by: Person) -> int:
    """Deal every file that waits to the reviewers in turn, within each stratum; and say how many.

    Second reviews go to whoever has the fewest and did not make the first.
    """
    require(by, "allocate", round.audit)
    _reviewing(round)
    people = [
        member.person
        for member in round.audit.members.filter(role="reviewer", person__is_active=True)
        .select_related("person")
        .order_by("person__username")
    ]
    if not people:
        raise UserError(f"{round.audit.name} has no reviewers; give somebody the role first.")
    dealt = 0
    turn = cycle(people)
    for file in round.files.filter(state="waiting").order_by("stratum", "number"):
        allocate(file, next(turn), by=by)
        dealt += 1
    load = Counter({person.pk: 0 for person in people})
    load.update(
        Review.objects.filter(file__round=round, kind="second").values_list(
            "reviewer_id", flat=True
        )
    )
    for file in round.files.filter(state="second review").exclude(reviews__kind="second"):
        before = hands_of(file, "first")
        free = [person for person in people if person.pk not in before]
        if not free:
            continue  # one reviewer alone can't review blind
        chosen = min(free, key=lambda person: load[person.pk])
        load[chosen.pk] += 1
        allocate(file, chosen, by=by)
        dealt += 1
    return dealt


@transaction.atomic
def replace(file: File, reason: str, *, by: Person) -> File:
    """Take a file out of the sample, and call up the next reserve of its stratum in its place."""
    require(by, "replace", file.round.audit)
    _reviewing(file.round)
    if not reason.strip():
        raise UserError(f"say why file {file.number} can't be reviewed.")
    file = File.objects.select_for_update().get(pk=file.pk)
    reserve = (
        file.round.files.select_for_update()
        .filter(stratum=file.stratum, state="reserve")
        .order_by("number")
        .first()
    )
    if reserve is None:
        raise UserError(f"the stratum {file.stratum} has no reserve left for file {file.number}.")
    file.state = states.after("file", "replace", file.state)
    reserve.state = states.after("file", "call up", reserve.state)
    reserve.second = file.second if file.second == "random" else ""
    file.save(update_fields=["state"])
    reserve.save(update_fields=["state", "second"])
    Replacement.objects.create(out=file, into=reserve, reason=reason.strip(), by=by)
    record(file.round, "replace", by=by, file=file, words=f"by file {reserve.number}: {reason}")
    return reserve


def _may_review(audit: Audit, person: Person) -> None:
    if not audit.members.filter(person=person, role="reviewer", person__is_active=True).exists():
        raise UserError(f"{person.name} is no reviewer of {audit.name}; give them the role first.")


def _reviewing(round: Round) -> None:
    if round.state not in states.REVIEWING:
        raise UserError(f"{round} is {round.state}; files can't be given out any more.")

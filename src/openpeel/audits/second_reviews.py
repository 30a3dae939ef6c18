"""Which files are reviewed twice, beyond the random share that was fixed with the draw."""

from __future__ import annotations

from openpeel.audits.models import File, Review
from openpeel.audits.questions import design_of, given_of, relevance

SERIOUS = 2  # a serious answer against the force counts as two


def chosen(file: File, review: Review) -> str:
    """Why a file whose first review has just been submitted is to be reviewed again, or nothing.

    The first files of a reviewer who is new to the question set; and every file that came out
    among the worst.
    """
    rule = design_of(file).second_review
    if earlier_reviews(review) < rule.first_files:
        return "first files"
    return "worst" if against(file, review) >= rule.worst else ""


def earlier_reviews(review: Review) -> int:
    """How many first reviews the reviewer had submitted before, in audits of the same design."""
    return (
        Review.objects.filter(
            reviewer_id=review.reviewer_id,
            kind="first",
            state="submitted",
            file__round__audit__design=review.file.round.audit.design,
        )
        .exclude(pk=review.pk)
        .count()
    )


def hands_of(file: File, kind: str = "") -> set[int]:
    """Who had a hand in a file's reviews, or in one of them: a review may have been handed over."""
    found = file.reviews.filter(kind=kind) if kind else file.reviews.all()
    pairs = found.values_list("reviewer_id", "versions__by_id")
    return {id for pair in pairs for id in pair if id is not None}


def against(file: File, review: Review) -> int:
    """How many answers of a review speak against the force; serious ones count double."""
    questions = design_of(file).questions
    given = given_of(review.answers.all())
    asked = relevance(file, given)
    found = 0
    for id, code in given.codes.items():
        question = questions.by_id[id]
        counted = questions.counts(code)
        if asked[id] and counted in ("yes", "no") and counted != question.good:
            found += SERIOUS if question.serious else 1
    for id, classes in given.counts.items():
        if asked[id] and any(there < due for due, there in classes.values()):
            found += SERIOUS if questions.by_id[id].serious else 1
    return found

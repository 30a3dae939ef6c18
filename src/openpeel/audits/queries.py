"""What pages ask of the database, and rounds as plain values for estimates."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime

from django.db.models import QuerySet

from openpeel.audits.models import FACT, Answer, File, Review, Round, Settled
from openpeel.audits.questions import design_of, given_of
from openpeel.audits.settling import relevant_only
from openpeel.catalogue.audit_designs import find_design
from openpeel.people.models import Person
from openpeel.sampling.answers import FileAnswers, Pair, RoundAnswers

LEFT = ("reserve", "replaced")


def reviews_of(person: Person) -> QuerySet[Review]:
    """A person's reviews that can be worked on, begun ones first, in the order of the sheet."""
    return (
        Review.objects.filter(
            reviewer=person, file__round__state="in review", state__in=("allocated", "started")
        )
        .exclude(file__state="replaced")
        .select_related("file__round__audit")
        .order_by("-state", "file__round_id", "file__number")
    )


def sample_of(round: Round) -> QuerySet[File]:
    """The files of a round's sample as it stands: no reserves, no files that were replaced."""
    return round.files.exclude(state__in=LEFT)


def round_answers(round: Round) -> RoundAnswers:
    """A round as its estimates need it, from what is settled so far."""
    design = find_design(round.audit.design)
    files = list(sample_of(round).select_related("round__audit"))
    held: dict[int, dict[str, Settled]] = defaultdict(dict)
    for row in Settled.objects.filter(file__round=round).order_by("number"):
        held[row.file_id][row.question] = row
    settled = tuple(
        FileAnswers(
            number=file.number,
            stratum=file.stratum,
            answers=relevant_only(file, given_of(held[file.pk].values())),
            cluster=file.cluster or None,
            settled={id.removeprefix(FACT): row.how for id, row in held[file.pk].items()},
        )
        for file in files
        if file.state in ("settled", "challenged")
    )
    return RoundAnswers(
        slug=f"{round.audit.slug}-{round.number}",
        name=str(round),
        force_code=round.audit.force_code,
        design=design,
        questions=design.questions,
        populations=round.populations,
        drawn=Counter(file.stratum for file in files),
        files=settled,
        pairs=tuple(pairs(round)),
    )


def pairs(round: Round) -> list[Pair]:
    """Files with two submitted reviews, in the order of their numbers."""
    answers: dict[int, list[Answer]] = defaultdict(list)
    reviews: dict[int, dict[str, Review]] = defaultdict(dict)
    submitted = Review.objects.filter(file__round=round, state="submitted", file__second__gt="")
    for review in submitted.select_related("file__round__audit", "reviewer"):
        reviews[review.file_id][review.kind] = review
    for answer in Answer.objects.filter(review__in=submitted):
        answers[answer.review_id].append(answer)
    found = []
    for both in reviews.values():
        if len(both) < 2:
            continue
        first, second = both["first"], both["second"]
        file = first.file
        assert design_of(file) and isinstance(second.submitted_at, datetime)
        found.append(
            Pair(
                number=file.number,
                stratum=file.stratum,
                chosen=file.second,  # type: ignore[arg-type]
                first_by=first.reviewer.name,
                second_by=second.reviewer.name,
                at=second.submitted_at,
                first=relevant_only(file, given_of(answers[first.pk])),
                second=relevant_only(file, given_of(answers[second.pk])),
            )
        )
    return sorted(found, key=lambda pair: pair.number)

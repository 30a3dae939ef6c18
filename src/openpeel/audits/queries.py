"""What pages ask of the database, and rounds as plain values for estimates."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime

from django.db.models import QuerySet

from openpeel.audits.models import FACT, Answer, File, Member, Review, Round, Settled
from openpeel.audits.questions import given_of
from openpeel.audits.settling import relevant_only
from openpeel.catalogue.audit_designs import find_design
from openpeel.errors import UserError
from openpeel.people.models import Person
from openpeel.sampling.answers import (
    Answers,
    Chosen,
    FileAnswers,
    Pair,
    Reading,
    RoundAnswers,
)

LEFT = ("reserve", "replaced")

_Read = tuple[Review, Answers]  # a submitted review, and what it says


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


def rounds_of(person: Person) -> list[tuple[Round, list[str]]]:
    """The rounds that a person has a part in, the newest first, each with the person's roles."""
    roles: dict[int, list[str]] = defaultdict(list)
    for member in Member.objects.filter(person=person).order_by("role"):
        roles[member.audit_id].append(member.role)
    found = Round.objects.filter(audit__in=roles).select_related("audit").order_by("-loaded_at")
    return [(round, roles[round.audit_id]) for round in found]


def round_named(name: str) -> Round:
    """A round by its audit's slug and its number, written as SLUG/NUMBER; UserError for none."""
    slug, _, number = name.rpartition("/")
    plain = number.isascii() and number.isdigit() and len(number) < 9
    found = Round.objects.select_related("audit").filter(
        audit__slug=slug, number=int(number) if plain else 0
    )
    if not found:
        raise UserError(f"there is no round {name!r}; write it as SLUG/NUMBER.")
    return found[0]


def sample_of(round: Round) -> QuerySet[File]:
    """The files of a round's sample as it stands: no reserves, no files that were replaced."""
    return round.files.exclude(state__in=LEFT)


def round_answers(round: Round) -> RoundAnswers:
    """A round as its estimates need it, from what is settled so far."""
    design = find_design(round.audit.design)
    files = list(sample_of(round).select_related("round__audit"))
    read = _submitted(round)
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
        pairs=tuple(_pairs_of(read)),
        readings=tuple(_readings_of(read)),
    )


def _submitted(round: Round) -> list[_Read]:
    """Every submitted review of the sample, with its answers."""
    rows: dict[int, list[Answer]] = defaultdict(list)
    submitted = Review.objects.filter(file__round=round, state="submitted").exclude(
        file__state__in=LEFT
    )
    # joined, not `review in (select ...)`: PostgreSQL can plan that as a search for each answer
    answers = Answer.objects.filter(review__file__round=round, review__state="submitted")
    for answer in answers.exclude(review__file__state__in=LEFT):
        rows[answer.review_id].append(answer)
    reviews = submitted.select_related("file__round__audit", "reviewer").order_by("file__number")
    return [(r, relevant_only(r.file, given_of(rows[r.pk]))) for r in reviews]


def _readings_of(read: list[_Read]) -> list[Reading]:
    """Of a file whose second review is open there is none: it would tell what the first says."""
    return [
        Reading(review.file.stratum, review.reviewer.name, _at(review), given)
        for review, given in read
        if review.file.state != "second review"
    ]


def _pairs_of(read: list[_Read]) -> list[Pair]:
    """Files with two submitted reviews, in the order of their numbers."""
    both: dict[int, dict[str, _Read]] = defaultdict(dict)
    for one in read:
        both[one[0].file.number][one[0].kind] = one
    found = []
    for number, kinds in both.items():
        if len(kinds) < 2:
            continue
        (first, before), (second, after) = kinds["first"], kinds["second"]
        chosen: Chosen = first.file.second  # type: ignore[assignment]
        found.append(
            Pair(
                number=number,
                stratum=first.file.stratum,
                chosen=chosen,
                first_by=first.reviewer.name,
                second_by=second.reviewer.name,
                at=_at(second),
                first=before,
                second=after,
            )
        )
    return found


def _at(review: Review) -> datetime:
    assert review.submitted_at is not None  # the database holds it
    return review.submitted_at

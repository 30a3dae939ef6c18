"""Small audits to try things on: six cautions, of which five are in the sample."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from openpeel.audits.actions import allocation, reviews, rounds
from openpeel.audits.actions.moderation import resolve
from openpeel.audits.models import FACT, Audit, File, Review, Round
from openpeel.audits.questions import facts_asked, given_of, relevance
from openpeel.audits.settling import outstanding
from openpeel.catalogue.audit_designs import find_design
from openpeel.people.models import Person
from openpeel.sampling.sheets import DrawnFile, DrawnStratum, FrameCount, Sheet, Source, sheet_text

WEST_MERCIA = "E23000016"
KNOWN = {
    "withdrew": False,
    "finalised": True,
    "caution": True,
    "community-resolution": False,
    "outcome-16": False,
    "victim": True,
    "out-of-court": True,
}


@dataclass
class Made:
    """An audit with its round and its people: a lead, three reviewers, a moderator, the force."""

    audit: Audit
    round: Round
    lead: Person
    asha: Person
    ben: Person
    carys: Person
    moderator: Person
    force: Person

    def file(self, number: int) -> File:
        return File.objects.select_related("round__audit").get(round=self.round, number=number)

    def review(self, number: int, kind: str = "first") -> Review:
        return Review.objects.select_related("file__round__audit").get(
            file__round=self.round, file__number=number, kind=kind
        )


def person(username: str, force_code: str = "") -> Person:
    return Person.objects.create_user(username, username.title(), force_code=force_code)


def sheet_of(files: int = 5, reserves: int = 2, seed: str = "a seed") -> Sheet:
    design = find_design("victim-service-2021")
    drawn = tuple(
        DrawnFile(
            number=n + 1,
            stratum="caution",
            reference=f"22/{1000 + n}/25",
            role="sample" if n < files else "reserve",
            facts=KNOWN,
        )
        for n in range(files + reserves)
    )
    return Sheet(
        force_code=WEST_MERCIA,
        design_id=design.id,
        design_version=design.version,
        question_set_id=design.questions.id,
        question_set_version=design.questions.version,
        source=Source(kind="frame", name="frame.csv", sha256="0" * 64),
        frame=FrameCount(files=400, sha256="1" * 64, rows_read=400, exclusions=()),
        seed=seed,
        seed_made=False,
        drawn_at=datetime(2021, 7, 1, tzinfo=UTC),
        drawn_by=None,
        strata=(
            DrawnStratum(
                id="caution", sample="outcomes", population=400, left_out=0,
                asked=files, files=files, reserves=reserves,
            ),
        ),
        files=drawn,
    )  # fmt: skip


def made(files: int = 5, *, started: bool = True) -> Made:
    lead, moderator = person("lead"), person("moderator")
    asha, ben, carys = person("asha"), person("ben"), person("carys")
    force = person("liaison", WEST_MERCIA)
    audit = rounds.open_audit(
        slug="west-mercia-2021", name="West Mercia 2021", force_code=WEST_MERCIA,
        design="victim-service-2021", by=lead,
    )  # fmt: skip
    for reviewer in (asha, ben, carys):
        rounds.add_member(audit, reviewer, "reviewer", by=lead)
    rounds.add_member(audit, moderator, "moderator", by=lead)
    rounds.add_member(audit, force, "force", by=lead)
    sheet = sheet_of(files)
    loaded = rounds.load_round(
        audit, sheet, sheet_text(sheet), facts_until=date(2021, 6, 30), by=lead
    )
    result = Made(audit, loaded, lead, asha, ben, carys, moderator, force)
    if started:
        rounds.start(loaded, by=lead)
    # the random share is tried by tests of its own
    loaded.files.update(second="")
    return result


def say(
    review: Review, question: str, code: str, *, seen: int = 0, by: Person | None = None
) -> reviews.Saved:
    return reviews.save_answer(
        review, question, reviews.Said(code=code), seen=seen, by=by or review.reviewer
    )


def fill(review: Review, **codes: str) -> None:
    """Answer everything that is asked: as told, else `yes`; facts that are not told are `no`."""
    for fact in facts_asked(review.file):
        say(review, FACT + fact.id, "no")
    while True:
        given = given_of(review.answers.all())
        left = [
            id
            for id, held in relevance(review.file, given).items()
            if held is not False and id not in given.codes
        ]
        if not left:
            return
        say(review, left[0], codes.get(left[0], "yes"))


def reviewed(made: Made, number: int, reviewer: Person, **codes: str) -> File:
    """A file whose first review, or second when that is due, is made and submitted."""
    review = allocation.allocate(made.file(number), reviewer, by=made.lead)
    review = Review.objects.select_related("file__round__audit", "reviewer").get(pk=review.pk)
    fill(review, **codes)
    return reviews.submit(review, by=reviewer)


def round_of_reviews(made: Made) -> None:
    """Every file settled, by a reviewer who is not new."""
    for file in made.round.files.filter(state="waiting"):
        reviewed(made, file.number, made.asha)
        if made.file(file.number).state == "second review":
            reviewed(made, file.number, made.ben)


def settled() -> Made:
    """Twelve cautions, settled."""
    it = made(files=12)
    round_of_reviews(it)
    rounds.settle(it.round, by=it.lead)
    return it


def differing() -> Made:
    """Ten files read twice, with opposite answers to OU1; a third person decides each; settled."""
    it = made(files=10)
    it.round.files.filter(state="waiting").update(second="random")
    for number in range(1, 11):
        reviewed(it, number, it.asha, OU1="yes")
        file = reviewed(it, number, it.ben, OU1="no")
        while file.state == "conflicted":
            file = resolve(file, outstanding(file)[0], "yes", "the rule", by=it.moderator)
    rounds.settle(it.round, by=it.lead)
    return it

"""Two reviews of a file are independent: whoever had a hand in one has none in the other."""

from __future__ import annotations

import pytest
from making import Made, fill, made, reviewed, say

from asking import get
from openpeel.audits import addresses
from openpeel.audits.actions import allocation, moderation, reviews, rounds
from openpeel.audits.queries import round_answers
from openpeel.errors import UserError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]


@pytest.fixture
def audit() -> Made:
    return made()


@pytest.fixture
def handed_over(audit: Made) -> Made:
    """Asha began the first review of file 1; Ben finished it, and it is to be read again."""
    review = allocation.allocate(audit.file(1), audit.asha, by=audit.lead)
    say(review, "OU1", "no", by=audit.asha)
    review = allocation.hand_over(review, audit.ben, "She is ill.", by=audit.lead)
    fill(audit.review(1))
    reviews.submit(review, by=audit.ben)
    assert audit.file(1).state == "second review"
    return audit


def test_who_began_the_first_review_does_not_make_the_second(handed_over: Made) -> None:
    audit = handed_over
    with pytest.raises(UserError, match="Asha had a hand in the first review of file 1"):
        allocation.allocate(audit.file(1), audit.asha, by=audit.lead)
    allocation.allocate_evenly(audit.round, by=audit.lead)
    assert audit.review(1, "second").reviewer == audit.carys
    fill(audit.review(1, "second"), OU1="no")
    with pytest.raises(UserError, match="Asha had a hand in the other review of file 1"):
        allocation.hand_over(audit.review(1, "second"), audit.asha, "Ill.", by=audit.lead)


def test_who_began_a_review_is_no_third_person(handed_over: Made) -> None:
    audit = handed_over
    rounds.add_member(audit.audit, audit.asha, "moderator", by=audit.lead)
    second = allocation.allocate(audit.file(1), audit.carys, by=audit.lead)
    fill(second, OU1="yes")
    assert reviews.submit(second, by=audit.carys).state == "conflicted"
    with pytest.raises(UserError, match="a third person has to decide"):
        moderation.resolve(audit.file(1), "OU1", "no", "It is so.", by=audit.asha)


def test_a_lead_who_reviews_does_not_learn_why_before_the_second_review_is_dealt(
    audit: Made,
) -> None:
    rounds.add_member(audit.audit, audit.lead, "reviewer", by=audit.lead)
    reviewed(audit, 1, audit.asha)
    for address in (addresses.file_page(audit.file(1)), addresses.files(audit.round)):
        assert "it is among the reviewer" not in get(audit.lead, address)
    assert "it is among the reviewer" in get(audit.moderator, addresses.file_page(audit.file(1)))


def test_nobody_reads_a_first_review_from_the_weeks_while_the_second_is_open(
    audit: Made,
) -> None:
    reviewed(audit, 1, audit.asha)
    assert audit.file(1).state == "second review"
    assert round_answers(audit.round).readings == ()
    reviewed(audit, 1, audit.ben)
    assert len(round_answers(audit.round).readings) == 2

"""Several people at the same moment: each is served, told, or refused, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from making import Made, fill, made, round_of_reviews, say

from at_once import at_once
from keeping import emptied_after
from openpeel.audits.actions import allocation, replies, reviews, rounds
from openpeel.audits.histories import HISTORIES
from openpeel.audits.models import Answer, AnswerVersion, File, Replacement, Review, Round
from openpeel.audits.questions import asked_of
from openpeel.errors import UserError

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 8


@pytest.fixture(autouse=True)
def _emptied(transactional_db: None) -> Iterator[None]:
    with emptied_after("audits", HISTORIES):
        yield


@pytest.fixture
def audit() -> Made:
    return made()


def fresh(review: Review) -> Review:
    return Review.objects.select_related("file__round__audit", "reviewer").get(pk=review.pk)


def test_of_many_on_one_answer_one_is_first_and_the_others_are_told(audit: Made) -> None:
    review = allocation.allocate(audit.file(1), audit.asha, by=audit.lead)
    codes = ["yes", "no"] * (PEOPLE // 2)
    saved = at_once(*(lambda code=code: say(fresh(review), "OU1", code) for code in codes))
    assert not [one for one in saved if isinstance(one, UserError)]
    standing = Answer.objects.get()
    assert standing.version == 1
    kept = AnswerVersion.objects.get(kept=True)
    assert kept.code == standing.code
    # whoever said what stands was no conflict; everybody else's answer is set aside, not lost
    assert AnswerVersion.objects.filter(kept=False).count() == PEOPLE // 2
    told = [one for one in saved if not isinstance(one, UserError) and not one.kept]
    assert len(told) == PEOPLE // 2
    assert all(one.standing is not None and one.standing.code == standing.code for one in told)


def test_many_answers_to_one_review_are_all_saved(audit: Made) -> None:
    review = allocation.allocate(audit.file(1), audit.asha, by=audit.lead)
    ids = [question.id for question in asked_of(audit.file(1))]
    at_once(*(lambda id=id: say(fresh(review), id, "") for id in ids))
    assert Answer.objects.count() == len(ids)
    assert fresh(review).state == "started"


def test_two_submit_one_review_and_it_is_submitted_once(audit: Made) -> None:
    review = allocation.allocate(audit.file(1), audit.asha, by=audit.lead)
    fill(fresh(review))
    done = at_once(*[lambda: reviews.submit(fresh(review), by=audit.asha)] * 2)
    assert sum(isinstance(one, UserError) for one in done) == 1
    assert audit.file(1).state == "second review"


def test_two_files_replaced_at_once_get_two_reserves(audit: Made) -> None:
    at_once(
        lambda: allocation.replace(File.objects.get(number=1), "Lost.", by=audit.lead),
        lambda: allocation.replace(File.objects.get(number=2), "Lost.", by=audit.lead),
    )
    assert {r.into.number for r in Replacement.objects.all()} == {6, 7}


def test_one_file_goes_to_one_of_two_reviewers(audit: Made) -> None:
    at_once(
        lambda: allocation.allocate(File.objects.get(number=1), audit.asha, by=audit.lead),
        lambda: allocation.allocate(File.objects.get(number=1), audit.ben, by=audit.lead),
    )
    assert Review.objects.filter(file__number=1).count() == 1


def test_an_answer_is_saved_before_its_review_is_submitted_or_set_aside(audit: Made) -> None:
    """Never between: what was settled is what the review says."""
    for number in (1, 2, 3, 4):
        review = allocation.allocate(audit.file(number), audit.asha, by=audit.lead)
        fill(fresh(review))
        early = fresh(review)  # as a page has it that was asked before the file was finished
        _, *saved = at_once(
            lambda review=review: reviews.submit(fresh(review), by=audit.asha),
            lambda early=early: say(early, "OU1", "no", seen=1),
            lambda early=early: say(early, "OU2", "no", seen=1),
        )
        finished = fresh(review).submitted_at
        assert finished is not None
        for question, one in zip(("OU1", "OU2"), saved, strict=True):
            answer = Answer.objects.get(review=review, question=question)
            assert one.kept == (answer.code == "no")
            assert not one.kept or answer.at <= finished


def test_a_page_from_before_the_review_was_finished_or_given_away_saves_nothing(
    audit: Made,
) -> None:
    review = allocation.allocate(audit.file(1), audit.asha, by=audit.lead)
    fill(fresh(review))
    early = fresh(review)
    allocation.hand_over(fresh(review), audit.ben, "She is ill.", by=audit.lead)
    with pytest.raises(PermissionDenied):
        say(early, "OU1", "no", seen=1)
    late = fresh(review)
    reviews.submit(fresh(review), by=audit.ben)
    assert not say(late, "OU3", "no", seen=1).kept
    assert set(Answer.objects.filter(review=review).values_list("code", flat=True)) == {"yes"}


def test_a_round_is_not_settled_while_a_reply_comes_in(audit: Made) -> None:
    round_of_reviews(audit)
    rounds.send_to_the_force(audit.round, by=audit.lead)

    def reply() -> Any:
        return replies.reply(
            audit.file(1), "OU3", "It is there.", evidence="page 4",
            evidence_on=date(2021, 5, 1), by=audit.force,
        )  # fmt: skip

    at_once(reply, lambda: rounds.settle(audit.round, by=audit.lead))
    settled = Round.objects.get(pk=audit.round.pk).state == "settled"
    assert settled == (audit.file(1).state == "settled")

"""Reviews: what is saved, what is set aside, and when a file is settled."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from making import Made, fill, made, reviewed, say

from openpeel.audits.actions import allocation, moderation, reviews, rounds
from openpeel.audits.actions.reviews import Said
from openpeel.audits.models import Answer, AnswerVersion, Review
from openpeel.audits.permissions import may_see_review
from openpeel.audits.queries import round_answers
from openpeel.audits.settling import outstanding, settled_answers, standing
from openpeel.errors import UserError

pytestmark = pytest.mark.django_db


@pytest.fixture
def audit() -> Made:
    return made()


@pytest.fixture
def review(audit: Made) -> Review:
    allocation.allocate(audit.file(1), audit.asha, by=audit.lead)
    return audit.review(1)


def test_an_answer_is_saved_as_it_is_given(review: Review) -> None:
    saved = say(review, "OU1", "yes")
    assert (saved.version, saved.kept) == (1, True)
    assert Answer.objects.get().code == "yes"
    assert say(review, "OU1", "no", seen=1).version == 2
    assert [v.code for v in AnswerVersion.objects.order_by("version")] == ["yes", "no"]


def test_the_first_answer_begins_the_review(audit: Made, review: Review) -> None:
    say(review, "OU1", "yes")
    assert (audit.review(1).state, audit.file(1).state) == ("started", "in review")


def test_who_saves_second_is_told_and_loses_nothing(review: Review) -> None:
    say(review, "OU1", "yes")
    late = say(review, "OU1", "no", seen=0)
    assert not late.kept and late.standing is not None
    assert (late.standing.code, late.version) == ("yes", 1)
    assert late.why == "Asha has changed this answer meanwhile."
    assert AnswerVersion.objects.get(kept=False).code == "no"
    # having seen what stands, one may save over it
    assert say(review, "OU1", "no", seen=1).kept


def test_sending_the_same_again_is_no_conflict(review: Review) -> None:
    say(review, "OU1", "yes")
    assert say(review, "OU1", "yes", seen=0).kept
    assert AnswerVersion.objects.count() == 1


def test_an_answer_after_the_review_was_submitted_is_set_aside(audit: Made, review: Review) -> None:
    fill(review)
    reviews.submit(review, by=audit.asha)
    late = say(audit.review(1), "OU1", "no", seen=1)
    assert not late.kept and late.why == "The review has been submitted."
    assert AnswerVersion.objects.get(kept=False).code == "no"
    assert Answer.objects.get(question="OU1").code == "yes"


def test_nobody_answers_in_another_reviewers_name(audit: Made, review: Review) -> None:
    with pytest.raises(PermissionDenied):
        say(review, "OU1", "yes", by=audit.ben)


@pytest.mark.parametrize(
    ("question", "said", "words"),
    [
        ("CH1", Said("yes"), "CH1 is not asked of this kind of file"),
        ("OU1", Said("perhaps"), "'perhaps' is none of its answers, which are yes, no"),
        ("fact:caution", Said("yes"), "'caution' is no fact that is asked of it"),
        ("OU1", Said("yes", evidence="x" * 201), "at most 200 characters"),
        ("OU1", Said("yes", note="x" * 10_001), "at most 10000 characters"),
        ("OU1", Said(counts={"violence": [1, 1]}), "asks for an answer and has no counts"),
    ],
)
def test_what_is_no_answer_is_refused(
    review: Review, question: str, said: Said, words: str
) -> None:
    with pytest.raises(UserError, match=words):
        reviews.save_answer(review, question, said, seen=0, by=review.reviewer)
    assert not Answer.objects.exists()


def test_a_review_that_lacks_an_answer_is_not_submitted(audit: Made, review: Review) -> None:
    say(review, "OU1", "yes")
    with pytest.raises(UserError, match="file 1 is not finished: answer "):
        reviews.submit(review, by=audit.asha)
    assert audit.review(1).state == "started"


def test_the_first_files_of_a_new_reviewer_are_reviewed_twice(audit: Made) -> None:
    states = [reviewed(audit, n, audit.asha).state for n in (1, 2, 3, 4)]
    assert states == ["second review"] * 3 + ["settled"]
    assert audit.file(1).second == "first files"


def test_a_file_with_many_answers_against_the_force_is_reviewed_twice(audit: Made) -> None:
    for n in (1, 2, 3):
        reviewed(audit, n, audit.asha)
    bad = reviewed(audit, 4, audit.asha, OU1="no", OU2="no", OU3="no", OU5="no")
    assert bad.state == "settled"  # four are fewer than the six of this design
    again = round_answers(audit.round)
    assert [f.number for f in again.files] == [4]


def test_a_second_review_is_blind_until_both_have_submitted(audit: Made) -> None:
    reviewed(audit, 1, audit.asha)
    allocation.allocate(audit.file(1), audit.ben, by=audit.lead)
    first, second = audit.review(1), audit.review(1, "second")
    for eye in (audit.ben, audit.lead, audit.moderator, audit.force, audit.carys):
        assert not may_see_review(eye, first)
    fill(second)
    reviews.submit(second, by=audit.ben)
    assert may_see_review(audit.moderator, audit.review(1))
    assert not may_see_review(audit.carys, audit.review(1))
    assert not may_see_review(audit.force, audit.review(1))


def test_nobody_reviews_a_file_twice(audit: Made) -> None:
    reviewed(audit, 1, audit.asha)
    with pytest.raises(UserError, match="Asha made the first review of file 1"):
        allocation.allocate(audit.file(1), audit.asha, by=audit.lead)


def test_two_reviews_that_agree_settle_a_file(audit: Made) -> None:
    reviewed(audit, 1, audit.asha)
    assert reviewed(audit, 1, audit.ben).state == "settled"
    assert {row.how for row in standing(audit.file(1)).values()} == {"agreed"}


def test_a_third_resolves_a_conflict_and_both_answers_are_kept(audit: Made) -> None:
    reviewed(audit, 1, audit.asha, OU3="yes")
    file = reviewed(audit, 1, audit.ben, OU3="no")
    assert file.state == "conflicted" and outstanding(file) == ["OU3"]
    with pytest.raises(UserError, match="say why OU3"):
        moderation.resolve(file, "OU3", "no", " ", by=audit.moderator)
    file = moderation.resolve(file, "OU3", "no", "No entry before the caution.", by=audit.moderator)
    assert file.state == "settled"
    assert settled_answers(file).codes["OU3"] == "no"
    assert {a.code for a in Answer.objects.filter(question="OU3")} == {"yes", "no"}
    assert standing(file)["OU3"].how == "resolved" and standing(file)["OU1"].how == "agreed"


def test_a_reviewer_of_the_file_is_no_third_person(audit: Made) -> None:
    rounds.add_member(audit.audit, audit.ben, "moderator", by=audit.lead)
    reviewed(audit, 1, audit.asha, OU3="yes")
    file = reviewed(audit, 1, audit.ben, OU3="no")
    with pytest.raises(UserError, match="a third person has to decide"):
        moderation.resolve(file, "OU3", "no", "Because.", by=audit.ben)

"""A third person decides where two reviews differ."""

from __future__ import annotations

import pytest
from making import Made, fill, made, person, reviewed

from asking import get, post
from openpeel.audits import addresses
from openpeel.audits.actions import allocation, reviews, rounds
from openpeel.audits.actions.reviews import Said
from openpeel.audits.models import Answer, Settled
from openpeel.audits.settling import standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]


@pytest.fixture
def audit() -> Made:
    """File 1 was reviewed by Asha and by Ben, who differ on OU1."""
    audit = made()
    for reviewer, code in ((audit.asha, "no"), (audit.ben, "yes")):
        allocation.allocate(audit.file(1), reviewer, by=audit.lead)
        review = audit.review(1, "first" if reviewer == audit.asha else "second")
        fill(review, OU1=code)
        answer = Answer.objects.get(review=review, question="OU1")
        said = Said(
            code, evidence=f"{code}: page 4", comment=f"{code} is plain", note=f"{code}, I think"
        )
        reviews.save_answer(review, "OU1", said, seen=answer.version, by=reviewer)
        reviews.submit(review, by=reviewer)
    return audit


def test_the_files_that_wait_are_listed(audit: Made) -> None:
    text = get(audit.moderator, addresses.conflicts(audit.round))
    assert "File 1" in text and "1 question to decide" in text


def test_both_answers_stand_side_by_side_with_what_was_written(audit: Made) -> None:
    text = get(audit.moderator, addresses.resolve(audit.file(1)))
    for words in ("no: page 4", "yes: page 4", "no is plain", "yes is plain", "no, I think"):
        assert words in text
    assert "Asha" not in text and "Ben" not in text  # an answer is weighed, not a name


def test_the_answer_that_is_chosen_stands_with_its_reason(audit: Made) -> None:
    form = {"question": "OU1", "code": "yes", "reason": "page 4 says so"}
    text = post(audit.moderator, addresses.resolve(audit.file(1)), **form)
    assert "File 1 is settled." in text
    row = Settled.objects.get(question="OU1")
    assert (row.code, row.how, row.reason, row.by) == (
        "yes", "resolved", "page 4 says so", audit.moderator,
    )  # fmt: skip
    text = get(audit.lead, addresses.file_page(audit.file(1)))
    assert "First review: No." in text and "Resolved, by Moderator" in text


def test_an_answer_that_neither_gave_may_stand(audit: Made) -> None:
    reviewed(audit, 2, audit.asha, OU3="no")
    reviewed(audit, 2, audit.ben, OU3="yes")
    form = {"question": "OU3", "code": "not-recorded", "reason": "page 4 is missing"}
    post(audit.moderator, addresses.resolve(audit.file(2)), **form)
    assert standing(audit.file(2))["OU3"].code == "not-recorded"


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"question": "OU1", "code": "yes"}, "say why OU1 is answered so"),
        ({"question": "OU1", "reason": "kept words"}, "choose the answer that stands"),
        ({"question": "OU1", "code": "maybe", "reason": "kept words"}, "none of its answers"),
        ({"question": "OU2", "code": "yes", "reason": "kept words"}, "do not differ on OU2"),
        ({"question": "nonsense", "code": "yes"}, "load the page again"),
        ({}, "load the page again"),
    ],
)
def test_a_decision_that_can_not_stand_is_told_and_kept(
    audit: Made, form: dict[str, str], words: str
) -> None:
    text = post(audit.moderator, addresses.resolve(audit.file(1)), 400, **form)
    assert words in text
    if form.get("question") == "OU1":
        assert form.get("reason", "") in text
    assert not Settled.objects.exists()


def test_who_reviewed_a_file_does_not_decide_it(audit: Made) -> None:
    rounds.add_member(audit.audit, audit.ben, "moderator", by=audit.lead)
    assert "you reviewed it" in get(audit.ben, addresses.conflicts(audit.round))
    text = get(audit.ben, addresses.resolve(audit.file(1)))
    assert "a third person has to decide" in text and "<textarea" not in text
    form = {"question": "OU1", "code": "yes", "reason": "mine"}
    assert "third person" in post(audit.ben, addresses.resolve(audit.file(1)), 400, **form)


def test_questions_that_hang_on_another_come_up_one_after_the_other() -> None:
    audit = made()
    reviewed(audit, 2, audit.asha, OU1="yes", OU3="no")
    reviewed(audit, 2, audit.ben, OU1="no", OU3="yes")
    address = addresses.resolve(audit.file(2))
    text = get(audit.moderator, address)
    first = text.count('class="differing"')
    post(audit.moderator, address, question="OU1", code="yes", reason="page 4")
    left = get(audit.moderator, address)
    assert "Decided before" in left
    assert left.count('class="differing"') == first - 1


def test_a_file_that_does_not_wait_shows_no_answers(audit: Made) -> None:
    text = get(audit.moderator, addresses.resolve(audit.file(2)))
    assert "do not differ, or it is decided" in text and "First review" not in text


def test_a_lead_alone_does_not_decide(audit: Made) -> None:
    get(audit.lead, addresses.conflicts(audit.round), 403)
    get(person("stranger"), addresses.conflicts(audit.round), 404)

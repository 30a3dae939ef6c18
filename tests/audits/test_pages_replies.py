"""The force's right of reply on the facts of a file, and the lead's decision."""

from __future__ import annotations

import pytest
from making import WEST_MERCIA, Made, fill, made, person, reviewed, round_of_reviews

from asking import get, post
from openpeel.audits import addresses
from openpeel.audits.actions import allocation, moderation, replies, reviews, rounds
from openpeel.audits.actions.reviews import Said
from openpeel.audits.models import Answer, Reply
from openpeel.audits.settling import standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]

CLAIM = {
    "question": "OU1",
    "claim": "The letter is in the file",
    "evidence": "page 12",
    "evidence_on": "2021-05-01",
}


@pytest.fixture
def audit() -> Made:
    """A round that the force may question; file 1 was decided by the moderator."""
    audit = made()
    allocation.allocate(audit.file(1), audit.asha, by=audit.lead)
    first = audit.review(1)
    fill(first, OU1="no")
    said = Said("no", evidence="page 4", comment="No letter", note="Asha's private thought")
    reviews.save_answer(first, "OU1", said, seen=1, by=audit.asha)
    reviews.submit(first, by=audit.asha)
    reviewed(audit, 1, audit.ben, OU1="yes")
    moderation.resolve(audit.file(1), "OU1", "no", "Ben was hasty", by=audit.moderator)
    round_of_reviews(audit)
    rounds.send_to_the_force(audit.round, by=audit.lead)
    return audit


def sent(audit: Made, **form: str) -> Reply:
    post(audit.force, addresses.reply(audit.file(1)), **(CLAIM | form))
    return Reply.objects.latest("pk")


def test_the_force_sees_what_is_settled_and_no_more(audit: Made) -> None:
    text = get(audit.force, addresses.reply(audit.file(1)))
    assert "page 4" in text and "No letter" in text
    for hidden in ("private thought", "Asha", "Ben", "hasty", "Moderator", "Carys"):
        assert hidden not in text


def test_the_rule_about_dates_is_said_before(audit: Made) -> None:
    text = get(audit.force, addresses.reply(audit.file(1)))
    assert "Only what existed on 30 June 2021 counts." in text
    assert text.index("Only what existed") < text.index('name="evidence_on"')


def test_before_the_right_of_reply_there_is_nothing_to_see() -> None:
    audit = made()
    reviewed(audit, 1, audit.asha)
    reviewed(audit, 1, audit.ben)
    assert "nothing to see yet" in get(audit.force, addresses.replies(audit.round))
    get(audit.force, addresses.reply(audit.file(1)), 404)


def test_a_file_that_is_not_settled_is_not_shown(audit: Made) -> None:
    audit.round.files.filter(number=2).update(state="conflicted")
    get(audit.force, addresses.reply(audit.file(2)), 404)
    assert "File 2" not in get(audit.force, addresses.replies(audit.round))


def test_a_reply_is_sent_and_waits(audit: Made) -> None:
    text = post(audit.force, addresses.reply(audit.file(1)), **CLAIM)
    assert "Your reply is sent" in text and "It waits for a decision." in text
    assert "waits for a decision" in get(audit.lead, addresses.replies(audit.round))
    assert audit.file(1).state == "challenged"


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"claim": ""}, "say what the file shows, and where"),
        ({"evidence": " "}, "say what the file shows, and where"),
        ({"evidence_on": ""}, "say on what day"),
        ({"evidence_on": "yesterday"}, "is no day"),
        ({"question": ""}, "choose the answer"),
        ({"question": "OU9"}, "has no answer"),
        ({"evidence": "p" * 201}, "shorten it"),
    ],
)
def test_a_reply_that_is_refused_is_still_in_the_form(
    audit: Made, form: dict[str, str], words: str
) -> None:
    text = post(audit.force, addresses.reply(audit.file(1)), 400, **(CLAIM | form))
    assert words in text
    for kept in (CLAIM | form).values():
        assert kept in text
    assert not Reply.objects.exists()


def test_a_name_in_a_reply_is_warned_of_and_never_blocks(audit: Made) -> None:
    text = post(
        audit.force, addresses.reply(audit.file(1)), **(CLAIM | {"claim": "Mrs Jones signed it"})
    )
    assert "looks as if it held a name" in text and "Mrs Jones" in text
    assert Reply.objects.get().claim == "Mrs Jones signed it"


def test_an_accepted_reply_changes_the_answer(audit: Made) -> None:
    reply = sent(audit)
    form = {"accepted": "yes", "code": "yes", "reason": "page 12 is the letter"}
    text = post(audit.lead, addresses.decide(reply), **form)
    assert "The reply is decided" in text and "accepted" in text
    row = standing(audit.file(1))["OU1"]
    assert (row.code, row.how) == ("yes", "after reply")
    text = get(audit.force, addresses.reply(audit.file(1)))
    assert "after a reply" in text and "page 12 is the letter" in text


def test_a_refused_reply_leaves_the_answer(audit: Made) -> None:
    reply = sent(audit)
    post(audit.lead, addresses.decide(reply), accepted="no", reason="page 12 is another letter")
    assert standing(audit.file(1))["OU1"].code == "no"
    assert "Refused" in get(audit.force, addresses.reply(audit.file(1)))


def test_what_came_later_can_not_be_accepted(audit: Made) -> None:
    reply = sent(audit, evidence_on="2021-07-01")
    text = get(audit.lead, addresses.decide(reply))
    assert "of a later day, so it can" in text and 'value="yes"' not in text
    form = {"accepted": "yes", "code": "yes", "reason": "all the same"}
    text = post(audit.lead, addresses.decide(reply), 400, **form)
    assert "only what existed then counts" in text and "all the same" in text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"accepted": "yes", "code": "yes"}, "say why the reply is accepted or refused"),
        ({"accepted": "yes", "reason": "kept words"}, "choose the answer that stands"),
        ({"accepted": "perhaps", "reason": "kept words"}, "choose whether"),
        ({"reason": "kept words"}, "choose whether"),
    ],
)
def test_a_decision_is_whole_or_none(audit: Made, form: dict[str, str], words: str) -> None:
    reply = sent(audit)
    text = post(audit.lead, addresses.decide(reply), 400, **form)
    assert words in text and form.get("reason", "") in text
    assert Reply.objects.get().decided_at is None


def test_a_decision_is_made_once(audit: Made) -> None:
    reply = sent(audit)
    post(audit.lead, addresses.decide(reply), accepted="no", reason="first")
    text = post(audit.lead, addresses.decide(reply), 400, accepted="no", reason="second")
    assert "decided already" in text and "first" in text


def test_the_settled_round_takes_no_more_replies(audit: Made) -> None:
    rounds.settle(audit.round, by=audit.lead)
    text = get(audit.force, addresses.reply(audit.file(1)))
    assert "Question an answer" not in text and "No letter" in text
    text = post(audit.force, addresses.reply(audit.file(1)), 400, **CLAIM)
    assert "not open for replies" in text


def test_a_reply_of_another_round_is_not_found(audit: Made) -> None:
    reply = replies.reply(
        audit.file(1), "OU1", "x", evidence="y", evidence_on=audit.round.facts_until, by=audit.force
    )
    other = rounds.open_audit(
        slug="other", name="Other", force_code=WEST_MERCIA, design=audit.audit.design, by=audit.lead
    )
    audit.round.pk, audit.round.audit = None, other
    audit.round.save()
    get(audit.lead, f"/audits/other/1/replies/{reply.pk}/", 404)
    get(person("stranger"), addresses.replies(audit.round), 404)
    assert Answer.objects.exists()

"""A decision may make a question relevant that nobody has answered: it is answered before all else.

Otherwise the file would stand among the settled ones with a hole in it.
"""

from __future__ import annotations

from datetime import date

import pytest
from making import KNOWN, Made, fill, made, round_of_reviews, say

from asking import get
from openpeel.audits import addresses
from openpeel.audits.actions import allocation, moderation, replies, reviews, rounds
from openpeel.audits.models import FACT, File
from openpeel.audits.questions import incomplete
from openpeel.audits.settling import outstanding, settled_answers, standing
from openpeel.errors import UserError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]

OUT = FACT + "out-of-court"


@pytest.fixture
def audit() -> Made:
    """A round whose frame does not tell whether a file was dealt with out of court."""
    audit = made()
    audit.round.files.update(facts={k: v for k, v in KNOWN.items() if k != "out-of-court"})
    return audit


def opened(audit: Made) -> File:
    """File 1, of which the force has said that it was dealt with out of court after all."""
    round_of_reviews(audit)
    rounds.send_to_the_force(audit.round, by=audit.lead)
    assert standing(audit.file(1))[OUT].code == "no"
    said = replies.reply(
        audit.file(1), OUT, "It was cautioned.", evidence="page 4",
        evidence_on=date(2021, 5, 1), by=audit.force,
    )  # fmt: skip
    replies.decide(said, accepted=True, reason="So it was.", code="yes", by=audit.lead)
    return audit.file(1)


def test_a_reply_on_a_fact_that_opens_a_question_leaves_it_to_a_moderator(audit: Made) -> None:
    file = opened(audit)
    assert file.state == "conflicted" and outstanding(file)
    with pytest.raises(UserError, match="1 files are not settled yet"):
        rounds.settle(audit.round, by=audit.lead)
    assert "No answer" in get(audit.moderator, addresses.resolve(file))
    while left := outstanding(file):
        moderation.resolve(file, left[0], "yes", "It is on page 4.", by=audit.moderator)
        file = audit.file(1)
    assert file.state == "settled" and incomplete(file, settled_answers(file)) == []
    rounds.settle(audit.round, by=audit.lead)


def test_meanwhile_the_force_sees_its_reply_and_no_dead_link(audit: Made) -> None:
    file = opened(audit)
    text = get(audit.force, addresses.replies(audit.round))
    assert "accepted" in text and addresses.reply(file) not in text
    get(audit.force, addresses.reply(file), 404)


def test_an_answer_that_no_longer_matters_is_neither_shown_to_the_force_nor_questioned(
    audit: Made,
) -> None:
    facts = dict(audit.file(1).facts)
    del facts["finalised"]
    audit.round.files.filter(number=1).update(facts=facts)
    review = allocation.allocate(audit.file(1), audit.asha, by=audit.lead)
    say(review, FACT + "finalised", "yes", by=audit.asha)
    fill(audit.review(1))
    reviews.submit(audit.review(1), by=audit.asha)
    second = allocation.allocate(audit.file(1), audit.ben, by=audit.lead)
    say(second, FACT + "finalised", "yes", by=audit.ben)
    fill(audit.review(1, "second"))
    reviews.submit(audit.review(1, "second"), by=audit.ben)
    assert "OU1" in settled_answers(audit.file(1)).codes
    round_of_reviews(audit)
    rounds.send_to_the_force(audit.round, by=audit.lead)
    said = replies.reply(
        audit.file(1), FACT + "finalised", "It was open.", evidence="page 4",
        evidence_on=date(2021, 5, 1), by=audit.force,
    )  # fmt: skip
    replies.decide(said, accepted=True, reason="So it was.", code="no", by=audit.lead)
    assert "OU1" in standing(audit.file(1)) and audit.file(1).state == "settled"
    assert 'value="OU1"' not in get(audit.force, addresses.reply(audit.file(1)))
    with pytest.raises(UserError, match="OU1 has no answer"):
        replies.reply(
            audit.file(1), "OU1", "No.", evidence="page 4",
            evidence_on=date(2021, 5, 1), by=audit.force,
        )  # fmt: skip

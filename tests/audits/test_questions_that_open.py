"""A decision may make a question relevant that nobody has answered: it is answered before all else.

Otherwise the file would stand among the settled ones with a hole in it.
"""

from __future__ import annotations

from datetime import date

import pytest
from asking import get
from making import KNOWN, Made, made, round_of_reviews

from openpeel.audits import addresses
from openpeel.audits.actions import moderation, replies, rounds
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

"""Rounds: replacing, replies, settling, purging; who and when together."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from making import Made, made, person, reviewed, round_of_reviews, say, sheet_of

from openpeel.audits.actions import allocation, purging, replies, risks, rounds
from openpeel.audits.models import Answer, Event, Replacement, Reply, Round, UrgentRisk
from openpeel.audits.settling import settled_answers, standing
from openpeel.errors import UserError
from openpeel.sampling.sheets import sheet_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def audit() -> Made:
    return made()


@pytest.fixture
def replying(audit: Made) -> Made:
    round_of_reviews(audit)
    rounds.send_to_the_force(audit.round, by=audit.lead)
    return audit


def test_a_file_is_replaced_only_with_a_reason_by_the_next_reserve(audit: Made) -> None:
    with pytest.raises(UserError, match="say why file 2 can't be reviewed"):
        allocation.replace(audit.file(2), "", by=audit.lead)
    into = allocation.replace(audit.file(2), "The file is sealed by a court.", by=audit.lead)
    assert (into.number, into.state, audit.file(2).state) == (6, "waiting", "replaced")
    assert Replacement.objects.get().reason == "The file is sealed by a court."
    allocation.replace(audit.file(3), "Lost.", by=audit.lead)
    with pytest.raises(UserError, match="no reserve left for file 4"):
        allocation.replace(audit.file(4), "Lost.", by=audit.lead)


def test_a_review_that_has_begun_is_handed_over_with_its_answers(audit: Made) -> None:
    allocation.allocate(audit.file(1), audit.asha, by=audit.lead)
    review = audit.review(1)
    say(review, "OU1", "no")
    with pytest.raises(UserError, match="say why file 1 goes to somebody else"):
        allocation.hand_over(review, audit.ben, "", by=audit.lead)
    allocation.hand_over(review, audit.ben, "Asha is ill.", by=audit.lead)
    with pytest.raises(PermissionDenied):
        say(audit.review(1), "OU1", "yes", seen=1, by=audit.asha)
    assert say(audit.review(1), "OU2", "yes", by=audit.ben).kept
    assert {a.question: a.by.name for a in Answer.objects.all()} == {"OU1": "Asha", "OU2": "Ben"}


def test_a_review_is_not_handed_to_whoever_made_the_other_one(audit: Made) -> None:
    reviewed(audit, 1, audit.asha)
    allocation.allocate(audit.file(1), audit.ben, by=audit.lead)
    say(audit.review(1, "second"), "OU1", "yes")
    with pytest.raises(UserError, match="Asha has a review of file 1 already"):
        allocation.hand_over(audit.review(1, "second"), audit.asha, "Ben is ill.", by=audit.lead)


def test_files_are_dealt_evenly_and_second_reviews_to_others(audit: Made) -> None:
    assert allocation.allocate_evenly(audit.round, by=audit.lead) == 5
    counts = [audit.round.files.filter(reviews__reviewer=p).count()
              for p in (audit.asha, audit.ben, audit.carys)]  # fmt: skip
    assert sorted(counts) == [1, 2, 2]


def test_a_share_of_the_sample_is_picked_for_a_second_review_by_the_seed(audit: Made) -> None:
    sheet = sheet_of(files=20)
    two = [
        rounds.load_round(audit.audit, sheet, sheet_text(sheet), facts_until=date(2021, 6, 30),
                          by=audit.lead)
        for _ in range(2)
    ]  # fmt: skip
    picked = [set(r.files.filter(second="random").values_list("number", flat=True)) for r in two]
    assert picked[0] == picked[1] and len(picked[0]) == 3  # 15% of 20


def test_a_round_waits_until_every_file_is_settled(audit: Made) -> None:
    reviewed(audit, 1, audit.asha)
    with pytest.raises(UserError, match="5 files are not settled yet"):
        rounds.settle(audit.round, by=audit.lead)


def test_a_reply_that_is_accepted_changes_the_answer_and_keeps_the_old(replying: Made) -> None:
    said = replies.reply(
        replying.file(1), "OU3", "The views are on page 4.", evidence="page 4",
        evidence_on=date(2021, 5, 1), by=replying.force,
    )  # fmt: skip
    assert replying.file(1).state == "challenged"
    with pytest.raises(UserError, match="1 files are not settled yet"):
        rounds.settle(replying.round, by=replying.lead)
    replies.decide(said, accepted=True, reason="It is there.", by=replying.lead, code="no")
    file = replying.file(1)
    assert file.state == "settled" and settled_answers(file).codes["OU3"] == "no"
    assert standing(file)["OU3"].how == "after reply"
    assert file.settled.filter(question="OU3").count() == 2


def test_only_what_existed_at_the_time_counts(replying: Made) -> None:
    said = replies.reply(
        replying.file(1), "OU3", "We have asked the victim since.", evidence="letter",
        evidence_on=date(2021, 7, 2), by=replying.force,
    )  # fmt: skip
    with pytest.raises(UserError, match="only what existed then counts"):
        replies.decide(said, accepted=True, reason="So it is.", by=replying.lead, code="yes")
    replies.decide(said, accepted=False, reason="It came later.", by=replying.lead)
    assert replying.file(1).state == "settled"


def test_a_decision_needs_a_reason(replying: Made) -> None:
    said = replies.reply(
        replying.file(1), "OU3", "It is there.", evidence="page 4",
        evidence_on=date(2021, 5, 1), by=replying.force,
    )  # fmt: skip
    with pytest.raises(UserError, match="say why the reply"):
        replies.decide(said, accepted=False, reason="", by=replying.lead)


def test_the_force_replies_only_while_it_may(audit: Made) -> None:
    with pytest.raises(UserError, match="not open for replies"):
        replies.reply(audit.file(1), "OU3", "No.", evidence="x", evidence_on=date(2021, 5, 1),
                      by=audit.force)  # fmt: skip
    with pytest.raises(PermissionDenied):
        replies.reply(audit.file(1), "OU3", "No.", evidence="x", evidence_on=date(2021, 5, 1),
                      by=audit.asha)  # fmt: skip


def test_an_urgent_risk_says_who_was_told_and_when(audit: Made) -> None:
    allocation.allocate(audit.file(1), audit.asha, by=audit.lead)
    risk = risks.raise_risk(audit.file(1), "A threat to kill, nobody went.", by=audit.asha)
    assert risk.told_at is None
    risks.log_told(risk, "duty superintendent", by=audit.asha)
    risk.refresh_from_db()
    assert risk.told_by == audit.asha and risk.told_at is not None
    with pytest.raises(UserError, match="logged already"):
        risks.log_told(risk, "somebody else", by=audit.lead)
    with pytest.raises(PermissionDenied):
        risks.raise_risk(audit.file(1), "So I hear.", by=audit.ben)


def test_a_purge_deletes_what_leads_back_and_is_recorded(audit: Made) -> None:
    round_of_reviews(audit)
    Answer.objects.update(note="private", evidence="log 4")
    rounds.settle(audit.round, by=audit.lead)
    with pytest.raises(UserError, match="can't be purged before"):
        purging.purge(audit.round, on=date(2020, 1, 1), by=audit.lead)
    before = settled_answers(audit.file(1))
    done = purging.purge(audit.round, on=date(2030, 1, 1), by=audit.lead)
    assert done.references == 7 and done.texts > 0 and done.by == audit.lead
    assert Round.objects.get(pk=audit.round.pk).state == "purged"
    assert not Answer.objects.exclude(note="", evidence="").exists()
    assert set(audit.round.files.values_list("reference", flat=True)) == {""}
    assert settled_answers(audit.file(1)) == before


def test_the_database_holds_who_and_when_together(audit: Made) -> None:
    allocation.allocate(audit.file(1), audit.asha, by=audit.lead)
    risk = UrgentRisk.objects.create(file=audit.file(1), words="x", by=audit.asha)
    for change in ({"told_by": audit.asha}, {"told_at": timezone.now()}, {"told": "somebody"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            UrgentRisk.objects.filter(pk=risk.pk).update(**change)
    for change in ({"settled_by": audit.lead}, {"state": "half done"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Round.objects.filter(pk=audit.round.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.create(file=audit.file(1), question="OU1", claim="c", evidence="e",
                             evidence_on=date(2021, 1, 1), by=audit.force,
                             accepted=True)  # fmt: skip


def test_staff_of_another_force_have_no_right_of_reply(audit: Made) -> None:
    other = person("kent", "E23000032")
    with pytest.raises(UserError, match="does not work for the force"):
        rounds.add_member(audit.audit, other, "force", by=audit.lead)


def test_every_action_is_in_the_log(replying: Made) -> None:
    actions = set(Event.objects.values_list("action", flat=True))
    assert {"load", "start", "allocate", "submit the first review", "settle"} <= actions
    assert "send to the force" in actions

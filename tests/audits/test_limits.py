"""What is purged, and what is too long to be kept: at the edges."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from making import Made, made, reviewed, round_of_reviews

from asking import post
from openpeel.audits import addresses
from openpeel.audits.actions import allocation, purging, risks, rounds
from openpeel.audits.models import Round, UrgentRisk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]


@pytest.fixture
def audit() -> Made:
    return made()


def test_a_purge_deletes_who_was_told_of_a_risk_too(audit: Made) -> None:
    reviewed(audit, 1, audit.asha)
    risks.raise_risk(audit.file(1), "A threat.", by=audit.asha, told="Duty inspector, 07700 900123")
    reviewed(audit, 1, audit.ben)
    round_of_reviews(audit)
    rounds.settle(audit.round, by=audit.lead)
    purging.purge(audit.round, on=date(2030, 1, 1), by=audit.lead)
    risk = UrgentRisk.objects.get()
    assert (risk.words, risk.told) == ("", "purged")
    assert risk.told_at is not None  # that somebody was told, and when, remains


def test_a_round_that_was_never_settled_is_told_when_its_day_has_come(audit: Made) -> None:
    Round.objects.update(purge_on=timezone.localdate())
    assert list(purging.due(timezone.localdate())) == []
    assert list(purging.held_up(timezone.localdate())) == [audit.round]
    assert list(purging.held_up(date(2021, 1, 1))) == []


def test_a_risk_that_is_too_long_is_told_and_not_lost(audit: Made) -> None:
    allocation.allocate(audit.file(1), audit.asha, by=audit.lead)
    address = f"{addresses.review(audit.review(1))}risk/"
    text = post(audit.asha, address, 400, words="He has a knife.", told="x" * 161)
    assert "at most 160 characters" in text and "He has a knife." in text
    assert not UrgentRisk.objects.exists()


def test_a_risk_that_names_a_person_is_logged_with_a_warning(audit: Made) -> None:
    allocation.allocate(audit.file(1), audit.asha, by=audit.lead)
    address = f"{addresses.review(audit.review(1))}risk/"
    for words, told in [("Mrs Jones is alone.", ""), ("She is alone.", "Mrs Jones")]:
        assert "looks as if it held a name" in post(audit.asha, address, words=words, told=told)
    assert "looks as if" not in post(audit.asha, address, words="alone", told="duty inspector")
    assert UrgentRisk.objects.count() == 3


def test_an_absurd_number_of_recorded_crimes_is_refused(audit: Made) -> None:
    round_of_reviews(audit)
    rounds.settle(audit.round, by=audit.lead)
    text = post(
        audit.lead, addresses.publish(audit.round), 400, publisher="We", recorded="9" * 5000
    )
    assert "no whole number" in text

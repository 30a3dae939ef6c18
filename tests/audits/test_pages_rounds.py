"""Pages of a round: whose turn it is, what is left, its files and its members."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from making import Made, fill, made, person, reviewed, round_of_reviews, sheet_of

from asking import client_of, get, nothing_saved, post
from openpeel.audits import addresses
from openpeel.audits.actions import allocation, purging, reviews, risks, rounds
from openpeel.audits.models import Audit, Event, Member, Replacement, Round
from openpeel.sampling.sheets import sheet_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]


@pytest.fixture
def audit() -> Made:
    return made()


def overview(audit: Made) -> str:
    return addresses.round_page(audit.round)


def test_the_audits_are_those_one_has_a_part_in(audit: Made) -> None:
    assert "West Mercia 2021, round 1" in get(audit.asha, "/audits/")
    stranger = get(person("stranger"), "/audits/")
    assert "You have no part in an audit." in stranger and "West Mercia" not in stranger


def test_the_overview_says_whose_turn_it_is_and_what_is_left(audit: Made) -> None:
    reviewed(audit, 1, audit.asha)  # among her first files: reviewed twice
    reviewed(audit, 1, audit.ben)
    text = get(audit.lead, overview(audit))
    assert "It is the turn of the reviewers." in text
    assert "1 of 5 files is settled." in text
    assert '<rect class="piece settled"' in text
    assert "4 reviews wait for a reviewer." in text and "Deal them evenly" in text


def test_one_button_takes_the_lead_from_the_draw_to_the_settled_round() -> None:
    audit = made(started=False)
    assert "Deal them evenly" in get(audit.lead, overview(audit))
    assert "5 reviews are dealt." in post(audit.lead, addresses.move(audit.round), action="deal")
    assert "Start the round" in get(audit.lead, overview(audit))
    post(audit.lead, addresses.move(audit.round), action="start")
    for file in audit.round.files.filter(state="allocated"):
        review = audit.review(file.number)
        fill(review)
        reviews.submit(review, by=review.reviewer)
    post(audit.lead, addresses.move(audit.round), action="deal")  # second reviews
    for file in audit.round.files.filter(state="second review"):
        review = audit.review(file.number, "second")
        fill(review)
        reviews.submit(review, by=review.reviewer)
    text = post(audit.lead, addresses.move(audit.round), action="send to the force")
    assert "It is the turn of the force." in text and "Settle the round" in text
    text = post(audit.lead, addresses.move(audit.round), action="settle")
    assert "Go to the results" in text
    assert Round.objects.get().state == "settled"


def test_a_move_that_is_not_open_is_told_on_the_page(audit: Made) -> None:
    text = post(audit.lead, addresses.move(audit.round), 400, action="settle")
    assert "5 files are not settled yet" in text
    text = post(audit.lead, addresses.move(audit.round), 400, action="explode")
    assert "choose one of the buttons" in text


def test_a_round_is_opened_again_only_for_a_reason(audit: Made) -> None:
    round_of_reviews(audit)
    post(audit.lead, addresses.move(audit.round), action="send to the force")
    text = post(audit.lead, addresses.move(audit.round), 400, action="reopen", reason=" ")
    assert "say why the round is opened again" in text
    text = post(audit.lead, addresses.move(audit.round), action="reopen", reason="a page was cut")
    assert "open for reviews again" in text and "a page was cut" in text  # in the log


def test_a_risk_that_nobody_was_told_of_stands_first(audit: Made) -> None:
    risk = risks.raise_risk(audit.file(2), "alone with the suspect", by=audit.moderator)
    text = get(audit.lead, overview(audit))
    assert text.index("alone with the suspect") < text.index("What is left")
    assert "alone with the suspect" not in get(audit.asha, overview(audit))
    text = post(audit.lead, addresses.told(risk), told="duty inspector")
    assert "Told: duty inspector" in text
    assert "nobody in the force has been told" not in get(audit.lead, overview(audit))
    again = post(audit.lead, addresses.told(risk), 400, told="somebody else")
    assert "it is logged already that duty inspector was told" in again


def test_who_was_told_is_never_left_empty(audit: Made) -> None:
    risk = risks.raise_risk(audit.file(2), "alone", by=audit.moderator)
    assert "say who was told" in post(audit.lead, addresses.told(risk), 400, told=" ")


def test_the_force_sees_neither_progress_nor_names(audit: Made) -> None:
    reviewed(audit, 1, audit.asha)
    text = get(audit.force, overview(audit))
    for hidden in ("Asha", "Ben", "What is left", "Log"):
        assert hidden not in text


def test_a_reviewer_sees_no_other_reviewers_work(audit: Made) -> None:
    allocation.allocate(audit.file(1), audit.asha, by=audit.lead)
    allocation.allocate(audit.file(2), audit.ben, by=audit.lead)
    text = get(audit.asha, overview(audit))
    assert "One of the files is yours to review." in text
    assert "Ben" not in text


def test_files_are_found_by_state_kind_and_reviewer(audit: Made) -> None:
    allocation.allocate(audit.file(2), audit.ben, by=audit.lead)
    address = addresses.files(audit.round)
    assert "7 files." in get(audit.lead, address)
    assert "1 file." in get(audit.lead, f"{address}?state=allocated")
    assert "1 file." in get(audit.lead, f"{address}?reviewer=ben&stratum=caution")
    assert "0 files." in get(audit.lead, f"{address}?stratum=violence")
    assert "0 files." in get(audit.lead, f"{address}?state=%00nonsense")


def test_a_file_is_given_to_a_reviewer_and_replaced_for_a_reason(audit: Made) -> None:
    file = audit.file(1)
    text = post(audit.lead, addresses.allocate(file), reviewer="ben")
    assert "File 1 is with Ben." in text
    assert "choose a reviewer" in post(audit.lead, addresses.allocate(file), 400, reviewer="x")
    text = post(audit.lead, addresses.replace(file), 400, reason="")
    assert "say why file 1" in text
    text = post(audit.lead, addresses.replace(file), reason="sealed by a court")
    assert "Replaced by file 6" in text
    assert "sealed by a court" in get(audit.lead, overview(audit))
    assert Replacement.objects.get().by == audit.lead


def test_what_was_typed_is_shown_again_when_it_is_refused(audit: Made) -> None:
    text = post(audit.lead, addresses.replace(audit.file(1)), 400, reason="long " * 61)
    assert "shorten it" in text and "long long" in text


def test_a_reason_that_names_a_person_stands_with_a_warning(audit: Made) -> None:
    text = post(audit.lead, addresses.replace(audit.file(1)), reason="Mr John Smith took it home")
    assert "looks as if it held a name" in text
    assert "Look again" in text and Replacement.objects.count() == 1
    # the warning is for its writer alone
    assert "Look again" not in get(audit.moderator, addresses.file_page(audit.file(1)))


def test_a_blind_second_review_is_not_shown_before_both_are_finished(audit: Made) -> None:
    reviewed(audit, 1, audit.asha, OU1="no")
    text = get(audit.lead, addresses.file_page(audit.file(1)))
    assert "<h2>Answers</h2>" not in text
    assert "when every review of the file is finished" in text
    reviewed(audit, 1, audit.ben, OU1="yes")
    text = get(audit.lead, addresses.file_page(audit.file(1)))
    assert "First review: No." in text and "Second review: Yes." in text


def test_members_come_and_go_and_the_last_lead_stays(audit: Made) -> None:
    address, remove = addresses.members(audit.round), addresses.remove_member(audit.round)
    dai = person("dai")
    text = post(audit.lead, address, person="dai", role="observer")
    assert "Dai is observer now." in text
    assert "Dai is observer already" in post(
        audit.lead, address, 400, person="dai", role="observer"
    )
    member = Member.objects.get(person=dai)
    assert "Dai is no longer observer." in post(audit.lead, remove, member=member.pk)
    lead = Member.objects.get(role="lead")
    assert "is the only lead" in post(audit.lead, remove, 400, member=lead.pk)
    assert Event.objects.get(action="remove a member").words == "Dai, observer"


def test_a_reviewer_with_open_files_keeps_the_role(audit: Made) -> None:
    allocation.allocate(audit.file(2), audit.ben, by=audit.lead)
    remove = addresses.remove_member(audit.round)
    member = Member.objects.get(person=audit.ben)
    text = post(audit.lead, remove, 400, member=member.pk)
    assert "reviews that are not finished (file 2)" in text
    allocation.allocate(audit.file(2), audit.carys, by=audit.lead)
    post(audit.lead, remove, member=member.pk)
    assert not Member.objects.filter(person=audit.ben).exists()


def test_what_a_member_did_stays_when_the_role_goes(audit: Made) -> None:
    reviewed(audit, 1, audit.asha)
    rounds.remove_member(Member.objects.get(person=audit.asha), by=audit.lead)
    assert audit.review(1).reviewer == audit.asha
    assert "Asha" in get(audit.lead, addresses.file_page(audit.file(1)))


def sheet_file(name: str = "sheet.yaml", text: str | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (text or sheet_text(sheet_of())).encode())


def test_an_administrator_opens_an_audit_from_a_draw_sheet() -> None:
    boss = person("boss")
    boss.administrator = True
    boss.save()
    text = post(boss, "/audits/", sheet=sheet_file(), slug="wm", facts_until="2021-06-01")
    assert "is open. Add the people" in text
    assert str(Round.objects.get(audit__slug="wm").facts_until) == "2021-06-01"
    # the same short name again: the next round
    post(boss, "/audits/", sheet=sheet_file(), slug="wm")
    assert Round.objects.filter(audit__slug="wm").count() == 2


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "choose a file first"),
        ({"slug": "a/b"}, "letters, digits and hyphens"),
        ({"facts_until": "June"}, "is no day"),
        ({"recorded": "-4"}, "is no whole number"),
        ({"sheet": ("x.yaml", "a: [1")}, "x.yaml"),
        ({"sheet": ("x.yaml", "a: &a [*a]")}, "x.yaml"),
        ({"sheet": ("x.yaml", "# " + "x" * (5 << 20))}, "larger than 5 MB"),
    ],
)
def test_what_is_no_draw_sheet_opens_nothing(form: dict[str, object], words: str) -> None:
    boss = person("boss")
    boss.administrator = True
    boss.save()
    if isinstance(form.get("sheet"), tuple):
        name, text = form["sheet"]  # type: ignore[misc]
        form = form | {"sheet": sheet_file(name, text)}
    elif form:
        form = form | {"sheet": sheet_file()}
    with nothing_saved(Audit, Round):
        text = post(boss, "/audits/", 400, **form)
    assert words in text and "/tmp" not in text and str(Path.cwd()) not in text


def test_who_is_no_administrator_opens_nothing(audit: Made) -> None:
    with nothing_saved(Audit):
        post(audit.lead, "/audits/", 403, sheet=sheet_file())


def test_an_address_with_an_absurd_number_is_not_found(audit: Made) -> None:
    client = client_of(audit.lead)
    assert client.get(f"/audits/west-mercia-2021/{10**40}/").status_code == 404
    assert client.get(f"{addresses.files(audit.round)}{10**40}/").status_code == 404


def test_a_reviewer_who_leads_does_not_learn_that_the_other_review_was_bad(audit: Made) -> None:
    reviewed(audit, 1, audit.asha)
    audit.round.files.filter(number=1).update(second="worst")
    rounds.add_member(audit.audit, audit.ben, "lead", by=audit.lead)
    allocation.allocate(audit.file(1), audit.ben, by=audit.lead)
    for address in (addresses.files(audit.round), addresses.file_page(audit.file(1))):
        assert "among the worst" in get(audit.lead, address)
        assert "among the worst" not in get(audit.ben, address)


def test_the_pages_of_a_purged_round_still_open(audit: Made) -> None:
    post(audit.lead, addresses.replace(audit.file(5)), reason="sealed")
    round_of_reviews(audit)
    rounds.settle(audit.round, by=audit.lead)
    round = Round.objects.get()
    purging.purge(round, on=round.purge_on, by=audit.lead)
    for address in (
        addresses.round_page(round),
        addresses.files(round),
        addresses.file_page(audit.file(1)),
        addresses.file_page(audit.file(5)),
        addresses.replies(round),
        addresses.reply(audit.file(1)),
        addresses.risks(round),
        addresses.members(round),
    ):
        assert "22/100" not in get(audit.lead, address)


def test_one_reviewer_alone_is_dealt_no_second_review(audit: Made) -> None:
    reviewed(audit, 1, audit.asha)
    audit.round.files.exclude(number=1).update(state="settled")
    for somebody in (audit.ben, audit.carys):
        rounds.remove_member(Member.objects.get(person=somebody), by=audit.lead)
    text = post(audit.lead, addresses.deal(audit.round))
    assert "Nothing could be dealt" in text
    assert "1 review waits for a reviewer." in get(audit.lead, overview(audit))

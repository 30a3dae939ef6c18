"""Results in the service: for whom, while files are still out, and on to the published folder."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import making
import pytest
from making import Made, made, person, reviewed, round_of_reviews
from pytest_django import Settings

from asking import client_of, get, post
from openpeel.audits import addresses
from openpeel.audits.actions import rounds
from openpeel.audits.models import Round
from openpeel.people.models import Person
from openpeel.sampling.reading_published import read_published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]


@pytest.fixture(autouse=True)
def place(settings: Settings, tmp_path: Path) -> Path:
    settings.PUBLISHED = tmp_path / "published"
    return tmp_path / "published"


@pytest.fixture
def audit() -> Made:
    return making.settled()


@pytest.fixture
def differing() -> Made:
    return making.differing()


def pages(round: Round) -> list[str]:
    results = addresses.results(round)
    return [results, f"{results}OU1/", f"{results}estimates.csv", addresses.agreement(round)]


def test_lead_moderator_and_observer_see_results_reviewers_and_the_force_do_not(
    audit: Made,
) -> None:
    observer = person("observer")
    rounds.add_member(audit.audit, observer, "observer", by=audit.lead)
    for address in pages(audit.round):
        for may in (audit.lead, audit.moderator, observer):
            get(may, address)
        for may_not in (audit.asha, audit.force):
            get(may_not, address, 403)
        get(person(f"stranger{len(address)}"), address, 404)
        assert client_of(None).get(address).status_code == 302


def test_the_round_says_first_how_many_files_are_still_out() -> None:
    it = made(files=12)
    reviewed(it, 1, it.asha)
    reviewed(it, 1, it.ben)
    text = get(it.lead, addresses.results(it.round))
    said = "11 of the 12 files drawn are not settled yet, so every figure here may still change."
    assert said in text
    assert text.index(said) < text.index("Reading the figures")
    assert said in get(it.lead, f"{addresses.results(it.round)}OU1/")


def test_a_round_without_any_settled_file_has_a_page_and_no_figure() -> None:
    it = made(files=5)
    text = get(it.lead, addresses.results(it.round))
    assert "0 of 5 files of West Mercia are settled so far" in text
    assert "95% interval)" not in text


def test_a_question_shows_its_figure_how_it_was_made_and_what_is_asked(audit: Made) -> None:
    text = get(audit.lead, f"{addresses.results(audit.round)}OU1/")
    assert "Yes in all relevant files (12 of 12)." in text
    assert "Is the outcome the one that the counting rules ask for here?" in text
    assert "Not recorded" in text and "Not applicable" in text
    get(audit.lead, f"{addresses.results(audit.round)}ZZ9/", 404)


def test_nothing_is_shown_of_fewer_than_ten_files() -> None:
    it = made(files=5)
    round_of_reviews(it)
    text = get(it.lead, f"{addresses.results(it.round)}OU1/")
    assert "Too few relevant files (5) to say." in text
    assert "[low]" in text and "5 of 5" not in text


def test_tables_come_as_csv(audit: Made) -> None:
    text = get(audit.lead, f"{addresses.results(audit.round)}estimates.csv")
    rows = {(row["sample"], row["question"]): row for row in csv.DictReader(io.StringIO(text))}
    cautions = next(row for (_, id), row in rows.items() if id == "OU1" and row["y"] == "12")
    assert (cautions["x"], cautions["unweighted"]) == ("12", "1")
    assert (cautions["share"], cautions["status"]) == ("", "x")  # the sample has another kind too
    assert "is not known" in cautions["why"]
    get(audit.lead, f"{addresses.results(audit.round)}nothing.csv", 404)


def test_reviewers_are_named_to_the_lead_and_to_no_observer(differing: Made) -> None:
    observer = person("observer")
    rounds.add_member(differing.audit, observer, "observer", by=differing.lead)
    address = addresses.agreement(differing.round)
    assert "R1, Asha" in get(differing.lead, address)
    seen = get(observer, address)
    assert "R1" in seen and "Asha" not in seen


def test_where_nothing_was_read_twice_nothing_is_said_of_agreement() -> None:
    it = made()
    reviewed(it, 1, it.asha)
    text = get(it.lead, addresses.agreement(it.round))
    assert "No file has been reviewed twice yet" in text
    assert "No question is below the threshold" not in text and "By question" not in text


def test_a_first_round_has_nothing_before_it(audit: Made) -> None:
    get(audit.lead, addresses.repeat(audit.round), 404)


def test_the_lead_publishes_and_gets_the_folder(audit: Made, place: Path) -> None:
    assert "Publish the round" in get(audit.lead, addresses.results(audit.round))
    assert "Publish the round" not in get(audit.moderator, addresses.results(audit.round))
    text = post(audit.lead, addresses.publish(audit.round), publisher="The inspectorate")
    assert "The round is published." in text and "Download the folder" in text
    assert "by The inspectorate" in text
    packed = client_of(audit.lead).get(addresses.published_zip(audit.round))
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        archive.extractall(place / "unpacked")
    read = read_published(place / "unpacked" / "west-mercia-2021-1")
    assert read == read_published(place / "west-mercia-2021-1")
    assert read.published_by == "The inspectorate"


def test_only_the_lead_can_send_the_form(audit: Made) -> None:
    post(audit.moderator, addresses.publish(audit.round), 403, publisher="x")
    assert client_of(audit.lead).get(addresses.publish(audit.round)).status_code == 405
    no_token = client_of(audit.lead, csrf=True).post(addresses.publish(audit.round))
    assert no_token.status_code == 403


def test_before_it_is_published_there_is_no_folder_to_get(audit: Made) -> None:
    get(audit.lead, addresses.published_zip(audit.round), 404)


def test_a_question_on_which_reviewers_differ_needs_a_note_first(differing: Made) -> None:
    round, lead = differing.round, differing.lead
    page = get(lead, addresses.results(round))
    assert "Reviewers agreed too seldom on these questions" in page
    refused = post(lead, addresses.publish(round), 400, publisher="A body of our own")
    assert "reviewers agreed too seldom on 1 of the questions" in refused
    assert 'value="A body of our own"' in refused  # what was typed is still there
    note = "Two readings of the rule were in use."
    assert note in post(lead, addresses.note(round, "OU1"), words=note)
    assert "The round is published." in post(lead, addresses.publish(round), publisher="Us")
    assert note in get(lead, f"{addresses.results(round)}OU1/")


def test_a_note_is_not_changed_after_publication(audit: Made) -> None:
    post(audit.lead, addresses.publish(audit.round), publisher="Us")
    text = post(audit.lead, addresses.note(audit.round, "OU1"), 400, words="Too late")
    assert "nothing about it changes any more" in text
    assert 'name="words"' not in text
    assert not audit.round.notes.exists()


def test_an_empty_note_is_refused_and_notes_are_for_the_lead(audit: Made) -> None:
    text = post(audit.lead, addresses.note(audit.round, "OU1"), 400, words="  ")
    assert "the note on OU1 is empty" in text
    post(audit.moderator, addresses.note(audit.round, "OU1"), 403, words="x")


def test_markup_in_a_note_is_shown_and_never_run(audit: Made) -> None:
    text = post(audit.lead, addresses.note(audit.round, "OU1"), words="<script>x</script>")
    assert "&lt;script&gt;x&lt;/script&gt;" in text and "<script>x" not in text


def test_a_published_round_is_still_shown_after_its_purge(audit: Made, place: Path) -> None:
    from datetime import timedelta

    from openpeel.audits.actions import purging

    post(audit.lead, addresses.publish(audit.round), publisher="Us")
    before = _figures(audit.lead, audit.round)
    audit.round.refresh_from_db()
    day = audit.round.purge_on + timedelta(days=1)
    purging.purge(audit.round, on=day, by=audit.lead)
    assert _figures(audit.lead, audit.round) == before
    (place / "west-mercia-2021-1" / "round.yaml").unlink()
    gone = client_of(audit.lead).get(addresses.results(audit.round))
    assert "has been purged, and its published folder is not at" in gone.content.decode()


def _figures(by: Person, round: Round) -> str:
    return get(by, f"{addresses.results(round)}estimates.csv")

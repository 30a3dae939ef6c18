"""Requests that no form sends: each is refused with a page, and nothing is half saved."""

from __future__ import annotations

import pytest

from asking import client_of, nothing_saved, post
from inspecting.making import HASH
from inspections.making import AREA, PLACE, Made, made
from openpeel.inspections.exporting import export
from openpeel.inspections.models import (
    Event,
    Evidence,
    Inspection,
    Member,
    NationalRecommendation,
    Stage,
    Step,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]

SAID = {"says": "x", "speaks": "for", "strength": "weak", "marking": "official", "round": "main"}


@pytest.fixture
def it() -> Made:
    return made()


@pytest.mark.parametrize(
    "address",
    [
        f"{AREA}lines/99999999999999999999999/",
        f"{AREA}judgments/0/dissent/",
        f"{AREA}evidence/rumour/",
        f"{PLACE}areas/nothing/",
        f"{PLACE}asked/rumours/1/",
        f"{PLACE}asked/recommendations/99999999999999999999999/",
        "/inspections/nothing/west-mercia-2021-22/",
        "/monitoring/nothing/",
        "/monitoring/peel-2021-22/forces/nowhere/",
        "/monitoring/peel-2021-22/forces/nowhere/stage/",
        "/monitoring/peel-2021-22/forces/west-mercia/national/nothing/",
        "/monitoring/peel-2021-22/forces/kent/national/searches-2017/",
        "/monitoring/peel-2021-22/national/nothing/apply/",
    ],
)
def test_what_is_not_there_is_not_found(it: Made, address: str) -> None:
    assert client_of(it.lead).get(address).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"says": "x" * 100_001},
        {"says": "a\x01b"},
        {"speaks": "loudly"},
        {"strength": ""},
        {"marking": "secret"},
        {"round": "other"},
        {"round": ""},
        {"characteristic": "../../etc"},
        {"period_from": "yesterday", "period_to": "today"},
        {"period_from": "2021-09-02", "period_to": "2021-09-01"},
    ],
    ids=str,
)
def test_evidence_that_no_form_offers_is_refused(it: Made, change: dict[str, str]) -> None:
    events = Event.objects.count()
    told = post(it.inspector, f"{AREA}evidence/interview/", 400, **SAID | change)
    assert 'role="alert"' in told
    assert not Evidence.objects.filter(slug="e-9").exists()
    assert Event.objects.count() == events


def test_a_hash_is_64_signs_in_either_case(it: Made) -> None:
    form = {**SAID, "document": "Log", "shows": "2021-08-01", "received": "2021-08-02"}
    told = post(it.inspector, f"{AREA}evidence/document/", 400, **form, sha256="abc")
    assert "64 signs" in told and 'value="abc"' in told
    post(it.inspector, f"{AREA}evidence/document/", **form, sha256=HASH.upper())
    assert Evidence.objects.get(slug="e-9").sha256 == HASH


def test_texts_of_every_form_are_in_the_records_one_form(it: Made) -> None:
    """Or what is exported would not be what is read back."""
    line = it.inspection.line_set.get(slug="l-2")
    post(it.inspector, f"{AREA}lines/{line.pk}/", outcome=" one \r\n\r\ntwo\n ", evidence=["e-1"])
    line.refresh_from_db()
    assert line.outcome == "one\n\ntwo"
    told = post(it.inspector, f"{AREA}line/", 400, question="a\x02b")
    assert "U+0002" in told
    export("peel-2021-22")


def test_another_inspections_evidence_carries_no_finding(it: Made) -> None:
    region = Inspection.objects.get(slug="west-midlands-soc-2024")
    Evidence.objects.filter(inspection=region, slug="e-1").update(slug="r-1")
    form = {"heading": "x", "tone": "praise", "evidence": ["r-1"], "round": "main"}
    post(it.inspector, f"{AREA}finding/", 400, **form)
    assert it.inspection.finding_set.count() == 1


def test_a_regions_judgment_names_the_forces_that_it_holds_for(it: Made) -> None:
    region = Inspection.objects.get(slug="west-midlands-soc-2024")
    Inspection.objects.filter(pk=region.pk).update(state="judging")
    Member.objects.create(inspection=region, person=it.grader, role="grader", by=it.lead)
    place = "/inspections/peel-2021-22/west-midlands-soc-2024/areas/serious-organised-crime/"
    form = {"grade": "adequate", "rationale": "Some is met.", "date": "2024-05-10",
            "round": "region"}  # fmt: skip
    assert "names the forces" in post(it.grader, f"{place}judgment/", 400, **form)
    told = post(it.grader, f"{place}judgment/", **form, forces=["E23000016", "E23000015"])
    assert "for West Mercia and Staffordshire" in told
    found = region.judgment_set.get()
    assert (found.first_force, found.grade) == ("E23000016", "adequate")
    told = post(it.grader, f"{place}judgment/", 400, **form, forces=["E99999999"])
    assert 'role="alert"' in told


@pytest.mark.parametrize("words", ["x" * 100_001, "a\x01b", "a\ufeffb", " \r\n "], ids=len)
def test_texts_about_forces_that_no_record_holds_are_refused(it: Made, words: str) -> None:
    place = "/monitoring/peel-2021-22/"
    step = {"words": words, "status": "closed", "on": "2022-05-01"}
    new = {"title": "x", "words": words, "published": "2022-01-01", "to": "all"}
    with nothing_saved(Event, Step, Stage, NationalRecommendation):
        for address, form in (
            (f"{place}forces/west-mercia/national/searches-2017/", step),
            (f"{place}forces/west-mercia/stage/", {"reason": words, "start": "2022-09-01"}),
            (f"{place}add-national/", new),
            (f"{place}add-national/", new | {"title": words, "words": "x"}),
        ):
            assert 'role="alert"' in post(it.lead, address, 400, **form)


def test_days_and_words_about_forces_are_in_the_records_one_form(it: Made) -> None:
    place = "/monitoring/peel-2021-22/"
    form = {"title": " Answer\r\n in  time ", "words": " one \r\n\r\ntwo\n ", "to": "later"}
    for day in ("01/02/2022", "2022-02-30", "20220201", "2022-02-01T00:00"):
        post(it.lead, f"{place}add-national/", 400, **form, published=day)
    post(it.lead, f"{place}add-national/", **form, published="2022-02-01")
    one = next(n for n in export("peel-2021-22").recommendations if n.id == "answer-in-time")
    assert (one.title, one.words) == ("Answer in time", "one\n\ntwo")

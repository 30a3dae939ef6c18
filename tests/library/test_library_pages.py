"""The library's pages: for everybody who is signed in, and nobody changes anything there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from openpeel.library.actions import add
from openpeel.library.models import Passage, Report
from openpeel.people.models import Person
from openpeel.reading.report import READER_VERSION, ReadReport

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]


@pytest.fixture
def report(ada: Person, kent: ReadReport) -> Report:
    return add(kent, by=ada).report


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_who_is_not_signed_in_is_asked_who_they_are(report: Report) -> None:
    for address in ("/library/", "/library/?q=crime", f"/library/{report.pk}/"):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/?next=/library/")


def test_a_person_who_may_no_longer_work_sees_nothing(ada: Person, report: Report) -> None:
    client = signed_in(ada)
    Person.objects.filter(pk=ada.pk).update(is_active=False)
    assert client.get(f"/library/{report.pk}/").status_code == 302


@pytest.mark.parametrize("force", ["", "E23000016"])
def test_everybody_who_is_signed_in_reads_it(report: Report, force: str) -> None:
    client = signed_in(Person.objects.create_user("cleo", "Cleo", force_code=force))
    assert client.get("/library/").status_code == 200
    assert client.get(f"/library/{report.pk}/").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nobody_changes_anything_there(ada: Person, report: Report, method: str) -> None:
    client = signed_in(ada)
    for address in ("/library/", f"/library/{report.pk}/"):
        assert getattr(client, method)(address).status_code == 405
    assert Report.objects.count() == 1


def test_the_search_shows_what_was_found_and_where(ada: Person, report: Report) -> None:
    page = text(signed_in(ada).get("/library/?q=detectives&force=E23000032"))
    assert "1 passage found" in page
    assert "<mark>Detectives</mark> have too much to do" in page
    assert f'href="/library/{report.pk}/"' in page
    assert '<option value="E23000032" selected>' in page


def test_what_was_typed_is_escaped(ada: Person) -> None:
    page = text(signed_in(ada).get("/library/", {"q": '"><script>alert(1)</script>', "page": "x"}))
    assert "<script>alert" not in page
    assert "0 passages found" in page


def test_long_results_go_over_several_pages(ada: Person, report: Report) -> None:
    made = [
        Passage(
            report=report, order=n, kind="finding", text=f"Needle {n}.", position=n, words="needle"
        )
        for n in range(1000, 1120)
    ]
    Passage.objects.bulk_create(made)
    client = signed_in(ada)
    first = text(client.get("/library/?q=needle"))
    assert "120 passages found" in first and "Further passages" in first
    last = text(client.get("/library/?q=needle&page=3"))
    assert 'start="101"' in last and "Further passages" not in last
    assert "Earlier passages" in last


def test_a_report_shows_areas_grades_findings_and_numbers(ada: Person, report: Report) -> None:
    page = text(signed_in(ada).get(f"/library/{report.pk}/"))
    for words in (
        "Leadership and force management",
        "Requires improvement",
        "ungraded",
        "Detectives have too much to do",
        "By 31 December 2024, Kent Police should:",
        "93.5 percent +/- 2.8",
        "Read by Ada",
        report.sha256,
    ):
        assert words in page, words


def test_an_older_reading_points_to_the_newer(
    ada: Person, report: Report, kent: ReadReport
) -> None:
    newer = add(kent.model_copy(update={"reader_version": READER_VERSION + 1}), by=ada).report
    client = signed_in(ada)
    assert f'href="/library/{newer.pk}/">version 2' in text(client.get(f"/library/{report.pk}/"))
    assert "newer reading" not in text(client.get(f"/library/{newer.pk}/"))


def test_a_report_that_is_not_there_is_not_found(ada: Person) -> None:
    assert signed_in(ada).get("/library/999999/").status_code == 404


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())

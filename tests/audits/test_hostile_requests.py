"""What no page sends: refused with a sentence, whatever database there is; nothing is saved."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from making import Made, made

from openpeel.audits.actions import allocation
from openpeel.audits.models import Answer, Review, UrgentRisk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]


@pytest.fixture
def audit() -> Made:
    return made()


@pytest.fixture
def review(audit: Made) -> Review:
    return allocation.allocate(audit.file(1), audit.asha, by=audit.lead)


@pytest.fixture
def asha(audit: Made) -> Client:
    client = Client()
    client.force_login(audit.asha, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"null", b"{", b"\xff", b'{"question": "OU1"}',
        b'{"question": 1, "seen": 0}', b'{"question": "OU1", "seen": "0"}',
        b'{"question": "OU1", "seen": -1}', b'{"question": "OU1", "seen": 1e99}',
        b'{"question": "OU1", "seen": true}', b'{"question": "OU1", "seen": 0, "code": ["yes"]}',
        b'{"question": "OU1", "seen": 0, "note": "a\\u0000b"}',
        b'{"question": "OU1", "seen": 0, "note": "a\\ud800b"}',
        b'{"question": "OU1", "seen": 0, "counts": [1]}',
        b'{"question": "OU1", "seen": 0, "counts": {"violence": [1, 2, 3]}}',
        b'{"question": "OU1", "seen": 0, "counts": {"violence": [1e400, 2]}}',
        b"[" * 100_000,
        b'{"question": "OU1; drop table audits_answer", "seen": 0, "code": "yes"}',
        json.dumps({"question": "OU1", "seen": 0, "code": "y" * 100_000}).encode(),
    ],
)  # fmt: skip
def test_an_answer_that_is_none_is_refused(asha: Client, review: Review, body: bytes) -> None:
    answer = asha.post(
        f"/reviews/{review.pk}/answers/", body, content_type="application/json",
        headers={"accept": "application/json"},
    )  # fmt: skip
    assert answer.status_code == 400, answer.content
    assert answer.json()["problem"].endswith(".")
    assert not Answer.objects.exists()


def test_a_body_beyond_all_measure_is_refused(asha: Client, review: Review) -> None:
    answer = asha.post(
        f"/reviews/{review.pk}/answers/", b"x" * 3_000_000, content_type="application/json"
    )
    assert answer.status_code in (400, 413)


def test_a_text_with_a_zero_character_is_refused(asha: Client, review: Review) -> None:
    answer = asha.post(f"/reviews/{review.pk}/risk/", {"words": "a\0b"})
    assert answer.status_code == 400
    assert not UrgentRisk.objects.exists()


def test_markup_is_shown_and_not_obeyed(asha: Client, review: Review) -> None:
    script = "<script>alert(1)</script>"
    asha.post(f"/reviews/{review.pk}/risk/", {"words": script})
    shown = asha.get(f"/reviews/{review.pk}/").content.decode()
    assert script not in shown and "&lt;script&gt;" in shown


def test_pages_allow_nothing_from_elsewhere_and_are_kept_by_no_cache(asha: Client) -> None:
    answer = asha.get("/")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_signing_in_leads_to_no_other_site(audit: Made, settings: object) -> None:
    settings.LOCAL = True  # type: ignore[attr-defined]
    answer = Client().post("/sign-in/", {"username": "asha", "next": "https://evil.example/"})
    assert answer["Location"] == "/"


def test_guessing_a_password_is_stopped(audit: Made) -> None:
    audit.asha.set_password("a very long password")
    audit.asha.save()
    client = Client()
    for n in range(8):
        client.post("/sign-in/", {"username": "asha", "password": f"guess {n}"})
    right = {"username": "asha", "password": "a very long password"}
    assert client.post("/sign-in/", right).status_code in (403, 429)
    assert "_auth_user_id" not in client.session

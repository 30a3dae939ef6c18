"""Who gets what at every address of the reports: one table, and no address outside it.

Whoever is not signed in is sent to sign in. Whoever has no part in a report does not learn that it
is here (404). Whoever has a part, but not this one, is told so (403).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.urls import URLPattern
from one_report import KENT, SLUG, WEST_MERCIA, Team, person

from asking import client_of
from openpeel.people.models import Person
from openpeel.reports import urls
from openpeel.reports.models import Event, Member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]

MEMBERS = ("author", "editor", "lead", "force", "observer")
STRANGERS = ("stranger", "administrator", "another force", "same force")
ALL = (*MEMBERS, *STRANGERS)
TEAM = ("author", "editor", "lead", "observer")
NOBODY = "not signed in"


@dataclass(frozen=True)
class Allowed:
    """Who gets `status`; `others` are those without the right: 403 with a part, else 404."""

    who: tuple[str, ...]
    status: int = 200
    others: dict[str, int] = field(default_factory=dict)

    def of(self, actor: str) -> int:
        if actor in self.who:
            return self.status
        if actor == NOBODY:
            return 302
        return self.others.get(actor, 403 if actor in MEMBERS else 404)


NOT_OFFERED = Allowed(ALL, 405)
EMPTY = 400  # what an empty form is answered with, where sending it is allowed
REPORT = "<slug:slug>/"
DRAFT = f"{REPORT}drafts/<int:number>/"

# Address: who may get it, and who may send to it; the draft is with the force.
TABLE: dict[str, tuple[Allowed, Allowed]] = {
    "": (Allowed(ALL), NOT_OFFERED),
    "service.css": (Allowed((*ALL, NOBODY)), Allowed((*ALL, NOBODY), 405)),
    REPORT: (Allowed(MEMBERS), NOT_OFFERED),
    f"{REPORT}versions/<int:version>/": (Allowed(MEMBERS), NOT_OFFERED),
    f"{REPORT}members/": (Allowed(("lead",)), Allowed(("lead",), EMPTY)),
    f"{REPORT}members/remove/": (NOT_OFFERED, Allowed(("lead",), 404)),
    DRAFT: (Allowed(TEAM), NOT_OFFERED),
    f"{DRAFT}move/": (NOT_OFFERED, Allowed(("lead",), EMPTY)),
    f"{DRAFT}accuracy/": (Allowed(MEMBERS), NOT_OFFERED),
    f"{DRAFT}accuracy/raise/": (Allowed(("force",)), Allowed(("force",), EMPTY)),
    f"{DRAFT}accuracy/<int:point>/": (Allowed(("lead",)), Allowed(("lead",), EMPTY)),
}
SENDING = [pattern for pattern, (_, send) in TABLE.items() if send.status != 405]
Everybody = dict[str, Person | None]


def address_of(pattern: str) -> str:
    text = "/reports/" + pattern
    for part, value in (("<slug:slug>", SLUG), ("<int:number>", "2"), ("<int:point>", "1"),
                        ("<int:version>", "1")):  # fmt: skip
        text = text.replace(part, value)
    return text


@pytest.fixture
def everybody(team: Team) -> Everybody:
    """One of everybody; a version, and a draft with the force with a point that waits."""
    team.publish("It was urgent.")
    team.save(sources_sha256="e" * 64)
    team.send(2)
    team.point(2)
    boss = person("boss")
    boss.administrator = True
    boss.save()
    return {
        NOBODY: None, "lead": team.lead, "author": team.author, "editor": team.editor,
        "force": team.force, "observer": team.observer, "stranger": person("stranger"),
        "administrator": boss, "another force": person("kent", KENT),
        "same force": person("colleague", WEST_MERCIA),
    }  # fmt: skip


def test_every_address_stands_in_the_table() -> None:
    found = [str(one.pattern) for one in urls.urlpatterns if isinstance(one, URLPattern)]
    assert len(found) == len(urls.urlpatterns)
    assert set(found) == set(TABLE), "say who gets what at the new address"


@pytest.mark.parametrize("pattern", TABLE)
def test_everybody_gets_what_the_table_says(everybody: Everybody, pattern: str) -> None:
    for method, allowed in zip(("get", "post"), TABLE[pattern], strict=True):
        got, expected = {}, {}
        for actor, somebody in everybody.items():
            ask: Callable[..., object] = getattr(client_of(somebody), method)
            response = ask(address_of(pattern))
            got[actor], expected[actor] = response.status_code, allowed.of(actor)  # type: ignore[attr-defined]
            if expected[actor] == 302:
                assert response["Location"].startswith("/sign-in/")  # type: ignore[index]
        assert got == expected, (method, pattern)


@pytest.mark.parametrize("pattern", SENDING)
def test_nothing_is_sent_without_its_token(everybody: Everybody, pattern: str) -> None:
    events = Event.objects.count()
    for actor, somebody in everybody.items():
        status = client_of(somebody, csrf=True).post(address_of(pattern)).status_code
        assert status == 403, (actor, pattern)
    assert Event.objects.count() == events


def test_a_draft_that_was_not_sent_is_not_there_for_the_force(team: Team) -> None:
    """Nor is there an accuracy check of it for anybody."""
    for path in ("", "accuracy/", "accuracy/raise/"):
        address = f"/reports/{SLUG}/drafts/1/{path}"
        expected = 403 if path == "" else 404
        assert client_of(team.force).get(address).status_code == expected
    assert client_of(team.lead).get(f"/reports/{SLUG}/drafts/1/accuracy/").status_code == 404


def test_the_force_sees_no_problems_and_no_unsent_draft(everybody: Everybody, team: Team) -> None:
    team.save("# A secret sentence", sources_sha256="f" * 64)
    client = client_of(team.force)
    for pattern in ("", REPORT, f"{DRAFT}accuracy/", f"{DRAFT}accuracy/raise/"):
        text = client.get(address_of(pattern)).content.decode()
        assert "Draft 3" not in text and "secret" not in text and "Errors" not in text, pattern
    assert client.get(f"/reports/{SLUG}/drafts/3/accuracy/").status_code == 404


def test_a_role_that_was_taken_away_is_gone_at_once(everybody: Everybody) -> None:
    client = client_of(everybody["observer"])
    assert client.get(address_of(DRAFT)).status_code == 200
    Member.objects.filter(role="observer").delete()
    assert client.get(address_of(DRAFT)).status_code == 404


def test_what_is_not_there_is_not_found(everybody: Everybody) -> None:
    client = client_of(everybody["lead"])
    huge = "9" * 40
    for path in ("elsewhere/", f"{SLUG}/drafts/9/", f"{SLUG}/drafts/{huge}/",
                 f"{SLUG}/versions/2/", f"{SLUG}/versions/{huge}/", f"{SLUG}/drafts/2/accuracy/9/",
                 f"{SLUG}/drafts/2/accuracy/{huge}/"):  # fmt: skip
        assert client.get(f"/reports/{path}").status_code == 404, path

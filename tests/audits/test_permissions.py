"""Who gets what at every address of the service: one table, and no address outside it.

Whoever is not signed in is sent to sign in. Whoever has no part in an audit does not learn that
it exists (404). Whoever has a part, but not this one, is told so (403).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.urls import URLPattern
from making import Made, made, person, reviewed
from pytest_django import Settings

from asking import client_of
from openpeel.audits import urls as audit_urls
from openpeel.audits.actions import allocation, replies, risks, rounds
from openpeel.audits.models import Event, Member
from openpeel.audits.permissions import ACTIONS
from openpeel.audits.roles import ROLES
from openpeel.audits.states import names
from openpeel.people import urls as people_urls
from openpeel.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]

MEMBERS = ("lead", "reviewer", "other reviewer", "moderator", "force", "observer")
STRANGERS = ("stranger", "administrator", "another force")
REVIEWERS = ("reviewer", "other reviewer")
ALL = (*MEMBERS, *STRANGERS)
NOBODY = "not signed in"


@dataclass(frozen=True)
class Allowed:
    """Who gets `status` for a method; the others get what their part earns them.

    `others` is for those without the right: by default 403 with a part in the audit, else 404.
    """

    who: tuple[str, ...]
    status: int = 200
    others: int | None = None
    form: Mapping[str, str] = field(default_factory=dict)

    def of(self, actor: str) -> int:
        if actor in self.who:
            return self.status
        if actor == NOBODY:
            return 302
        if self.others is not None:
            return self.others
        return 403 if actor in MEMBERS else 404


NOT_OFFERED = Allowed((), others=405)
TEAM = ("lead", "moderator")
RESULTS = (*TEAM, "observer")
NOT_YET = 404  # there is nothing before, to those who may see it either
EMPTY = 400  # what an empty form is answered with, where sending it is allowed

ROUND = "audits/<slug:slug>/<int:number>/"
FILE = f"{ROUND}files/<int:file>/"

# Address: who may get it, and who may send to it. In brackets the state that the round needs.
TABLE: dict[str, tuple[Allowed, Allowed]] = {
    "sign-in/": (Allowed((*ALL, NOBODY)), Allowed((*ALL, NOBODY), 403)),
    "sign-out/": (Allowed((NOBODY,), 405, others=405), Allowed((*ALL, NOBODY), 302)),
    "": (Allowed(ALL), NOT_OFFERED),
    "plan/": (Allowed(ALL), NOT_OFFERED),
    "schedule/": (Allowed(ALL), Allowed(("administrator",), EMPTY, others=403)),
    "schedule/schedule.csv": (Allowed(ALL), NOT_OFFERED),
    "audits/": (Allowed(ALL), Allowed(("administrator",), EMPTY, others=403)),
    "reviews/<int:id>/": (
        Allowed(("reviewer",), others=404),
        Allowed(("reviewer",), 302, others=404),
    ),
    "reviews/<int:id>/answers/": (NOT_OFFERED, Allowed(("reviewer",), EMPTY, others=404)),
    "reviews/<int:id>/submit/": (NOT_OFFERED, Allowed(("reviewer",), EMPTY, others=404)),
    "reviews/<int:id>/risk/": (NOT_OFFERED, Allowed(("reviewer",), EMPTY, others=404)),
    ROUND: (Allowed(MEMBERS), NOT_OFFERED),
    f"{ROUND}move/": (NOT_OFFERED, Allowed(("lead",), EMPTY)),
    f"{ROUND}files/": (Allowed(TEAM), NOT_OFFERED),
    f"{ROUND}files/deal/": (NOT_OFFERED, Allowed(("lead",), 302)),
    FILE: (Allowed(TEAM), NOT_OFFERED),
    f"{FILE}allocate/": (NOT_OFFERED, Allowed(("lead",), EMPTY)),
    f"{FILE}hand-over/": (NOT_OFFERED, Allowed(("lead",), EMPTY)),
    f"{FILE}replace/": (NOT_OFFERED, Allowed(("lead",), EMPTY)),
    f"{FILE}resolve/": (Allowed(("moderator",)), Allowed(("moderator",), EMPTY)),
    f"{ROUND}results/": (Allowed(RESULTS), NOT_OFFERED),
    f"{ROUND}results/<slug:name>.csv": (Allowed(RESULTS), NOT_OFFERED),
    f"{ROUND}results/<slug:id>/": (Allowed(RESULTS), NOT_OFFERED),
    f"{ROUND}results/<slug:id>/note/": (NOT_OFFERED, Allowed(("lead",), EMPTY)),
    f"{ROUND}agreement/": (Allowed(RESULTS), NOT_OFFERED),
    f"{ROUND}repeat/": (Allowed(RESULTS, NOT_YET), NOT_OFFERED),
    f"{ROUND}publish/": (NOT_OFFERED, Allowed(("lead",), EMPTY)),
    f"{ROUND}<slug:name>.zip": (Allowed(RESULTS, NOT_YET), NOT_OFFERED),
    f"{ROUND}conflicts/": (Allowed(("moderator",)), NOT_OFFERED),
    f"{ROUND}members/": (Allowed(("lead",)), Allowed(("lead",), EMPTY)),
    f"{ROUND}members/remove/": (NOT_OFFERED, Allowed(("lead",), 404)),
    f"{ROUND}replies/": (Allowed((*TEAM, "force")), NOT_OFFERED),
    f"{ROUND}replies/<int:id>/": (Allowed(("lead",)), Allowed(("lead",), EMPTY)),
    f"{ROUND}replies/files/<int:file>/": (
        Allowed((*TEAM, "force")),
        Allowed(("force",), EMPTY),
    ),
    f"{ROUND}risks/": (Allowed(TEAM), NOT_OFFERED),
    f"{ROUND}risks/<int:id>/": (NOT_OFFERED, Allowed(TEAM, EMPTY)),
    f"{ROUND}spreadsheets/": (Allowed(REVIEWERS), Allowed(REVIEWERS, EMPTY)),
    f"{ROUND}spreadsheets/answers.<str:kind>": (Allowed(REVIEWERS), NOT_OFFERED),
}
WITH_REPLIES = f"{ROUND}replies/"  # these are asked while the force may reply


@dataclass
class Everybody:
    """An audit with one of everybody, and something to see at every address."""

    audit: Made
    people: dict[str, Person | None]
    review: int
    reply: int
    risk: int

    def address(self, pattern: str) -> str:
        text = "/" + pattern
        id = self.reply if "replies/" in pattern else self.risk
        if pattern.startswith("reviews/"):
            id = self.review
        for part, value in (
            ("<slug:slug>", self.audit.audit.slug),
            ("<int:number>", "1"),
            ("<int:file>", "1"),
            ("<int:id>", f"{id}"),
            ("<str:kind>", "csv"),
            ("<slug:id>", "OU1"),
            ("<slug:name>", "estimates"),
        ):
            text = text.replace(part, value)
        return text

    def state(self, state: str) -> None:
        type(self.audit.round).objects.update(state=state)


@pytest.fixture
def everybody(settings: Settings) -> Everybody:
    settings.AXES_ENABLED = False  # nobody is locked out for trying every address
    audit = made()
    reviewed(audit, 1, audit.asha)
    reviewed(audit, 1, audit.ben)
    allocation.allocate(audit.file(2), audit.asha, by=audit.lead)
    allocation.allocate(audit.file(3), audit.ben, by=audit.lead)
    observer = person("observer")
    rounds.add_member(audit.audit, observer, "observer", by=audit.lead)
    boss = person("boss")
    boss.administrator = True
    boss.save()
    risk = risks.raise_risk(audit.file(2), "alone with the suspect", by=audit.asha)
    audit.round.state = "right of reply"
    audit.round.save()
    reply = replies.reply(
        audit.file(1), "OU1", "x", evidence="y", evidence_on=date(2021, 5, 1), by=audit.force
    )
    return Everybody(
        audit,
        {
            NOBODY: None,
            "lead": audit.lead,
            "reviewer": audit.asha,
            "other reviewer": audit.ben,
            "moderator": audit.moderator,
            "force": audit.force,
            "observer": observer,
            "stranger": person("stranger"),
            "administrator": boss,
            "another force": person("kent", "E23000032"),
        },
        audit.review(2).pk,
        reply.pk,
        risk.pk,
    )


def addresses_of_the_service() -> Iterator[str]:
    for pattern in (*audit_urls.urlpatterns, *people_urls.urlpatterns):
        assert isinstance(pattern, URLPattern)
        yield str(pattern.pattern)


def test_every_address_stands_in_the_table() -> None:
    found = list(addresses_of_the_service())
    assert len(set(found)) == len(found)
    assert set(found) == set(TABLE), "say who gets what at the new address"


@pytest.mark.parametrize("pattern", TABLE)
def test_everybody_gets_what_the_table_says(everybody: Everybody, pattern: str) -> None:
    everybody.state("right of reply" if pattern.startswith(WITH_REPLIES) else "in review")
    address = everybody.address(pattern)
    for method, allowed in zip(("get", "post"), TABLE[pattern], strict=True):
        got, expected = {}, {}
        for actor, somebody in everybody.people.items():
            response = getattr(client_of(somebody), method)(address, dict(allowed.form))
            got[actor], expected[actor] = response.status_code, allowed.of(actor)
            if actor == NOBODY and expected[actor] == 302 and pattern != "sign-out/":
                assert response["Location"].startswith("/sign-in/"), (method, address)
        assert got == expected, (method, address)


@pytest.mark.parametrize(
    "pattern", [p for p, (_, send) in TABLE.items() if send is not NOT_OFFERED]
)
def test_nothing_is_sent_without_its_token(everybody: Everybody, pattern: str) -> None:
    everybody.state("right of reply" if pattern.startswith(WITH_REPLIES) else "in review")
    events = Event.objects.count()
    for actor, somebody in everybody.people.items():
        client = client_of(somebody, csrf=True)
        status = client.post(everybody.address(pattern), {}).status_code
        # without a token nobody gets through; who is not signed in is asked to
        assert status == 403, (actor, pattern)
    assert Event.objects.count() == events


def test_who_is_no_longer_active_gets_nothing(everybody: Everybody) -> None:
    lead = everybody.audit.lead
    client = client_of(lead)
    Person.objects.filter(pk=lead.pk).update(is_active=False)
    assert client.get(everybody.address(ROUND)).status_code == 302


def test_a_role_that_was_taken_away_is_gone_at_once(everybody: Everybody) -> None:
    client = client_of(everybody.people["observer"])
    assert client.get(everybody.address(ROUND)).status_code == 200
    Member.objects.filter(role="observer").delete()
    assert client.get(everybody.address(ROUND)).status_code == 404


def test_the_force_is_shown_answers_only_when_it_is_its_turn(everybody: Everybody) -> None:
    client = client_of(everybody.audit.force)
    address = everybody.address(f"{ROUND}replies/files/<int:file>/")
    shown = {}
    for state in names("round"):
        everybody.state(state)
        shown[state] = client.get(address).status_code
    assert shown == {
        "drawn": 404, "in review": 404, "right of reply": 200, "settled": 200, "published": 200,
        "purged": 200,
    }  # fmt: skip


def test_a_review_belongs_to_a_round_that_is_asked_for(everybody: Everybody) -> None:
    """A reply or a risk of one audit is not found under another's address."""
    other = rounds.open_audit(
        slug="another",
        name="Another",
        force_code=everybody.audit.audit.force_code,
        design=everybody.audit.audit.design,
        by=everybody.audit.lead,
    )
    copy = everybody.audit.round
    copy.pk, copy.audit = None, other
    copy.save()
    client = client_of(everybody.audit.lead)
    assert client.get("/audits/another/1/").status_code == 200
    assert client.get(f"/audits/another/1/replies/{everybody.reply}/").status_code == 404
    assert client.post(f"/audits/another/1/risks/{everybody.risk}/").status_code == 404
    assert client.get("/audits/another/1/files/1/").status_code == 404


def test_every_action_names_roles_that_there_are() -> None:
    assert {role for roles in ACTIONS.values() for role in roles} == set(ROLES)

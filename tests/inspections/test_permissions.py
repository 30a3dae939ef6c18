"""Who gets what at every address of the inspections: one table, and no address outside it.

Whoever is not signed in is sent to sign in. Whoever has no part in an inspection does not learn
that it exists (404). Whoever has a part, but not this one, is told so (403).
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.urls import URLPattern
from pytest_django import Settings

from asking import client_of
from inspections.making import Made, made
from openpeel.inspections.models import Event, Inspection, Member
from openpeel.inspections.monitoring_urls import FORCE, NATIONAL, PROGRAMME
from openpeel.inspections.monitoring_urls import urlpatterns as monitoring
from openpeel.inspections.permissions import ACTION_WORDS, ACTIONS
from openpeel.inspections.roles import ROLE_WORDS, ROLES
from openpeel.inspections.urls import AREA, ONE, urlpatterns
from openpeel.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]

TEAM = ("lead", "inspector", "grader", "moderator")
STAFF = (*TEAM, "observer")
MEMBERS = (*STAFF, "force")
STRANGERS = ("stranger", "administrator", "another force")
ALL = (*MEMBERS, *STRANGERS)
NOBODY = "not signed in"


@dataclass(frozen=True)
class Allowed:
    """Who gets `status` for a method; with a part but not the right 403, without a part 404."""

    who: tuple[str, ...]
    status: int = 200
    others: int | None = None
    force: int | None = None

    def of(self, actor: str) -> int:
        if actor in self.who:
            return self.status
        if actor == "force" and self.force is not None:
            return self.force
        if actor == NOBODY:
            return 302
        if self.others is not None:
            return self.others
        return 403 if actor in MEMBERS else 404


NOT_OFFERED = Allowed((), others=405)
EMPTY = 400  # what an empty form is answered with, where sending it is allowed


def form(*who: str, force: int | None = None) -> tuple[Allowed, Allowed]:
    """A page with a form: whoever may see it may send it."""
    return Allowed(who, force=force), Allowed(who, EMPTY, force=force)


TABLE: dict[str, tuple[Allowed, Allowed]] = {
    "": (Allowed(ALL), NOT_OFFERED),
    "register/": (Allowed(ALL), NOT_OFFERED),
    ONE: (Allowed(STAFF), NOT_OFFERED),
    f"{ONE}move/": (NOT_OFFERED, Allowed(("lead",), EMPTY)),
    f"{ONE}rounds/": form("lead"),
    f"{ONE}check/": (Allowed(TEAM), NOT_OFFERED),
    f"{ONE}members/": form("lead"),
    f"{ONE}members/remove/": (NOT_OFFERED, Allowed(("lead",), 404)),
    f"{ONE}asked/": (Allowed(MEMBERS), NOT_OFFERED),
    f"{ONE}asked/<slug:kind>/<int:id>/": (
        Allowed(MEMBERS),
        Allowed(("lead", "inspector", "force"), EMPTY),
    ),
    f"{ONE}asked/concerns/<int:id>/recommend/": form("lead", "grader"),
    AREA: (Allowed(STAFF), NOT_OFFERED),
    f"{AREA}evidence/<slug:kind>/": form("lead", "inspector"),
    f"{AREA}gap/": form("lead", "inspector"),
    f"{AREA}line/": form("lead", "inspector"),
    f"{AREA}lines/<int:id>/": form("lead", "inspector"),
    f"{AREA}finding/": form("lead", "inspector"),
    f"{AREA}judgment/": form("grader"),
    f"{AREA}judgments/<int:id>/dissent/": form(*TEAM),
    f"{AREA}judgments/<int:id>/moderate/": form("moderator"),
    f"{AREA}concern/": form("lead", "grader"),
    f"{AREA}improvement/": form("lead", "grader"),
}

# What belongs to a programme: whoever works in one of its inspections has the same part in it. The
# force's own staff have theirs once it is published, and for their own force alone.
MONITORING: dict[str, tuple[Allowed, Allowed]] = {
    "": (Allowed(ALL), NOT_OFFERED),
    PROGRAMME: (Allowed(STAFF, force=404), NOT_OFFERED),
    FORCE: (Allowed(MEMBERS), NOT_OFFERED),
    f"{FORCE}stage/": form("lead"),
    f"{FORCE}national/<slug:id>/": (
        Allowed(MEMBERS),
        Allowed(("lead", "inspector", "force"), EMPTY),
    ),
    f"{PROGRAMME}add-national/": form("lead", force=404),
    NATIONAL: (Allowed(STAFF, force=404), NOT_OFFERED),
    f"{NATIONAL}<slug:id>/": (Allowed(STAFF, force=404), NOT_OFFERED),
    f"{NATIONAL}<slug:id>/apply/": form("lead", force=404),
}
ADDRESSES = {f"inspections/{below}": allowed for below, allowed in TABLE.items()}
ADDRESSES |= {f"monitoring/{below}": allowed for below, allowed in MONITORING.items()}


@dataclass
class Everybody:
    """An inspection with one of everybody, and something to see at every address."""

    made: Made
    people: dict[str, Person | None]

    def address(self, pattern: str) -> str:
        mine = self.made.inspection
        ids = {
            "asked/": mine.concern_set.get(area="responding").pk,
            "lines/": mine.line_set.get(slug="l-2").pk,
            "judgments/": mine.judgment_set.get(area="responding").pk,
        }
        id = next((id for part, id in ids.items() if part in pattern), 0)
        for part, value in (
            ("<slug:programme>", mine.programme.slug),
            ("<slug:slug>", mine.slug),
            ("<slug:area>", "responding"),
            ("<slug:kind>", "concerns" if "asked/" in pattern else "interview"),
            ("<int:id>", f"{id}"),
            ("<slug:force>", "west-mercia"),
            ("<slug:id>", "searches-2017"),
        ):
            pattern = pattern.replace(part, value)
        return f"/{pattern}"

    def state_for(self, pattern: str) -> None:
        """What was asked is seen by the force once it is published; the rest while judging."""
        asked = "asked/" in pattern and "recommend" not in pattern
        asked = asked or pattern.startswith("monitoring/")
        self.made.state("published" if asked else "judging")

    def expected(self, allowed: Allowed, actor: str) -> int:
        """The force learns of an inspection only when it is published."""
        if actor == "force" and self.made.inspection.state != "published":
            return 404 if allowed.of(actor) == 403 else allowed.of(actor)
        return allowed.of(actor)


@pytest.fixture
def everybody(settings: Settings) -> Everybody:
    settings.AXES_ENABLED = False  # nobody is locked out for trying every address
    it = made()
    return Everybody(
        it,
        {
            NOBODY: None,
            **it.people,
            "stranger": Person.objects.create_user("stranger"),
            "administrator": Person.objects.create_user("boss", administrator=True),
            "another force": Person.objects.create_user("kent", force_code="E23000032"),
        },
    )


def test_every_address_stands_in_the_table() -> None:
    for patterns, table in ((urlpatterns, TABLE), (monitoring, MONITORING)):
        found = [str(one.pattern) for one in patterns if isinstance(one, URLPattern)]
        assert len(set(found)) == len(found) == len(patterns)
        assert set(found) == set(table), "say who gets what at the new address"


@pytest.mark.parametrize("pattern", ADDRESSES)
def test_everybody_gets_what_the_table_says(everybody: Everybody, pattern: str) -> None:
    everybody.state_for(pattern)
    address = everybody.address(pattern)
    for method, allowed in zip(("get", "post"), ADDRESSES[pattern], strict=True):
        got, expected = {}, {}
        for actor, somebody in everybody.people.items():
            response = getattr(client_of(somebody), method)(address, {})
            got[actor] = response.status_code
            expected[actor] = everybody.expected(allowed, actor)
            if expected[actor] == 302:
                assert response["Location"].startswith("/sign-in/"), (method, address)
        assert got == expected, (method, address)


def test_nothing_is_sent_without_its_token(everybody: Everybody) -> None:
    events = Event.objects.count()
    for pattern, (_, send) in ADDRESSES.items():
        if send is NOT_OFFERED:
            continue
        everybody.state_for(pattern)
        for role in ("lead", "grader", "force", "stranger"):
            client = client_of(everybody.people[role], csrf=True)
            assert client.post(everybody.address(pattern), {}).status_code == 403, pattern
    assert Event.objects.count() == events


def test_a_role_that_was_taken_away_is_gone_at_once(everybody: Everybody) -> None:
    client = client_of(everybody.people["observer"])
    assert client.get(everybody.address(f"inspections/{ONE}")).status_code == 200
    Member.objects.filter(role="observer").delete()
    assert client.get(everybody.address(f"inspections/{ONE}")).status_code == 404


def test_the_force_sees_what_was_asked_only_when_it_is_published(everybody: Everybody) -> None:
    client = client_of(everybody.people["force"])
    address = everybody.address(f"inspections/{ONE}asked/")
    shown = {}
    for state in ("open", "judging", "settled", "published"):
        everybody.made.state(state)
        register = client.get("/inspections/register/").content.decode()
        shown[state] = (
            client.get(address).status_code,
            "Callers wait" in register or "Calls" in register,
        )
    assert shown == {
        "open": (404, False), "judging": (404, False), "settled": (404, False),
        "published": (200, True),
    }  # fmt: skip


def test_what_belongs_to_one_inspection_is_not_found_under_another(everybody: Everybody) -> None:
    other = Inspection.objects.get(slug="staffordshire-2021-22")
    lead = everybody.people["lead"]
    assert lead is not None
    Member.objects.create(inspection=other, person=lead, role="lead", by=lead)
    client = client_of(lead)
    for pattern in ADDRESSES:
        if "<int:id>" in pattern:
            address = everybody.address(pattern).replace("west-mercia-2021-22", other.slug)
            status = client.get(address).status_code
            assert status == (403 if "moderate" in pattern else 404), address


def test_every_action_names_roles_that_there_are_and_is_explained() -> None:
    assert {role for roles in ACTIONS.values() for role in roles} == set(ROLES) == set(ROLE_WORDS)
    assert ACTION_WORDS.keys() == ACTIONS.keys()

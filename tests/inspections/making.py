"""An inspection in the test database with one of everybody, and its pages asked as somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import Client

from inspecting.making import WEST_MERCIA, evidence, good, record
from openpeel.inspections.actions.moves import add_member
from openpeel.inspections.loading import load
from openpeel.inspections.models import Inspection, Member
from openpeel.people.models import Person

BACKEND = "django.contrib.auth.backends.ModelBackend"
PLACE = "/inspections/peel-2021-22/west-mercia-2021-22/"
AREA = f"{PLACE}areas/responding/"
SECRET = "What nobody but the team may read."


@dataclass
class Made:
    """An inspection that is being judged, with its people by role."""

    inspection: Inspection
    people: dict[str, Person]

    def __getattr__(self, role: str) -> Person:
        return self.people[role]

    def state(self, state: str) -> Inspection:
        """The inspection, in another state."""
        Inspection.objects.filter(pk=self.inspection.pk).update(state=state)
        self.inspection.refresh_from_db()
        return self.inspection


def made(state: str = "judging") -> Made:
    """West Mercia's inspection of the good record, not published yet, with a sensitive piece."""
    values = good()
    mine = values["inspections"][0]
    del mine["rounds"][0]["published"]
    mine["evidence"].append(
        evidence("e-8", "at-the-scene", says=SECRET, marking="official-sensitive")
    )
    mine["lines"].append(
        {"id": "l-2", "area": "responding", "question": "Who trains the teams?",
         "signed": {"by": "A. Lead", "on": "2021-08-02"}}
    )  # fmt: skip
    lead = Person.objects.create_user("lead", "The lead", administrator=True)
    load(record(values), by=lead)
    inspection = Inspection.objects.select_related("programme").get(slug="west-mercia-2021-22")
    people = {"lead": lead}
    for role in ("inspector", "grader", "moderator", "observer"):
        people[role] = Person.objects.create_user(role, f"The {role}")
        add_member(inspection, people[role], role, by=lead)
    people["force"] = Person.objects.create_user("liaison", "Liaison", force_code=WEST_MERCIA)
    add_member(inspection, people["force"], "force", by=lead)
    Person.objects.filter(pk=lead.pk).update(administrator=False)
    lead.refresh_from_db()
    # The lead's part in the other inspections that were loaded with it is not of interest.
    Member.objects.exclude(inspection=inspection).delete()
    found = Made(inspection, people)
    found.state(state)
    return found


def client_of(person: Person | None, *, csrf: bool = False) -> Client:
    """A browser in which somebody is signed in, or nobody."""
    client = Client(enforce_csrf_checks=csrf)
    if person is not None:
        client.force_login(person, backend=BACKEND)
    return client


def get(person: Person, address: str, status: int = 200) -> str:
    """The text of a page; its status is checked."""
    response = client_of(person).get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.content.decode()


def post(person: Person, address: str, status: int = 302, /, **form: Any) -> str:
    """What is shown after a form was sent: the page itself, or the one that it leads to."""
    client = client_of(person)
    response = client.post(address, form)
    text = response.content.decode()
    assert response.status_code == status, (address, response.status_code, text)
    return client.get(response["Location"]).content.decode() if status == 302 else text

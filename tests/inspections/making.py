"""An inspection in the test database with one of everybody."""

from __future__ import annotations

from dataclasses import dataclass

from inspecting.making import WEST_MERCIA, evidence, good, record
from openpeel.inspections.loading import load
from openpeel.inspections.models import Inspection, Member
from openpeel.people.models import Person

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
    people["force"] = Person.objects.create_user("liaison", "Liaison", force_code=WEST_MERCIA)
    Member.objects.bulk_create(
        Member(inspection=inspection, person=people[role], role=role, by=lead)
        for role in people
        if role != "lead"
    )
    Person.objects.filter(pk=lead.pk).update(administrator=False)
    lead.refresh_from_db()
    # The lead's part in the other inspections that were loaded with it is not of interest.
    Member.objects.exclude(inspection=inspection).delete()
    found = Made(inspection, people)
    found.state(state)
    return found

"""Who takes part in the simulated audit: made-up people with made-up names."""

from __future__ import annotations

from dataclasses import dataclass

from openpeel.audits.actions import rounds
from openpeel.audits.models import Audit
from openpeel.audits.simulating.plans import DESIGN, FORCE, NAME, SLUG
from openpeel.catalogue.forces import Force
from openpeel.catalogue.simulated_reviewers import Reviewer
from openpeel.people.actions import add_person
from openpeel.people.models import Person


@dataclass(frozen=True)
class Team:
    """The audit and its people; reviewers by username, each with their error rates."""

    audit: Audit
    lead: Person
    moderator: Person
    liaison: Person  # of the force
    reviewers: dict[str, tuple[Person, Reviewer]]


def gathered(force: Force, reviewers: tuple[Reviewer, ...]) -> Team:
    """Open the audit, add its people and give them their roles."""
    lead = add_person("lead", name="Lead (simulated)", administrator=True)
    moderator = add_person("moderator", name="Moderator (simulated)")
    liaison = add_person("liaison", name=f"Liaison of {FORCE} (simulated)", force=FORCE)
    audit = rounds.open_audit(
        slug=SLUG, name=NAME, force_code=force.code, design=DESIGN, by=lead, simulated=True
    )
    rounds.add_member(audit, moderator, "moderator", by=lead)
    rounds.add_member(audit, liaison, "force", by=lead)
    people = {}
    for one in reviewers:
        person = add_person(one.username, name=one.name)
        rounds.add_member(audit, person, "reviewer", by=lead)
        people[one.username] = (person, one)
    return Team(audit, lead, moderator, liaison, people)

"""A report in the service, small: its drafts, its people, its publications."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from openpeel.people.models import Person
from openpeel.reports.actions import drafts, members, points, publishing
from openpeel.reports.actions.drafts import Checked
from openpeel.reports.actions.publishing import PublishedFolder
from openpeel.reports.checks.problems import Problem
from openpeel.reports.models import AccuracyPoint, Draft, Publication, Report

WEST_MERCIA, KENT = "E23000016", "E23000032"
SLUG = "west-mercia-2021-22"
TEXT = """# West Mercia Police (simulated)

## Responding to the public

### Calls wait too long

The force let [almost 20 percent](figure:abandoned) of its 101 calls go,
[double](compare:abandoned?with=standard) the **national** standard. Callers wait. Callers
wait in the evening too.

![Too many callers give up](chart:abandoned)

* The force\u2019s charter was agreed.
"""
CALLS, AREA = 5, 3  # lines of headings
WRONG = Problem("amount-not-supported", 7, "almost 20 percent", "19.3 percent", "around a fifth")
CHECKED = Checked(
    inspection=SLUG,
    force_code=WEST_MERCIA,
    simulated=True,
    title="West Mercia Police (simulated)",
    text=TEXT,
    sources_sha256="a" * 64,
    figures_sha256="b" * 64,
    release="efba8192d9d3",
    problems=(),
)
FOLDER = PublishedFolder(
    inspection=SLUG,
    version=1,
    published_on=date(2022, 4, 27),
    manifest_sha256="c" * 64,
    files_sha256="d" * 64,
    files=30,
    folder="/srv/reports/west-mercia",
    sources_sha256="a" * 64,
    figures_sha256="b" * 64,
    release="efba8192d9d3",
    changed="",
    changes={},
)


@dataclass
class Team:
    """A report with its first draft, and one of everybody."""

    report: Report
    lead: Person
    author: Person
    editor: Person
    force: Person
    observer: Person

    def draft(self, number: int = 1) -> Draft:
        return Draft.objects.select_related("report").get(report=self.report, number=number)

    def save(self, text: str = TEXT, **changed: Any) -> Draft:
        """The next draft."""
        return drafts.save_draft(replace(CHECKED, text=text, **changed), by=self.author)[0]

    def send(self, number: int = 1) -> Draft:
        drafts.send_to_the_force(self.draft(number), by=self.lead)
        return self.draft(number)

    def point(self, number: int = 1, **changed: Any) -> AccuracyPoint:
        said = {"section": CALLS, "words": "almost 20 percent", "claim": "It was 18 percent.",
                "evidence": "The return of calls, row 12."}  # fmt: skip
        return points.raise_point(self.draft(number), by=self.force, **(said | changed))

    def decide(self, point: AccuracyPoint, action: str = "refuse") -> None:
        points.decide(point, action=action, reason="The return says so.", by=self.lead)

    def close(self, number: int = 1) -> Draft:
        drafts.close_accuracy(self.draft(number), by=self.lead)
        return self.draft(number)

    def publish(self, without_accuracy: str = "", **changed: Any) -> Publication:
        return publishing.publish(
            replace(FOLDER, **changed), by=self.lead, without_accuracy=without_accuracy
        )


def person(username: str, force_code: str = "") -> Person:
    return Person.objects.create_user(username, username.title(), force_code=force_code)


def team_of_one_report() -> Team:
    lead, author, editor = person("lead"), person("author"), person("editor")
    force, observer = person("liaison", WEST_MERCIA), person("observer")
    draft, _ = drafts.save_draft(CHECKED, by=lead)
    report = draft.report
    for somebody, role in ((author, "author"), (editor, "editor"), (force, "force"),
                           (observer, "observer")):  # fmt: skip
        members.add_member(report, somebody, role, by=lead)
    return Team(report, lead, author, editor, force, observer)

"""The frame around a round's pages: its name, the pages one may see, and warnings about texts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from openpeel.audits import addresses
from openpeel.audits.models import Round
from openpeel.audits.pages.shell import page
from openpeel.audits.permissions import allowed, roles_of
from openpeel.people.models import Person
from openpeel.people.shell import person_of
from openpeel.sampling import personal_data

# A round's pages: who may do this sees the page.
TABS = (
    ("see the round", addresses.round_page, "Overview"),
    ("see files", addresses.files, "Files"),
    ("resolve", addresses.conflicts, "Differences"),
    ("see settled answers", addresses.replies, "Replies"),
    ("see urgent risks", addresses.risks, "Urgent risks"),
    ("manage", addresses.members, "Members"),
    ("review", addresses.spreadsheets, "Spreadsheet"),
    ("see results", addresses.results, "Results"),
)


def round_page(
    request: HttpRequest,
    round: Round,
    template: str,
    title: str,
    **context: Any,
) -> HttpResponse:
    """A page of a round, with links to the others that the person may see."""
    roles = roles_of(person_of(request), round.audit)
    tabs = [
        {"href": address(round), "name": name, "here": _here(request.path, address(round), round)}
        for action, address, name in TABS
        if allowed(roles, action)
    ]
    frame = {
        "section": "audits",
        "simulated": round.audit.simulated,
        "round": round,
        "roles": sorted(roles),
        "tabs": tabs,
    }
    return page(request, template, title, **(frame | context))


def _here(path: str, tab: str, round: Round) -> str:
    """For `aria-current`: whether a page is a tab's own (`page`) or lies below it (`true`)."""
    if path == tab:
        return "page"
    if path.endswith("/resolve/"):  # a file's page, but the work of a moderator
        return "true" if tab == addresses.conflicts(round) else ""
    return "true" if tab != addresses.round_page(round) and path.startswith(tab) else ""


def with_warning(told: str, *texts: str) -> str:
    """What was done, and a warning when what was written looks as if it named a person."""
    return personal_data.with_warning(told, *texts, instead="a reference to the file")


def look_again(text: str, by: Person, person: Person) -> list[str]:
    """What looks like personal data in a text, for the eyes of whoever wrote it."""
    return [w.words for w in personal_data.warnings(text)] if by == person else []

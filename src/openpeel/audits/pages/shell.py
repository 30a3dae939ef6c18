"""What the audits' pages share: which round and file is asked for, and the frame around it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from openpeel.audits.models import File, Round
from openpeel.audits.permissions import require, roles_of
from openpeel.people import shell
from openpeel.people.shell import person_of


def find_round(request: HttpRequest, slug: str, number: int, action: str) -> Round:
    """A round that the person may do something with.

    Those who have no part in an audit do not learn that it exists.
    """
    found = get_object_or_404(
        Round.objects.select_related("audit"), audit__slug=slug, number=number
    )
    person = person_of(request)
    if not roles_of(person, found.audit):
        raise Http404(slug)
    require(person, action, found.audit)
    return found


def find_file(round: Round, number: int) -> File:
    """A file of a round by its number."""
    files = File.objects.select_related("round__audit")
    return get_object_or_404(files, round=round, number=number)


def page(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    """A page from a template of the audits."""
    return shell.page(request, f"audits/{template}", title, **context)

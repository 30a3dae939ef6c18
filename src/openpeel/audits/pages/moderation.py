"""Where two reviews of a file differ: a third person decides, question by question."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from openpeel.audits import addresses
from openpeel.audits.actions import moderation
from openpeel.audits.models import Answer, File
from openpeel.audits.pages.answering import ask, chosen, fields, in_words, name_of
from openpeel.audits.pages.forms import text_in
from openpeel.audits.pages.frame import look_again, round_page, with_warning
from openpeel.audits.pages.shell import find_file, find_round
from openpeel.audits.second_reviews import hands_of
from openpeel.audits.settling import answers_of_both, outstanding
from openpeel.errors import UserError
from openpeel.people.models import Person
from openpeel.people.shell import person_of, signed_in, then


@signed_in
@require_safe
def conflicts(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The files that wait for a decision, and those whose reviewers one was among."""
    round = find_round(request, slug, number, "resolve")
    person = person_of(request)
    files = round.files.filter(state="conflicted").select_related("round__audit")
    return round_page(
        request,
        round,
        "conflicts.html",
        "Where reviews differ",
        files=[
            {
                "file": file,
                "href": addresses.resolve(file),
                "left": len(outstanding(file)),
                "mine": person.pk in hands_of(file),
            }
            for file in files
        ],
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def resolve(request: HttpRequest, slug: str, number: int, file: int) -> HttpResponse:
    """Both answers to each question on which the reviews of a file differ."""
    found = find_file(find_round(request, slug, number, "resolve"), file)
    if request.method != "POST":
        return _resolve(request, found)
    item = request.POST.get("question", "")
    try:
        reason = text_in(request.POST, "reason", "the reason")
        if item not in answers_of_both(found):
            raise UserError("load the page again: this question is not one of the file's.")
        code, counts = chosen(found, item, request.POST)
        after = moderation.resolve(found, item, code, reason, counts=counts, by=person_of(request))
    except UserError as problem:
        return _resolve(request, find_file(found.round, file), item, str(problem))
    if after.state == "settled":
        told = with_warning(f"File {after.number} is settled.", reason)
        return then(request, addresses.conflicts(found.round), told)
    told = with_warning("Decided.", reason)
    return then(request, addresses.resolve(found), told)


def _resolve(request: HttpRequest, file: File, item: str = "", problem: str = "") -> HttpResponse:
    person = person_of(request)
    conflicted = file.state == "conflicted"
    both = answers_of_both(file) if conflicted else {}
    left = outstanding(file) if conflicted else []
    return round_page(
        request,
        file.round,
        "resolve.html",
        f"File {file.number}: where the reviews differ",
        status=400 if problem else 200,
        file=file,
        back=addresses.conflicts(file.round),
        closed=not conflicted,
        mine=person.pk in hands_of(file),
        questions=[
            {
                "item": id,
                "name": name_of(id),
                "ask": ask(file, id),
                "both": [_side(file, kind, a) for kind, a in zip(SIDES, both[id], strict=True)],
                "fields": fields(file, id, request.POST if id == item else {}),
                "reason": request.POST.get("reason", "") if id == item else "",
                "problem": problem if id == item else "",
            }
            for id in left
        ],
        unplaced=problem if item not in left else "",
        decided=_decided(file, person),
    )


SIDES = ("First review", "Second review")


def _side(file: File, kind: str, answer: Answer | None) -> dict[str, Any]:
    return {"kind": kind, "words": in_words(file, answer), "answer": answer}


def _decided(file: File, person: Person) -> list[dict[str, Any]]:
    """What was decided of the file before."""
    rows = file.settled.filter(how="resolved").select_related("by").order_by("at")
    return [
        {
            "name": name_of(row.question),
            "ask": ask(file, row.question),
            "words": in_words(file, row),
            "row": row,
            "look": look_again(row.reason, row.by, person),
        }
        for row in rows
    ]

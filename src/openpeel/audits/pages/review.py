"""Review a file: one page, every answer saved as it is given.

The page works as a plain form. Its script saves each answer by itself, keeps what could not be
sent on the reviewer's machine, and sends it when the connection is back.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_POST

from openpeel.audits import addresses
from openpeel.audits.actions import reviews, risks
from openpeel.audits.actions.reviews import Said, Saved
from openpeel.audits.models import Answer, Review
from openpeel.audits.pages.forms import text_in
from openpeel.audits.pages.frame import with_warning
from openpeel.audits.pages.review_form import Problem, said_in, stages_of
from openpeel.audits.pages.risks import TOLD
from openpeel.audits.pages.shell import page
from openpeel.audits.questions import LONGEST_TEXT, facts_asked, given_of, incomplete, relevance
from openpeel.errors import UserError
from openpeel.people.shell import person_of, signed_in, then
from openpeel.sampling.personal_data import warnings

BROKEN = "This is no answer that the page sends; load the page again."


@ensure_csrf_cookie
@signed_in
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, id: int) -> HttpResponse:
    """The page of one review; without a script it is sent as a whole."""
    found = _mine(request, id)
    problems: list[Problem] = []
    if request.method == "POST":
        problems = _save_all(request, found)
        if not problems:
            if "submit" in request.POST:
                return _submitted(request, found)
            return then(request, addresses.review(found), "Everything is saved.")
    return _shown(request, found, problems, status=409 if problems else 200)


@signed_in
@require_POST
def save(request: HttpRequest, id: int) -> HttpResponse:
    """One answer, as JSON: what became of it, and what stands when it was set aside."""
    found = _mine(request, id)
    if request.content_type != "application/json":
        raise UserError(BROKEN)
    question, said, seen = _sent(request.body)
    saved = reviews.save_answer(found, question, said, seen=seen, by=person_of(request))
    told = [
        f"\u201c{w.words}\u201d looks like a {w.kind}; name a role or a reference instead."
        for text in (said.evidence, said.comment, said.note)
        for w in warnings(text)
    ]
    return JsonResponse(
        {
            "version": saved.version,
            "kept": saved.kept,
            "why": saved.why,
            "standing": _standing(saved),
            "warnings": told,
        },
        status=200 if saved.kept else 409,
    )


@signed_in
@require_POST
def submit(request: HttpRequest, id: int) -> HttpResponse:
    """Finish the review, if it is whole."""
    return _submitted(request, _mine(request, id))


@signed_in
@require_POST
def risk(request: HttpRequest, id: int) -> HttpResponse:
    """Raise an urgent risk in the file, and log who was told."""
    found = _mine(request, id)
    try:
        words = text_in(request.POST, "words", "the risk", LONGEST_TEXT)
        told = text_in(request.POST, "told", "who was told", TOLD)
        risks.raise_risk(found.file, words, told=told, by=person_of(request))
    except UserError as problem:
        return _shown(request, found, [Problem("risk", str(problem))], status=400)
    logged = with_warning("The risk is logged, and the lead sees it.", words, told)
    return then(request, addresses.review(found), logged)


def _mine(request: HttpRequest, id: int) -> Review:
    """A review of the person who asks; to others it looks as if it were not there."""
    person = person_of(request)
    found = (
        Review.objects.select_related("file__round__audit")
        .defer("file__round__sheet", "file__round__populations")  # large, and not needed here
        .filter(pk=id, reviewer=person)
        .exclude(file__state="replaced")
    )
    if not found:
        raise Http404(id)
    found[0].reviewer = person
    return found[0]


def _submitted(request: HttpRequest, found: Review) -> HttpResponse:
    try:
        file = reviews.submit(found, by=person_of(request))
    except UserError as problem:
        return _shown(request, found, [Problem("submit", str(problem))], status=400)
    return then(request, "/", f"File {file.number} is finished.")


def _shown(
    request: HttpRequest, found: Review, problems: list[Problem], *, status: int
) -> HttpResponse:
    file = found.file
    answers = {answer.question: answer for answer in found.answers.all()}
    given = given_of(answers.values())
    typed = {p.item: p.said for p in problems if p.said is not None}
    return page(
        request,
        "review.html",
        f"File {file.number}",
        status=status,
        simulated=file.round.audit.simulated,
        review=found,
        file=file,
        round=str(file.round),
        href=addresses.review(found),
        closed=found.state == "submitted" or file.round.state != "in review",
        stages=stages_of(file, answers, typed, relevance(file, given), problems),
        missing=len(incomplete(file, given)),
        asked=len(facts_asked(file)) + len(relevance(file, given)),
        problems=problems,
        risks=file.risks.filter(by=found.reviewer),
        typed_risk={name: request.POST.get(name, "") for name in ("words", "told")},
        username=found.reviewer.username,
        known=file.facts,
    )


def _save_all(request: HttpRequest, found: Review) -> list[Problem]:
    """Save whatever differs from what the page was made with; problems keep what was typed."""
    problems: list[Problem] = []
    standing = {answer.question: answer for answer in found.answers.all()}
    for question, said, seen in said_in(request.POST, found.file):
        before = standing.get(question)
        same = said == (_said(before) if before else Said())
        if isinstance(said, Said) and same:
            continue
        try:
            if not isinstance(said, Said):
                raise UserError(said)
            saved = reviews.save_answer(found, question, said, seen=seen, by=found.reviewer)
        except UserError as problem:
            problems.append(
                Problem(question, str(problem), said if isinstance(said, Said) else None)
            )
            continue
        if not saved.kept:
            problems.append(Problem(question, f"{saved.why} Yours is set aside.", said))
    return problems


def _said(answer: Answer) -> Said:
    return Said(answer.code, answer.counts, answer.evidence, answer.comment, answer.note)


def _sent(body: bytes) -> tuple[str, Said, int]:
    """An answer as the script sends it; UserError when it is anything else."""
    try:
        sent = json.loads(body)
        question, seen = sent["question"], sent["seen"]
        texts = {name: sent.get(name, "") for name in ("code", "evidence", "comment", "note")}
        counts = sent.get("counts")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UserError(BROKEN) from None
    whole = type(seen) is int and 0 <= seen < 2**31
    counted = counts is None or (
        isinstance(counts, dict) and all(isinstance(pair, list) for pair in counts.values())
    )
    if not (whole and counted and all(_can_be_kept(text) for text in (question, *texts.values()))):
        raise UserError(BROKEN)
    return question, Said(counts=counts, **texts), seen


def _can_be_kept(text: Any) -> bool:
    """Whether it is a text that every database takes: no character 0, no half of a character."""
    try:
        return isinstance(text, str) and b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


def _standing(saved: Saved) -> dict[str, Any] | None:
    if saved.standing is None:
        return None
    answer = saved.standing
    assert isinstance(answer.at, datetime)
    return {
        **_said(answer).fields,
        "by": answer.by.name,
        "at": timezone.localtime(answer.at).strftime("%H:%M"),
    }

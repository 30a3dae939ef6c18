"""The force's right of reply: settled answers, what the force says to them, what was decided.

Staff of the force see what is settled, with the evidence and the comments that may be published.
They see no private notes, no reviewers and no moderator's reasons.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from openpeel.audits import addresses, states
from openpeel.audits.actions import replies
from openpeel.audits.models import FACT, Answer, File, Reply, Round, Settled
from openpeel.audits.pages.answering import ask, chosen, fields, in_words, name_of
from openpeel.audits.pages.forms import day_in, text_in
from openpeel.audits.pages.frame import look_again, round_page, with_warning
from openpeel.audits.pages.shell import find_file, find_round
from openpeel.audits.permissions import may
from openpeel.audits.questions import items_of
from openpeel.audits.settling import settled_answers, standing
from openpeel.errors import UserError
from openpeel.people.models import Person
from openpeel.people.shell import person_of, signed_in, then

OPEN = "right of reply"
SHOWN = (
    OPEN,
    "settled",
    "published",
    "purged",
)  # states of a round in which the force sees answers
SETTLED = ("settled", "challenged")
EVIDENCE = 200


@signed_in
@require_safe
def listed(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The files that may be questioned, and the replies."""
    round = find_round(request, slug, number, "see settled answers")
    person = person_of(request)
    shown, decides = round.state in SHOWN, may(person, "decide", round.audit)
    found = Reply.objects.filter(file__round=round).select_related("file__round__audit")
    return round_page(
        request,
        round,
        "replies.html",
        "Right of reply",
        shown=shown,
        open=round.state == OPEN,
        replies=[
            {
                "reply": reply,
                "name": name_of(reply.question),
                "ask": ask(reply.file, reply.question),
                "href": _href(reply, decides, shown),
                "waits": reply.decided_at is None,
            }
            for reply in sorted(found, key=lambda r: (r.decided_at is not None, r.file.number))
        ],
        files=[
            {"file": file, "href": addresses.reply(file)}
            for file in round.files.filter(state__in=SETTLED).select_related("round__audit")
        ]
        if shown
        else [],
    )


def _href(reply: Reply, decides: bool, shown: bool) -> str:
    """Where more of a reply is to be seen; nowhere while its file is not settled again."""
    if decides:
        return addresses.decide(reply)
    return addresses.reply(reply.file) if shown and reply.file.state in SETTLED else ""


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, slug: str, number: int, file: int) -> HttpResponse:
    """The settled answers of one file, and a form to question one of them."""
    action = "reply" if request.method == "POST" else "see settled answers"
    round = find_round(request, slug, number, action)
    found = find_file(round, file)
    if round.state not in SHOWN or found.state not in SETTLED:
        raise Http404(file)
    if request.method != "POST":
        return _file(request, found)
    try:
        claim = text_in(request.POST, "claim", "what the file shows")
        evidence = text_in(request.POST, "evidence", "where it shows it", EVIDENCE)
        on = day_in(request.POST, "evidence_on", "the day of the evidence")
        if on is None:
            raise UserError("say on what day this came to be in the file.")
        question = request.POST.get("question", "").replace("\0", "")
        if not question:
            raise UserError("choose the answer that you question.")
        replies.reply(
            found, question, claim, evidence=evidence, evidence_on=on, by=person_of(request)
        )
    except UserError as problem:
        return _file(request, find_file(round, file), str(problem))
    told = with_warning("Your reply is sent, and will be decided.", claim, evidence)
    return then(request, addresses.reply(found), told)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, slug: str, number: int, id: int) -> HttpResponse:
    """Accept a reply, with the answer that then stands, or refuse it."""
    round = find_round(request, slug, number, "decide")
    found = get_object_or_404(
        Reply.objects.select_related("file__round__audit", "by", "decided_by"),
        pk=id,
        file__round=round,
    )
    if request.method != "POST":
        return _decide(request, found)
    accepted = request.POST.get("accepted")
    try:
        reason = text_in(request.POST, "reason", "the reason")
        if accepted not in ("yes", "no"):
            raise UserError("choose whether the reply is accepted.")
        code, counts = "", None
        if accepted == "yes" and found.evidence_on <= round.facts_until:
            code, counts = chosen(found.file, found.question, request.POST)
        replies.decide(
            found,
            accepted=accepted == "yes",
            reason=reason,
            code=code,
            counts=counts,
            by=person_of(request),
        )
    except UserError as problem:
        return _decide(request, found, str(problem))
    told = with_warning("The reply is decided, and the force sees why.", reason)
    return then(request, addresses.replies(round), told)


def _file(request: HttpRequest, file: File, problem: str = "") -> HttpResponse:
    round, person = file.round, person_of(request)
    rows, held = standing(file), settled_answers(file)
    counting = held.codes.keys() | held.counts.keys()  # others are not relevant any more
    texts = _texts(file)
    sent = file.replies.select_related("by")
    waiting = {reply.question for reply in sent if reply.decided_at is None}
    answers = [
        {
            "item": id,
            "name": name_of(id),
            "ask": ask(file, id),
            "words": in_words(file, rows[id]),
            "after_reply": rows[id].how == "after reply",
            "texts": _of_the_answer(texts.get(id, []), rows[id]),
            "waits": id in waiting,
        }
        for id in items_of(file)
        if id in rows and (id.startswith(FACT) or id in counting)
    ]
    open_now = round.state == OPEN and may(person, "reply", round.audit)
    return round_page(
        request,
        round,
        "reply.html",
        f"File {file.number}: settled answers",
        status=400 if problem else 200,
        file=file,
        back=addresses.replies(round),
        answers=answers,
        form=open_now and states.may("file", "challenge", file.state),
        typed=request.POST,
        problem=problem,
        replies=[_sent(file, one, person) for one in sent],
    )


def _sent(file: File, reply: Reply, person: Person) -> dict[str, Any]:
    return {
        "reply": reply,
        "name": name_of(reply.question),
        "ask": ask(file, reply.question),
        "look": look_again(f"{reply.claim}\n{reply.evidence}", reply.by, person),
    }


def _texts(file: File) -> dict[str, list[Answer]]:
    """What reviewers wrote for others to read, by question."""
    found: dict[str, list[Answer]] = {}
    for answer in Answer.objects.filter(review__file=file, review__state="submitted"):
        if answer.evidence or answer.comment:
            found.setdefault(answer.question, []).append(answer)
    return found


def _of_the_answer(texts: list[Answer], settled: Settled) -> list[dict[str, str]]:
    """Evidence and comments of those who gave the answer that stands, without who they are."""
    said = dict.fromkeys(
        (answer.evidence, answer.comment)
        for answer in texts
        if (answer.code, answer.counts) == (settled.code, settled.counts)
    )
    return [{"evidence": evidence, "comment": comment} for evidence, comment in said]


def _decide(request: HttpRequest, reply: Reply, problem: str = "") -> HttpResponse:
    file: File = reply.file
    round: Round = file.round
    settled = standing(file)
    return round_page(
        request,
        round,
        "decide.html",
        f"Reply to file {file.number}",
        status=400 if problem else 200,
        reply=reply,
        file=file,
        file_href=addresses.file_page(file),
        back=addresses.replies(round),
        name=name_of(reply.question),
        ask=ask(file, reply.question),
        words=in_words(file, settled.get(reply.question)),
        late=reply.evidence_on > round.facts_until,
        open=reply.decided_at is None,
        look=look_again(reply.reason, reply.decided_by, person_of(request))
        if reply.decided_by
        else [],
        fields=fields(file, reply.question, request.POST),
        typed=request.POST,
        problem=problem,
    )

"""The files of a round: the list, and one file with everything that may be seen of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from openpeel.audits import addresses, states
from openpeel.audits.actions import allocation
from openpeel.audits.models import Answer, File, Review, Round, Settled
from openpeel.audits.pages import steps
from openpeel.audits.pages.answering import NO_ANSWER, ask, in_words, name_of
from openpeel.audits.pages.forms import text_in
from openpeel.audits.pages.frame import look_again, round_page, with_warning
from openpeel.audits.pages.shell import find_file, find_round
from openpeel.audits.permissions import may, may_see_review
from openpeel.audits.questions import design_of, items_of
from openpeel.audits.settling import standing
from openpeel.catalogue.audit_designs import find_design
from openpeel.errors import UserError
from openpeel.people.models import Person
from openpeel.people.shell import person_of, signed_in, then

FILTERS = ("state", "stratum", "reviewer")
REASON = 300


@signed_in
@require_safe
def listed(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Every file, or those of a state, a stratum or a reviewer."""
    round = find_round(request, slug, number, "see files")
    person = person_of(request)
    wanted = {name: request.GET.get(name, "").replace("\0", "") for name in FILTERS}
    files = round.files.select_related("round__audit").prefetch_related("reviews__reviewer")
    if wanted["state"]:
        files = files.filter(state=wanted["state"])
    if wanted["stratum"]:
        files = files.filter(stratum=wanted["stratum"])
    if wanted["reviewer"]:
        files = files.filter(reviews__reviewer__username=wanted["reviewer"])
    strata = _strata(round)
    return round_page(
        request,
        round,
        "files.html",
        "Files",
        files=[
            {
                "file": file,
                "href": addresses.file_page(file),
                "stratum": strata[file.stratum],
                "twice": why_twice(file, list(file.reviews.all()), person),
                "reviewers": ", ".join(
                    f"{r.reviewer.name}{' (second)' if r.kind == 'second' else ''}"
                    for r in sorted(file.reviews.all(), key=lambda r: r.kind)
                ),
            }
            for file in files
        ],
        wanted=wanted,
        states=states.names("file"),
        strata=strata,
        reviewers=_reviewers(round),
        deal=addresses.deal(round) if may(person, "allocate", round.audit) else "",
    )


@signed_in
@require_POST
def deal(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Deal every review that nobody has."""
    round = find_round(request, slug, number, "allocate")
    return then(request, addresses.files(round), steps.deal(round, by=person_of(request)))


@signed_in
@require_safe
def one(request: HttpRequest, slug: str, number: int, file: int) -> HttpResponse:
    """One file."""
    found = find_file(find_round(request, slug, number, "see files"), file)
    return _one(request, found)


@signed_in
@require_POST
def allocate(request: HttpRequest, slug: str, number: int, file: int) -> HttpResponse:
    """Give a file to a reviewer."""
    found = find_file(find_round(request, slug, number, "allocate"), file)
    username = request.POST.get("reviewer", "").replace("\0", "")
    try:
        reviewer = Person.objects.filter(username=username).first()
        if reviewer is None:
            raise UserError("choose a reviewer.")
        allocation.allocate(found, reviewer, by=person_of(request))
    except UserError as problem:
        return _one(request, find_file(found.round, file), problem=str(problem))
    told = f"File {found.number} is with {reviewer.name}."
    return then(request, addresses.file_page(found), told)


@signed_in
@require_POST
def hand_over(request: HttpRequest, slug: str, number: int, file: int) -> HttpResponse:
    """Give a review that has begun to somebody else."""
    found = find_file(find_round(request, slug, number, "allocate"), file)
    try:
        reason = text_in(request.POST, "why", "the reason", REASON)
        reviewer = Person.objects.filter(username=request.POST.get("reviewer", "")).first()
        review = found.reviews.filter(kind=request.POST.get("kind", "")).first()
        if reviewer is None or review is None:
            raise UserError("choose a review and a reviewer.")
        allocation.hand_over(review, reviewer, reason, by=person_of(request))
    except UserError as problem:
        return _one(request, find_file(found.round, file), problem=str(problem))
    told = f"{reviewer.name} goes on with file {found.number}."
    return then(request, addresses.file_page(found), with_warning(told, reason))


@signed_in
@require_POST
def replace(request: HttpRequest, slug: str, number: int, file: int) -> HttpResponse:
    """Call up a reserve for a file that can't be reviewed."""
    found = find_file(find_round(request, slug, number, "replace"), file)
    try:
        reason = text_in(request.POST, "reason", "the reason", REASON)
        reserve = allocation.replace(found, reason, by=person_of(request))
    except UserError as problem:
        return _one(request, find_file(found.round, file), problem=str(problem))
    told = f"File {reserve.number} takes the place of file {found.number}."
    return then(request, addresses.file_page(found), with_warning(told, reason))


def _one(request: HttpRequest, file: File, problem: str = "") -> HttpResponse:
    person, round = person_of(request), file.round
    reviews = sorted(file.reviews.select_related("reviewer"), key=lambda r: r.kind)
    open_round = round.state in states.REVIEWING
    lead = may(person, "allocate", round.audit) and open_round
    allocated = lead and (
        states.may("file", "allocate", file.state) or file.state == "second review"
    )
    return round_page(
        request,
        round,
        "file.html",
        f"File {file.number}",
        status=400 if problem else 200,
        problem=problem,
        typed=request.POST,
        file=file,
        state=states.TABLE.state("file", file.state),
        stratum=_strata(round)[file.stratum],
        twice=why_twice(file, reviews, person),
        facts=_facts(file),
        reviews=[_shown(review, person) for review in reviews],
        answers=_answers(file, reviews, person),
        replies=file.replies.select_related("by", "decided_by"),
        risks=file.risks.select_related("by", "told_by").order_by("at"),
        replacement=_replacement(file, person),
        replaces=getattr(file, "replaces", None),
        log=file.events.select_related("by"),
        allocate=addresses.allocate(file) if allocated else "",
        begun=[r.kind for r in reviews if lead and states.may("review", "hand over", r.state)],
        hand_over=addresses.hand_over(file),
        reviewers=_reviewers(round),
        replace=addresses.replace(file)
        if lead and states.may("file", "replace", file.state)
        else "",
        resolve=addresses.resolve(file)
        if file.state == "conflicted" and may(person, "resolve", round.audit)
        else "",
        decide=addresses.replies(round) if file.state == "challenged" else "",
    )


TWICE = {
    "random": "chosen by chance, with the draw",
    "worst": "it came out among the worst",
    "first files": "it is among the reviewer's first files",
}


def why_twice(file: File, reviews: list[Review], person: Person) -> str:
    """Why a file is reviewed twice; not for somebody whose own review of it is open, or may be.

    That a file came out among the worst would tell them what the other review says.
    """
    if not file.second:
        return ""
    if any(r.reviewer_id == person.pk and r.state != "submitted" for r in reviews):
        return "you learn why when your own review is finished"
    undealt = file.state == "second review" and len(reviews) < 2
    if undealt and may(person, "review", file.round.audit):
        return "you learn why when somebody else has the second review"
    return TWICE[file.second]


def _strata(round: Round) -> dict[str, str]:
    """Words of every stratum of the round's design, by id."""
    samples = find_design(round.audit.design).samples
    return {stratum.id: stratum.words for sample in samples for stratum in sample.strata}


def _reviewers(round: Round) -> list[Person]:
    members = round.audit.members.filter(role="reviewer", person__is_active=True)
    return [m.person for m in members.select_related("person").order_by("person__name")]


def _facts(file: File) -> list[tuple[str, str]]:
    """What the frame tells of the file."""
    return [
        (fact.ask, "yes" if file.facts[fact.id] else "no")
        for fact in design_of(file).questions.facts
        if fact.id in file.facts
    ]


def _replacement(file: File, person: Person) -> dict[str, Any] | None:
    done = getattr(file, "replacement", None)
    if done is None:
        return None
    return {"done": done, "look": look_again(done.reason, done.by, person)}


def _shown(review: Review, person: Person) -> dict[str, Any]:
    return {
        "kind": "First review" if review.kind == "first" else "Second review",
        "review": review,
        "seen": may_see_review(person, review),
    }


def _answers(file: File, reviews: list[Review], person: Person) -> list[dict[str, Any]]:
    """Every question that has an answer, with what stands and what each review said.

    A review that the person may not see yet gives no answers.
    """
    given: dict[str, Mapping[str, Answer]] = {
        review.kind: {a.question: a for a in review.answers.all()}
        for review in reviews
        if may_see_review(person, review)
    }
    settled = standing(file)
    history: dict[str, list[Settled]] = {}
    for row in file.settled.select_related("by").order_by("number"):
        history.setdefault(row.question, []).append(row)
    found = []
    for id in items_of(file):
        said = [(kind, answers[id]) for kind, answers in given.items() if id in answers]
        if not said and id not in settled:
            continue
        words = [in_words(file, answer) for _, answer in said]
        differed = len(given) == 2 and (len(set(words)) > 1 or len(words) == 1)
        stands, how = "", ""
        if id in settled:
            stands, how = in_words(file, settled[id]), settled[id].how
        elif len(given) == 2 and not differed:
            stands, how = words[0], "in both reviews"
        found.append(
            {
                "name": name_of(id),
                "ask": ask(file, id),
                "stands": stands,
                "how": how,
                "history": history.get(id, []) if _decided(history.get(id, [])) else [],
                "said": [
                    {"kind": kind, "words": in_words(file, answer), "answer": answer}
                    for kind, answer in said
                ]
                if differed or len(given) < 2
                else _with_texts(file, said),
                "differed": differed,
                "silent": NO_ANSWER if differed and len(words) == 1 else "",
            }
        )
    return found


def _decided(rows: list[Settled]) -> bool:
    """Whether somebody gave a reason for an answer."""
    return any(row.reason for row in rows)


def _with_texts(file: File, said: list[tuple[str, Answer]]) -> list[dict[str, Any]]:
    """Of two reviews that agree only what they wrote beside their answers."""
    return [
        {"kind": kind, "words": in_words(file, answer), "answer": answer}
        for kind, answer in said
        if answer.evidence or answer.comment or answer.note
    ]

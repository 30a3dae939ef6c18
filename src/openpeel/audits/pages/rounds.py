"""The audits one has a part in, and the overview of a round: whose turn it is, what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openpeel.audits import addresses, states
from openpeel.audits.actions import rounds
from openpeel.audits.models import Replacement, Round
from openpeel.audits.pages.frame import look_again, round_page, with_warning
from openpeel.audits.pages.opening import opened, opening_form
from openpeel.audits.pages.shell import find_round, page
from openpeel.audits.pages.steps import deal, steps
from openpeel.audits.permissions import allowed, roles_of
from openpeel.audits.progress import Line, progress
from openpeel.audits.queries import rounds_of
from openpeel.errors import UserError
from openpeel.people.models import Person
from openpeel.people.shell import person_of, signed_in, then

LOGGED = 15
WIDTH = 1000  # of a bar's drawing


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def audits(request: HttpRequest) -> HttpResponse:
    """The rounds one has a part in, the newest first; administrators open an audit here."""
    person = person_of(request)
    problem = ""
    if request.method == "POST":
        if not person.administrator:
            raise PermissionDenied("only administrators open audits")
        try:
            round = opened(request)
        except UserError as refused:
            problem = str(refused)
        else:
            told = f"{round} is open. Add the people who take part, then deal the files."
            return then(request, addresses.members(round), told)
    return page(
        request,
        "audits.html",
        "Audits",
        status=400 if problem else 200,
        section="audits",
        rounds=[
            {
                "name": str(round),
                "href": addresses.round_page(round),
                "state": round.state,
                "roles": ", ".join(roles),
                "simulated": round.audit.simulated,
            }
            for round, roles in rounds_of(person)
        ],
        opening=opening_form(request) if person.administrator else None,
        problem=problem,
    )


@signed_in
@require_safe
def overview(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Where a round stands, and the next thing to do."""
    return _overview(request, find_round(request, slug, number, "see the round"))


Move = Callable[[Round, str, Person], str]


def _deal(round: Round, _: str, person: Person) -> str:
    return deal(round, by=person)


def _start(round: Round, _: str, person: Person) -> str:
    rounds.start(round, by=person)
    return "Reviewers can begin."


def _send(round: Round, _: str, person: Person) -> str:
    rounds.send_to_the_force(round, by=person)
    return "The force can see the settled answers and question them."


def _settle(round: Round, _: str, person: Person) -> str:
    rounds.settle(round, by=person)
    return "The round is settled: every answer stands."


def _reopen(round: Round, reason: str, person: Person) -> str:
    rounds.reopen(round, reason, by=person)
    return with_warning("The round is open for reviews again.", reason)


MOVES: dict[str, Move] = {
    "deal": _deal,
    "start": _start,
    "send to the force": _send,
    "settle": _settle,
    "reopen": _reopen,
}


@signed_in
@require_POST
def move(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take a round to its next state, or deal its files."""
    round = find_round(request, slug, number, "manage")
    action, reason = request.POST.get("action", ""), request.POST.get("reason", "")
    try:
        if action not in MOVES:
            raise UserError("choose one of the buttons.")
        told = MOVES[action](round, reason, person_of(request))
    except UserError as problem:
        round.refresh_from_db()
        return _overview(request, round, problem=str(problem), reason=reason)
    return then(request, addresses.round_page(round), told)


def _overview(
    request: HttpRequest, round: Round, *, problem: str = "", reason: str = ""
) -> HttpResponse:
    person = person_of(request)
    roles = roles_of(person, round.audit)
    state = states.TABLE.state("round", round.state)
    done = progress(round) if allowed(roles, "see progress") else None
    can = list(steps(round, roles, done, person))
    full = allowed(roles, "see files")
    lines = (*done.strata, done.whole) if done else ()
    states_now = [state for state, files in done.whole.counts.items() if files] if done else []
    return round_page(
        request,
        round,
        "round.html",
        str(round),
        status=400 if problem else 200,
        problem=problem,
        reason=reason,
        state=state,
        step=can[0] if can else None,
        others=can[1:],
        move=addresses.move(round),
        untold=done.untold if done and full else (),
        risks_href=addresses.risks(round),
        progress=done,
        way=_bar(done.whole) if done else (),
        states=states_now,
        lines=[(line, _bar(line), [line.counts[state] for state in states_now]) for line in lines],
        replaced=[
            {
                "out": one.out,
                "into": one.into,
                "reason": one.reason,
                "by": one.by.name,
                "at": one.at,
                "look": look_again(one.reason, one.by, person),
            }
            for one in _replaced(round)
        ]
        if done
        else (),
        reasons=full,
        log=round.events.select_related("by", "file").order_by("-at", "-pk")[:LOGGED]
        if full
        else (),
    )


def _replaced(round: Round) -> Iterator[Replacement]:
    found = Replacement.objects.filter(out__round=round).select_related("out", "into", "by")
    return found.order_by("out__number").iterator()


def _bar(line: Line) -> list[dict[str, object]]:
    """The pieces of a bar, one a state that has files: where it begins and how wide it is."""
    pieces: list[dict[str, object]] = []
    begin = 0
    for state, files in line.counts.items():
        if files:
            width = round(files * WIDTH / line.files)
            pieces.append(
                {
                    "state": state,
                    "class": state.replace(" ", "-"),
                    "files": files,
                    "x": begin,
                    "width": width,
                }
            )
            begin += width
    return pieces

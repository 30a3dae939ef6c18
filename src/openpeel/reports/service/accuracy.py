"""The accuracy check: the draft as the force reads it, what the force says, what is decided.

The force sees the text, its own points and every decision; it does not see what the checks found.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from openpeel.audits.pages.forms import text_in
from openpeel.audits.pages.frame import look_again, with_warning
from openpeel.errors import UserError
from openpeel.people.models import Person
from openpeel.people.shell import person_of, signed_in, then
from openpeel.reports import states
from openpeel.reports.actions import points
from openpeel.reports.draft_text import lines, sections
from openpeel.reports.models import AccuracyPoint, Draft
from openpeel.reports.permissions import may
from openpeel.reports.queries import points_of
from openpeel.reports.service import addresses
from openpeel.reports.service.drafts import moves
from openpeel.reports.service.shell import find_draft, may_now, report_page

SEE = "see the accuracy check"


@signed_in
@require_safe
def listed(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The points, and the text that they are about."""
    draft = _sent(find_draft(request, slug, number, SEE))
    person, found = person_of(request), points_of(draft)
    decides = may_now(person, "decide a point", draft)
    marked = {point.line for point in found}
    return report_page(
        request,
        draft.report,
        "accuracy.html",
        f"Accuracy of draft {draft.number}",
        draft=draft,
        draft_href=addresses.draft_page(draft) if may(person, "see drafts", draft.report) else "",
        points=[_shown(point, person, decides) for point in found],
        undecided=sum(point.decision is None for point in found),
        raise_href=addresses.raise_point(draft) if may_now(person, "raise a point", draft) else "",
        lines=[{"line": line, "questioned": line.number in marked} for line in lines(draft.text)],
        moves=moves(request, draft),
        move=addresses.move(draft),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def raised(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A form to raise a point; what was typed comes back with the reason when it is refused."""
    draft = _sent(find_draft(request, slug, number, "raise a point"))
    if request.method != "POST":
        return _form(request, draft)
    try:
        words = text_in(request.POST, "words", "the words in question")
        claim = text_in(request.POST, "claim", "what is so")
        evidence = text_in(request.POST, "evidence", "the evidence")
        point = points.raise_point(
            draft,
            section=_number(request.POST.get("section", "")) or 0,
            words=words,
            line=_line(request.POST.get("line", "")),
            claim=claim,
            evidence=evidence,
            by=person_of(request),
        )
    except UserError as problem:
        return _form(request, draft, f"{problem}")
    told = with_warning(f"Point {point.number} is sent, and will be decided.", claim, evidence)
    return then(request, addresses.accuracy(draft), told)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def decided(request: HttpRequest, slug: str, number: int, point: int) -> HttpResponse:
    """Accept, refuse or note a point, with a reason that the force reads."""
    draft = _sent(find_draft(request, slug, number, "decide a point"))
    found = next((one for one in points_of(draft) if one.number == point), None)
    if found is None:
        raise Http404(point)
    if request.method != "POST":
        return _deciding(request, found)
    try:
        reason = text_in(request.POST, "reason", "the reason")
        action = request.POST.get("decision", "")
        made = points.decide(found, action=action, reason=reason, by=person_of(request))
    except UserError as problem:
        return _deciding(request, found, f"{problem}")
    told = with_warning(f"Point {point} is {made.decision}, and the force reads why.", reason)
    return then(request, addresses.accuracy(draft), told)


def _sent(draft: Draft) -> Draft:
    """A draft that was sent to the force; there is no accuracy check of another."""
    if draft.sent_at is None:
        raise Http404(draft.number)
    return draft


def _form(request: HttpRequest, draft: Draft, problem: str = "") -> HttpResponse:
    if not states.may("draft", "raise a point", draft.state):
        problem = problem or f"This draft is {draft.state}: no points are raised any more."
    typed = request.POST if request.method == "POST" else request.GET
    cut, chosen = sections(draft.text), _number(typed.get("section", ""))
    return report_page(
        request,
        draft.report,
        "raise.html",
        "Raise a point of accuracy",
        status=400 if problem else 200,
        problem=problem,
        draft=draft,
        back=addresses.accuracy(draft),
        sections=cut,
        typed=typed,
        section=chosen,
        lines=[{"line": line} for one in cut if one.line == chosen for line in one.lines],
    )


def _deciding(request: HttpRequest, point: AccuracyPoint, problem: str = "") -> HttpResponse:
    draft = point.draft
    section = [one for one in sections(draft.text) if one.line <= point.line]
    person = person_of(request)
    return report_page(
        request,
        draft.report,
        "decide.html",
        f"Point {point.number} on draft {draft.number}",
        status=400 if problem else 200,
        problem=problem,
        one=_shown(point, person),
        back=addresses.accuracy(draft),
        lines=[
            {"line": line, "questioned": line.number == point.line} for line in section[-1].lines
        ],
        open=states.may("draft", "decide a point", draft.state),
        typed=request.POST,
    )


def _shown(point: AccuracyPoint, person: Person, decides: bool = False) -> dict[str, Any]:
    return {
        "point": point,
        "state": point.state,
        "href": addresses.point(point) if decides else "",
        "decisions": [
            {"decision": one, "look": look_again(one.reason, one.by, person)}
            for one in point.decisions.all()
        ],
        "look": look_again(f"{point.claim}\n{point.evidence}", point.by, person),
    }


def _number(text: str) -> int | None:
    """A number of a line; None for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _line(text: str) -> int | None:
    text = text.strip()
    number = _number(text)
    if text and number is None:
        raise UserError(f"{text[:40]!r} is no number of a line; write it in digits, or nothing.")
    return number

"""Which forces are due for an assessment, and why."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from openpeel.audits import addresses, assessments
from openpeel.audits.pages.forms import day_in
from openpeel.audits.pages.shell import page
from openpeel.audits.pages.uploads import uploaded
from openpeel.errors import UserError
from openpeel.people.shell import person_of, signed_in, then
from openpeel.sampling.schedule import COLUMNS, ORDER, Turn
from openpeel.sampling.schedule import schedule as turns_on
from openpeel.sampling.schedule_text import schedule_csv

HISTORY_BYTES = 2 << 20


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: HttpRequest) -> HttpResponse:
    """Every force's turn on a day; administrators add assessments that were finished."""
    problem = ""
    if request.method == "POST":
        person = person_of(request)
        if not person.administrator:
            raise PermissionDenied("only administrators load assessments")
        try:
            with uploaded(request, "history", HISTORY_BYTES) as path:
                added = assessments.load(path, by=person)
        except UserError as refused:
            problem = str(refused)
        else:
            return then(
                request,
                addresses.SCHEDULE,
                f"{added} {'row is' if added == 1 else 'rows are'} added.",
            )
    return _schedule(request, problem)


@signed_in
@require_safe
def schedule_file(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    text = schedule_csv(turns_on(assessments.history(), _day(request)))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="schedule.csv"'
    return response


def _day(request: HttpRequest) -> date:
    return day_in(request.GET, "on", "the day") or timezone.localdate()


def _schedule(request: HttpRequest, problem: str) -> HttpResponse:
    wrong_day = ""
    on = timezone.localdate()
    turns: tuple[Turn, ...] = ()
    history = assessments.history()
    try:
        on = _day(request)
        turns = turns_on(history, on)
    except UserError as refused:
        wrong_day = str(refused)
    return page(
        request,
        "schedule.html",
        "Who is due for an assessment",
        status=400 if problem or wrong_day else 200,
        section="schedule",
        problem=problem,
        wrong_day=wrong_day,
        on=on,
        typed=request.GET.get("on", on.isoformat()),
        turns=turns,
        counts=[(state, sum(turn.state == state for turn in turns)) for state in ORDER],
        known=len([a for a in history if a.finished_on <= on]),
        columns=COLUMNS,
        may_load=person_of(request).administrator,
    )

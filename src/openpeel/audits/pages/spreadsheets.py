"""One's open files as a spreadsheet, to work where there is no connection, and back again."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from openpeel.audits import addresses
from openpeel.audits.models import Answer, Round
from openpeel.audits.pages.frame import round_page
from openpeel.audits.pages.shell import find_round
from openpeel.audits.pages.uploads import uploaded
from openpeel.audits.spreadsheets import (
    Imported,
    RefusedSheet,
    export_csv,
    export_xlsx,
    import_sheet,
    open_reviews,
)
from openpeel.errors import UserError
from openpeel.people.shell import person_of, signed_in
from openpeel.sampling.personal_data import warnings
from openpeel.sampling.reading_sheets import MOST_BYTES

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
SHOWN = 200  # problems on the page


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def spreadsheets(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take one's files along, and send a sheet back."""
    round = find_round(request, slug, number, "review")
    if request.method != "POST":
        return _page(request, round)
    before = timezone.now()
    try:
        with uploaded(request, "sheet", MOST_BYTES) as path:
            done = import_sheet(path, by=person_of(request), round=round)
    except RefusedSheet as refused:
        return _page(request, round, problems=refused.told)
    except UserError as problem:
        return _page(request, round, problems=(str(problem),))
    saved = Answer.objects.filter(
        review__reviewer=person_of(request), review__file__round=round, at__gte=before
    ).select_related("review__file")
    look = [
        (f"File {answer.review.file.number}, {answer.question}", warning.words)
        for answer in saved
        for text in (answer.evidence, answer.comment, answer.note)
        for warning in warnings(text)
    ]
    return _page(request, round, done=done, look=tuple(look[:SHOWN]))


@signed_in
@require_safe
def download(request: HttpRequest, slug: str, number: int, kind: str) -> HttpResponse:
    """The spreadsheet of one's open files."""
    round = find_round(request, slug, number, "review")
    if kind not in TYPES:
        raise Http404(kind)
    person = person_of(request)
    if kind == "csv":
        # the mark tells a spreadsheet program that it is UTF-8
        content = export_csv(round, person).encode("utf-8-sig")
    else:
        content = export_xlsx(round, person, at=timezone.now())
    name = f"{round.audit.slug}-{round.number}-{person.username}.{kind}"
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(
    request: HttpRequest,
    round: Round,
    *,
    problems: tuple[str, ...] = (),
    done: Imported | None = None,
    look: tuple[tuple[str, str], ...] = (),
) -> HttpResponse:
    return round_page(
        request,
        round,
        "spreadsheets.html",
        "Work in a spreadsheet",
        status=400 if problems else 409 if done and done.set_aside else 200,
        open=len(open_reviews(round, person_of(request))),
        xlsx=addresses.spreadsheet(round, "xlsx"),
        csv=addresses.spreadsheet(round, "csv"),
        problems=problems[:SHOWN],
        more=max(0, len(problems) - SHOWN),
        done=done,
        look=look,
    )

"""What every answer of the service carries, and how problems are told on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template.loader import get_template

from openpeel.errors import UserError

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def headers(answer: Answer) -> Answer:
    """Nothing from elsewhere, in no frame, kept by no cache: pages hold what people wrote."""

    def answered(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.setdefault("Content-Security-Policy", POLICY)
        response.setdefault("X-Content-Type-Options", "nosniff")
        response.setdefault("Referrer-Policy", "same-origin")
        response.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.setdefault("Cache-Control", "no-store")
        if not response.streaming:
            response.setdefault("Content-Length", str(len(response.content)))
        return response

    return answered


class problems:
    """A user's error is shown as its sentence; what may not be seen looks as if it were not."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse what no keyboard types and no database takes; all else is answered."""
        if any("\0" in value for value in _values(request.POST)):
            return _told(
                request, 400, "This can't be done", "A text holds a character 0; remove it."
            )
        return self.answer(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """A page, or a line of JSON for a script."""
        if isinstance(problem, UserError):
            return _told(request, 400, "This can't be done", f"{problem}")
        if isinstance(problem, PermissionDenied):
            return _told(request, 403, "Not yours to see", "You have no part in this.")
        if isinstance(problem, Http404):
            return not_there(request, problem)
        return None


def _values(sent: QueryDict) -> Iterator[str]:
    for name, values in sent.lists():
        yield name
        yield from (str(value) for value in values)


def not_there(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """No such address, or nothing there that this person may know of."""
    return _told(request, 404, "Not found", "There is no such page.")


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours."""
    words = "Something went wrong here. Nothing was half saved; try again, or tell the lead."
    return _told(request, 500, "A fault", words)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form that was sent from another session, or without its token."""
    words = "The page was open since before you signed in. Load it again; what you wrote is kept."
    return _told(request, 403, "Load the page again", words)


def _told(request: HttpRequest, status: int, title: str, words: str) -> HttpResponse:
    if request.headers.get("Accept", "").startswith("application/json"):
        from django.http import JsonResponse

        return JsonResponse({"problem": words}, status=status)
    text = get_template("service/problem.html").render({"title": title, "words": words}, request)
    return HttpResponse(text, status=status)

"""The stylesheet of the reports' pages in the service."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

STYLES = Path(__file__).with_name("service.css")


@require_safe
def stylesheet(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The styles, which the policy of the service lets come from itself alone."""
    response = HttpResponse(STYLES.read_bytes(), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response

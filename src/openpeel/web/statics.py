"""The service's own stylesheets and scripts: few, small, and read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse

HERE = Path(__file__).parent
FOLDERS = (
    HERE / "static",
    HERE.parent / "audits" / "static",
    HERE.parent / "inspections" / "static",
)
TYPES = {".css": "text/css", ".js": "text/javascript"}


def static(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001
    """One file of those that lie in the static folders."""
    text = _files().get(name)
    if text is None:
        raise Http404(name)
    kind = TYPES[Path(name).suffix]
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@cache
def _files() -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for folder in FOLDERS
        for path in sorted(folder.iterdir())
        if path.suffix in TYPES
    }

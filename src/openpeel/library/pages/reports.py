"""The library for everybody who is signed in: a search, and a page for each report. Read-only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import get_template
from django.views.decorators.http import require_safe

from openpeel.catalogue.report_reading import report_words
from openpeel.library.models import Report
from openpeel.library.search import PAGE, Found, search
from openpeel.reading.report import Area, ReadReport, Statistic

_KINDS = {
    "finding": "Findings",
    "finding-heading": "Headings of findings",
    "cause-of-concern": "Causes of concern",
    "recommendation": "Recommendations",
    "area-for-improvement": "Areas for improvement",
    "innovative-practice": "Innovative practice",
    "promising-practice": "Promising practice",
    "observation": "HM Inspector’s observations",
    "update": "Update notices",
    "grade-sentence": "Grade sentences",
    "annex": "About the data",
}
_FILTERS = ("force", "area", "kind", "framework")
_MOST_PAGES = 10_000


@require_safe
@login_required
def library(request: HttpRequest) -> HttpResponse:
    """The form, what was found, and all reports."""
    latest = Report.objects.filter(latest=True).defer("read")
    typed = {name: request.GET.get(name, "")[:400] for name in ("q", *_FILTERS)}
    number = _number(request.GET.get("page", ""))
    found = _found(typed, (number - 1) * PAGE) if typed["q"] else None
    context = {
        "title": "Library of published reports",
        "reports": latest,
        "typed": typed,
        "narrowed": any(typed[name] for name in _FILTERS),
        "found": found,
        "kinds": _KINDS,
        "areas": {area.id: area.names[0].capitalize() for area in report_words().areas},
        "forces": _distinct(latest, "force_code", "force_name"),
        "years": sorted({one.year for one in latest if one.year}),
        "earlier": _page(request, number - 1) if number > 1 else "",
        "later": _page(request, number + 1) if found and found.total > number * PAGE else "",
        "first": (number - 1) * PAGE + 1,
    }
    return _shown(request, "library.html", context)


@require_safe
@login_required
def report(request: HttpRequest, number: int) -> HttpResponse:
    """What was read from one report."""
    kept = get_object_or_404(Report.objects.select_related("read_by"), pk=number)
    read = ReadReport.model_validate(kept.read)
    context = {
        "title": str(kept),
        "kept": kept,
        "read": read,
        "areas": [_area(read, place, area) for place, area in enumerate(read.areas)],
        "elsewhere": [s for s in read.statistics if s.area is None],
        "newer": Report.objects.filter(sha256=kept.sha256, latest=True).exclude(pk=kept.pk).first(),
    }
    return _shown(request, "report.html", context)


def _found(typed: dict[str, str], start: int) -> Found:
    return search(
        typed["q"],
        force=typed["force"],
        area=typed["area"],
        kind=typed["kind"],
        framework=typed["framework"],
        start=start,
    )


def _area(read: ReadReport, place: int, area: Area) -> dict[str, Any]:
    numbers: list[Statistic] = [s for s in read.statistics if s.area == place]
    return {"area": area, "statistics": numbers, "place": place + 1}


def _shown(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    frame = {"section": "library", "local": settings.LOCAL}
    return HttpResponse(get_template(f"library/{template}").render(frame | context, request))


def _distinct(reports: Any, value: str, name: str) -> dict[str, str]:
    found = {getattr(one, value): getattr(one, name) for one in reports if getattr(one, value)}
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def _number(text: str) -> int:
    return min(max(int(text), 1), _MOST_PAGES) if text.isascii() and text.isdigit() else 1


def _page(request: HttpRequest, number: int) -> str:
    asked = request.GET.copy()
    asked["page"] = str(number)
    return "?" + asked.urlencode()

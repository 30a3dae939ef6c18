"""Pages about the figures: methods, frameworks, sources, downloads, the press card."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from openpeel.catalogue.coverage import statuses
from openpeel.catalogue.frameworks import framework, frameworks
from openpeel.catalogue.wording import press_card
from openpeel.releases.current import Download, current
from openpeel.releases.methods import entries
from openpeel.releases.pages.shell import page
from openpeel.releases.sources import held_publications, unrecognised
from openpeel.releases.words import DIRECTION_WORDS


def methods(request: HttpRequest) -> HttpResponse:
    """How every number is worked out, from the functions that do it."""
    return page(
        request,
        "methods.html",
        "Methods",
        section="/methods/",
        entries=entries(),
        statuses=list(statuses().values()),
        directions=DIRECTION_WORDS,
        peer_groups=current().index.peer_groups,
    )


def frameworks_page(request: HttpRequest) -> HttpResponse:
    """Inspection frameworks, and why their grades are never put on one line."""
    return page(
        request,
        "frameworks.html",
        "Inspection frameworks",
        section="/methods/",
        frameworks=[
            (
                entry,
                [(framework(stated.framework), stated.reason) for stated in entry.not_comparable],
            )
            for entry in frameworks()
        ],
    )


def sources(request: HttpRequest) -> HttpResponse:
    """Publications, their editions and revisions, and the account of every file."""
    release = current().index.release
    return page(
        request,
        "sources.html",
        "Data sources",
        section="/sources/",
        publications=held_publications(release),
        unrecognised=unrecognised(release),
    )


def downloads(request: HttpRequest) -> HttpResponse:
    """Every file for download: those of all measures, those of one, and those of other rooms."""
    files = [_download(item) for item in current().downloads]
    groups: dict[str, list[dict[str, str]]] = {}
    for file in files:
        if file["group"]:
            groups.setdefault(file["group"], []).append(file)
    return page(
        request,
        "downloads.html",
        "Downloads",
        section="/downloads/",
        downloads=[file for file in files if not file["of_measure"] and not file["group"]],
        groups=groups,
        by_measure=[file for file in files if file["of_measure"]],
    )


def _download(item: Download) -> dict[str, str]:
    name = item.path.rpartition("/")[2]
    measure = current().index.release.measures.get(name.removesuffix(".json"))
    return {
        "name": name,
        "href": f"/{item.path}",
        "size": _size(item.size),
        "words": item.words or (measure.name if measure else DOWNLOAD_WORDS.get(name, "")),
        "group": item.group,
        "of_measure": measure.id if measure else "",
    }


def press(request: HttpRequest) -> HttpResponse:
    """What not to say about these figures, and what to say instead."""
    return page(request, "press.html", "For the press", section="/press/", advice=press_card())


DOWNLOAD_WORDS = {
    "values.csv": "Every value with interval, numerator, denominator, status and permalink name.",
    "comparisons.csv": "Every comparison: lines, funnel, marks, peers and rank interval.",
    "peers.csv": "Which forces are the peers of each force, by which list of which date.",
    "schema.json": "What each column of the CSV files means and may hold.",
    "manifest.json": "What the release was made from: files, hashes, measure and code versions.",
    "openpeel.ods": "A workbook for Excel or LibreOffice: the latest period, a sheet a theme.",
}


def _size(size: int) -> str:
    for unit, limit in (("bytes", 1024), ("KB", 1024**2)):
        if size < limit:
            return f"{size / (limit // 1024):,.0f} {unit}"
    return f"{size / 1024**2:,.1f} MB"

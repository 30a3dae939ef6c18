"""The pages of a report, each from plain data: an address and its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import get_template

from openpeel.releases.relative import file_of, relative_links
from openpeel.reports.output.assembling import ReportView
from openpeel.reports.output.charting import ChartView

_ELSEWHERE = re.compile(r'href="(RELEASE|NEWEST):/([^"#]*)')


@dataclass(frozen=True)
class Site:
    """What every page of a report shares.

    `release` is the address of the release's site: relative to the report's folder, or absolute.
    """

    report: ReportView
    release_id: str
    release: str
    charts: Mapping[str, ChartView]
    about: Mapping[str, Any]
    more: Mapping[str, Any] = field(default_factory=dict)  # history, register, versions, survey
    old: bool = False

    def render(self, template: str, address: str, title: str, **context: Any) -> bytes:
        """One page."""
        navigation = [
            ("Summary", "/"),
            ("Figures", "/figures/"),
            ("Register", "/register/"),
            ("History", "/history/"),
            ("About the data", "/about-the-data/"),
            ("For the press", "/press/"),
        ]
        frame = {
            "report": self.report,
            "release": self.release_id,
            "charts": self.charts,
            "title": title,
            "address": address,
            "navigation": navigation,
            "old": self.old,
        }
        html = get_template(f"report/{template}").render(dict(self.more) | context | frame)
        return self._linked(html, address).encode()

    def _linked(self, html: str, address: str) -> str:
        """Links from the root made relative, those to the release's site and newest version too."""
        up = "../" * (address.count("/") - 1)

        def made(found: re.Match[str]) -> str:
            kind, path = found.groups()
            base = self.release if kind == "RELEASE" else "../.."
            if "://" not in base:
                return f'href="{up}{base.rstrip("/")}/{file_of("/" + path)}'
            return f'href="{base.rstrip("/")}/{path}'

        return relative_links(_ELSEWHERE.sub(made, html), address)


def pages(site: Site) -> Iterator[tuple[str, bytes]]:
    """Every page of a report: its address from the report's root, and its bytes."""
    report = site.report
    yield "/", site.render("home.html", "/", report.title, notes=report.front_notes)
    for area in report.areas:
        yield (
            area.grade.href,
            site.render("area.html", area.grade.href, area.grade.name, area=area, notes=area.notes),
        )
    about, title = "/about-the-data/", "About the data"
    yield about, site.render("about.html", about, title, about=site.about)
    if site.about["survey"]:
        told = site.about["survey"]["page"]
        title = "What those who answered the survey said"
        yield "/survey/", site.render("survey.html", "/survey/", title, survey=told)
    for name, title in (
        ("figures", "Every figure in this report"),
        ("evidence", "What the words rest on"),
        ("history", f"Judgments of {report.force} over the years"),
        ("register", "Causes of concern, recommendations and areas for improvement"),
        ("changes", "What has changed since the last report"),
        ("press", "Press card"),
    ):
        yield f"/{name}/", site.render(f"{name}.html", f"/{name}/", title)

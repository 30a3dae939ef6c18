"""Every file of a published report, from its source and its bundle alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from openpeel.catalogue.wording import press_card
from openpeel.charts.base import stylesheet as chart_styles
from openpeel.inspecting.record import Record
from openpeel.releases.periods import day_words
from openpeel.releases.relative import file_of
from openpeel.reports.checks.checking import Source
from openpeel.reports.data.figures import Bundle
from openpeel.reports.output.about import about
from openpeel.reports.output.assembling import assemble
from openpeel.reports.output.charting import ChartView, chart_view, trend_view
from openpeel.reports.output.pages import Site, pages
from openpeel.reports.output.registers import register_files, register_view
from openpeel.reports.output.typesetting import pdf
from openpeel.reports.text.document import ChartOf, chart_key

HERE = Path(__file__).parents[1]
PAGES_CSS = HERE.parent / "web" / "static" / "openpeel.css"
OWN_CSS = HERE / "static" / "report.css"
PDF = "report.pdf"


def render(
    source: Source,
    bundle: Bundle,
    record: Record,
    *,
    release: str,
    changes: Mapping[str, Any],
    old: bool = False,
) -> dict[str, bytes]:
    """The pages, the PDF, the registers and the charts' numbers, by their path in the folder.

    `release` is the address of the release's site, `changes` what a diff with the version before
    says, `old` whether a later version has replaced this one.
    """
    report = assemble(source, bundle)
    charts = _charts(source, bundle)
    told = about(bundle, (figure.id for figure in report.figures))
    register = register_view(record, source.inspection.forces[0], source.frame.published)
    site = Site(
        report=report,
        release_id=bundle.release.id,
        release=release,
        charts=charts,
        about=told,
        more={"register": register, "changes": _in_words(changes), "press_card": press_card()},
        old=old,
    )
    files = {file_of(address): content for address, content in pages(site)}
    files["static/report.css"] = styles().encode()
    for view in charts.values():
        files[view.csv[1:]] = view.chart.csv().encode()
    files |= {f"register/{name}": text.encode() for name, text in register_files(register).items()}
    files[PDF] = pdf(report, charts, told, register)
    files["data/report.json"] = _json(asdict(report))
    return files


def styles() -> str:
    """The one stylesheet of a report."""
    texts = [path.read_text(encoding="utf-8") for path in (PAGES_CSS, OWN_CSS)]
    return "\n".join((texts[0], chart_styles(), texts[1]))


def _in_words(changes: Mapping[str, Any]) -> dict[str, Any]:
    """What changed, its days in words too; of a first version nothing did."""
    if not changes:
        return {}
    days = {f"{end}_words": _day(changes[f"{end}_published"]) for end in ("from", "to")}
    notices = [notice | {"on_words": _day(notice["on"])} for notice in changes["notices"]]
    return {**changes, **days, "notices": notices}


def _day(iso: str) -> str:
    return day_words(date.fromisoformat(iso))


def _charts(source: Source, bundle: Bundle) -> dict[str, ChartView]:
    """The charts by their key; `chart_key` says what that is."""
    headlines = {b.key: b.headline for b in source.document.blocks if isinstance(b, ChartOf)}
    code = source.inspection.forces[0]
    bars = {
        id: chart_view(data, code, headlines.get(id, ""), bundle.figures[id])
        for id, data in bundle.charts.items()
    }
    keys = {id: chart_key(id, "trend") for id in bundle.trends}
    return bars | {
        keys[id]: trend_view(data, headlines.get(keys[id], ""), bundle.figures[id])
        for id, data in bundle.trends.items()
    }


def _json(told: Mapping[str, Any]) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()

"""The PDF of a report: a tagged copy (PDF/UA-1) of its pages, the same words in the same order.

Typst sets it from the `.typ` files beside this module. The text goes in as JSON, so nothing that
an author writes is ever read as markup. Compiler and fonts come in one wheel; fonts of the machine
and the network are out, and the document's date is the report's, so that one report gives one file.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from openpeel.charts import WIDE, Chart
from openpeel.releases.periods import MONTHS
from openpeel.reports.output.assembling import ReportView
from openpeel.reports.output.charting import ChartView
from openpeel.reports.output.tagged_rows import tag_row_headers

TEMPLATES = Path(__file__).parent / "typst"

_SPACE = re.compile(r"[ \t\r\n\f\v]+")
# Characters without a look of their own, and those that turn the direction of others around.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_BEYOND_LATIN = re.compile("[^\x20-\x7e\xa0-\xff]")
_CSS_VARIABLE = re.compile(r"var\(--[\w-]+,\s*([^()]*)\)")
_VIEW_BOX = re.compile(r'viewBox="\S+ \S+ (\S+) (\S+)"')
_CSS_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")


def pdf(
    report: ReportView,
    charts: Mapping[str, ChartView],
    about: Mapping[str, Any],
    register: Mapping[str, Any],
) -> bytes:
    """The report as PDF/UA-1.

    `about` and `register` are what `about.about` and `registers.register_view` tell; `charts` are
    by the id of their figure. The same arguments give the same bytes on every machine.
    """
    told = printable(contents(report, charts, about, register))
    words = json.dumps(told, ensure_ascii=False)
    return tag_row_headers(_set("report.typ", words, published_on(report)))


def contents(
    report: ReportView,
    charts: Mapping[str, ChartView],
    about: Mapping[str, Any],
    register: Mapping[str, Any],
) -> dict[str, Any]:
    """All that the document says, as the templates read it.

    Places in the report keep the addresses of its pages (`/figures/#id`); `places` lists those that
    the PDF has, and words that lead elsewhere stand there without a link.
    """
    day = published_on(report)
    told = json.loads(json.dumps(asdict(report)))
    _tell_notes(
        [*_blocks_of(told["notices"]), *told["summary"], *told["changes"], *told["observations"]],
        told["front_notes"],
    )
    for area in told["areas"]:
        found = [block for finding in area["findings"] for block in finding["blocks"]]
        before = _blocks_of(area["notices"])
        _tell_notes([*before, *area["opening"], *found], area["notes"])
    entries = list(_register_places(register))
    return {
        "report": told,
        "date": [day.year, day.month, day.day],
        "charts": {id: _chart(view) for id, view in charts.items()},
        "about": dict(about),
        "register": dict(register) | {"groups": entries},
        "places": sorted(
            {
                *(area.grade.href for area in report.areas),
                *(f"/figures/#{figure.id}" for figure in report.figures),
                *(f"/evidence/#{evidence.id}" for evidence in report.evidence),
                *(f"/charts/#{id}" for id in charts),
                *(entry["place"] for group in entries for entry in group["entries"]),
            }
        ),
    }


def published_on(report: ReportView) -> datetime:
    """The first moment of the day that the report bears."""
    day, month, year = report.published.split()
    return datetime(int(year), list(MONTHS).index(month) + 1, int(day), tzinfo=UTC)


def printable(told: Any) -> Any:
    """The same data with white space as HTML shows it, and every character one that a font has.

    What no font has is named: `[U+1F600 GRINNING FACE]`.
    """
    words = json.dumps(told, ensure_ascii=False)
    lacking = _without_glyph(sorted(set(_BEYOND_LATIN.findall(words))))
    names = {ord(c): f"[U+{ord(c):04X} {unicodedata.name(c, 'unnamed')}]" for c in lacking}
    return _each_string(told, lambda s: _CONTROL.sub("", _SPACE.sub(" ", s)).translate(names))


def _without_glyph(characters: list[str]) -> Iterator[str]:
    """Those that the compiler has no font for; one of them would fail the whole report."""
    tried = _CONTROL.sub("", "".join(characters))
    if not tried or _can_be_set(tried):
        return
    if len(tried) == 1:
        yield tried
        return
    middle = len(tried) // 2
    yield from _without_glyph(list(tried[:middle]))
    yield from _without_glyph(list(tried[middle:]))


def _can_be_set(words: str) -> bool:
    try:
        _set("trial.typ", words, datetime.fromtimestamp(0, UTC))
    except typst.TypstError:
        return False
    return True


def _set(template: str, words: str, at: datetime) -> bytes:
    """A template with its words as a PDF, with the compiler's own fonts."""
    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=at,
        sys_inputs={"words": words},
    )


def _each_string(told: Any, change: Any) -> Any:
    if isinstance(told, str):
        return change(told)
    if isinstance(told, Mapping):
        return {key: _each_string(value, change) for key, value in told.items()}
    if isinstance(told, list | tuple):
        return [_each_string(value, change) for value in told]
    return told


def _blocks_of(notices: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"parts": notice["parts"], "items": []} for notice in notices]


def _tell_notes(blocks: Iterable[dict[str, Any]], notes: list[dict[str, Any]]) -> None:
    """Gives the text of a footnote to the words where its number first stands."""
    texts = {note["number"]: note["text"] for note in notes}
    for block in blocks:
        for parts in (block["parts"], *block["items"]):
            for part in parts:
                part["told"] = texts.pop(part["note"], "")


def _register_places(register: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The groups of a register, each entry with its place; the first of an id has it."""
    met = set[str]()
    for group in register.get("groups", ()):
        entries = []
        for entry in group["entries"]:
            place = f"/register/#{entry['place']}"
            entries.append({**entry, "place": "" if place in met else place})
            met.add(place)
        yield {**group, "entries": entries}


def _chart(view: ChartView) -> dict[str, Any]:
    chart, columns, rows = view.chart, view.table.columns, view.table.text_rows()
    # The name heads its row; columns that say nothing of any force have no room on paper.
    shown = [i for i, c in enumerate(columns) if c.key != "code" and any(row[i] for row in rows)]
    drawing = _drawing(chart)
    return {
        "title": chart.title,
        "subtitle": chart.subtitle,
        "description": chart.description,
        "note": view.note,
        "source": chart.source,
        "drawing": drawing,
        "tall": _is_tall(drawing),
        "columns": [{"name": columns[i].name, "number": columns[i].is_number} for i in shown],
        "rows": [[row[i] for i in shown] for row in rows],
    }


def _is_tall(drawing: str) -> bool:
    """Whether it is higher than wide: then its height has to be kept to a page."""
    found = _VIEW_BOX.search(drawing)
    return found is not None and float(found[2]) > float(found[1])


def _drawing(chart: Chart) -> str:
    """The chart as SVG with its colours written out: Typst reads no variables of a stylesheet."""
    drawn = chart.svg(WIDE, headings=False, standalone=True)
    return _CSS_MEDIA.sub("", _CSS_VARIABLE.sub(r"\1", drawn))

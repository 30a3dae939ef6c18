"""The figures of one measure for one force: every value with what it takes to do it again.

There are thousands of these pages with many values each, so the values are put together here
with `format_html` (which escapes), and only the frame is a template.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from openpeel.catalogue.forces import ENGLAND_AND_WALES
from openpeel.catalogue.measures import Measure
from openpeel.measures.values import FileAccount, Value, Working
from openpeel.releases import words
from openpeel.releases.addresses import force_page, measure_page
from openpeel.releases.calculations import amount, precise, spelled_out
from openpeel.releases.current import current
from openpeel.releases.definitions import definition
from openpeel.releases.pages.shell import page
from openpeel.releases.periods import period_words
from openpeel.releases.queries import Index, code_of, group_words, name_of

Files = dict[int, FileAccount]


def figures(request: HttpRequest, measure_id: str, slug: str) -> HttpResponse:
    """All values of a measure for a force, or for England and Wales."""
    index, code = current().index, code_of(slug)
    chosen = index.release.measures.get(measure_id)
    if chosen is None or code is None or not index.has_values(chosen, code):
        raise Http404(f"{measure_id}/{slug}")
    values = index.values(chosen, code)
    files: Files = {}
    own = [value for value in values if not value.area_code]
    shown = mark_safe("".join(_section(index, chosen, value, files) for value in own))
    areas = _areas(chosen, [value for value in values if value.area_code])
    name = name_of(code)
    return page(
        request,
        "figures.html",
        f"{name}: {chosen.name}",
        description=f"Every figure of {chosen.name} for {name}, with its calculation and files.",
        section="/measures/",
        measure=chosen,
        version=values[0].measure_version,
        name=name,
        force_href="" if code == ENGLAND_AND_WALES else force_page(code),
        measure_href=measure_page(chosen.id, force_code="" if code == ENGLAND_AND_WALES else code),
        definition=definition(chosen),
        values=shown,
        areas=areas,
        files=[(at, file, _aside(file)) for at, file in sorted(files.items())],
        national=code == ENGLAND_AND_WALES,
    )


def _section(index: Index, chosen: Measure, value: Value, files: Files) -> str:
    """One value: a heading, the calculation, its parts, and the files they came from."""
    heading = period_words(value.period_start, value.period_end)
    heading = heading[:1].upper() + heading[1:]
    if group := group_words(chosen, value.group):
        heading += f", {group}"
    parts = "".join(_part(index, value, working, files) for working in value.workings)
    return (
        f'<section class="figure" id="{escape(value.figure)}"><h3>{escape(heading)}</h3>'
        f"{_result(value)}{f'<ul>{parts}</ul>' if parts else ''}"
        f'<p class="permalink"><a href="#{escape(value.figure)}">{escape(value.figure)}</a></p>'
        "</section>"
    )


def _result(value: Value) -> str:
    if value.value is None:
        return f'<p class="no-value">{escape(words.why_missing(value))}</p>'
    said = f'<p class="calculation">{escape(spelled_out(value))}</p>'
    if value.status != "ok":
        said += f"<p>{escape(words.why_missing(value))}</p>"
    elif value.reason:
        said += f"<p>{escape(value.reason[:1].upper() + value.reason[1:].rstrip('.'))}.</p>"
    return said


def _part(index: Index, value: Value, working: Working, files: Files) -> str:
    found = index.supplied_by(working, value.force_code)
    for at, file, _ in found:
        files[at] = file
    number = "no number" if working.number is None else amount(working.number)
    # How many rows there were can't be told of a number that is hidden or was never there.
    rows = "" if working.number is None else f"{words.counted(working.rows, 'row')} of "
    where = f" where <code>{escape(working.where)}</code>" if working.where else ""
    when = period_words(working.period_start, working.period_end)
    links = ", ".join(f'<a href="#file-{at + 1}">file {at + 1}</a>' for at, _, _ in found)
    role = working.role[:1].upper() + working.role[1:]
    return (
        f"<li>{escape(role)}: <strong>{number}</strong>, {escape(working.words)},"
        f" {when}; {rows}<code>{escape(working.table)}</code>"
        f"{where}{f'; {links}' if links else ''}</li>"
    )


def _aside(file: FileAccount) -> str:
    """Rows set aside, by reason: `10 (a sum of forces), 2 (a note)`."""
    rows: dict[str, int] = {}
    for part in file.set_aside:
        rows[part.reason] = rows.get(part.reason, 0) + part.rows
    return ", ".join(f"{count:,} ({reason})" for reason, count in rows.items())


def _areas(chosen: Measure, values: list[Value]) -> SafeString:
    """Values of community safety partnerships, a table a period and group."""
    tables = []
    for (start, end, group), members in groupby(
        values, key=lambda v: (v.period_start, v.period_end, v.group)
    ):
        name = group_words(chosen, group)
        tables.append(_area_table(f"{period_words(start, end)}{name and f', {name}'}", members))
    return mark_safe("".join(tables))


def _area_table(which: str, values: Iterable[Value]) -> str:
    rows = "".join(
        f'<tr id="{escape(v.figure)}"><th scope="row">{escape(v.area)}</th>'
        + (
            f'<td class="n">{_amount(v.numerator)}</td><td class="n">{_amount(v.denominator)}</td>'
            f'<td class="n">{precise(v.value)}</td><td class="n">{_ends(v)}</td>'
            if v.value is not None
            else f'<td colspan="4">{escape(words.why_missing(v))}</td>'
        )
        + "</tr>"
        for v in values
    )
    return (
        '<div class="scroll" role="region" tabindex="0"'
        f' aria-label="By community safety partnership, {escape(which)}"><table>'
        f"<caption>By community safety partnership, {escape(which)}</caption><thead><tr>"
        '<th scope="col">Partnership</th><th scope="col" class="n">Numerator</th>'
        '<th scope="col" class="n">Denominator</th><th scope="col" class="n">Value</th>'
        '<th scope="col" class="n">95% interval</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _ends(value: Value) -> str:
    if value.lower is None or value.upper is None:
        return ""
    return f"{precise(value.lower)} to {precise(value.upper)}"


def _amount(number: float | None) -> str:
    return "" if number is None else amount(number)

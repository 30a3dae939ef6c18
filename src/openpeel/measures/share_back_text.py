"""What is shared back, as text for a terminal and as a tidy CSV that a force can work with."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator

from openpeel.catalogue.coverage import statuses
from openpeel.catalogue.forces import forces
from openpeel.catalogue.measures import themes
from openpeel.facts.returns.replies import escaped
from openpeel.measures.periods import Period, period_name
from openpeel.measures.shared import MeasureBack, ShareBack
from openpeel.measures.values import OK, Value

COLUMNS = (
    "measure", "name", "group", "unit", "period_start", "period_end", "what", "force", "value",
    "lower", "upper", "numerator", "denominator", "status", "words",
)  # fmt: skip
Row = dict[str, object]


def share_back_csv(shared: ShareBack, *, others: bool = True) -> bytes:
    """One row a figure or remark; UTF-8 with a mark, so that spreadsheets read it rightly.

    `what` says which: own, other, england-and-wales, last-year, change, published, mark, count,
    check, query. `others` may be left out, as they are most of it. Texts that a spreadsheet would
    take for formulas are escaped.
    """
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    for row in _rows(shared):
        if row["what"] == "other" and not others:
            continue
        writer.writerow({name: _cell(held) for name, held in row.items()})
    return text.getvalue().encode("utf-8-sig")


def _cell(held: object) -> object:
    if held is None:
        return ""
    return escaped(held) if isinstance(held, str) else held


def _rows(shared: ShareBack) -> Iterator[Row]:
    for back in shared.measures:
        yield from _measure_rows(back)
    for count in shared.counts:
        row: Row = {
            "measure": count.contract, "name": count.words, "force": shared.force, "what": "count",
            "period_start": count.period_start, "period_end": count.period_end,
        }  # fmt: skip
        asks = ", more than there should be" if count.asks else ""
        yield row | {"value": count.counted, "words": "rows of the return"}
        yield row | {"value": count.published, "words": "published"}
        yield row | {"value": count.difference, "unit": "percent", "words": f"difference{asks}"}
    for check in shared.checks:
        yield {
            "measure": check.check.id, "period_start": check.period_start,
            "period_end": check.period_end, "what": "check", "force": shared.force,
            "unit": "percent", "value": check.share, "numerator": check.part,
            "denominator": check.of, "words": check.sentence,
            "status": "asks" if check.asks else OK,
        }  # fmt: skip
    for query in shared.queries:
        words = f"{query.number}: {query.sentence}"
        yield {
            "measure": query.contract, "name": query.file, "what": "query", "force": shared.force,
            "words": words,
        }  # fmt: skip


def _measure_rows(back: MeasureBack) -> Iterator[Row]:
    yield _value_row(back, back.value, "own")
    for mark in back.marks:
        yield _value_row(back, back.value, "mark") | {"words": mark.words, "status": mark.side}
    if back.last_year:
        yield _value_row(back, back.last_year.value, "last-year")
        yield _value_row(back, back.value, "change") | {
            "value": back.last_year.difference, "lower": back.last_year.lower,
            "upper": back.last_year.upper, "numerator": None, "denominator": None,
            "status": back.last_year.verdict, "words": back.last_year.reason,
        }  # fmt: skip
    if back.published:
        yield _value_row(back, back.published.value, "published") | {"words": back.published.words}
    if back.national:
        yield _value_row(back, back.national, "england-and-wales")
    for other in back.others:
        yield _value_row(back, other, "other")


def _value_row(back: MeasureBack, value: Value, what: str) -> Row:
    return {
        "measure": value.measure, "name": back.measure.name, "group": value.group,
        "unit": value.unit, "period_start": value.period_start, "period_end": value.period_end,
        "what": what, "force": value.force, "value": value.value, "lower": value.lower,
        "upper": value.upper, "numerator": value.numerator, "denominator": value.denominator,
        "status": value.status, "words": value.reason,
    }  # fmt: skip


def share_back_text(shared: ShareBack) -> str:
    """The same in a page or two of plain text."""
    lines = [f"Shared back with {shared.force} (release {shared.release})"]
    if shared.simulated:
        lines.append("Simulated: no figure is about a real force.")
    for theme, backs in shared.by_theme.items():
        lines += ["", themes()[theme].name if theme in themes() else theme]
        for back in backs:
            lines += _measure_lines(back)
    lines += ["", "Notably different (each mark asks a question; it is no grade)"]
    lines += [
        f"  {_named(back)}: {'; '.join(mark.words for mark in back.marks)}"
        for back in shared.notable
    ] or ["  nothing"]
    lines += [
        f"  {b.method}: {b.marked} of {b.made} measures marked; chance alone gives about"
        f" {b.by_chance:.1f}"
        for b in shared.budgets
    ]
    lines += ["", "Beside published counts"]
    lines += [
        f"  {count.words}, {period_name(Period(count.period_start, count.period_end))}:"
        f" {_count(count.counted)} rows of {count.contract}, published {count.published:,.0f}"
        + ("" if count.difference is None else f" ({count.difference:+.1f}%)")
        + (": why?" if count.asks else "")
        for count in shared.counts
    ] or ["  nothing to compare"]
    lines += ["", f"What does not agree ({len(shared.checks)} checks)"]
    lines += [f"  {check.sentence}" for check in shared.inconsistent] or ["  nothing"]
    lines += ["", f"Queries without a reply: {len(shared.queries)}"]
    lines += [f"  {query.number} {query.contract}: {query.sentence}" for query in shared.queries]
    return "\n".join(lines) + "\n"


def _measure_lines(back: MeasureBack) -> Iterator[str]:
    period = period_name(Period(back.value.period_start, back.value.period_end))
    yield f"  {_named(back)} ({back.measure.unit}), {period}: {_shown(back.value)}"
    shown = sorted(other.value for other in back.others if other.value is not None)
    if shown:
        middle = shown[len(shown) // 2]
        yield (
            f"      others: from {_number(shown[0])} to {_number(shown[-1])}, middle"
            f" {_number(middle)}; {back.supplied} of {len(forces().all)} supplied it"
        )
    if back.missing:
        yield f"      missing: {', '.join(back.missing)}"
    if back.last_year:
        then = back.last_year
        why = f" ({then.reason})" if then.reason else ""
        change = "" if then.difference is None else f", difference {_number(then.difference)}"
        yield f"      last year: {_shown(then.value)}{change}: {then.verdict}{why}"
    if back.published:
        yield f"      published: {_shown(back.published.value)}; {back.published.words}"


def _named(back: MeasureBack) -> str:
    return f"{back.measure.name}: {back.group}" if back.group else back.measure.name


def _shown(value: Value) -> str:
    """`12.3 (11.9 to 12.7)`, `[x] not supplied`."""
    mark = "" if value.status == OK else f" {statuses()[value.status].shorthand}"
    reason = f" {value.reason}" if mark and value.reason else ""
    if value.value is None:
        return f"{mark}{reason}".strip()
    interval = ""
    if value.lower is not None and value.upper is not None:
        interval = f" ({_number(value.lower)} to {_number(value.upper)})"
    return f"{_number(value.value)}{interval}{mark}{reason}"


def _number(value: float) -> str:
    """About three significant figures, whole from 100."""
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    decimals = max(0, min(6, 2 - math.floor(math.log10(abs(value)))))
    return f"{value:,.{decimals}f}"


def _count(count: int | None) -> str:
    return "fewer than 5" if count is None else f"{count:,}"

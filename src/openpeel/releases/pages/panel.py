"""The denominator panel made ready to print."""

from __future__ import annotations

from typing import Any

from openpeel.charts.intervals import IntervalPlot, IntervalRow
from openpeel.charts.numbers import NumberFormat
from openpeel.releases import words
from openpeel.releases.addresses import figure, measure_page
from openpeel.releases.calculations import amount, precise
from openpeel.releases.panels import Panel, RatioRow
from openpeel.releases.periods import period_words
from openpeel.releases.queries import name_of

RATE = NumberFormat("per 1,000", 1)
RATIO = NumberFormat("ratio", 1)


def panel_view(panel: Panel, force_code: str) -> dict[str, Any]:
    """Tables and chart of one panel."""
    return {
        "title": panel.title,
        "anchor": f"panel-{panel.name}",
        "chart": _chart(panel, name_of(force_code)),
        "rates": [
            {
                "group": row.group or "all",
                "measure": row.measure.name,
                "period": period_words(row.value.period_start, row.value.period_end),
                "numerator": _amount(row.value.numerator),
                "denominator": _amount(row.value.denominator),
                "base": row.measure.denominator.words if row.measure.denominator else "",
                "unit": words.unit_words(row.measure.unit),
                "value": "" if row.value.value is None else RATE.text(row.value.value),
                "interval": words.interval_words(row.value, RATE),
                "status": words.status_short(row.value.status),
                "figure": figure(row.value),
            }
            for row in panel.rates
        ],
        "ratios": [_ratio(row) for row in panel.ratios],
        "unrecorded": [
            {
                "name": measure.name,
                "href": measure_page(measure.id),
                "value": "" if value.value is None else f"{precise(value.value)}%",
                "numerator": _amount(value.numerator),
                "status": words.status_short(value.status),
                "figure": figure(value),
            }
            for measure, value in panel.unrecorded
        ],
        "bases": panel.bases,
    }


def _ratio(row: RatioRow) -> dict[str, str]:
    value = row.value
    return {
        "group": row.group,
        "reference": row.reference,
        "base": row.base,
        "value": "" if value.value is None else RATIO.text(value.value),
        "interval": words.interval_words(value, RATIO),
        "difference": "" if row.difference is None else RATE.text(row.difference),
        "difference_interval": _between(row.difference_lower, row.difference_upper, RATE),
        "bounds": _between(row.least, row.most, RATIO),
        "status": words.status_short(value.status),
        "figure": figure(value),
    }


def _chart(panel: Panel, force: str) -> IntervalPlot | None:
    rows = [
        IntervalRow(
            label=f"{row.group}, {row.base}",
            value=row.value.value,
            lower=row.value.lower,
            upper=row.value.upper,
            status="" if row.value.status == "ok" else row.value.status,
        )
        for row in panel.ratios
    ]
    if not any(row.value for row in rows):
        return None
    reference = panel.ratios[0].reference
    return IntervalPlot(
        title=f"{panel.title}: the same ratio under each population base",
        subtitle=f"{force}: rate of each group as a multiple of the rate of {reference} people",
        source="",
        description="Ratios with their 95% intervals; the table below holds every number.",
        unit="ratio",
        decimals=1,
        rows=tuple(rows),
        log=True,
        reference=1.0,
        reference_name="the same rate",
    )


def _amount(number: float | None) -> str:
    return "" if number is None else amount(number)


def _between(lower: float | None, upper: float | None, form: NumberFormat) -> str:
    if lower is None or upper is None:
        return ""
    return f"{form.text(lower)} to {form.text(upper)}"

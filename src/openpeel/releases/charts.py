"""The charts of a measure, made from its comparisons: one object gives drawing, table and CSV."""

from __future__ import annotations

import numpy as np

from openpeel.catalogue.measures import Measure
from openpeel.charts import (
    Bar,
    BarChart,
    Chart,
    FunnelLimits,
    FunnelPlot,
    FunnelPoint,
    OutlierLines,
)
from openpeel.charts.numbers import NumberFormat
from openpeel.measures.values import Comparison, Standing
from openpeel.releases.addresses import force_page
from openpeel.releases.calculations import amount
from openpeel.releases.measuring import compared, named, number_format, source_line
from openpeel.releases.periods import period_words
from openpeel.releases.queries import Index
from openpeel.releases.trends import trend_chart
from openpeel.releases.words import USED, counted, unit_words, with_unit
from openpeel.statistics import Funnel

CURVE_POINTS = 60


def bar_chart(index: Index, measure: Measure, comparison: Comparison) -> BarChart:
    """Every force, highest first, with the dotted outlier lines."""
    return BarChart(
        title=_bar_title(measure, comparison),
        subtitle=_subtitle(measure, comparison),
        source=source_line(index, comparison.national),
        description=_described(measure, comparison),
        unit=measure.unit,
        decimals=number_format(measure, comparison).decimals,
        bars=tuple(_bar(standing, compared(measure)) for standing in comparison.standings),
        lines=_lines(comparison) if compared(measure) else None,
        national=comparison.national.value if compared(measure) else None,
        direction=measure.direction,
    )


def funnel_plot(index: Index, measure: Measure, comparison: Comparison) -> FunnelPlot | None:
    """Each force's value against its size; None where there is no funnel."""
    found = comparison.funnel
    if found is None or not np.isfinite(found.target):
        return None
    marked = sum(standing.funnel_mark is not None for standing in comparison.standings)
    return FunnelPlot(
        title=f"By size: {_how_many(marked)} beyond the 99.8% limits of the funnel",
        subtitle=_subtitle(measure, comparison),
        source=source_line(index, comparison.national),
        description=(
            f"Each force's value against {_size_words(measure)}. Limits allow for chance"
            f"{_overdispersed(found)}. {counted(marked, 'force')} of {comparison.compared}"
            " beyond the 99.8% limits. The table below the bar chart holds every value."
        ),
        unit=measure.unit,
        decimals=number_format(measure, comparison).decimals,
        points=tuple(_point(standing) for standing in comparison.standings),
        size_name=_size_words(measure),
        target=found.target * measure.per,
        limits=_curves(found, measure.per),
        limits_name="widened for overdispersion" if found.tau2 > 0 else "",
        direction=measure.direction,
    )


def csv_charts(index: Index, measure: Measure, comparison: Comparison) -> dict[str, Chart]:
    """The charts that a measure's page shows, by the name their CSV goes by."""
    made: dict[str, Chart | None] = {
        "bars": bar_chart(index, measure, comparison),
        "funnel": funnel_plot(index, measure, comparison),
        "trend": trend_chart(index, measure, comparison.group),
    }
    return {name: chart for name, chart in made.items() if chart is not None}


def chart_names(index: Index, measure: Measure, comparison: Comparison) -> list[str]:
    """The names that `csv_charts` gives, without making the charts."""
    found = comparison.funnel
    has_funnel = found is not None and bool(np.isfinite(found.target))
    has_trend = len(index.full(measure, comparison.group)) > 1
    return ["bars"] + ["funnel"] * has_funnel + ["trend"] * has_trend


def _how_many(marked: int) -> str:
    return counted(marked, "force") if marked else "no force"


def _bar_title(measure: Measure, comparison: Comparison) -> str:
    """The message: how far the forces lie apart."""
    form = number_format(measure, comparison)
    used = [s.value.value for s in comparison.standings if s.value.status in USED]
    values = [value for value in used if value is not None]
    if not values:
        return f"{named(measure, comparison.group)}: no force has a value to compare"
    low, high = form.text(min(values)), with_unit(max(values), form)
    return f"{named(measure, comparison.group)}: from {low} to {high}"


def _subtitle(measure: Measure, comparison: Comparison) -> str:
    when = period_words(comparison.period_start, comparison.period_end)
    unit = unit_words(measure.unit)
    return f"Police forces in England and Wales, {when}, {unit}"


def _described(measure: Measure, comparison: Comparison) -> str:
    above = [s.value.force for s in comparison.standings if s.line_mark == "above"]
    below = [s.value.force for s in comparison.standings if s.line_mark == "below"]
    return (
        f"Bars of {comparison.compared} forces, highest first."
        f" Well above average: {', '.join(above) or 'none'}."
        f" Well below average: {', '.join(below) or 'none'}."
        f" {measure.name} for every force is in the table below."
    )


def _lines(comparison: Comparison) -> OutlierLines | None:
    lines = comparison.lines
    if not np.isfinite(lines.lower):
        return None
    middle = float(np.exp(lines.mean)) if lines.scale == "log" else lines.mean
    return OutlierLines(lower=lines.lower, mean=middle, upper=lines.upper)


def _bar(standing: Standing, marked: bool) -> Bar:
    value = standing.value
    return Bar(
        code=value.force_code,
        name=value.force,
        value=value.value,
        lower=value.lower,
        upper=value.upper,
        status="" if value.status == "ok" else value.status,
        note=value.reason,
        mark=standing.line_mark if marked else None,  # type: ignore[arg-type]
        href=force_page(value.force_code),
    )


def _point(standing: Standing) -> FunnelPoint:
    value = standing.value
    compared = value.status in USED
    return FunnelPoint(
        code=value.force_code,
        name=value.force,
        size=value.denominator,
        value=value.value if compared else None,
        status="" if value.status == "ok" else value.status,
        mark=standing.funnel_mark,  # type: ignore[arg-type]
        href=force_page(value.force_code),
    )


def _curves(found: Funnel, per: int) -> FunnelLimits | None:
    sizes = found.denominators[np.isfinite(found.denominators)]
    if not sizes.size:
        return None
    at = np.geomspace(sizes.min() * 0.9, sizes.max() * 1.05, CURVE_POINTS)
    limits = found.limits(at)
    return FunnelLimits(
        sizes=at.tolist(),
        lower_95=(limits.lower_95 * per).tolist(),
        upper_95=(limits.upper_95 * per).tolist(),
        lower_998=(limits.lower_998 * per).tolist(),
        upper_998=(limits.upper_998 * per).tolist(),
    )


def _overdispersed(found: Funnel) -> str:
    if found.overdispersion and found.tau2 > 0:
        return " and for the spread between forces that size does not explain"
    return ""


def _size_words(measure: Measure) -> str:
    if measure.ratio is not None:
        return "number expected at the reference group's rate"
    return measure.denominator.words if measure.denominator else "size"


def target_words(found: Funnel, measure: Measure, form: NumberFormat) -> str:
    """The middle of the funnel and how much wider than chance the forces lie."""
    words = f"Target {with_unit(found.target * measure.per, form)} (the supplying forces together)"
    words += f"; {amount(found.forces)} forces"
    if not np.isfinite(found.phi):
        return f"{words}; no event anywhere, so no spread to work out"
    return f"{words}; phi {found.phi:,.1f}; tau squared {found.tau2:.4f}"

"""The charts of a report, drawn from its bundle: every force in a period, or one through time."""

from __future__ import annotations

from dataclasses import dataclass

from openpeel.catalogue.forces import ENGLAND_AND_WALES
from openpeel.charts import (
    Bar,
    BarChart,
    Break,
    Chart,
    ControlLimits,
    OutlierLines,
    Table,
    TrendChart,
    TrendPoint,
    TrendSeries,
)
from openpeel.releases.words import unit_words
from openpeel.reports.data.figures import ChartData, Figure, TrendData
from openpeel.reports.data.site_release import NATIONAL
from openpeel.reports.output.views import amount_words, interval_words, value_words


@dataclass(frozen=True)
class ChartView:
    """A chart with the address of its numbers as CSV."""

    chart: Chart
    table: Table
    note: str
    csv: str
    address: str  # the measure's page on the release's site


def bar_chart(data: ChartData, force_code: str, headline: str, figure: Figure) -> BarChart:
    """Every force, highest first, with the outlier lines; the inspected force is highlighted."""
    marked = {"above": [], "below": []}  # type: dict[str, list[str]]
    for bar in data.bars:
        if bar.mark:
            marked[bar.mark].append(bar.force)
    return BarChart(
        title=headline or data.title,
        subtitle=_subtitle(data, headline),
        source=data.source,
        description=(
            f"Bars of the police forces, highest first. {figure.place}: {value_words(figure)}"
            f"{'; ' if figure.lower is not None else ''}{interval_words(figure)}."
            f" Well above average: {', '.join(marked['above']) or 'none'}."
            f" Well below average: {', '.join(marked['below']) or 'none'}."
        ),
        unit=data.unit,
        bars=tuple(
            Bar(
                code=bar.code,
                name=bar.force,
                value=bar.value,
                lower=bar.lower,
                upper=bar.upper,
                status="" if bar.status == "ok" else bar.status,
                mark=bar.mark,  # type: ignore[arg-type]
            )
            for bar in data.bars
        ),
        highlight=force_code,
        lines=OutlierLines(*data.lines) if data.lines else None,
        national=data.national,
        direction=data.direction,
    )


def trend_chart(data: TrendData, headline: str, figure: Figure) -> TrendChart:
    """A force through time, England and Wales beside it."""
    return TrendChart(
        title=headline or data.title,
        subtitle=data.subtitle,
        source=data.source,
        description=_trend_in_words(data, figure),
        unit=data.unit,
        series=TrendSeries(
            data.code,
            data.force,
            tuple(
                TrendPoint(p.start, p.label, p.value, p.lower, p.upper, p.status, p.signal)
                for p in data.periods
            ),
        ),
        national=None if data.code == ENGLAND_AND_WALES else _national(data),
        breaks=tuple(Break(b.start, b.reason) for b in data.breaks),
        limits=ControlLimits(**data.limits.model_dump()) if data.limits else None,
        value_name=unit_words(data.unit),
    )


def _national(data: TrendData) -> TrendSeries:
    return TrendSeries(
        ENGLAND_AND_WALES,
        NATIONAL,
        tuple(
            TrendPoint(p.start, p.label, p.national, status=p.national_status) for p in data.periods
        ),
    )


def _subtitle(data: ChartData, headline: str) -> str:
    """What is measured, where, when and in which unit; the measure's own title says it itself."""
    return f"{data.title}. {data.subtitle}" if headline else data.subtitle


def _trend_in_words(data: TrendData, figure: Figure) -> str:
    """First and last value of both lines, where they are broken, and which periods are missing."""
    told = [
        _ends(data.force, [(p.label, p.value) for p in data.periods], figure),
        ""
        if data.code == ENGLAND_AND_WALES
        else _ends(NATIONAL, [(p.label, p.national) for p in data.periods], figure),
        *(b.reason for b in data.breaks if b.reason),
    ]
    missing = [p.label for p in data.periods if p.value is None]
    if missing:
        told.append(f"Without a value: {', '.join(missing)}")
    return f"Lines through time. {'. '.join(words for words in told if words)}."


def _ends(name: str, values: list[tuple[str, float | None]], figure: Figure) -> str:
    known = [(label, value) for label, value in values if value is not None]
    if not known:
        return f"{name}: no value"
    ends = known[:1] + known[-1:]
    return f"{name}: " + ", ".join(f"{amount_words(v, figure)} in {label}" for label, v in ends)


def chart_csv_place(id: str) -> str:
    """Where the numbers of a figure's bars are, from the report's root."""
    return f"/data/charts/{id}.csv"


def trend_csv_place(id: str) -> str:
    """Where the numbers of a figure's trend are, from the report's root."""
    return f"/data/trends/{id}.csv"


def chart_view(data: ChartData, force_code: str, headline: str, figure: Figure) -> ChartView:
    """The bars of a period for the page."""
    chart = bar_chart(data, force_code, headline, figure)
    note = f"{data.note} A line asks a question; it is no grade." if data.note else ""
    return ChartView(chart, chart.table(), note, chart_csv_place(data.figure), data.address)


def trend_view(data: TrendData, headline: str, figure: Figure) -> ChartView:
    """A trend for the page."""
    chart = trend_chart(data, headline, figure)
    return ChartView(chart, chart.table(), data.note, trend_csv_place(data.figure), data.address)

"""The charts of a report, drawn from its bundle: every force, the inspected one in hand."""

from __future__ import annotations

from dataclasses import dataclass

from openpeel.charts import Bar, BarChart, OutlierLines, Table
from openpeel.reports.data.figures import ChartData, Figure
from openpeel.reports.output.views import interval_words, value_words


@dataclass(frozen=True)
class ChartView:
    """A chart with the address of its numbers as CSV."""

    chart: BarChart
    table: Table
    headline: str
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
        subtitle=data.subtitle,
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


def chart_csv_place(id: str) -> str:
    """Where the numbers of a chart are, from the report's root."""
    return f"/data/charts/{id}.csv"


def chart_view(data: ChartData, force_code: str, headline: str, figure: Figure) -> ChartView:
    """A chart for the page."""
    chart = bar_chart(data, force_code, headline, figure)
    return ChartView(
        chart=chart,
        table=chart.table(),
        headline=headline or data.title,
        note=data.note,
        csv=chart_csv_place(data.figure),
        address=data.address,
    )

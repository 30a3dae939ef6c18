"""Charts made on the server: SVG with real text, a table and a CSV, all from one frozen object.

    chart = BarChart(title=..., subtitle=..., source=..., description=..., bars=(...))
    chart.svg(width=720), chart.svg(width=360), chart.table(), chart.csv()

A page includes `stylesheet()` once, puts the wide and the narrow drawing side by side, and shows
one of them by a media query. Nothing here knows of Django, the database or the measures.
"""

from openpeel.charts.bars import Bar, BarChart, OutlierLines
from openpeel.charts.base import (
    NARROW,
    STATUS_WORDS,
    WIDE,
    Chart,
    Direction,
    Mark,
    stylesheet,
)
from openpeel.charts.funnel import FunnelLimits, FunnelPlot, FunnelPoint
from openpeel.charts.intervals import IntervalPlot, IntervalRow
from openpeel.charts.maps import OutlineMap, Place, TileMap
from openpeel.charts.numbers import NumberFormat
from openpeel.charts.series import Break, ControlLimits, TrendPoint, TrendSeries
from openpeel.charts.table import Column, Table
from openpeel.charts.trend import TrendChart

__all__ = [
    "NARROW",
    "STATUS_WORDS",
    "WIDE",
    "Bar",
    "BarChart",
    "Break",
    "Chart",
    "Column",
    "ControlLimits",
    "Direction",
    "FunnelLimits",
    "FunnelPlot",
    "FunnelPoint",
    "IntervalPlot",
    "IntervalRow",
    "Mark",
    "NumberFormat",
    "OutlierLines",
    "OutlineMap",
    "Place",
    "Table",
    "TileMap",
    "TrendChart",
    "TrendPoint",
    "TrendSeries",
    "stylesheet",
]

"""What a trend is drawn from: points in time, where they may not be joined, and control limits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from openpeel.charts.base import status_code

ALONE = ("[n]", "[p]")  # not comparable, or partial: drawn, and joined with nothing


@dataclass(frozen=True)
class TrendPoint:
    """One period: its first day, its label (`2019/20`), the value with interval, reason code.

    signal names the runs rule that the point breaks (`beyond the limits`); empty if none.
    """

    start: date
    label: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    status: str = ""
    signal: str = ""


@dataclass(frozen=True)
class TrendSeries:
    """A force, or a group of forces, through time; points in order of date."""

    code: str
    name: str
    points: tuple[TrendPoint, ...]


@dataclass(frozen=True)
class Break:
    """From this day the figures are not comparable with those before, and why."""

    start: date
    reason: str


@dataclass(frozen=True)
class ControlLimits:
    """Centre line and limits, one number for each point of the series in hand."""

    centre: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    method: str = "XmR"


def parted(one: TrendPoint, next_: TrendPoint, breaks: Iterable[Break]) -> bool:
    """Whether no line may join two points that follow each other: a break, or one stands alone."""
    if status_code(one.status) in ALONE or status_code(next_.status) in ALONE:
        return True
    return any(one.start < event.start <= next_.start for event in breaks)

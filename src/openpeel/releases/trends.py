"""England and Wales through time, with its control limits and every force faintly behind."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from openpeel.catalogue.forces import ENGLAND_AND_WALES
from openpeel.catalogue.measures import Measure
from openpeel.charts import ControlLimits, TrendChart, TrendPoint, TrendSeries
from openpeel.measures.values import Comparison, Value
from openpeel.releases.measuring import named, number_format, source_line
from openpeel.releases.periods import period_short
from openpeel.releases.queries import Index
from openpeel.releases.rule_changes import breaks
from openpeel.releases.words import unit_words, with_unit
from openpeel.statistics import ControlChart, p_prime, u_prime, xmr

# The rules' labels are those of NHSRplotthedots; readers get them in words.
SIGNALS = {
    "7 Points Above CL": "seven or more in a row above the centre line",
    "7 Points Below CL": "seven or more in a row below the centre line",
    "2 in 3 Above CL": "two of three near the upper limit",
    "2 in 3 Below CL": "two of three near the lower limit",
    "7 Point Trend (Increasing)": "seven or more rising in a row",
    "7 Point Trend (Decreasing)": "seven or more falling in a row",
    "Above UCL": "above the upper limit",
    "Below LCL": "below the lower limit",
}


def trend_chart(index: Index, measure: Measure, group: str) -> TrendChart | None:
    """England and Wales through time with every force faintly behind; None for one period."""
    history = index.full(measure, group)
    if len(history) < 2:
        return None
    latest = history[-1]
    others: dict[str, list[Value]] = {}
    for comparison in history:
        for standing in comparison.standings:
            others.setdefault(standing.value.force_code, []).append(standing.value)
    first, last = history[0], history[-1]
    broken = breaks(measure, [(c.period_start, c.period_end) for c in history])
    nationals = [c.national for c in history]
    limits, signals = control(
        measure,
        [value.numerator for value in nationals],
        [value.denominator for value in nationals],
        [value.value for value in nationals],
        broken=bool(broken),
    )
    return TrendChart(
        title=_trend_title(measure, first, last),
        subtitle=f"{named(measure, group)}, {unit_words(measure.unit)}; each force a faint line",
        source=source_line(index, latest.national),
        description=(
            f"England and Wales from {_short(first)} to {_short(last)}, with each force as a faint"
            " line behind. The table of all periods holds every value."
        ),
        unit=measure.unit,
        series=_national(nationals, signals),
        others=tuple(_series(code, rows) for code, rows in others.items()),
        breaks=broken,
        limits=limits,
        value_name=unit_words(measure.unit),
    )


def _trend_title(measure: Measure, first: Comparison, last: Comparison) -> str:
    """The first and the last value of the whole; whether that is a change, the interval says."""
    form = number_format(measure, last)
    said = [
        f"{with_unit(c.national.value, form)}"
        f" {'on' if c.period_start == c.period_end else 'in'} {_short(c)}"
        for c in (first, last)
        if c.national.value is not None
    ]
    return f"England and Wales: {', '.join(said) or 'no value'}"


def control(
    measure: Measure,
    numerators: Sequence[float | None],
    denominators: Sequence[float | None],
    values: Sequence[float | None],
    *,
    broken: bool,
) -> tuple[ControlLimits | None, list[str]]:
    """The limits of the control chart that suits a measure, and what is out of order, a period.

    What is never below zero has no limit below it.

    One number a period. A series that is short has no limits, and one that a change of the counting
    rule breaks has neither: limits over both sides of it would find fault with the change.
    """
    if broken:
        return None, [""] * len(values)
    if measure.kind == "share":
        made = p_prime(numerators, denominators)
    elif measure.kind == "rate":
        made = u_prime(numerators, denominators)
    else:
        made = xmr(values)
    signals = [
        SIGNALS.get(signal, signal) if special else ""
        for signal, special in zip(made.signals, made.special, strict=True)
    ]
    least = min((value for value in values if value is not None), default=0)
    return _limits(made, measure.per, floor=0 if least >= 0 else -math.inf), signals


def _limits(made: ControlChart, per: int, floor: float) -> ControlLimits | None:
    if not np.all(np.isfinite(made.lower)):
        return None
    scale = 1 if made.method == "xmr" else per
    return ControlLimits(
        centre=tuple((made.mean * scale).tolist()),
        lower=tuple(np.maximum(made.lower * scale, floor).tolist()),
        upper=tuple((made.upper * scale).tolist()),
        method={"xmr": "XmR", "p-prime": "p\u2032", "u-prime": "u\u2032"}[made.method],
    )


def _national(values: list[Value], signals: list[str]) -> TrendSeries:
    """England and Wales, with what the control chart's rules say of each period."""
    return TrendSeries(
        ENGLAND_AND_WALES,
        "England and Wales",
        tuple(_trend_point(value, signal) for value, signal in zip(values, signals, strict=True)),
    )


def _series(code: str, values: list[Value]) -> TrendSeries:
    return TrendSeries(code, values[0].force, tuple(_trend_point(value) for value in values))


def _trend_point(value: Value, signal: str = "") -> TrendPoint:
    return TrendPoint(
        start=value.period_start,
        label=period_short(value.period_start, value.period_end),
        value=value.value,
        lower=value.lower,
        upper=value.upper,
        status="" if value.status == "ok" else value.status,
        signal=signal,
    )


def _short(comparison: Comparison) -> str:
    return period_short(comparison.period_start, comparison.period_end)

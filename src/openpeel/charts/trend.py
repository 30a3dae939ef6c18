"""One force through time, against England and Wales, its peers, and faintly all the others."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from openpeel.charts import svg
from openpeel.charts.base import (
    BODY,
    SMALL,
    Chart,
    Plot,
    care_lines,
    is_hollow,
    status_code,
    status_words,
)
from openpeel.charts.numbers import NumberFormat, finite
from openpeel.charts.scales import Scale, axis
from openpeel.charts.series import Break, ControlLimits, TrendPoint, TrendSeries, parted
from openpeel.charts.table import Cell, Column, Table
from openpeel.charts.text import LINE, spread, text_width, wrap

FEWEST_FOR_LIMITS = 12
STEPS = 7  # at most, on the axis of values
LABEL_ROOM = 170.0  # the widest label at the end of a line
END_GAP = 20.0  # between the last point and its label: room for a leader line


@dataclass(frozen=True, kw_only=True)
class TrendChart(Chart):
    """The series in hand with its interval; national, peers and others behind it.

    No line is drawn across a break or a missing period. limits are drawn only for twelve points
    or more; under that a note says why not.
    """

    series: TrendSeries
    national: TrendSeries | None = None
    peers: TrendSeries | None = None
    others: tuple[TrendSeries, ...] = ()
    breaks: tuple[Break, ...] = ()
    limits: ControlLimits | None = None
    value_name: str = "Value"

    def absent(self) -> tuple[tuple[str, str], ...]:
        """The periods without a value in the series in hand, and whatever else is missing."""
        gaps = (p for p in self.series.points if not finite([p.value]))
        return (
            tuple(
                (f"{self.series.name} {p.label}", status_words(p.status) or "no value")
                for p in gaps
            )
            + self.missing
        )

    def table(self) -> Table:
        """Every period of every series, the series in hand first."""
        decimals = self.number.decimals
        columns = (
            Column("code", "Code"),
            Column("name", "Name"),
            Column("period_start", "Period begins"),
            Column("period", "Period"),
            Column("value", self.value_name, self.unit, True, decimals),
            Column("lower", "Lower 95%", self.unit, True, decimals),
            Column("upper", "Upper 95%", self.unit, True, decimals),
            Column("status", "Status"),
            Column("signal", "Signal"),
        )
        rows: list[tuple[Cell, ...]] = [
            (
                series.code,
                series.name,
                p.start.isoformat(),
                p.label,
                p.value,
                p.lower,
                p.upper,
                status_code(p.status),
                p.signal,
            )
            for series in self._all()
            for p in series.points
        ]
        return Table(columns, tuple(rows))

    def _all(self) -> Iterator[TrendSeries]:
        yield self.series
        yield from (series for series in (self.national, self.peers) if series)
        yield from self.others

    def _values(self) -> list[float | None]:
        return [point.value for point in self.series.points]

    @property
    def _limits_shown(self) -> ControlLimits | None:
        known = len(finite(self._values()))
        return self.limits if known >= FEWEST_FOR_LIMITS else None

    def _plot(self, width: float, name: str) -> Plot:
        if not finite(self._values()):
            return Plot(svg.text(0, BODY, "No period has a value to show.", "note"), BODY * 1.5)
        wide = width > 500
        number = self.number
        key, key_height = ("", 0.0) if wide else self._key(width)
        labels = min(LABEL_ROOM, self._label_width(number, named=wide)) + END_GAP
        words_above = self._break_lines(width)
        top = key_height + 26 + SMALL * LINE * max(map(len, words_above), default=0)
        bottom = top + (270 if wide else 230)
        y = self._y_scale(top, bottom)
        ticks = y.ticks(STEPS)
        shown = NumberFormat.fitting(ticks, self.unit)
        left = max(text_width(shown.text(tick), SMALL) for tick in ticks) + 10
        x = self._x_scale(left + 4, width - labels)
        parts = [key]
        if self.unit not in ("", "percent"):
            parts.append(svg.text(0, top - 12, self.unit, "tick"))
        for tick in ticks:
            look = "axis" if tick == 0 else "grid"
            parts.append(svg.line(left, y(tick), x.end, y(tick), look))
            parts.append(svg.text(left - 6, y(tick) + 4.5, shown.text(tick), "tick", anchor="end"))
        parts.append(self._periods(x, bottom))
        parts += self._breaks(x, key_height, bottom, words_above)
        faint = "".join(
            svg.group([self._line(other, x, y, "series other")], "row", code=other.code)
            for other in self.others
        )
        parts.append(f'<g clip-path="url(#{name}-clip)">{faint}</g>' if faint else "")
        parts.append(self._control(x, y))
        parts.append(self._interval(x, y))
        if self.national:
            parts.append(self._line(self.national, x, y, "series whole"))
        if self.peers:
            parts.append(self._line(self.peers, x, y, "series peers"))
        parts.append(self._line(self.series, x, y, "series"))
        parts += self._dots(x, y, number)
        parts += self._end_labels(x, y, number, named=wide)
        clipped = (
            f'<clipPath id="{name}-clip"><rect x="0" y="{svg.px(top)}" width="{svg.px(width)}" '
            f'height="{svg.px(bottom - top)}"/></clipPath>'
        )
        return Plot("".join(parts), bottom + 26, clipped, self._notes(y.high))

    def _notes(self, top: float) -> tuple[str, ...]:
        known = [p for p in self.series.points if finite([p.value])]
        notes = []
        if self.others:
            beyond = [s.name for s in self.others if max(_values_of(s), default=0) > top]
            notes.append(
                "Faint lines: the other forces."
                + (f" Beyond the top of the chart: {', '.join(beyond)}." if beyond else "")
            )
        limits = self._limits_shown
        if self.limits and not limits:
            notes.append(
                f"Fewer than {FEWEST_FOR_LIMITS} periods: too short a series for control limits."
            )
        if limits:
            whose = f" of {self.series.name}" if self.national or self.peers else ""
            notes.append(
                f"Thin grey line: centre{whose}. Thin grey dashes: control limits"
                f" ({limits.method})."
            )
        signals: dict[str, list[str]] = {}
        for rule, met in groupby(self.series.points, key=lambda point: point.signal):
            if rule:
                run = [point.label for point in met]
                words = f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(run)
                signals.setdefault(rule, []).append(words)
        notes += [f"Ringed, {rule}: {', '.join(at)}." for rule, at in signals.items()]
        return (*notes, *care_lines((p.label, p.status) for p in known))

    def _y_scale(self, top: float, bottom: float) -> Scale:
        """From zero to the highest of what is named, and to nine tenths of the others' values.

        One force far above the rest would otherwise press all lines flat; those that go beyond
        the top are named in a note.
        """
        others = sorted(v for series in self.others for v in _values_of(series))
        values = others[: math.ceil(len(others) * 0.9)]
        for series in filter(None, (self.series, self.national, self.peers)):
            values += _values_of(series)
        values += finite(end for p in self.series.points for end in (p.lower, p.upper))
        if limits := self._limits_shown:
            values += finite([*limits.lower, *limits.upper])
        return axis(min([0.0, *values]), max([0.0, *values]), bottom, top, count=STEPS)

    def _x_scale(self, start: float, end: float) -> Scale:
        days = [p.start.toordinal() for series in self._all() for p in series.points]
        low, high = min(days), max(days)
        return Scale(low, high, start, end) if high > low else Scale(low - 1, low + 1, start, end)

    def _periods(self, x: Scale, bottom: float) -> str:
        """The periods' labels under the axis; the last always, the others where there is room."""
        drawn = ""
        edge = float("inf")
        periods = {p.start: p for series in self._all() for p in series.points}
        for _, point in sorted(periods.items(), reverse=True):
            at = x(point.start.toordinal())
            half = text_width(point.label, SMALL) / 2
            middle = max(at, half)
            if middle + half + 10 > edge:
                continue
            edge = middle - half
            drawn += svg.line(at, bottom, at, bottom + 4, "axis")
            drawn += svg.text(middle, bottom + 19, point.label, "tick", anchor="middle")
        return drawn

    def _break_lines(self, width: float) -> list[list[str]]:
        return [wrap(b.reason, min(width * 0.55, 260), SMALL) for b in self.breaks]

    def _breaks(
        self, x: Scale, above: float, bottom: float, words: list[list[str]]
    ) -> Iterator[str]:
        """A dotted line between the last period before and the first after, and the reason."""
        for event, lines in zip(self.breaks, words, strict=True):
            at = x(event.start.toordinal())
            before = [p.start for p in self.series.points if p.start < event.start]
            if before:
                at = (at + x(max(before).toordinal())) / 2
            at = min(max(at, x.start), x.end)
            room = max(text_width(line, SMALL) for line in lines) if lines else 0
            end = at + 6 + room > x.end
            side = max(at - 6, room) if end else at + 6
            yield svg.line(at, above + 4, at, bottom, "outlier")
            anchor = "end" if end else "start"
            yield svg.lines_of_text(
                side, above + 14, lines, "label", step=SMALL * LINE, anchor=anchor
            )

    def _runs(self, points: Iterable[TrendPoint]) -> list[list[TrendPoint]]:
        """The points in the stretches that may be joined."""
        runs: list[list[TrendPoint]] = [[]]
        for point in points:
            if not finite([point.value]):
                runs.append([])
                continue
            if runs[-1] and parted(runs[-1][-1], point, self.breaks):
                runs.append([])
            runs[-1].append(point)
        return [run for run in runs if run]

    def _line(self, series: TrendSeries, x: Scale, y: Scale, look: str) -> str:
        drawn = [
            svg.path_through((x(p.start.toordinal()), y(p.value or 0)) for p in run)
            for run in self._runs(series.points)
            if len(run) > 1
        ]
        path = f'<path d="{"".join(drawn)}" class="{look}"/>' if drawn else ""
        if look in ("series", "series other"):  # its points are drawn, or it is but one of many
            return path
        lone = (run[0] for run in self._runs(series.points) if len(run) == 1)
        return path + "".join(
            svg.circle(x(p.start.toordinal()), y(p.value or 0), 3, "dot whole") for p in lone
        )

    def _interval(self, x: Scale, y: Scale) -> str:
        drawn = ""
        for run in self._runs(self.series.points):
            known = [p for p in run if p.lower is not None and p.upper is not None]
            days = [x(p.start.toordinal()) for p in known]
            upper = [(at, y(p.upper or 0)) for at, p in zip(days, known, strict=True)]
            lower = [(at, y(p.lower or 0)) for at, p in zip(days, known, strict=True)]
            if len(known) > 1:
                drawn += svg.polyline([*upper, *reversed(lower)], "interval", close=True)
            elif known:
                drawn += svg.polyline([*upper, *lower], "interval lone")
        return drawn

    def _control(self, x: Scale, y: Scale) -> str:
        limits = self._limits_shown
        if limits is None:
            return ""
        days = [x(p.start.toordinal()) for p in self.series.points]
        return "".join(
            svg.polyline([(at, y(v)) for at, v in zip(days, values, strict=True)], look)
            for values, look in (
                (limits.centre, "centre"),
                (limits.lower, "control"),
                (limits.upper, "control"),
            )
        )

    def _dots(self, x: Scale, y: Scale, number: NumberFormat) -> Iterator[str]:
        crowded = len(self.series.points) > 40
        for p in self.series.points:
            if p.value is None or not finite([p.value]):
                continue
            at, level = x(p.start.toordinal()), y(p.value)
            hollow = is_hollow(p.status)
            shape = svg.circle(
                at, level, 2.5 if crowded else 4, "dot chosen hollow" if hollow else "dot chosen"
            )
            if p.signal:
                shape += svg.circle(at, level, 8, "ring")
            words = f"{p.label}: {number.text(p.value)} {status_code(p.status)}".rstrip()
            yield svg.group([shape], title="; ".join(filter(None, [words, p.signal])))

    def _ends(self) -> list[tuple[TrendSeries, TrendPoint, str]]:
        """The last point with a value of each named series."""
        ends = []
        for series, look in ((self.series, "own"), (self.national, ""), (self.peers, "")):
            known = [p for p in series.points if finite([p.value])] if series else []
            if series and known:
                ends.append((series, known[-1], look))
        return ends

    def _label_width(self, number: NumberFormat, *, named: bool) -> float:
        words = [_end_words(s, p, number, named=named) for s, p, _ in self._ends()]
        return max(text_width(line, SMALL, bold=True) for line in words)

    def _end_labels(
        self, x: Scale, y: Scale, number: NumberFormat, *, named: bool
    ) -> Iterator[str]:
        """Each line's name and last value beside its end, pushed apart so that none overlap."""
        ends = self._ends()
        words = [
            wrap(_end_words(s, p, number, named=named), LABEL_ROOM, SMALL, bold=True)
            for s, p, _ in ends
        ]
        gap = SMALL * LINE * max(map(len, words)) + 2
        places = spread([y(p.value or 0) for _, p, _ in ends], gap, y.end + 6, y.start - 4)
        for (_, point, look), lines, place in zip(ends, words, places, strict=True):
            at = x(point.start.toordinal())
            first = place + SMALL * 0.35 - SMALL * LINE * (len(lines) - 1) / 2
            if abs(place - y(point.value or 0)) > 8:
                yield svg.line(at + 6, y(point.value or 0), x.end + END_GAP - 3, place, "leader")
            yield svg.lines_of_text(
                x.end + END_GAP, first, lines, f"label {look}".rstrip(), step=SMALL * LINE
            )

    def _key(self, width: float) -> tuple[str, float]:
        """What each kind of line is, above a narrow plot; and how high that stands."""
        if len(self._ends()) < 2:
            return "", 0.0
        drawn, at, y = "", 0.0, 12.0
        looks = {"own": "series"}
        for series, _, look in self._ends():
            kind = looks.get(look) or (
                "series whole" if series is self.national else "series peers"
            )
            room = 34 + text_width(series.name, SMALL, bold=bool(look)) + 14
            if at and at + room - 14 > width:
                at, y = 0.0, y + SMALL * 1.5
            drawn += svg.line(at, y - 4.5, at + 28, y - 4.5, kind)
            drawn += svg.text(at + 34, y, series.name, f"label {look}".rstrip())
            at += room
        return drawn, y + 10


def _values_of(series: TrendSeries) -> list[float]:
    return finite(point.value for point in series.points)


def _end_words(series: TrendSeries, last: TrendPoint, number: NumberFormat, *, named: bool) -> str:
    written = f"{number.text(last.value or 0)} {status_code(last.status)}".rstrip()
    return f"{series.name} {written}" if named else written

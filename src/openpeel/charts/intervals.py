"""A few labelled intervals on one axis: the same ratio under different population bases."""

from dataclasses import dataclass

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
from openpeel.charts.scales import Scale, axis, log_axis
from openpeel.charts.table import Column, Table
from openpeel.charts.text import LINE, text_width, wrap

ROW_GAP = 12.0


@dataclass(frozen=True)
class IntervalRow:
    """One line of the plot: a value with its interval, or bounds alone (value None).

    A row without value and bounds is listed as missing, with its reason code.
    """

    label: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    status: str = ""
    note: str = ""
    chosen: bool = False


@dataclass(frozen=True, kw_only=True)
class IntervalPlot(Chart):
    """Points with intervals, one a row, in the order given.

    log: the axis runs by ratio, for ratios; values and bounds of zero or less end at its edge.
    reference: a vertical line such as 1, `the same rate`.
    """

    rows: tuple[IntervalRow, ...]
    log: bool = False
    reference: float | None = None
    reference_name: str = ""
    value_name: str = "Value"

    def shown(self) -> list[IntervalRow]:
        """The rows that are drawn: those with a value or with both bounds."""
        return [r for r in self.rows if finite([r.value]) or len(finite([r.lower, r.upper])) == 2]

    def absent(self) -> tuple[tuple[str, str], ...]:
        """The rows with nothing to draw, by reason, and whatever else is missing."""
        drawn = self.shown()
        rest = (row for row in self.rows if row not in drawn)
        return tuple((r.label, status_words(r.status) or "no value") for r in rest) + self.missing

    def table(self) -> Table:
        """Every row, in the order given."""
        decimals = self.number.decimals
        return Table(
            (
                Column("label", "Basis"),
                Column("value", self.value_name, self.unit, True, decimals),
                Column("lower", "Lower", self.unit, True, decimals),
                Column("upper", "Upper", self.unit, True, decimals),
                Column("status", "Status"),
                Column("note", "Note"),
            ),
            tuple(
                (r.label, r.value, r.lower, r.upper, status_code(r.status), r.note)
                for r in self.rows
            ),
        )

    def _values(self) -> list[float | None]:
        return [end for row in self.rows for end in (row.value, row.lower, row.upper)]

    def _plot(self, width: float, name: str) -> Plot:  # noqa: ARG002 - no patterns needed
        rows = self.shown()
        if not rows:
            return Plot(svg.text(0, BODY, "There is no value to show.", "note"), BODY * 1.5)
        number = self.number
        words = [self._words(row, number) for row in rows]
        values = max(text_width(w, BODY, bold=True) for w in words) + 14
        wide = width > 500
        names = min(max(text_width(r.label, BODY, bold=True) for r in rows) + 16, 250.0)
        scale = self._scale(rows, names if wide else 8.0, width - values if wide else width - 8)
        top = 24.0 if self.reference is not None else 6.0
        y, drawn = top, []
        spans = []  # upright lines leave room for the names above a narrow row
        for row, written in zip(rows, words, strict=True):
            room = names - 16 if wide else width - values
            part, height = self._row(row, written, y, room, width, scale, wide=wide)
            drawn.append(part)
            spans.append((y if wide else y + height - 27, y + height))
            y += height
        grid = self._grid(scale, spans, y, number)
        return Plot(grid + "".join(drawn), y + 26, notes=self._notes())

    def _notes(self) -> tuple[str, ...]:
        notes = tuple(f"{row.label}: {row.note}" for row in self.shown() if row.note)
        return notes + care_lines((row.label, row.status) for row in self.shown())

    def _scale(self, rows: list[IntervalRow], start: float, end: float) -> Scale:
        values = finite(e for r in rows for e in (r.value, r.lower, r.upper, self.reference))
        above_zero = [value for value in values if value > 0]
        if self.log and above_zero:
            return log_axis(min(above_zero), max(above_zero), start, end)
        return axis(min([0.0, *values]), max([0.0, *values]), start, end)

    def _grid(
        self,
        scale: Scale,
        spans: list[tuple[float, float]],
        bottom: float,
        number: NumberFormat,
    ) -> str:
        count = max(2, int((scale.end - scale.start) / 60))
        drawn = svg.line(scale.start, bottom, scale.end, bottom, "axis")
        ticks = scale.ticks(count)
        for tick in ticks:
            x = scale(tick)
            shown = NumberFormat.fitting([tick] if scale.log else ticks, number.unit)
            drawn += svg.verticals(x, spans, "grid")
            drawn += svg.text(x, bottom + 18, shown.text(tick), "tick", anchor="middle")
        if self.reference is not None:
            x = scale.inside(self.reference)
            label = self.reference_name or number.text(self.reference)
            half = text_width(label, SMALL) / 2
            at = min(max(x, half), scale.end - half + 8) if half * 2 < scale.end else half
            drawn += svg.verticals(x, spans, "national")
            drawn += svg.text(at, SMALL, label, "label", anchor="middle")
        return drawn

    def _row(
        self,
        row: IntervalRow,
        written: str,
        y: float,
        room: float,
        width: float,
        scale: Scale,
        *,
        wide: bool,
    ) -> tuple[str, float]:
        """One row from y downwards, and its height: beside its name, or under it if narrow."""
        look = "own" if row.chosen else ""
        lines = wrap(row.label, room, BODY, bold=row.chosen)
        step = BODY * LINE
        first = y + ROW_GAP / 2 + BODY
        height = step * len(lines) + ROW_GAP + (0 if wide else 24)
        middle = y + height / 2 if wide else first + step * (len(lines) - 1) + 16
        drawn = [svg.lines_of_text(0, first, lines, look, step=step)]
        value_y = middle + BODY * 0.35 if wide else first
        drawn.append(svg.text(width, value_y, written, look, anchor="end"))
        drawn.append(self._interval(row, middle, scale))
        return svg.group(drawn, "row"), height

    def _interval(self, row: IntervalRow, y: float, scale: Scale) -> str:
        chosen = " chosen" if row.chosen else ""
        drawn = ""
        if row.lower is not None and row.upper is not None:
            left, right = _at(scale, row.lower), _at(scale, row.upper)
            drawn += svg.line(left, y, right, y, f"span{chosen}")
            if row.value is None:  # bounds without a best value: closed at both ends
                drawn += svg.line(left, y - 6, left, y + 6, f"span{chosen}")
                drawn += svg.line(right, y - 6, right, y + 6, f"span{chosen}")
        if row.value is not None:
            hollow = " hollow" if is_hollow(row.status) else ""
            drawn += svg.circle(_at(scale, row.value), y, 5.5, f"dot{chosen}{hollow}")
        return drawn

    def _words(self, row: IntervalRow, number: NumberFormat) -> str:
        ends = ""
        if row.lower is not None and row.upper is not None:
            ends = f"{number.text(row.lower)} to {number.text(row.upper)}"
        if row.value is None:
            return f"{ends} {status_code(row.status)}".rstrip()
        value = number.text(row.value)
        return f"{value}{f' ({ends})' if ends else ''} {status_code(row.status)}".rstrip()


def _at(scale: Scale, value: float) -> float:
    """The pixel of a value; zero or less has no place on an axis by ratio and ends at its edge."""
    return scale.start if scale.log and value <= 0 else scale.inside(value)

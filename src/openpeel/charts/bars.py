"""Horizontal bars, one a force, with the inspectorate's dotted outlier lines."""

from collections.abc import Iterable
from dataclasses import dataclass

from openpeel.charts import svg
from openpeel.charts.base import (
    BODY,
    SMALL,
    Chart,
    Direction,
    Mark,
    Plot,
    care_lines,
    is_hollow,
    mark_look,
    status_code,
    status_words,
)
from openpeel.charts.numbers import NumberFormat, finite
from openpeel.charts.scales import Scale, axis
from openpeel.charts.table import Column, Table
from openpeel.charts.text import text_width

ROW = 24.0  # a row is also a link: 24 px is the least target size of WCAG 2.2
STACKED_ROW = 40.0  # name above its bar
BAR = 14.0
GAP = 10.0
FLAG = 18.0  # height of one line label above the plot


@dataclass(frozen=True)
class Bar:
    """One force (or area): its value with interval, reason code, mark and page.

    value is None when there is none; status then says why. mark is `above`, `below` or None.
    """

    code: str
    name: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    status: str = ""
    note: str = ""
    mark: Mark | None = None
    href: str = ""


@dataclass(frozen=True)
class OutlierLines:
    """The inspectorate's lines: the forces' mean, and where `well below` and `well above` begin."""

    lower: float
    mean: float
    upper: float


@dataclass(frozen=True)
class _Columns:
    """Where the parts of a row stand, in pixels."""

    names: float  # where names end and the plot begins
    plot_end: float
    values_end: float
    after: float  # where mark or code begins
    width: float
    stacked: bool

    @property
    def row(self) -> float:
        return STACKED_ROW if self.stacked else ROW

    def spans(self, top: float, count: int) -> list[tuple[float, float]]:
        """Where upright lines run: all the way, or past the bars only if names stand above."""
        bottom = top + self.row * count
        if not self.stacked:
            return [(top, bottom)]
        return [(y + 20, y + self.row) for y in (top + self.row * i for i in range(count))]


@dataclass(frozen=True, kw_only=True)
class BarChart(Chart):
    """Bars sorted by value, highest first, from zero; 7 to 60 rows.

    highlight: the code of the force in hand. lines: drawn dotted and labelled at the top.
    national: the value of England and Wales, drawn dashed. direction: as in the measure's file;
    marks are coloured only if it is `higher` or `lower`.
    """

    bars: tuple[Bar, ...]
    highlight: str | None = None
    lines: OutlierLines | None = None
    national: float | None = None
    national_name: str = "England and Wales"
    direction: Direction = "neutral"
    value_name: str = "Value"

    def shown(self) -> list[Bar]:
        """The bars that are drawn: those with a value, highest first."""
        drawn = [bar for bar in self.bars if finite([bar.value])]
        return sorted(drawn, key=lambda bar: (-(bar.value or 0), bar.name))

    def absent(self) -> tuple[tuple[str, str], ...]:
        """The rows without a value, by reason, and whatever else the page says is missing."""
        named = {name for name, _ in self.missing}
        rows = (b for b in self.bars if not finite([b.value]) and b.name not in named)
        return tuple((b.name, status_words(b.status) or "no value") for b in rows) + self.missing

    def table(self) -> Table:
        """Every force: those drawn in the chart's order, then those without a value."""
        decimals = self.number.decimals
        columns = (
            Column("code", "Code"),
            Column("name", "Name"),
            Column("value", self.value_name, self.unit, True, decimals),
            Column("lower", "Lower 95%", self.unit, True, decimals),
            Column("upper", "Upper 95%", self.unit, True, decimals),
            Column("status", "Status"),
            Column("mark", "Against the outlier lines"),
            Column("note", "Note"),
        )
        shown = self.shown()
        drawn = {id(bar) for bar in shown}
        rows = shown + [bar for bar in self.bars if id(bar) not in drawn]
        return Table(
            columns,
            tuple(
                (
                    bar.code,
                    bar.name,
                    bar.value if id(bar) in drawn else None,
                    bar.lower,
                    bar.upper,
                    status_code(bar.status),
                    f"well {bar.mark} average" if bar.mark else "",
                    bar.note,
                )
                for bar in rows
            ),
        )

    def _values(self) -> list[float | None]:
        return [bar.value for bar in self.bars]

    def _plot(self, width: float, name: str) -> Plot:  # noqa: ARG002 - bars need no patterns
        bars = self.shown()
        if not bars:
            return Plot(svg.text(0, BODY, "No force has a value to show.", "note"), BODY * 1.5)
        number = self.number
        columns = self._columns(bars, number, width)
        scale = self._scale(bars, columns)
        flags, top = self._flags(scale, width, number)
        bottom = top + columns.row * len(bars)
        spans = columns.spans(top, len(bars))
        drawn = [self._grid(scale, spans, bottom, width)]
        drawn += [
            self._row(bar, top + columns.row * index, columns, scale, number)
            for index, bar in enumerate(bars)
        ]
        drawn += [svg.verticals(scale(at), spans, look) for at, _, look in self._lines()]
        drawn.append(flags)
        notes = care_lines((bar.name, bar.status) for bar in bars)
        return Plot("".join(drawn), bottom + 24, notes=notes)

    def _columns(self, bars: list[Bar], number: NumberFormat, width: float) -> _Columns:
        names = max(text_width(b.name, BODY, bold=b.code == self.highlight) for b in bars) + GAP
        values = max(text_width(number.text(b.value or 0), BODY, bold=True) for b in bars)
        marks = 14 + text_width("above", SMALL) if any(b.mark for b in bars) else 0.0
        codes = [text_width(status_code(b.status), SMALL) for b in bars if b.status]
        after = max([marks, *codes])
        values_end = width - (after + GAP * 0.6 if after else 0)
        stacked = names > width * 0.42
        return _Columns(
            names=0 if stacked else names,
            plot_end=values_end - values - GAP,
            values_end=values_end,
            after=width - after,
            width=width,
            stacked=stacked,
        )

    def _scale(self, bars: list[Bar], columns: _Columns) -> Scale:
        """From zero to the highest value; a very wide interval may run off the end."""
        values = finite(bar.value for bar in bars) + [at for at, _, _ in self._lines()]
        low, high = min([0.0, *values]), max([0.0, *values])
        room = (high - low) * 0.2
        ends = finite(end for bar in bars for end in (bar.lower, bar.upper))
        low = max(min([low, *ends]), low - room if low < 0 else 0.0)
        high = min(max([high, *ends]), high + room)
        scale = axis(low, high, columns.names, columns.plot_end)
        # Bars may use the room up to the last value; the axis needs no empty step after it.
        return Scale(low, high, scale.start, scale.end) if high > low else scale

    def _lines(self) -> list[tuple[float, str, str]]:
        """(value, words, look) of each vertical line."""
        lines: list[tuple[float, str, str]] = []
        if self.lines:
            lines = [
                (self.lines.lower, "well below average", "outlier"),
                (self.lines.mean, "mean of forces", "outlier"),
                (self.lines.upper, "well above average", "outlier"),
            ]
        if self.national is not None:
            lines.append((self.national, self.national_name, "national"))
        return sorted(lines)

    def _flags(self, scale: Scale, width: float, number: NumberFormat) -> tuple[str, float]:
        """The lines' labels, each on a line of its own, leftmost on top; and where rows begin.

        Labels stand to the right of their line, so a line from a higher label never crosses a
        lower one.
        """
        lines = self._lines()
        top = FLAG * len(lines) + (4 if lines else 0)
        stems, labels = "", ""
        for index, (at, words, look) in enumerate(lines):
            label = f"{words} {number.text(at)}"
            x = scale(at)
            y = FLAG * index + SMALL
            start = min(x + 5, width - text_width(label, SMALL))
            # A label pushed back by the edge stands over its line, which then begins below it.
            stems += svg.line(x, y - SMALL * 0.8 if start > x else y + 5, x, top, look)
            labels += svg.text(start, y, label, "label")
        return stems + labels, top

    def _grid(
        self, scale: Scale, spans: list[tuple[float, float]], bottom: float, width: float
    ) -> str:
        room = scale.end - scale.start
        ticks = scale.ticks(max(2, int(room / 70)))
        shown = NumberFormat.fitting(ticks, self.unit)
        drawn = ""
        for tick in ticks:
            x = scale(tick)
            half = text_width(shown.text(tick), SMALL) / 2
            at = min(max(x, half), width - half)
            drawn += svg.verticals(x, spans, "axis" if tick == 0 else "grid")
            drawn += svg.text(at, bottom + 17, shown.text(tick), "tick", anchor="middle")
        return drawn

    def _row(
        self, bar: Bar, y: float, columns: _Columns, scale: Scale, number: NumberFormat
    ) -> str:
        chosen = bar.code == self.highlight
        value = bar.value or 0.0
        text_y = y + (15 if columns.stacked else ROW / 2 + BODY * 0.35)
        middle = y + (30 if columns.stacked else ROW / 2)
        look = " ".join(["bar"] + ["chosen"] * chosen + ["hollow"] * is_hollow(bar.status))
        left, right = sorted((scale(0), scale(value)))
        ground = "band" if chosen else "target"
        parts = [
            svg.rect(0, y, columns.width, columns.row, ground) if chosen or bar.href else "",
            svg.text(0, text_y, bar.name, "own" if chosen else ""),
            svg.rect(left, middle - BAR / 2, right - left, BAR, look),
            self._whisker(bar, middle, scale),
            svg.text(
                columns.values_end,
                text_y,
                number.text(value),
                "own" if chosen else "",
                anchor="end",
            ),
            self._after(bar, text_y, columns.after),
        ]
        return svg.group(
            [svg.link(parts, bar.href, title=self._words(bar, number))], "row", code=bar.code
        )

    def _whisker(self, bar: Bar, y: float, scale: Scale) -> str:
        if bar.lower is None or bar.upper is None:
            return ""
        ends = [(end, scale.inside(end)) for end in (bar.lower, bar.upper)]
        line = f"M{svg.px(ends[0][1])} {svg.px(y)}H{svg.px(ends[1][1])}"
        # An end that runs off the plot has no cap.
        caps = (f"M{svg.px(x)} {svg.px(y - 3)}v6" for end, x in ends if x == scale(end))
        path = f'<path d="{line}{"".join(caps)}" class="whisker'
        return f'{path} ground"/>{path}"/>' if bar.code == self.highlight else f'{path}"/>'

    def _after(self, bar: Bar, y: float, x: float) -> str:
        """What stands after the value: its reason code, or its mark as a shape and a word."""
        if bar.status:
            return svg.text(x, y, status_code(bar.status), "small")
        if bar.mark is None:
            return ""
        look = mark_look(bar.mark, self.direction)
        shape = svg.triangle(x + 5, y - 5, 4.5, look, up=bar.mark == "above")
        return shape + svg.text(x + 14, y, bar.mark, "small")

    def _words(self, bar: Bar, number: NumberFormat) -> str:
        """What a pointer held over the row reads."""
        return bar_words(
            bar.name,
            _value_words(bar, number),
            None if bar.lower is None else number.text(bar.lower),
            None if bar.upper is None else number.text(bar.upper),
            [f"well {bar.mark} average" if bar.mark else "", bar.note],
        )


def bar_words(
    name: str, value: str, lower: str | None, upper: str | None, more: Iterable[str]
) -> str:
    """`Kent: 3.6 (3.4 to 3.8); well above average`."""
    between = f" ({lower} to {upper})" if lower is not None and upper is not None else ""
    return "; ".join([f"{name}: {value}{between}", *(words for words in more if words)])


def _value_words(bar: Bar, number: NumberFormat) -> str:
    written = number.text(bar.value or 0.0)
    return f"{written} {status_code(bar.status)}".rstrip()

"""Value against size, with the limits that chance (and overdispersion) would allow."""

import math
from collections.abc import Sequence
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
from openpeel.charts.numbers import NumberFormat, compact, finite, plain
from openpeel.charts.scales import Scale, axis, log_axis
from openpeel.charts.table import Column, Table
from openpeel.charts.text import LINE, Box, Placed, place_label, text_box, text_width, wrap

DOT = 4.5
STEPS = 7  # at most, on the axis of values
MOST_ROOM = 2.0  # of the highest value: limits farther out run off the chart
LOG_FROM = 10  # sizes that differ by more than this are drawn by ratio


@dataclass(frozen=True)
class FunnelPoint:
    """One force: its size (the denominator) and value; None where there is no value."""

    code: str
    name: str
    size: float | None
    value: float | None
    status: str = ""
    mark: Mark | None = None
    href: str = ""


@dataclass(frozen=True)
class FunnelLimits:
    """The curves: at each of `sizes` (rising), the 95% and 99.8% limits; all of one length."""

    sizes: Sequence[float]
    lower_95: Sequence[float]
    upper_95: Sequence[float]
    lower_998: Sequence[float]
    upper_998: Sequence[float]


@dataclass(frozen=True, kw_only=True)
class FunnelPlot(Chart):
    """A dot a force, the target, and limit curves; marked forces and the force in hand by name.

    size_name: what the x axis counts, in words. target: the value of all supplying forces
    together. limits_name: which limits these are (`with overdispersion`). log_x: sizes by
    ratio; by default if the largest is more than 10 times the smallest.
    """

    points: tuple[FunnelPoint, ...]
    size_name: str
    target: float
    limits: FunnelLimits | None = None
    limits_name: str = ""
    highlight: str | None = None
    direction: Direction = "neutral"
    target_name: str = "together"
    value_name: str = "Value"
    log_x: bool | None = None

    def shown(self) -> list[FunnelPoint]:
        """The points that are drawn: value known, size known and above zero; by size."""
        drawn = [p for p in self.points if finite([p.value]) and finite([p.size]) and p.size]
        return sorted(drawn, key=lambda p: (p.size or 0, p.name))

    def absent(self) -> tuple[tuple[str, str], ...]:
        """The points that cannot be drawn, by reason, and whatever else is missing."""
        drawn = {p.name for p in self.shown()} | {name for name, _ in self.missing}
        rest = (p for p in self.points if p.name not in drawn)
        return tuple((p.name, status_words(p.status) or "no value") for p in rest) + self.missing

    def table(self) -> Table:
        """Every force with its size, value and mark; largest first."""
        decimals = self.number.decimals
        columns = (
            Column("code", "Code"),
            Column("name", "Name"),
            Column("size", self.size_name, "", True, 0),
            Column("value", self.value_name, self.unit, True, decimals),
            Column("status", "Status"),
            Column("mark", "Against the 99.8% limits"),
        )
        order = sorted(self.points, key=lambda p: (-(p.size or 0), p.name))
        return Table(
            columns,
            tuple(
                (p.code, p.name, p.size, p.value, status_code(p.status), p.mark or "")
                for p in order
            ),
        )

    def _values(self) -> list[float | None]:
        return [point.value for point in self.points]

    def _plot(self, width: float, name: str) -> Plot:
        points = self.shown()
        if not points:
            return Plot(svg.text(0, BODY, "No force has a value to show.", "note"), BODY * 1.5)
        number = self.number
        height = 400.0 if width > 500 else 360.0
        y = self._y_scale(points, 22.0, height - 44)
        ticks = y.ticks(STEPS)
        shown = NumberFormat.fitting(ticks, self.unit)
        left = max(text_width(shown.text(tick), SMALL) for tick in ticks) + 8
        x = self._x_scale(points, left, width - 8)
        frame = Box(left + 2, 20, width, height - 46)
        clip = f"{name}-clip"
        parts = [svg.text(0, 12, self._y_title(), "tick")]
        for tick in ticks:
            parts.append(svg.line(left, y(tick), width, y(tick), "grid"))
            parts.append(svg.text(left - 6, y(tick) + 4.5, shown.text(tick), "tick", anchor="end"))
        x_title = wrap(self.size_name + (" (logarithmic scale)" if x.log else ""), width, SMALL)
        parts.append(self._x_axis(x, height - 44, width))
        for row, words in enumerate(x_title):
            parts.append(
                svg.text(width, height - 6 + LINE * SMALL * row, words, "tick", anchor="end")
            )
        curves, curve_labels = self._limits(x, y, frame, width)
        parts.append(f'<g clip-path="url(#{clip})">{curves}</g>')
        target = f"{self.target_name} {number.text(self.target)}"
        parts.append(svg.line(left, y(self.target), width, y(self.target), "national"))
        target_at = self._beside_line(target, y(self.target), (left + 4, width), points, x, y)
        labels, unplaced = self._labels(points, x, y, frame, [target_at, *curve_labels])
        parts += [self._dot(point, x, y, number) for point in points]
        parts += labels
        clipped = (
            f'<clipPath id="{clip}"><rect x="{svg.px(left)}" y="20" '
            f'width="{svg.px(width - left)}" height="{svg.px(height - 64)}"/></clipPath>'
        )
        height += LINE * SMALL * (len(x_title) - 1)
        return Plot("".join(parts), height, clipped, self._notes(points, unplaced, y))

    def _y_title(self) -> str:
        return self.value_name if self.unit in ("", "percent") else self.unit

    def _notes(self, points: list[FunnelPoint], unplaced: list[str], y: Scale) -> tuple[str, ...]:
        notes = ["Level line: the forces compared, taken together."]
        if self.limits:
            notes.append(
                "Dashed curves: 95% limits. Solid curves: 99.8% limits"
                + (f", {self.limits_name}." if self.limits_name else ".")
            )
            lowest = min(finite(self.limits.upper_998), default=-math.inf)
            if lowest > y.high:
                beyond = self.number.text(lowest)
                notes.append(f"The upper 99.8% limit lies above this chart, from {beyond}.")
        if any(p.mark for p in points):
            notes.append("▲ above and ▼ below the limits.")
        if unplaced:
            notes.append(f"Also marked, too close together to be named: {', '.join(unplaced)}.")
        return (*notes, *care_lines((p.name, p.status) for p in points))

    def _x_scale(self, points: list[FunnelPoint], start: float, end: float) -> Scale:
        sizes = [p.size or 1.0 for p in points]
        low, high = min(sizes), max(sizes)
        by_ratio = high > low * LOG_FROM if self.log_x is None else self.log_x
        if by_ratio:
            return log_axis(low, high, start + DOT, end - DOT)
        scale = axis(0, high, start, end)
        return Scale(0, high * 1.03, scale.start, scale.end)

    def _y_scale(self, points: list[FunnelPoint], top: float, bottom: float) -> Scale:
        """Room for every point, and for the limits where the middling forces are."""
        values = [*finite(p.value for p in points), self.target]
        if self.limits and len(self.limits.sizes):
            middle = sorted(p.size or 0 for p in points)[len(points) // 2]
            at = [i for i, size in enumerate(self.limits.sizes) if size >= middle]
            near = at[0] if at else len(self.limits.sizes) - 1
            farthest = MOST_ROOM * max(values)  # limits far outside would squeeze the forces flat
            reach = finite([self.limits.lower_998[near], self.limits.upper_998[near]])
            values += [limit for limit in reach if limit <= farthest]
        low, high = min(values), max(values)
        air = (high - low) * 0.06
        low = low - air if low < 0 else max(0.0, low - air)
        return axis(low, high + air, bottom, top, count=STEPS)

    def _x_axis(self, x: Scale, y: float, width: float) -> str:
        ticks = x.ticks(5 if width > 500 else 3)
        drawn = svg.line(x.start, y, x.end, y, "axis")
        last = -1e9
        for tick in ticks:
            half = text_width(compact(tick), SMALL) / 2
            at = min(max(x(tick), half), width - half)
            if at - half < last + 8:
                continue
            last = at + half
            drawn += svg.line(x(tick), y, x(tick), y + 5, "axis")
            drawn += svg.text(at, y + 19, compact(tick), "tick", anchor="middle")
        return drawn

    def _limits(self, x: Scale, y: Scale, frame: Box, width: float) -> tuple[str, list[Placed]]:
        """The four curves, and labels where the upper ones leave the plot on the right."""
        limits = self.limits
        if limits is None or not len(limits.sizes):
            return "", []
        drawn = ""
        for values, look in (
            (limits.lower_95, "limit95"),
            (limits.upper_95, "limit95"),
            (limits.lower_998, "limit998"),
            (limits.upper_998, "limit998"),
        ):
            # A curve far outside is held a little beyond the frame and clipped there.
            pixels = [
                (x(size), min(max(y(value), -500), 2000))
                for size, value in zip(limits.sizes, values, strict=True)
                if size > 0 and finite([value])
            ]
            drawn += svg.polyline(pixels, look)
        labels = []
        for values, words in ((limits.upper_998, "99.8% limit"), (limits.lower_998, "99.8% limit")):
            if finite([values[-1]]):
                above = values is limits.upper_998
                label = _at_right(words, width, y(values[-1]) + (-6 if above else 16))
                if label.box.within(frame):
                    labels.append(label)
        return drawn, labels

    def _beside_line(
        self,
        words: str,
        level: float,
        ends: tuple[float, float],
        points: list[FunnelPoint],
        x: Scale,
        y: Scale,
    ) -> Placed:
        """The label of a level line at an end and a side of it where it hides the fewest dots."""
        dots = [(x(p.size or 1), y(p.value or 0)) for p in points]
        boxes = [Box(cx - DOT, cy - DOT, cx + DOT, cy + DOT) for cx, cy in dots]
        start = text_box(ends[0], level, words, SMALL)
        places = [
            _at_right(words, at, level + by) for at in (ends[1], start.right) for by in (-6, 16)
        ]
        return min(places, key=lambda place: sum(place.box.overlaps(dot) for dot in boxes))

    def _labels(
        self,
        points: list[FunnelPoint],
        x: Scale,
        y: Scale,
        frame: Box,
        fixed: list[Placed],
    ) -> tuple[list[str], list[str]]:
        """Names of the force in hand and the marked ones; and the names there is no room for."""
        named = [p for p in points if p.code == self.highlight or p.mark]
        # The force in hand chooses first, then those farthest from the target.
        named.sort(
            key=lambda p: (p.code != self.highlight, -abs((p.value or 0) - self.target), p.name)
        )
        centres = {p.code: (x(p.size or 1), y(p.value or 0)) for p in points}
        dots = {
            code: Box(cx - DOT, cy - DOT, cx + DOT, cy + DOT) for code, (cx, cy) in centres.items()
        }
        level = y(self.target)
        line = Box(frame.left, level - 1, frame.right, level + 1)
        taken: list[Box] = []
        drawn: list[str] = []
        unplaced: list[str] = []
        for point in named:
            chosen = point.code == self.highlight
            size = BODY if chosen else SMALL
            cx, cy = centres[point.code]
            own = dots[point.code]
            others = [dots[p.code] for p in named if not dots[p.code].overlaps(own)]
            # A leader line over another named dot would seem to start there: better not, but
            # better so than no name. The force in hand is named even on top of dots.
            tries = [([*taken, *others], [*dots.values(), line]), (taken, [*dots.values(), line])]
            if chosen:
                tries.append((taken, []))
            found = (
                place_label(cx, cy, point.name, size, frame=frame, taken=a, dots=b, bold=chosen)
                for a, b in tries
            )
            placed = next(filter(None, found), None)
            if placed is None:
                unplaced.append(point.name)
                continue
            taken += [placed.box, *placed.leader]
            if placed.leader:
                drawn.append(svg.line(cx, cy, placed.x, placed.y - size * 0.35, "leader"))
            look = "label own" if chosen else "label"
            drawn.append(svg.text(placed.x, placed.y, placed.words, look, anchor=placed.anchor))
        for label in fixed:
            if not any(label.box.overlaps(box) for box in taken):
                taken.append(label.box)
                drawn.append(svg.text(label.x, label.y, label.words, "label", anchor=label.anchor))
        return drawn, unplaced

    def _dot(self, point: FunnelPoint, x: Scale, y: Scale, number: NumberFormat) -> str:
        chosen = point.code == self.highlight
        cx, cy = x(point.size or 1), y(point.value or 0)
        status = status_code(point.status)
        words = f"{point.name}: {number.text(point.value or 0)} {status}".rstrip()
        words += f"; {self.size_name} {plain(point.size or 0, 0)}"
        if point.mark:
            words += f"; {point.mark} the limits"
            up = point.mark == "above"
            look = mark_look(point.mark, self.direction) + " chosen" * chosen
            shape = svg.triangle(cx, cy, 5.5, look, up=up)
            if chosen:
                shape = svg.circle(cx, cy, 9, "ring") + shape
        else:
            look = " ".join(["dot"] + ["chosen"] * chosen + ["hollow"] * is_hollow(point.status))
            shape = svg.circle(cx, cy, DOT + 1.5 * chosen, look)
        return svg.group([svg.link([shape], point.href, title=words)], "row", code=point.code)


def _at_right(words: str, x: float, y: float) -> Placed:
    """The label of a line, ending at its right end."""
    return Placed(words, x, y, "end", text_box(x, y, words, SMALL, anchor="end"))

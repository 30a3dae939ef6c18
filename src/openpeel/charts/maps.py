"""The 43 forces on a map: as equal tiles, or with their outlines."""

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
from openpeel.charts.numbers import NumberFormat, finite
from openpeel.charts.table import Column, Table
from openpeel.charts.text import text_width

Ring = Sequence[tuple[float, float]]  # (longitude, latitude), closed or not

THIN = 2.0  # pixels between the points of an outline, across and down together

# How many classes of grey, and which of the five greys they use: as far apart as may be.
_GREYS = {1: (3,), 2: (1, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}


@dataclass(frozen=True)
class Place:
    """One force on a map: `short` is its abbreviation; `tile` its (column, row), both from 0;
    `rings` its outline, outer and inner rings alike."""

    code: str
    name: str
    short: str
    value: float | None
    status: str = ""
    mark: Mark | None = None
    href: str = ""
    tile: tuple[int, int] = (0, 0)
    rings: tuple[Ring, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Map(Chart):
    """What both maps share: classes, legend, table.

    cuts: the values, rising, at which the next class begins (two to four cuts). Without cuts
    the classes are the marks: above, below, neither.
    """

    places: tuple[Place, ...]
    cuts: tuple[float, ...] = ()
    highlight: str | None = None
    direction: Direction = "neutral"
    value_name: str = "Value"

    def absent(self) -> tuple[tuple[str, str], ...]:
        """The forces without a value, by reason, and whatever else is missing."""
        named = {name for name, _ in self.missing}
        rest = (p for p in self.places if not finite([p.value]) and p.name not in named)
        return tuple((p.name, status_words(p.status) or "no value") for p in rest) + self.missing

    def table(self) -> Table:
        """Every force with its value and class, in order of name."""
        number = self.number
        return Table(
            (
                Column("code", "Code"),
                Column("name", "Name"),
                Column("value", self.value_name, self.unit, True, number.decimals),
                Column("class", "Class"),
                Column("status", "Status"),
            ),
            tuple(
                (p.code, p.name, p.value, self._class_words(p, number), status_code(p.status))
                for p in sorted(self.places, key=lambda p: p.name)
            ),
        )

    def _notes(self) -> tuple[str, ...]:
        return care_lines((p.name, p.status) for p in self.places if finite([p.value]))

    def _values(self) -> list[float | None]:
        return [place.value for place in self.places]

    def _class_of(self, value: float) -> int:
        return sum(value >= cut for cut in self.cuts)

    def _class_look(self, index: int) -> str:
        return f"class{_GREYS[len(self.cuts) + 1][index]}"

    def _class_name(self, index: int, number: NumberFormat) -> str:
        if index == 0:
            return f"under {number.text(self.cuts[0])}"
        if index == len(self.cuts):
            return f"{number.text(self.cuts[-1])} or more"
        return f"{number.text(self.cuts[index - 1])} to {number.text(self.cuts[index])}"

    def _class_words(self, place: Place, number: NumberFormat) -> str:
        if place.value is None:
            return ""
        if is_hollow(place.status):
            return "not compared"
        if self.cuts:
            return self._class_name(self._class_of(place.value), number)
        return f"well {place.mark} average" if place.mark else "neither"

    def _look(self, place: Place) -> str:
        """The class of a force's colour; empty for one without a value, which is hatched."""
        if place.value is None or not finite([place.value]):
            return ""
        if is_hollow(place.status):
            return "hollow"
        if self.cuts:
            return self._class_look(self._class_of(place.value))
        side = mark_look(place.mark, self.direction).removeprefix("mark").strip()
        return f"tile-{side}" if side else ("class2" if place.mark else "class1")

    def _words(self, place: Place, number: NumberFormat) -> str:
        if place.value is None:
            return f"{place.name}: {status_words(place.status) or 'no value'}"
        words = f"{place.name}: {number.text(place.value)} {status_code(place.status)}".rstrip()
        return f"{words}; well {place.mark} average" if place.mark else words

    def _legend(self, y: float, width: float, name: str) -> tuple[str, float]:
        """A swatch and its words for each class, and for no value; and where the legend ends."""
        number = self.number
        entries: list[tuple[str, str]] = []  # (class, words)
        shape: dict[str, Mark] = {}
        if self.cuts:
            entries = [
                (self._class_look(i), self._class_name(i, number))
                for i in range(len(self.cuts) + 1)
            ]
        else:
            sample = Place("", "", "", 0.0)
            marks: tuple[Mark, ...] = ("above", "below")
            for mark in marks:
                words = f"well {mark} average"
                entries.append((self._look(Place("", "", "", 0.0, mark=mark)), words))
                shape[words] = mark
            entries.append((self._look(sample), "neither"))
        looks = {self._look(place) for place in self.places}
        if "hollow" in looks:
            entries.append(("hollow", "not compared"))
        if "" in looks:
            entries.append(("", "no value"))
        drawn, x, y = "", 0.0, y + 18
        for look, words in entries:
            room = 24 + text_width(words, SMALL) + 14
            if x and x + room - 14 > width:
                x, y = 0.0, y + 22
            drawn += self._swatch(x + 0.5, y - 13, 17, 17, look, name)
            if words in shape:
                mark = shape[words]
                up = mark == "above"
                drawn += svg.triangle(x + 9, y - 4.5, 4, mark_look(mark, self.direction), up=up)
            drawn += svg.text(x + 24, y, words, "small")
            x += room
        return drawn, y + 8

    def _swatch(self, x: float, y: float, w: float, h: float, look: str, name: str) -> str:
        if look:
            return svg.rect(x, y, w, h, f"place {look}")
        return svg.rect(x, y, w, h, "", fill=f"{name}-hatch")


@dataclass(frozen=True, kw_only=True)
class TileMap(_Map):
    """Every force an equal tile at its place, with its abbreviation and value written in it."""

    def _plot(self, width: float, name: str) -> Plot:
        number = self.number
        legend, top = self._legend(0, width, name)
        top += 8
        if not self.places:
            return Plot(svg.text(0, BODY, "There is no force to show.", "note"), BODY * 1.5)
        first = min(p.tile[0] for p in self.places)
        upper = min(p.tile[1] for p in self.places)
        columns = max(p.tile[0] for p in self.places) - first + 1
        rows = max(p.tile[1] for p in self.places) - upper + 1
        side = min(width / columns, 58.0)
        left = (width - side * columns) / 2
        tiles, edge = [], ""
        for place in self.places:
            x = left + (place.tile[0] - first) * side
            y = top + (place.tile[1] - upper) * side
            tiles.append(self._tile(place, x, y, side, name, number))
            if place.code == self.highlight:
                edge = svg.rect(x + 1, y + 1, side - 2, side - 2, "chosen-edge")
        drawn = legend + "".join(tiles) + edge
        return Plot(drawn, top + side * rows + 6, svg.hatch(f"{name}-hatch"), self._notes())

    def _tile(
        self, place: Place, x: float, y: float, side: float, name: str, number: NumberFormat
    ) -> str:
        look = self._look(place)
        ink = " light" if look in ("class4", "class5") else ""
        middle = x + side / 2
        value = place.value
        written = "" if value is None else number.text(value)
        if place.status:
            # A small tile has room for the number and its code, not for the sign as well.
            written = f"{written.removesuffix('%')} {status_code(place.status)}".strip()
        lift = -2 if side > 45 else 0
        label = f"tile{ink}" if look else "label"
        parts = [
            self._swatch(x + 1, y + 1, side - 2, side - 2, look, name),
            svg.text(middle, y + side / 2 + lift - 1, place.short, label, anchor="middle"),
            svg.text(middle, y + side / 2 + lift + 14, written, label, anchor="middle"),
        ]
        if place.mark and not self.cuts:
            up = place.mark == "above"
            at = (x + side - 9, y + 8) if up else (x + side - 9, y + side - 8)
            parts.append(svg.triangle(*at, 3.5, mark_look(place.mark, self.direction), up=up))
        inside = svg.link(parts, place.href, title=self._words(place, number))
        return svg.group([inside], "row", code=place.code)


@dataclass(frozen=True, kw_only=True)
class OutlineMap(_Map):
    """Every force by its outline: longitude shrunk by the cosine of the middle latitude."""

    def _plot(self, width: float, name: str) -> Plot:
        drawn_places = [p for p in self.places if any(p.rings)]
        if not drawn_places:
            return Plot(svg.text(0, BODY, "There is no outline to show.", "note"), BODY * 1.5)
        number = self.number
        legend, top = self._legend(0, width, name)
        corners = [point for p in drawn_places for ring in p.rings for point in ring]
        west, east = min(x for x, _ in corners), max(x for x, _ in corners)
        south, north = min(y for _, y in corners), max(y for _, y in corners)
        shrink = math.cos(math.radians((south + north) / 2))
        across, down = max((east - west) * shrink, 1e-9), max(north - south, 1e-9)
        scale = min(width / across, 640 / down)
        left = (width - across * scale) / 2
        top += 10

        def outline(place: Place) -> str:
            rings = (
                [
                    (left + (lon - west) * shrink * scale, top + (north - lat) * scale)
                    for lon, lat in ring
                ]
                for ring in place.rings
            )
            return "".join(svg.path_through(thinned(r, THIN), close=True) for r in rings)

        shapes, edge = [], ""
        for place in drawn_places:
            data = outline(place)
            shapes.append(self._shape(place, data, name, number))
            if place.code == self.highlight:
                edge = f'<path d="{data}" class="chosen-edge"/>'
        drawn = legend + "".join(shapes) + edge
        return Plot(drawn, top + down * scale + 8, svg.hatch(f"{name}-hatch"), self._notes())

    def _shape(self, place: Place, data: str, name: str, number: NumberFormat) -> str:
        look = self._look(place)
        fill = f'class="place {look}"' if look else f'fill="url(#{name}-hatch)"'
        shape = f'<path d="{data}" fill-rule="evenodd" {fill}/>'
        inside = svg.link([shape], place.href, title=self._words(place, number))
        return svg.group([inside], "row", code=place.code)


def thinned(ring: Sequence[tuple[float, float]], apart: float) -> list[tuple[float, float]]:
    """The ring without the points nearer than `apart` to the last kept: nobody sees them."""
    kept: list[tuple[float, float]] = []
    for x, y in ring:
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= apart:
            kept.append((x, y))
    return kept if len(kept) > 2 else list(ring)

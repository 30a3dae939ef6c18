"""How much room words take: widths estimated without a font, wrapping, and label boxes.

The reader's system font is not known when the chart is drawn. Widths are those of Helvetica and
Arial with a few per cent to spare, which covers the usual system fonts.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

# Widths in thousandths of the font size (Adobe's published metrics of Helvetica).
_WIDTHS = {
    **dict.fromkeys("ijl'|", 222),
    **dict.fromkeys(" !,./:;I[]\\ft", 278),
    **dict.fromkeys('"()-`r{}', 345),
    **dict.fromkeys("*Jcksvxyz^", 500),
    **dict.fromkeys("+<=>~#$?_0123456789Labdeghnopqu", 570),
    **dict.fromkeys("FTZABEKPSVXY&", 667),
    **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("Mm", 833),
    **dict.fromkeys("W%@", 960),
}
_SPARE = 1.04
_BOLD = 1.08
LINE = 1.3  # line height, as a multiple of the font size


@lru_cache(maxsize=4096)
def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """The room in pixels that `words` take at `size` pixels, a little more rather than less."""
    units = sum(_WIDTHS.get(character) or _other_width(character) for character in words)
    return units / 1000 * size * _SPARE * (_BOLD if bold else 1)


def _other_width(character: str) -> int:
    return 1000 if unicodedata.east_asian_width(character) in "WF" else 667


def wrap(words: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """The words in lines no wider than `room`; a single word wider than that keeps its line."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@dataclass(frozen=True)
class Box:
    """A rectangle that a label or a point takes up, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        """True if the two rectangles share any room."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other: "Box") -> bool:
        """True if this rectangle lies wholly in the other."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


def text_box(
    x: float, y: float, words: str, size: float, *, anchor: str = "start", bold: bool = False
) -> Box:
    """The rectangle of words whose baseline starts, ends or is centred at (x, y)."""
    width = text_width(words, size, bold=bold)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return Box(left, y - size * 0.85, left + width, y + size * 0.25)


@dataclass(frozen=True)
class Placed:
    """A label with its place: baseline point, anchor, its box, and the boxes along its leader.

    A label that touches its point needs no leader line, and `leader` is empty.
    """

    words: str
    x: float
    y: float
    anchor: str
    box: Box
    leader: tuple[Box, ...] = ()


# Where a label may stand around its point: directions, then distances. Close places come first.
_AROUND = (
    (1.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (0.0, 1.0),
    (0.8, -0.6), (-0.8, -0.6), (0.8, 0.6), (-0.8, 0.6),
    (0.5, -0.9), (-0.5, -0.9), (0.5, 0.9), (-0.5, 0.9),
)  # fmt: skip
_DISTANCES = (7.0, 18.0, 30.0, 44.0, 60.0, 80.0, 100.0)


def place_label(
    x: float,
    y: float,
    words: str,
    size: float,
    *,
    frame: Box,
    taken: Sequence[Box],
    dots: Sequence[Box] = (),
    bold: bool = False,
) -> Placed | None:
    """The nearest free place for a label around the point (x, y), or None if there is none.

    The label stays inside `frame`, covers neither a `taken` box nor a dot, and its leader line
    crosses no `taken` box (it may pass over dots: they are what it leads through).
    """
    for distance in _DISTANCES:
        for across, down in _AROUND:
            label_x = x + across * distance
            # The middle of a line of text is about a third of its size above the baseline.
            label_y = y + down * (distance + size * 0.3) + size * 0.35
            anchor = "middle" if abs(across) < 0.1 else ("start" if across > 0 else "end")
            box = text_box(label_x, label_y, words, size, anchor=anchor, bold=bold)
            if not box.within(frame) or any(box.overlaps(other) for other in (*taken, *dots)):
                continue
            leader = () if distance < 8 else _along(x, y, label_x, label_y - size * 0.35)
            if not any(step.overlaps(other) for step in leader for other in taken):
                return Placed(words, label_x, label_y, anchor, box, leader)
    return None


def _along(x1: float, y1: float, x2: float, y2: float, steps: int = 8) -> tuple[Box, ...]:
    """Small boxes along a line, to see what it crosses."""
    shares = [(i + 0.5) / steps for i in range(steps)]
    places = [(x1 + (x2 - x1) * s, y1 + (y2 - y1) * s) for s in shares]
    reach = max(abs(x2 - x1), abs(y2 - y1)) / steps / 2
    return tuple(Box(x - 1, y - reach, x + 1, y + reach) for x, y in places)


def spread(wanted: Iterable[float], gap: float, low: float, high: float) -> list[float]:
    """Places as near as may be to the wanted ones, at least `gap` apart, in the same order.

    >>> spread([10, 12, 40], 10, 0, 100)
    [6.0, 16.0, 40.0]
    """
    order = sorted(enumerate(wanted), key=lambda item: item[1])
    groups: list[tuple[float, int]] = []  # the mean wanted place of a run of labels, its length
    for _, place in order:
        middle, count = float(place), 1
        while groups and middle - groups[-1][0] < gap * (count + groups[-1][1]) / 2:
            before, length = groups.pop()
            middle = (middle * count + before * length) / (count + length)
            count += length
            half = gap * (count - 1) / 2
            middle = max(min(middle, high - half), low + half)
        groups.append((middle, count))
    placed = [m + gap * (i - (n - 1) / 2) for m, n in groups for i in range(n)]
    result = [0.0] * len(order)
    for (index, _), place in zip(order, placed, strict=True):
        result[index] = place
    return result

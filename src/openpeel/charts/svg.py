"""The few SVG elements that charts are made of, as text.

Coordinates are rounded to a tenth of a pixel: files stay small and the same input gives the same
bytes. Looks belong to classes (see charts.css); every word from outside is escaped here.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

# Characters that no XML file may hold, escaped or not.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


@lru_cache(maxsize=4096)
def escape(words: str) -> str:
    """The words made safe for the text and the attributes of an SVG."""
    return _FORBIDDEN.sub("", words).translate(_SPECIAL)


@lru_cache(maxsize=16384)
def px(value: float) -> str:
    """A coordinate to a tenth of a pixel, as short as it can be written.

    >>> px(12.0), px(-0.04), px(3.14159)
    ('12', '0', '3.1')
    """
    tenths = round(value * 10)
    return str(tenths // 10) if tenths % 10 == 0 else str(tenths / 10)


def text(x: float, y: float, words: str, look: str = "", *, anchor: str = "start") -> str:
    """Words with their baseline at y; `anchor` is start, middle or end."""
    placing = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{px(x)}" y="{px(y)}"{_look(look)}{placing}>{escape(words)}</text>'


def lines_of_text(
    x: float,
    y: float,
    lines: Iterable[str],
    look: str = "",
    *,
    step: float,
    anchor: str = "start",
) -> str:
    """Several lines of words, the first with its baseline at y, each `step` below the last."""
    return "".join(
        text(x, y + index * step, words, look, anchor=anchor) for index, words in enumerate(lines)
    )


def rect(x: float, y: float, width: float, height: float, look: str, fill: str = "") -> str:
    """A rectangle; `fill` names a pattern of the same drawing (a class would outrank it)."""
    painted = f' fill="url(#{fill})"' if fill else ""
    size = f'width="{px(width)}" height="{px(height)}"'
    return f'<rect x="{px(x)}" y="{px(y)}" {size}{_look(look)}{painted}/>'


def line(x1: float, y1: float, x2: float, y2: float, look: str) -> str:
    """A straight line."""
    return f'<path d="M{px(x1)} {px(y1)}L{px(x2)} {px(y2)}"{_look(look)}/>'


def verticals(x: float, spans: Iterable[tuple[float, float]], look: str) -> str:
    """One upright line at x in stretches, each from a top to a bottom: it leaves room for words."""
    at = px(x)
    drawn = "".join(f"M{at} {px(top)}V{px(bottom)}" for top, bottom in spans)
    return f'<path d="{drawn}"{_look(look)}/>'


def polyline(points: Iterable[tuple[float, float]], look: str, *, close: bool = False) -> str:
    """A line through the points, or the area within them if it is closed."""
    return f'<path d="{path_through(points, close=close)}"{_look(look)}/>'


def path_through(points: Iterable[tuple[float, float]], *, close: bool = False) -> str:
    """The path data of a line through the points; a point that rounds to the last is left out."""
    written: list[str] = []
    for x, y in points:
        step = f"{px(x)} {px(y)}"
        if not written or step != written[-1]:
            written.append(step)
    return "M" + "L".join(written) + ("Z" if close else "") if written else ""


def circle(x: float, y: float, radius: float, look: str) -> str:
    """A circle around (x, y)."""
    return f'<circle cx="{px(x)}" cy="{px(y)}" r="{px(radius)}"{_look(look)}/>'


def triangle(x: float, y: float, half: float, look: str, *, up: bool) -> str:
    """A triangle centred on (x, y) that points up or down: the shape of a mark."""
    tip, base = (y - half, y + half) if up else (y + half, y - half)
    return polyline([(x - half, base), (x + half, base), (x, tip)], look, close=True)


def group(parts: Iterable[str], look: str = "", *, code: str = "", title: str = "") -> str:
    """Parts that belong together; `code` says whose they are, `title` is shown on hover."""
    named = f' data-code="{escape(code)}"' if code else ""
    return f"<g{_look(look)}{named}>{_title(title)}{''.join(parts)}</g>"


def link(parts: Iterable[str], href: str, *, title: str = "") -> str:
    """Parts that lead somewhere when chosen; without an address, the parts alone."""
    inside = "".join(parts)
    if not href:
        return f"<g>{_title(title)}{inside}</g>" if title else inside
    return f'<a href="{escape(href)}">{_title(title)}{inside}</a>'


def hatch(name: str) -> str:
    """The pattern of slanted lines that says: no value here."""
    return (
        f'<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="6" height="6" class="hatch-ground"/>'
        '<path d="M0 0V6" class="hatch-line"/></pattern>'
    )


def _look(look: str) -> str:
    return f' class="{look}"' if look else ""


def _title(title: str) -> str:
    return f"<title>{escape(title)}</title>" if title else ""

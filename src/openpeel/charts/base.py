"""What every chart is: one frozen object from which come its SVG, its table and its CSV."""

import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from openpeel.charts import svg
from openpeel.charts.numbers import NumberFormat
from openpeel.charts.table import Table
from openpeel.charts.text import LINE, wrap

WIDE = 720
NARROW = 360
BODY = 14.0  # names and values
SMALL = 13.0  # axes, line labels, notes
HEADLINE = 17.0

Mark = Literal["above", "below"]
Direction = Literal["higher", "lower", "neutral", "context"]

# The reason codes that travel with a value, in words.
STATUS_WORDS = {
    "[x]": "not supplied",
    "[z]": "not applicable",
    "[n]": "supplied but not comparable",
    "[p]": "partial",
    "[c]": "suppressed",
    "[low]": "base too small",
    "[r]": "revised",
}


def status_code(status: str) -> str:
    """The reason code in its brackets, however it was written; empty if there is none.

    >>> status_code("p"), status_code("[p]"), status_code("")
    ('[p]', '[p]', '')
    """
    return f"[{status.strip('[]')}]" if status else ""


def status_words(status: str) -> str:
    """The code with its meaning: `[x] not supplied`."""
    code = status_code(status)
    return f"{code} {STATUS_WORDS.get(code, '')}".strip()


def is_hollow(status: str) -> bool:
    """True for a value to be read with care; a revised one is as good as any."""
    return status_code(status) not in ("", "[r]")


def mark_look(mark: Mark | None, direction: Direction) -> str:
    """The class of a mark: `better` or `worse` only where the measure says one way is good."""
    if mark is None or direction not in ("higher", "lower"):
        return "mark"
    return "mark better" if (mark == "above") == (direction == "higher") else "mark worse"


@dataclass(frozen=True)
class Plot:
    """The drawn middle of a chart: its elements, its height, patterns, and notes to print below."""

    parts: str
    height: float
    definitions: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Chart(ABC):
    """A chart: words around it, and a plot that each kind draws in its own way.

    title: the message, as a sentence. subtitle: what, where, when, unit. source: who published
    the figures. description: the long text alternative. missing: (name, reason in words) of
    each force that the chart cannot show. unit: as in the measure's file (`percent`,
    `per 1,000`, ...). decimals: digits after the point; by default they suit the values.
    """

    title: str
    subtitle: str
    source: str
    description: str
    unit: str = ""
    decimals: int | None = None
    missing: tuple[tuple[str, str], ...] = ()

    @abstractmethod
    def table(self) -> Table:
        """The numbers of the chart, a row for each thing drawn or missing."""

    @abstractmethod
    def _plot(self, width: float, name: str) -> Plot:
        """The plot, `width` pixels wide from (0, 0); `name` starts the ids of its patterns."""

    @abstractmethod
    def _values(self) -> list[float | None]:
        """The values that decide how numbers are written."""

    @property
    def number(self) -> NumberFormat:
        """How the chart writes its numbers, in the drawing and in the table."""
        return NumberFormat.fitting(self._values(), self.unit, self.decimals)

    def absent(self) -> tuple[tuple[str, str], ...]:
        """(name, reason) of everything without a value; kinds with rows add theirs."""
        return self.missing

    def csv(self) -> str:
        """The table as CSV, full precision."""
        return self.table().csv()

    def svg(self, width: int = WIDE, *, headings: bool = True, standalone: bool = False) -> str:
        """The chart as an SVG that fills its container, drawn for `width` pixels (720 or 360).

        headings: draw title, subtitle and source too; a page that has them in HTML leaves them
        out. standalone: a file of its own, with the stylesheet inside. Two charts on one page
        must differ in kind, title, subtitle or width, because ids are made from these.
        """
        name = self._name(width)
        plot = self._plot(width, name)
        pad = 16.0 if standalone else 2.0
        above, y = self._above(width) if headings else ("", 0.0)
        below, height = self._below(width, y + plot.height, plot.notes, source=headings)
        # Links inside role=img would be hidden from assistive technology, so a linked chart is
        # a group of named things.
        role = "group" if "<a " in plot.parts else "img"
        definitions = f"<defs>{plot.definitions}</defs>" if plot.definitions else ""
        box = " ".join(svg.px(n) for n in (-pad, -pad, width + 2 * pad, height + 2 * pad))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" fill="none" role="{role}" '
            f'aria-labelledby="{name}-title {name}-desc" viewBox="{box}" width="100%">'
            f'<title id="{name}-title">{svg.escape(self.title)}</title>'
            f'<desc id="{name}-desc">{svg.escape(self.description)}</desc>'
            + (f"<style>{stylesheet()}</style>" if standalone else "")
            + definitions
            + above
            + (f'<g transform="translate(0 {svg.px(y)})">{plot.parts}</g>' if y else plot.parts)
            + below
            + "</svg>"
        )

    def _name(self, width: int) -> str:
        words = "\n".join((type(self).__name__, self.title, self.subtitle))
        return f"c{zlib.crc32(words.encode('utf-8', 'replace')):08x}-{width}"

    def _above(self, width: float) -> tuple[str, float]:
        """Title and subtitle, and where the plot may start."""
        title = wrap(self.title, width, HEADLINE, bold=True)
        subtitle = wrap(self.subtitle, width, BODY)
        y = HEADLINE
        drawn = svg.lines_of_text(0, y, title, "headline", step=HEADLINE * LINE)
        y += HEADLINE * LINE * (len(title) - 1) + BODY * 1.6
        drawn += svg.lines_of_text(0, y, subtitle, "subtitle", step=BODY * LINE)
        return drawn, y + BODY * LINE * (len(subtitle) - 1) + BODY * 1.4

    def _below(
        self, width: float, y: float, notes: Iterable[str], *, source: bool
    ) -> tuple[str, float]:
        """Notes, the missing by reason, the source; and where the drawing ends."""
        paragraphs = [*notes, *missing_lines(self.absent())]
        if source and self.source:
            paragraphs.append(f"Source: {self.source}")
        drawn = ""
        for paragraph in paragraphs:
            lines = wrap(paragraph, width, SMALL)
            drawn += svg.lines_of_text(0, y + SMALL * 1.5, lines, "note", step=SMALL * LINE)
            y += SMALL * LINE * len(lines) + 6
        return drawn, y + 4


def care_lines(named: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """What is drawn hollow and why, from (name, status) of the values drawn: one line a code."""
    coded = [(name, status_words(status)) for name, status in named if status]
    return tuple(missing_lines(coded))


def missing_lines(missing: Iterable[tuple[str, str]]) -> list[str]:
    """One line a reason, naming the forces: `[x] not supplied: Kent, Surrey`."""
    by_reason: dict[str, list[str]] = {}
    for name, reason in missing:
        by_reason.setdefault(reason, []).append(name)
    return [f"{reason}: {', '.join(names)}" for reason, names in by_reason.items()]


@cache
def stylesheet() -> str:
    """The looks of all charts: a page includes it once; colours are CSS custom properties."""
    return (Path(__file__).parent / "charts.css").read_text(encoding="utf-8")

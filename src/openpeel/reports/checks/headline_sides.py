"""What a chart shows its figure beside, which is what its headline can speak of.

Bars show a force beside the other forces in one period; a trend shows it beside its own past. A
standard, or an earlier time on bars, counts only where the report itself compares with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openpeel.catalogue.headline_words import headline_words
from openpeel.reports.checks.two_amounts import beside
from openpeel.reports.data.figures import Bundle, Compared, Figure
from openpeel.reports.text.document import ChartOf

USED = ("ok", "r")  # statuses whose values count in comparisons
OTHERS = ("rank", "average", "england-and-wales", "peers")


@dataclass(frozen=True)
class Shown:
    """A chart with its figure and everything that the figure was set beside."""

    chart: ChartOf
    figure: Figure
    bundle: Bundle

    @property
    def compared(self) -> list[Compared]:
        """Everything that the figure could be set beside."""
        made = [c for c in self.bundle.compared if c.figure == self.figure.id and not c.why]
        if not any(c.with_ == "average" for c in made):
            made += self._lines()
        return made

    def sides(self, words: str) -> list[Compared]:
        """What the figure stands beside where the words speak of it."""
        speaks, made = headline_words().of(words), self.compared
        named = [c for c in made if self._place(c) not in ("", self.figure.place)]
        if by_name := [c for c in named if self._place(c) in words]:
            return by_name
        if "standard" in speaks:
            return [c for c in made if c.with_ == "standard"]
        of_others = "others" in speaks and not speaks & {"time", "change"}
        if of_others or (self.chart.kind == "chart" and not speaks & {"time", "change"}):
            return [c for c in made if self._is_of_others(c)]
        return [c for c in made if self._is_of_time(c)]

    def amounts(self, words: str) -> list[Figure]:
        """What an amount can be of where the words speak of something else than the figure."""
        sides = [beside(self.figure, c) for c in self.sides(words) if c.other_value is not None]
        if self.chart.kind == "trend" and not headline_words().of(words) & {"others", "standard"}:
            sides += self._periods()
        return sides

    def _is_of_others(self, made: Compared) -> bool:
        return made.with_ in OTHERS or self._place(made) == "England and Wales"

    def _is_of_time(self, made: Compared) -> bool:
        """Beside an earlier period of the same force: the trend's first, or a figure's."""
        return made.with_ == self.chart.key or self._place(made) == self.figure.place

    def _place(self, made: Compared) -> str:
        """The place of the figure that it is set beside; empty where that is no figure."""
        other = self.bundle.figures.get(made.with_)
        return other.place if other else ""

    def _lines(self) -> Iterator[Compared]:
        """Where the force lies by the outlier lines that the chart draws."""
        drawn = self.bundle.charts.get(self.figure.id)
        own = drawn and next((b for b in drawn.bars if b.force == self.figure.place), None)
        if drawn and drawn.lines and own and own.value is not None and own.status in USED:
            mark = f"well {own.mark} average" if own.mark else "between the lines"
            yield Compared(
                figure=self.figure.id, with_="average", other="the outlier lines", mark=mark
            )

    def _periods(self) -> Iterator[Figure]:
        """The periods that a trend draws, before the figure's own."""
        drawn = self.bundle.trends.get(self.figure.id)
        for period in drawn.periods[:-1] if drawn else ():
            if period.value is not None:
                update = {
                    "title": period.label, "period": "", "value": period.value,
                    "lower": period.lower, "upper": period.upper,
                    "numerator": None, "denominator": None,
                }  # fmt: skip
                yield self.figure.model_copy(update=update)

"""A figure that a report speaks of, with all that its words are checked against.

Everything here is plain data: what a report was built from is kept beside it as `figures.json`,
and the report is built again from that alone.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from openpeel.catalogue.loading import Entry

Kind = Literal["measure", "audit", "survey", "document", "working"]
Direction = Literal["higher", "lower", "neutral", "context"]
Provenance = Literal[
    "sent by forces", "published statistics", "audit by sample", "workforce survey", "document",
    "worked out in this report",
]  # fmt: skip


# What every figure of a measure can be set beside, and how the reason begins where nothing is.
BESIDE = ("standard", "england-and-wales", "peers", "rank", "average")
NO_SUCH_FIGURE = "there is no figure "


class Figure(Entry):
    """One number with its interval, its parts, its status and where it comes from.

    `value`, `lower` and `upper` are in `unit` (percent are 0 to 100). `status` is `ok` or a reason
    code without brackets; a missing number is None, never zero. `address` is the permalink on the
    release's site, from its root. `supplied` of `forces` say how many forces a national figure
    rests on; None where it is about one force.
    """

    id: str
    kind: Kind
    title: str
    place: str
    period: str
    unit: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    level: float | None = None
    method: str = ""
    numerator: float | None = None
    numerator_words: str = ""
    denominator: float | None = None
    denominator_words: str = ""
    status: str = "ok"
    reason: str = ""
    direction: Direction = "neutral"
    source: str
    address: str = ""
    name: str = ""  # the permalink's name, to trace it with
    version: str = ""
    provenance: Provenance
    caution: str = ""
    supplied: int | None = None
    without: tuple[str, ...] = ()
    area: str = ""
    simulated: bool = False
    end: date | None = None  # the last day that it speaks of
    received: date | None = None

    @property
    def share(self) -> float | None:
        """The value as a share from 0 to 1, where it is one."""
        return self.value / 100 if self.unit == "percent" and self.value is not None else None


class Compared(Entry):
    """A figure set beside something, as far as it can be.

    `difference` with `lower` and `upper` is in the figure's unit, `ratio` is times. `why` says why
    nothing can be said. Of ranks 1 is the highest of `of`. `mark` is what the outlier lines say.
    What begins with `other_` is the other side's; with the figure's own it gives the difference.
    """

    figure: str
    with_: str
    other: str  # what it is set beside, in words
    other_value: float | None = None
    other_lower: float | None = None
    other_upper: float | None = None
    other_numerator: float | None = None
    other_denominator: float | None = None
    difference: float | None = None
    lower: float | None = None
    upper: float | None = None
    ratio: float | None = None
    ratio_lower: float | None = None
    ratio_upper: float | None = None
    rank_lower: int | None = None
    rank_upper: int | None = None
    of: int | None = None
    mark: str | None = None
    method: str = ""
    why: str = ""
    supplied: int | None = None  # forces that the other side rests on
    without: tuple[str, ...] = ()


class BarOf(Entry):
    """One force in a chart."""

    code: str
    force: str
    value: float | None
    lower: float | None
    upper: float | None
    status: str
    mark: str | None


class ChartData(Entry):
    """What the chart of a measure is drawn from: every force, the lines, the title's parts."""

    figure: str
    measure: str
    title: str
    subtitle: str
    unit: str
    direction: Direction
    bars: tuple[BarOf, ...]
    lines: tuple[float, float, float] | None  # lower, middle, upper
    national: float | None
    source: str
    address: str
    note: str


class PeriodOf(Entry):
    """One period of a trend: the force's value and that of England and Wales.

    `signal` names the rule of the control chart that the force's value breaks; empty if none.
    """

    start: date
    label: str
    value: float | None
    lower: float | None
    upper: float | None
    status: str
    signal: str
    national: float | None
    national_status: str


class BreakOf(Entry):
    """From this day the figures are not like those before, and why."""

    start: date
    reason: str


class LimitsOf(Entry):
    """Centre line and limits of a control chart, one number a period."""

    centre: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    method: str


class TrendData(Entry):
    """What the trend of a figure is drawn from: its periods up to the figure's own.

    A trend of England and Wales has nothing beside it: its `national` values are None.
    """

    figure: str
    measure: str
    code: str
    force: str
    title: str
    subtitle: str
    unit: str
    periods: tuple[PeriodOf, ...]
    breaks: tuple[BreakOf, ...]
    limits: LimitsOf | None
    source: str
    address: str
    note: str


class PeersOf(Entry):
    """The list of peers that the release compares with, and whom it gives the inspected force.

    `dated` is None where the list does not say; `sha256` is the hash of a list that a user gave.
    """

    name: str
    words: str
    dated: date | None
    sha256: str
    forces: tuple[str, ...]


class ReleaseOf(Entry):
    """The release that figures are taken from."""

    id: str
    code: str
    simulated: bool
    inputs: tuple[dict[str, Any], ...]
    audits: tuple[dict[str, Any], ...] = ()


class Bundle(Entry):
    """Everything that a report's words are checked against."""

    release: ReleaseOf
    figures: dict[str, Figure]
    compared: tuple[Compared, ...] = ()
    charts: dict[str, ChartData] = Field(default_factory=dict)
    trends: dict[str, TrendData] = Field(default_factory=dict)
    peers: PeersOf | None = None  # where a link compares with them
    survey: dict[str, Any] | None = None

    def comparison(self, figure: str, with_: str) -> Compared | None:
        """What was worked out for a link `compare:FIGURE?with=OTHER`."""
        wanted = (figure, with_)
        return next((c for c in self.compared if (c.figure, c.with_) == wanted), None)

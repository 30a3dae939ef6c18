"""The tables of a release, column by column: the files and their schema are made from this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from math import exp
from operator import attrgetter
from typing import Literal

from openpeel.catalogue.coverage import statuses
from openpeel.catalogue.forces import forces
from openpeel.catalogue.peers import PeerGroup
from openpeel.measures.values import Comparison, Release, Value

Kind = Literal["text", "number", "whole", "date"]
Item = str | float | date | None
Row = tuple[Item, ...]

STATUSES: dict[str, str] = {"ok": "supplied and usable"} | {
    code: f"{status.label}: {status.sentence}" for code, status in statuses().items()
}
UNITS: dict[str, str] = {
    "percent": "of 100: 12.5 is 12.5%",
    "per 100": "for every 100 of the denominator",
    "per 1,000": "for every 1,000 of the denominator",
    "per 10,000": "for every 10,000 of the denominator",
    "per 100,000": "for every 100,000 of the denominator",
    "ratio": "the rate of one group over the rate of another",
    "count": "how many, with no denominator",
    "per person": "for every one of the denominator",
    "seconds": "a length of time: a median or other quantile, or an average",
    "minutes": "the same in minutes",
    "hours": "the same in hours",
    "days": "the same in days",
    "hours per person": "hours for every one of the denominator",
    "pounds": "an amount of money, with no denominator",
    "pounds per resident": "pounds for every resident",
}
METHODS: dict[str, str] = {
    "wilson": "Wilson's interval for a share",
    "wilson-cc": "Wilson's interval with continuity correction",
    "clopper-pearson": "the exact binomial interval of Clopper and Pearson",
    "jeffreys": "Jeffreys' interval for a share",
    "agresti-coull": "the interval of Agresti and Coull for a share",
    "wald": "the plain normal interval for a share",
    "as-published": "the interval that the inspectorate printed: Agresti and Coull's at 90%",
    "byar-exact": "for a rate: exact Poisson under 10 events, Byar's interval from 10",
    "byar": "Byar's interval for a rate",
    "exact": "Garwood's exact Poisson interval for a rate",
    "mid-p": "the mid-P Poisson interval for a rate",
    "order statistics": "for a quantile: from one number in order to another, whatever the shape",
    "normal": "for an average: the plain normal interval",
    "complete count": "a count or sum of everything, so there is no interval",
    "log-normal, exact under 10 events": "for a ratio of rates: normal on the log scale, exact"
    " with fewer than 10 events in either",
}
READINGS: dict[str, str] = {
    "passes": "scores that are not normal are put on logarithms if those are",
    "more-normal": "scores that are not normal are put on logarithms if those are nearer to it",
}
SCALES: dict[str, str] = {
    "raw": "the lines were made on the scores as they are",
    "log": "the lines were made on the logs of the scores and turned back",
}
LINE_MARKS: dict[str, str] = {
    "above": "more than one standard deviation above the forces' mean",
    "below": "more than one standard deviation below the forces' mean",
}
FUNNEL_MARKS: dict[str, str] = {
    "above": "above the funnel's 99.8% limit at the force's size",
    "below": "below the funnel's 99.8% limit at the force's size",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, and what an empty cell means ('' if never empty)."""

    name: str
    kind: Kind
    words: str
    empty: str = ""
    unit: str = ""
    allowed: dict[str, str] = field(default_factory=dict)  # value -> meaning
    open: bool = False  # other values than `allowed` may come up
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the download: its file, its columns, and the columns that name and sort a row."""

    name: str
    words: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The header row."""
        return tuple(column.name for column in self.columns)


_MEASURE = Column("measure", "text", "the measure's id")
_START = Column("period_start", "date", "first day of the period")
_END = Column("period_end", "date", "last day of the period")
_GROUP = Column(
    "group",
    "text",
    "code of the group that the figure is about, or `all`",
    empty="the measure has no groups",
)
_FORCE = Column(
    "force_code",
    "text",
    "ONS code of the police force area; K04000001 is England and Wales",
    pattern="^[A-Z][0-9]{8}$",
)
_NO_NUMBER = "there is no number; `status` says why"
_STATUS = Column("status", "text", "whether the figure can be used, and why not", allowed=STATUSES)
_OF_MEASURE = "that of the measure"
_NO_FUNNEL = "no funnel could be drawn"
_NO_TEST = "too few scores, or no logarithm of one of them"

VALUES = Table(
    "values",
    "One row a figure: a measure for a force (or area, or England and Wales), period and group.",
    (
        _MEASURE,
        _FORCE,
        Column("force", "text", "name of the force, or England and Wales"),
        Column(
            "area_code",
            "text",
            "ONS code of the community safety partnership",
            empty="the figure is about the whole force",
        ),
        _START,
        _END,
        _GROUP,
        Column(
            "numerator",
            "number",
            "what was counted; for a ratio, in the first group",
            empty=_NO_NUMBER,
        ),
        Column(
            "denominator",
            "number",
            "what it was divided by, before it was scaled to the unit; for a ratio, what the first"
            " group would have at the reference group's rate",
            empty="the measure is a count, or there is no number; `status` says which",
        ),
        Column("value", "number", "the figure", empty=_NO_NUMBER, unit=_OF_MEASURE),
        Column("lower", "number", "lower end of the interval", "no interval", _OF_MEASURE),
        Column("upper", "number", "upper end of the interval", "no interval", _OF_MEASURE),
        Column("level", "number", "confidence level, 0.95 for 95%", "no interval"),
        Column("method", "text", "how the interval was made", "no figure", "", METHODS, True),
        Column("unit", "text", "unit of value, lower and upper", allowed=UNITS),
        _STATUS,
        Column(
            "forces",
            "whole",
            "how many of the 43 forces are in the figure of England and Wales",
            empty="the figure is about one force",
        ),
        Column(
            "without",
            "text",
            "the forces that are not in the figure of England and Wales, parted by semicolons",
            empty="none is left out, or the figure is about one force",
        ),
        Column("measure_version", "text", "version and short hash of the measure's definition"),
        Column("figure", "text", "permalink of the figure: its name on the site and in `trace`"),
    ),
    ("measure", "period_start", "period_end", "group", "force_code", "area_code"),
)

COMPARISONS = Table(
    "comparisons",
    "One row for each of the 43 forces in each comparison of a measure, period and group. A mark"
    " asks a question; it is not a grade.",
    (
        _MEASURE,
        _START,
        _END,
        _GROUP,
        _FORCE,
        Column("value", "number", "the force's figure", _NO_NUMBER, _OF_MEASURE),
        _STATUS,
        Column("line_scale", "text", "scale on which the lines were made", allowed=SCALES),
        Column(
            "line_reading", "text", "reading of the rule that chose the scale", allowed=READINGS
        ),
        Column("w_raw", "number", "Shapiro-Wilk's W of the scores", _NO_TEST),
        Column("p_raw", "number", "its p", _NO_TEST),
        Column("w_log", "number", "Shapiro-Wilk's W of the logarithms of the scores", _NO_TEST),
        Column("p_log", "number", "its p", _NO_TEST),
        Column(
            "line_mean",
            "number",
            "unweighted mean of the forces, in the units of the scores: where the scale is log,"
            " the mean of the logs turned back (the geometric mean)",
            "no force has a value",
            _OF_MEASURE,
        ),
        Column("line_lower", "number", "lower outlier line", "no lines", _OF_MEASURE),
        Column("line_upper", "number", "upper outlier line", "no lines", _OF_MEASURE),
        Column(
            "z",
            "number",
            "standard deviations from the mean, on the scale of the lines",
            "the force was left out, or there are no lines",
            "standard deviations",
        ),
        Column(
            "line_mark",
            "text",
            "mark by the outlier lines",
            "not marked: inside the lines, or left out (`status` says why)",
            allowed=LINE_MARKS,
        ),
        Column(
            "funnel_target",
            "number",
            "pooled value of the forces compared; for a ratio, that of England and Wales",
            _NO_FUNNEL,
            _OF_MEASURE,
        ),
        Column(
            "funnel_lower_998",
            "number",
            "lower 99.8% limit at the force's size",
            "no funnel, or the force was left out",
            _OF_MEASURE,
        ),
        Column(
            "funnel_upper_998",
            "number",
            "upper 99.8% limit at the force's size",
            "no funnel, or the force was left out",
            _OF_MEASURE,
        ),
        Column(
            "phi", "number", "overdispersion: mean squared winsorised z; 1 is chance", _NO_FUNNEL
        ),
        Column("tau2", "number", "variance between forces, on the funnel's own scale", _NO_FUNNEL),
        Column(
            "funnel_mark",
            "text",
            "mark by the funnel",
            "not marked: inside the limits, or left out (`status` says why)",
            allowed=FUNNEL_MARKS,
        ),
        Column(
            "peer_value", "number", "pooled value of the force's peers", "no peers", _OF_MEASURE
        ),
        Column("rank_lower", "whole", "lower end of the rank's interval; 1 is highest", "no rank"),
        Column("rank_upper", "whole", "upper end of the rank's interval; 1 is highest", "no rank"),
    ),
    ("measure", "period_start", "period_end", "group", "force_code"),
)
PEERS = Table(
    "peers",
    "One row for each peer of each force: the forces that a comparison's `peer_value` rests on.",
    (
        Column("list", "text", "what the list of peers is called"),
        Column("dated", "date", "the day of the list", "the list does not say"),
        Column("words", "text", "how the list was made, or the file that it was read from"),
        _FORCE,
        Column("force", "text", "name of the force"),
        Column("place", "whole", "the peer's place in the force's list, from 1"),
        Column("peer_code", "text", "ONS code of the peer", pattern=_FORCE.pattern),
        Column("peer", "text", "name of the peer"),
    ),
    ("force_code", "place"),
)
BY_MEASURE = (VALUES, COMPARISONS)  # what a measure's own file holds
TABLES = (*BY_MEASURE, PEERS)

_value_row = attrgetter(*VALUES.names)  # a Value has every column under the same name
_value_key = attrgetter(*VALUES.key)


def value_rows(values: tuple[Value, ...]) -> Iterator[Row]:
    """Rows of the table of values, sorted by its key."""
    yield from map(_value_row, sorted(values, key=_value_key))


def comparison_rows(release: Release, measure: str | None = None) -> Iterator[Row]:
    """Rows of the table of comparisons (of one measure, if named), sorted by its key."""
    wanted = [c for c in release.comparisons if measure in (None, c.measure)]
    for comparison in sorted(
        wanted, key=attrgetter("measure", "period_start", "period_end", "group")
    ):
        yield from _standing_rows(comparison, release.measures[comparison.measure].per)


def peer_rows(group: PeerGroup) -> Iterator[Row]:
    """Rows of the table of peers, sorted by its key."""
    named = forces().by_code
    for code in sorted(group.peers):
        for place, peer in enumerate(group.peers[code], start=1):
            yield (
                group.name,
                group.dated,
                group.words,
                code,
                named[code].name,
                place,
                peer,
                named[peer].name,
            )


def _standing_rows(comparison: Comparison, per: int) -> Iterator[Row]:
    lines, funnel = comparison.lines, comparison.funnel
    mean = exp(lines.mean) if lines.scale == "log" else lines.mean
    # a funnel's target is a share or a rate for one person; limits are already in the unit
    target = funnel.target * per if funnel else None
    for standing in sorted(comparison.standings, key=attrgetter("value.force_code")):
        yield (
            comparison.measure,
            comparison.period_start,
            comparison.period_end,
            comparison.group,
            standing.value.force_code,
            standing.value.value,
            standing.value.status,
            lines.scale,
            lines.reading,
            lines.w_raw,
            lines.p_raw,
            lines.w_log,
            lines.p_log,
            mean,
            lines.lower,
            lines.upper,
            standing.z,
            standing.line_mark,
            target,
            standing.funnel_lower,
            standing.funnel_upper,
            funnel.phi if funnel else None,
            funnel.tau2 if funnel else None,
            standing.funnel_mark,
            standing.peer_value,
            standing.rank_lower,
            standing.rank_upper,
        )

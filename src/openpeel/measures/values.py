"""What a release is made of: values, comparisons, and the account of where they come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from openpeel.catalogue.forces import ENGLAND_AND_WALES, forces
from openpeel.catalogue.measures import Measure
from openpeel.catalogue.peers import PeerGroup, peer_group
from openpeel.facts.returns.submitted import Submission
from openpeel.facts.sources.reading import Edition, SetAside
from openpeel.statistics import Funnel, OutlierLines

OK = "ok"
PEERS = "population-and-density"  # the group when the folder holds no list of peers


@dataclass(frozen=True, slots=True)
class Working:
    """One number that went into a value, with what it takes to find it again."""

    role: str  # numerator, denominator, left out; of a ratio also those of the reference group
    words: str
    table: str
    where: str  # SQL over the table, as computed
    number: float | None
    rows: int  # rows of the table that made it up
    period_start: date
    period_end: date


@dataclass(frozen=True, slots=True)
class Value:
    """One figure: a measure for a force (or all, or an area), a period and a group.

    `value`, `lower` and `upper` are in the measure's unit. `status` is `ok` or a reason code of
    METHODS 7 without brackets; `reason` says it in words. A missing number is None, never zero.
    """

    measure: str
    force_code: str  # ONS code; K04000001 for England and Wales
    force: str
    area_code: str  # community safety partnership, or empty
    area: str
    period_start: date
    period_end: date
    group: str  # code of the group, `all`, or empty when the measure has no groups
    numerator: float | None  # of a quantile: the rows with a number
    denominator: float | None
    value: float | None
    lower: float | None
    upper: float | None
    level: float | None
    method: str
    unit: str
    status: str
    reason: str
    measure_version: str
    figure: str  # the permalink's name: measure.force.period[.group][.area]
    workings: tuple[Working, ...] = ()
    adds_up: frozenset[str] = frozenset()  # of England and Wales: the forces in its sums

    @property
    def forces(self) -> int | None:
        """How many of the 43 forces are in the figure of England and Wales; None of one force."""
        return len(self.adds_up) if self.force_code == ENGLAND_AND_WALES else None

    @property
    def without(self) -> str:
        """The names of the others, `Cumbria; Kent`; empty where there are none, or of one force."""
        if self.force_code != ENGLAND_AND_WALES:
            return ""
        return "; ".join(f.name for f in forces().all if f.code not in self.adds_up)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one force stands in a comparison."""

    value: Value
    z: float | None
    line_mark: str | None  # above, below, or None
    funnel_z: float | None
    funnel_p: float | None
    funnel_mark: str | None
    funnel_lower: float | None  # 99.8% limits at this force's size, in the measure's unit
    funnel_upper: float | None
    peer_value: float | None  # the peers' pooled value
    rank: int | None  # 1 is the highest value
    rank_lower: int | None
    rank_upper: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure, period and group over the 43 forces. It asks a question; it is no grade."""

    measure: str
    period_start: date
    period_end: date
    group: str
    standings: tuple[Standing, ...]  # all 43, by name; those without a value too
    national: Value
    lines: OutlierLines
    funnel: Funnel | None  # None for amounts, means and quantiles: limits by size are for counts

    @property
    def compared(self) -> int:
        """How many forces the lines and limits rest on."""
        return sum(standing.value.status in (OK, "r") for standing in self.standings)


@dataclass(frozen=True, slots=True)
class FileAccount:
    """What became of one file of the folder."""

    name: str
    sha256: str
    size: int
    publication: str  # empty when nobody recognised it
    edition: Edition | None
    rows_read: int
    rows_used: int
    set_aside: tuple[SetAside, ...]
    notes: tuple[str, ...]
    facts: dict[str, int]  # fact table -> rows
    simulated: bool


@dataclass(frozen=True, slots=True)
class Supply:
    """That a file supplied rows of a table for a force and period.

    `key` holds the values of the table's slice columns, which tell apart what one edition can
    replace without the rest (full-time equivalents from headcount, say).
    """

    table: str
    force_code: str
    period_start: date
    period_end: date
    file: int  # position in Release.files
    rows: int
    key: tuple[str, ...] = ()


@dataclass(frozen=True)
class Release:
    """Frozen values with everything that is needed to trace and re-compute them."""

    id: str
    measures: dict[str, Measure]
    values: tuple[Value, ...]
    comparisons: tuple[Comparison, ...]
    files: tuple[FileAccount, ...]
    supplies: tuple[Supply, ...]
    simulated: bool
    manifest: dict[str, object]
    peers: PeerGroup = field(default_factory=lambda: peer_group(PEERS))
    returns: tuple[Submission, ...] = ()  # current ones, that is, not wholly superseded

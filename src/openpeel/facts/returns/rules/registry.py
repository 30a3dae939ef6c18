"""What a rule is, and the list of them all.

A rule on single rows gives SQL conditions, which are compiled into one pass over the rows. A rule
on the whole return looks at what was counted and gives what it found. Neither knows how findings
are numbered, ordered or printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from openpeel.facts.returns.findings import Severity
from openpeel.facts.returns.rules.evidence import share_above
from openpeel.facts.returns.rules.phrases import percent, rows_of, share_of

if TYPE_CHECKING:
    from openpeel.facts.returns.rules.case import Case

Stage = Literal["cells", "rows", "keys", "months", "mixes", "totals", "links"]
OR_SAY_WHY = "Fix it, or say why it is right."


@dataclass(frozen=True)
class Condition:
    """Rows of the typed return that a rule finds wrong.

    `says` has places for the number of rows concerned and looked at: `{rows}` (`12 rows`),
    `{share}` (`12 of 340 rows (3.5%)`) and `{percent}` (`3.5%`). With a `limit` in per cent there
    is a finding only when the share is surely above it, and `least` rows are concerned.
    """

    subject: str
    sql: str
    says: str
    do: str = OR_SAY_WHY
    of: str = "true"
    limit: float | None = None
    least: float = 1

    def fires(self, count: int, of: int) -> bool:
        """Whether so many rows are a finding."""
        if self.limit is None:
            return count > 0
        return share_above(count, of, self.limit, self.least)

    def words(self, count: int, of: int) -> str:
        """What was found, as a sentence."""
        return self.says.format(
            rows=rows_of(count), share=share_of(count, of), percent=percent(count, of)
        )


@dataclass(frozen=True)
class Found:
    """What a rule found in one force's rows."""

    force: str
    subject: str
    says: str
    do: str = OR_SAY_WHY
    period: str = ""
    count: int = 0
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Left:
    """Why a rule, or a part of it, could not be run."""

    why: str


RowFunction = Callable[["Case"], Iterable[Condition]]
WholeFunction = Callable[["Case"], Iterable[Found | Left]]


@dataclass(frozen=True)
class Rule:
    """One rule: its name, what it is in a line, and the function."""

    id: str
    severity: Severity
    words: str
    stage: Stage
    conditions: RowFunction | None = None
    look: WholeFunction | None = None


RULES: dict[str, Rule] = {}


def row_rule(severity: Severity) -> Callable[[RowFunction], RowFunction]:
    """Enter a rule on single rows; its name and words are those of the function."""

    def enter(function: RowFunction) -> RowFunction:
        _enter(Rule(_id(function), severity, _words(function), "rows", conditions=function))
        return function

    return enter


def whole_rule(severity: Severity, stage: Stage) -> Callable[[WholeFunction], WholeFunction]:
    """Enter a rule on the whole return; its name and words are those of the function."""

    def enter(function: WholeFunction) -> WholeFunction:
        _enter(Rule(_id(function), severity, _words(function), stage, look=function))
        return function

    return enter


def of_stage(*stages: Stage) -> Iterator[Rule]:
    """Rules of some stages, by name."""
    return (RULES[id] for id in sorted(RULES) if RULES[id].stage in stages)


def _id(function: Callable[..., object]) -> str:
    return function.__name__.replace("_", "-")


def _words(function: Callable[..., object]) -> str:
    return (function.__doc__ or "").partition("\n")[0]


def _enter(rule: Rule) -> None:
    assert rule.id not in RULES, f"two rules are named {rule.id}"
    RULES[rule.id] = rule

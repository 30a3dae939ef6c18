"""Rules for words about numbers: which words are known, and when each is true.

The files lie in `data/wording`, one for each kind of word, each with dated editions. They hold
words, bounds and widths; what "almost" means in logic is in `openpeel.reports.wording`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, Self, TypeVar

from pydantic import Field, field_validator, model_validator

from openpeel.catalogue.dated import Checked, Dated, at, first_overlap
from openpeel.catalogue.loading import DATA, Entry, load_yaml
from openpeel.catalogue.wording_exceptions import ExceptionRules
from openpeel.errors import UserError

Phrases = tuple[str, ...]
NOISE = 1e-9  # what floating point may add; never enough to decide a word


class NumberRules(Dated):
    """Words that name a number, a part of a whole or a unit."""

    words: dict[str, int]
    multiples: dict[str, int]
    attached: dict[str, int]
    parts: dict[str, int]
    percent: Phrases
    points: Phrases
    pounds: Phrases
    other_money: Phrases
    minus: Phrases
    times: dict[str, float]
    moves: Phrases
    ambiguous: dict[str, str]
    more: dict[str, str]
    fewer: dict[str, str]
    moved_up: Phrases
    moved_down: Phrases
    counted: dict[str, str]
    qualities: Phrases
    every: dict[str, int]
    joined: Phrases


class Bounds(Entry):
    """The values of which a word is true; a bound that is not given does not bind."""

    least: float | None = None
    above: float | None = None
    most: float | None = None
    below: float | None = None

    def hold(self, value: float) -> bool:
        """Whether a value lies within; noise of floating point is on the word's side.

        >>> Bounds(above=0.5, below=1).hold(0.5), Bounds(least=0.3).hold(0.1 + 0.2)
        (False, True)
        """
        return (
            (self.least is None or value >= self.least - NOISE)
            and (self.above is None or value > self.above + NOISE)
            and (self.most is None or value <= self.most + NOISE)
            and (self.below is None or value < self.below - NOISE)
        )

    def words(self, *, percent: bool) -> str:
        """The bounds in words: "more than 50 and less than 100 percent"."""
        if self.least is not None and self.most == self.least:
            return _shown(self.least, percent)
        parts = [
            (self.least, "{} or more"),
            (self.above, "more than {}"),
            (self.most, "{} or fewer"),
            (self.below, "less than {}"),
        ]
        return " and ".join(
            words.format(_shown(bound, percent)) for bound, words in parts if bound is not None
        )


class Quantity(Entry):
    """A quantity word in its forms, and the values of which it is true."""

    id: str
    words: Phrases
    often: Phrases = ()
    share: Bounds | None = None
    fits: Bounds | None = None
    count: Bounds | None = None
    in_sentences: Literal["always", "of", "never"]
    excluded: Phrases = Field(default=(), alias="except")

    def bounds(self, unit: str) -> Bounds | None:
        """The values of a unit of which it is true; of pounds, words of counts alone speak."""
        if unit == "share":
            return self.share
        return self.count if unit == "count" or (unit == "pounds" and not self.share) else None

    @model_validator(mode="after")
    def _true_of_something(self) -> Self:
        if self.share is None and self.count is None:
            raise at(("share",), "a quantity word is true of some shares or of some counts")
        return self


def _shown(bound: float, percent: bool) -> str:
    return f"{100 * bound:.4g} percent" if percent else f"{bound:,.0f}"


class Relation(Entry):
    """How a figure stands to the number named, and the phrases that say so."""

    id: str
    says: str
    before: Phrases = ()
    after: Phrases = ()


class FractionWidths(Entry):
    """Half, a third, one in five."""

    exactly: float
    plain: float
    plain_of_itself: float
    about: float
    about_of_itself: float
    near: float
    near_of_itself: float
    half: float
    of_rest: float
    counted: float


class PercentWidths(Entry):
    """Percent in figures."""

    about: float
    about_points: float
    near: float
    near_points: float


class NumberWidths(Entry):
    """Counts and pounds."""

    about: float
    near: float
    well: float


class TimesWidths(Entry):
    """Double, three times."""

    exactly: float
    plain: float
    about: float
    near: float
    well: float
    rounds_from: int


class WellWidths(Entry):
    """Well over, well under."""

    points: float
    of_itself: float


class FarWidths(Entry):
    """Literally true, and far from what is named."""

    points: float
    times: float
    number_times: float


class Widths(Entry):
    """How far a figure may lie from what is named."""

    fraction: FractionWidths
    percent: PercentWidths
    number: NumberWidths
    times: TimesWidths
    well: WellWidths
    far: FarWidths
    last_figure: int
    exactly: float
    coarse: float


class Same(Entry):
    """Words for a ratio of one."""

    exactly: Phrases
    about: Phrases
    within: float
    about_within: float


class AmountRules(Dated):
    """When words about an amount are true."""

    widths: Widths
    relations: tuple[Relation, ...]
    also_compare: Phrases
    leads: Phrases
    quantities: tuple[Quantity, ...]
    negations: Phrases
    never: Phrases
    never_joins: Phrases
    margins: Phrases
    same: Same


class Term(Entry):
    """Words that compare, and what they need the interval to show."""

    id: str
    needs: Literal[
        "up",
        "down",
        "declined",
        "better",
        "worse",
        "none",
        "some",
        "ratio",
        "rank",
        "longer",
        "shorter",
    ]
    denial: str = ""  # the term that it becomes when it is denied
    instead: str = ""
    words: Phrases


class Shape(Entry):
    """The words for up, down and neither, in the shape of the words they stand in for."""

    up: str
    down: str
    none: str
    past: str = ""
    words: Phrases = Field(alias="for")


class ComparisonRules(Dated):
    """Words that compare two figures."""

    terms: tuple[Term, ...]
    negations: Phrases
    between: Phrases
    not_negations: Phrases
    significance: Phrases
    degree: Phrases
    cannot_say: Phrases
    changes: Phrases

    @model_validator(mode="after")
    def _denials_are_terms(self) -> Self:
        known = {term.id for term in self.terms}
        for place, term in enumerate(self.terms):
            if term.denial and term.denial not in known:
                raise at(("terms", place, "denial"), f"no term has the id {term.denial}")
        return self

    shapes: tuple[Shape, ...]


class RankRules(Dated):
    """Words about a place among the forces."""

    one_of: float = Field(gt=0, lt=0.5)
    parts: dict[str, float]
    ends: dict[Literal["high", "low", "good", "bad"], Phrases]
    among: Phrases
    counts: dict[str, int]
    ordinals: dict[str, int]
    above: Phrases
    below: Phrases
    better: Phrases
    worse: Phrases
    average: Phrases
    outlier: Phrases
    negations: Phrases


@dataclass(frozen=True)
class WordingRules:
    """All rules that hold on one day."""

    numbers: NumberRules
    amounts: AmountRules
    comparisons: ComparisonRules
    ranks: RankRules
    exceptions: ExceptionRules
    day: date  # a day on which they hold; the newest editions' first when no day was asked

    def __hash__(self) -> int:
        return hash(self.day)


E = TypeVar("E", bound=Dated)


def load_editions(path: Path, edition: type[E]) -> tuple[E, ...]:
    """The editions in one file of rules; UserError names file, line and key."""

    class File(Entry):
        checked: Checked
        editions: tuple[edition, ...] = Field(min_length=1)  # type: ignore[valid-type]

        @field_validator("editions")
        @classmethod
        def _one_at_a_time(cls, listed: tuple[E, ...]) -> tuple[E, ...]:
            both = first_overlap(("words", one) for one in listed)
            if both is not None:
                raise at((both[1], "from"), "two editions of the words hold on one day")
            return listed

    editions: tuple[E, ...] = load_yaml(path, File).editions
    return editions


@cache
def _editions(name: str, edition: type[E]) -> tuple[E, ...]:
    return load_editions(DATA / "wording" / f"{name}.yaml", edition)


def wording_rules(on: date | None = None) -> WordingRules:
    """The rules of a day, or the newest; UserError when a file has none for that day.

    >>> wording_rules().amounts.widths.fraction.plain
    0.02
    """
    return _rules(on)


@cache
def _rules(on: date | None) -> WordingRules:
    def held(name: str, edition: type[E]) -> E:
        editions: tuple[E, ...] = _editions(name, edition)  # a cache forgets the type
        return _held(name, editions, on)

    numbers = held("numbers", NumberRules)
    amounts = held("amounts", AmountRules)
    comparisons = held("comparisons", ComparisonRules)
    ranks = held("ranks", RankRules)
    exceptions = held("exceptions", ExceptionRules)
    parts = (numbers, amounts, comparisons, ranks, exceptions)
    day = on or max(part.start for part in parts)
    return WordingRules(numbers, amounts, comparisons, ranks, exceptions, day)


def _held(name: str, editions: tuple[E, ...], on: date | None) -> E:
    if on is None:
        return max(editions, key=lambda edition: edition.start)
    for edition in editions:
        if edition.start <= on and (edition.end is None or on <= edition.end):
            return edition
    raise UserError(
        f"wording/{name}.yaml has no words for {on}; give a later day or add an edition."
    )

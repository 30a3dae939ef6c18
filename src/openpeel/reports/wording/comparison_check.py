"""Whether words that compare two figures are true of the interval of their difference."""

from __future__ import annotations

from datetime import date
from typing import Literal

from openpeel.catalogue.wording_rules import NOISE, ComparisonRules, Shape, wording_rules
from openpeel.reports.wording.characters import plain
from openpeel.reports.wording.comparing import Comparison, comparison_reader
from openpeel.reports.wording.figures import bound, interval_in_words, number
from openpeel.reports.wording.text import strange
from openpeel.reports.wording.verdicts import CANNOT_SAY, Verdict, missing, unknown

DIRECTIONS = ("higher", "lower", "neutral", "context")
GIVE = "(give the number)"

Side = Literal["up", "down", "none"]


def check_comparison(
    words: str,
    difference: float | None,
    lower: float | None,
    upper: float | None,
    direction: str = "neutral",
    *,
    on: date | None = None,
) -> Verdict:
    """Whether `words` are true of a difference with the interval from `lower` to `upper`.

    A word for more or less is true only if the interval excludes zero on its side; a bound of zero
    includes zero, and a one-sided interval has -inf or inf for its other end. `direction` is the
    way that is good: "higher", "lower", "neutral" or "context". Where the difference or a bound is
    missing (None, NaN), only words that nothing can be said ("cannot say") are supported.
    ValueError for another direction, an infinite difference, bounds that are reversed, or a
    difference outside them. `on` as in `check_amount`.

    >>> check_comparison("higher", 0.017, -0.031, 0.065).suggestion
    'no clear difference'
    """
    if direction not in DIRECTIONS:
        raise ValueError(f"direction is {direction!r}; it is one of {', '.join(DIRECTIONS)}")
    middle = number(difference, "difference")
    low, high = bound(lower), bound(upper)
    if low is not None and high is not None and low > high + NOISE:
        raise ValueError(f"the bounds are reversed: {low} is above {high}")
    if middle is None or low is None or high is None:
        what = "difference" if middle is None else "interval of the difference"
        return missing(what, says_so=comparison_reader(wording_rules(on)).says_nothing(words))
    noise = NOISE * max(1.0, abs(middle))
    if not low - noise <= middle <= high + noise:
        raise ValueError(f"the difference {middle} lies outside its interval, {low} to {high}")
    return _Check(words, (middle, low, high), direction, on).verdict()


class _Check:
    def __init__(
        self, words: str, interval: tuple[float, float, float], direction: str, on: date | None
    ) -> None:
        self._words = words
        self._direction = direction
        self._all_rules = wording_rules(on)
        self._rules: ComparisonRules = self._all_rules.comparisons
        middle, low, high = interval
        self._side: Side = "up" if low > 0 else "down" if high < 0 else "none"
        shows = {
            "up": "lies wholly above zero",
            "down": "lies wholly below zero",
            "none": "includes zero",
        }[self._side]
        self._data = (
            f"The difference is {middle:.4g}, and its interval, {interval_in_words(low, high)},"
            f" {shows}"
        )

    def verdict(self) -> Verdict:
        if strange(self._words):
            return unknown(self._words, self._plainly())
        reader = comparison_reader(self._all_rules)
        if reader.says_nothing(self._words):
            reason = f"{self._data}, so something can be said."
            return Verdict(False, reason, self._plainly(), CANNOT_SAY)
        found = reader.read(self._words, with_exceptions=True)
        if not found:
            # Words that are linked are read as they stand, up to what they are compared with.
            found = reader.read(self._words, with_exceptions=False)[:1]
        if not found:
            return unknown(self._words, self._plainly())
        return self._judged(found)

    def _judged(self, found: tuple[Comparison, ...]) -> Verdict:
        verdicts = [self._one(comparison) for comparison in found]
        refused = [verdict for verdict in verdicts if not verdict.supported]
        return (refused or verdicts)[0]

    def _plainly(self) -> str:
        return {"up": "higher", "down": "lower", "none": "no clear difference"}[self._side]

    def _one(self, said: Comparison) -> Verdict:
        term = said.term
        if term.needs == "ratio" or said.amount:
            return self._needs_more("how much needs a ratio, or a figure of its own", said)
        if term.needs == "rank":
            return self._needs_more("a place among forces needs a rank with its interval", said)
        if term.needs in {"better", "worse"} and self._direction not in {"higher", "lower"}:
            reason = (
                f"{self._data}, but of a measure that is {self._direction} neither way is good, so"
                f" “{self._text(said)}” is not true."
            )
            return Verdict(False, reason, self._instead(said), term.id)
        if term.needs in {"longer", "shorter"} and self._direction == "higher":
            reason = (
                f"{self._data}, but more of the measure is good, so it may count what is done in"
                f" time: say whether it is higher or lower, not {said.word}."
            )
            return Verdict(False, reason, self._plainly(), term.id)
        true = self._true(said)
        if not true:
            return Verdict(False, f"{self._data}, so “{self._text(said)}” is not true.",
                           self._instead(said), term.id)  # fmt: skip
        return self._supported(said)

    def _needs_more(self, what: str, said: Comparison) -> Verdict:
        reason = f"{self._data}; a difference alone can't show “{self._text(said)}”: {what}."
        return Verdict(False, reason, self._plainly(), said.term.id)

    def _true(self, said: Comparison) -> bool:
        return self._affirmed(said.term.needs) != said.denied

    def _affirmed(self, needs: str) -> bool:
        up = "up" if self._direction != "lower" else "down"
        down = "down" if up == "up" else "up"
        return {
            "up": self._side == "up",
            "down": self._side == "down",
            "declined": self._side == "down",
            "better": self._side == up,
            "worse": self._side == down,
            "none": self._side == "none",
            "some": self._side != "none",
            "longer": self._side == "up",
            "shorter": self._side == "down",
        }[needs]

    def _supported(self, said: Comparison) -> Verdict:
        term, text = said.term, self._text(said)
        if term.needs == "declined" and self._direction != "higher" and not said.denied:
            reason = f"{self._data}: “{text}” is true, and may be read as “got worse”."
            return Verdict(True, reason, self._put(said, "fell"), term.id)
        if said.degree and self._side != "none" and not said.denied:
            reason = f"{self._data}: “{text}” is true; how much, words can't show."
            return Verdict(True, reason, self._with_number(said), term.id)
        claims_sameness = term.instead and self._side == "none" and not said.denied
        denies_a_side = said.denied and term.needs not in {"none", "some"} and self._side == "none"
        if claims_sameness or denies_a_side:
            reason = f"{self._data}: no change is shown, and sameness is not shown either."
            shape = self._shape(said.word)
            instead = term.instead or "no clear change"
            if shape is not None and (term.instead or shape.none == "no clear difference"):
                instead = shape.none
            return Verdict(True, reason, instead, term.id)
        return Verdict(True, f"{self._data}.", "", term.id)

    def _text(self, said: Comparison) -> str:
        return self._words[said.start : said.end]

    def _shape(self, word: str) -> Shape | None:
        return next((shape for shape in self._rules.shapes if word in shape.words), None)

    def _instead(self, said: Comparison) -> str:
        """What the interval shows, in the shape of the author's words."""
        if said.denied:
            return self._plainly() if self._side != "none" else "no clear change"
        shape = self._shape(said.word)
        if shape is None:
            return self._plainly()
        if self._side == "none":
            has = plain(self._words[: said.start]).split()[-1:] in (["has"], ["have"])
            return shape.past if shape.past and not has and said.start == 0 else shape.none
        return {"up": shape.up, "down": shape.down}[self._side]

    def _put(self, said: Comparison, words: str) -> str:
        return self._words[: said.start].lstrip() + words + self._words[said.end :].rstrip()

    def _with_number(self, said: Comparison) -> str:
        bare = self._words[said.word_start : said.word_start + len(said.word)]
        if said.degree == said.word:
            bare = "rose" if self._side == "up" else "fell"
        return f"{bare} {GIVE}"

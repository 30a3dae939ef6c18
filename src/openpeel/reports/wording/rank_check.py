"""Whether words about a place among the forces are true of a rank's whole interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import ceil, floor

from openpeel.catalogue.wording_rules import NOISE, WordingRules, wording_rules
from openpeel.reports.wording.characters import plain
from openpeel.reports.wording.comparison_check import DIRECTIONS
from openpeel.reports.wording.figures import number
from openpeel.reports.wording.text import Lexicon, Token, lexicon, strange, tokens, word_at
from openpeel.reports.wording.verdicts import Verdict, missing, unknown


@dataclass(frozen=True)
class Place:
    """The ranks of which words are true: from `first` to `last`, both included."""

    rule: str
    first: float
    last: float
    denied: bool = False
    middle: bool = False  # true when the interval holds the middle, not when it lies within


def check_rank(
    words: str,
    rank_lower: float | None,
    rank_upper: float | None,
    of: int,
    direction: str = "neutral",
    *,
    on: date | None = None,
) -> Verdict:
    """Whether `words` are true of a rank whose interval goes from `rank_lower` to `rank_upper`.

    1 is the highest value, `of` the lowest. Words are true only of the whole interval: "one of the
    lowest" needs all of it in the lowest quarter. `direction` and `on` as in `check_comparison`.
    ValueError for ranks outside 1 to `of`, or reversed.

    >>> check_rank("one of the lowest", 30, 43, 43).reason
    'Its rank lies between 30th and 43rd of 43, and “one of the lowest” needs 34th to 43rd.'
    """
    if direction not in DIRECTIONS:
        raise ValueError(f"direction is {direction!r}; it is one of {', '.join(DIRECTIONS)}")
    if of < 1:
        raise ValueError(f"a rank is one of 1 or more, not of {of}")
    low, high = number(rank_lower, "rank"), number(rank_upper, "rank")
    if low is None or high is None:
        return missing("rank", says_so=False)
    if not 1 - NOISE <= low <= high + NOISE <= of + 2 * NOISE:
        raise ValueError(f"ranks lie between 1 and {of} in order, not from {low} to {high}")
    return _Check(words, floor(low + NOISE), ceil(high - NOISE), of, direction, on).verdict()


class _RankReader:
    """Reads words about ranks by the rules of one day."""

    def __init__(self, rules: WordingRules) -> None:
        ranks = self.rules = rules.ranks
        self.ends = Lexicon({word: end for end, words in ranks.ends.items() for word in words})
        self.among = lexicon(ranks.among)
        self.negations = lexicon(ranks.negations)
        self.sides = Lexicon(
            {
                word: side
                for side in ("above", "below", "better", "worse", "average", "outlier")
                for word in getattr(ranks, side)
            }
        )


@cache
def _reader(rules: WordingRules) -> _RankReader:
    return _RankReader(rules)


class _Check:
    def __init__(
        self, words: str, low: int, high: int, of: int, direction: str, on: date | None
    ) -> None:
        self._words, self._low, self._high, self._of = words, low, high, of
        self._direction = direction
        self._reader = _reader(wording_rules(on))
        self._rules = self._reader.rules
        ranks = f"is {nth(low)}" if low == high else f"lies between {nth(low)} and {nth(high)}"
        self._data = f"Its rank {ranks} of {of}"

    def verdict(self) -> Verdict:
        if strange(self._words):
            return unknown(self._words, self._true_words())
        listed = tokens(plain(self._words))
        if self._direction not in {"higher", "lower"} and self._names_a_good_way(listed):
            return self._no_way_is_good()
        denied = False
        for at in range(len(listed)):
            if self._reader.negations.at(listed, at):
                denied = not denied
            side = self._reader.sides.at(listed, at)
            if side and side[0] == "outlier":
                return self._outlier()
            place = (self._side(side[0]) if side else None) or self._place(listed, at)
            if place is not None:
                return self._judged(place, denied)
        return unknown(self._words, self._true_words())

    def _judged(self, place: Place, denied: bool) -> Verdict:
        if place.middle:
            true = self._low <= place.last and self._high >= place.first
        else:
            true = place.first <= self._low and self._high <= place.last
        if true != denied:
            return Verdict(True, f"{self._data}.", "", place.rule)
        said = self._words.strip()
        if denied:
            reason = f"{self._data}, so “{said}” is not true."
        elif place.middle:
            reason = f"{self._data}, and “{said}” needs the middle to be within it."
        else:
            needs = nth(place.first)
            if place.last != place.first:
                needs += f" to {nth(place.last)}"
            reason = f"{self._data}, and “{said}” needs {needs}."
        return Verdict(False, reason, self._true_words(), place.rule)

    def _place(self, listed: Sequence[Token], at: int) -> Place | None:
        """The place that the words beginning at a token name."""
        found = self._ranks_in_figures(listed, at)
        if found:
            return found
        among = self._reader.among.at(listed, at)
        start = among[1] if among else at
        start += word_at(listed, start) in {"the", "a"}
        count = self._count(word_at(listed, start))
        ordinal = self._rules.ordinals.get(word_at(listed, start))
        end = self._reader.ends.at(listed, start + (bool(count) or bool(ordinal)))
        if end is None:
            return None
        name, after = end
        if ordinal and not count:
            return self._single(name, ordinal)
        return self._part(listed, after, name, count, bool(among))

    def _part(
        self, listed: Sequence[Token], at: int, end: str, count: int, among: bool
    ) -> Place | None:
        """Upper quarter, top five, lowest 10 percent, one of the highest, the highest."""
        word = word_at(listed, at)
        if word in self._rules.parts:
            return self._share(f"part-{word}", end, self._rules.parts[word])
        if word_at(listed, at + 1) in {"percent", "per", "%"} and word[:1].isdecimal():
            return self._share("part-percent", end, float(word) / 100)
        count = count or self._count(word)
        if count:
            return self._first("count", end, count)
        return self._share("one-of", end, self._rules.one_of) if among else self._single(end, 1)

    def _ranks_in_figures(self, listed: Sequence[Token], at: int) -> Place | None:
        """Between 4th and 19th; 5th."""
        first = self._nth(listed, at)
        if first is None:
            return None
        second = self._nth(listed, at + 3)
        end = self._reader.ends.at(listed, at + 2)
        if second and word_at(listed, at + 2) in {"and", "to"}:
            return Place("ranks", first, second)
        return self._single(end[0], first) if end else Place("ranks", first, first)

    def _nth(self, listed: Sequence[Token], at: int) -> int | None:
        is_rank = word_at(listed, at + 1) in {"st", "nd", "rd", "th"}
        return int(listed[at].text) if is_rank and listed[at].text.isdecimal() else None

    def _count(self, word: str) -> int:
        return int(word) if word.isdecimal() else self._rules.counts.get(word, 0)

    def _share(self, rule: str, end: str, share: float) -> Place:
        return self._first(rule, end, max(1, floor(share * self._of + NOISE)))

    def _first(self, rule: str, end: str, count: int) -> Place:
        """So many ranks from one end."""
        if self._is_high(end):
            return Place(rule, 1, min(count, self._of))
        return Place(rule, max(1, self._of - count + 1), self._of)

    def _single(self, end: str, count: int) -> Place:
        rank = count if self._is_high(end) else self._of - count + 1
        return Place("single", rank, rank)

    def _is_high(self, end: str) -> bool:
        if end in {"good", "bad"}:
            return (end == "good") == (self._direction == "higher")
        return end == "high"

    def _side(self, side: str) -> Place:
        """Above or below the middle of the forces, or about there."""
        middle = (self._of + 1) / 2
        if side == "average":
            return Place("average", middle, middle, middle=True)
        high = side == "above" or (
            side in {"better", "worse"} and (side == "better") == (self._direction == "higher")
        )
        if high:
            return Place("above-average", 1, ceil(middle) - 1)
        return Place("below-average", floor(middle) + 1, self._of)

    def _names_a_good_way(self, listed: Sequence[Token]) -> bool:
        """Whether the words say best, worst, better or worse."""
        phrases = (self._reader.ends, self._reader.sides)
        found = (phrase.at(listed, at) for at in range(len(listed)) for phrase in phrases)
        return any(one[0] in {"good", "bad", "better", "worse"} for one in found if one)

    def _no_way_is_good(self) -> Verdict:
        reason = (
            f"{self._data}, but the measure is {self._direction}: neither way is good, so nothing"
            " is best, worst, better or worse."
        )
        return Verdict(False, reason, self._true_words(), "direction")

    def _outlier(self) -> Verdict:
        reason = f"{self._data}; “well” above or below average is for the outlier lines to say."
        return Verdict(False, reason, self._true_words(), "outlier")

    def _true_words(self) -> str:
        """The narrowest group that holds the whole interval, or the interval itself."""
        for words, end, share in (
            ("one of the highest", "high", self._rules.one_of),
            ("one of the lowest", "low", self._rules.one_of),
            ("in the upper half", "high", 0.5),
            ("in the lower half", "low", 0.5),
        ):
            place = self._share("", end, share)
            if place.first <= self._low and self._high <= place.last:
                return words
        if self._low == self._high:
            return f"{nth(self._low)} of {self._of}"
        return f"between {nth(self._low)} and {nth(self._high)} of {self._of}"


def nth(rank: float) -> str:
    """A rank in words.

    >>> nth(1), nth(12), nth(43)
    ('1st', '12th', '43rd')
    """
    n = int(rank)
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"

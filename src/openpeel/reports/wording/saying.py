"""Wording that would be true of a figure, in the shape of the words it stands in for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isclose

from openpeel.catalogue.verdict_words import Fraction, Words, verdict_words
from openpeel.catalogue.wording_rules import WordingRules
from openpeel.reports.wording.claims import PLAIN, Amount, Claim
from openpeel.reports.wording.figures import PERCENT, in_numerals, precise
from openpeel.reports.wording.judging import above, holds, measured, named
from openpeel.reports.wording.numerals import Numeral

_SPELT = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Saying:
    """Words for a figure; `same_shape` when they fit before whatever followed the author's."""

    words: str
    same_shape: bool = True


class Speaker:
    """Says one figure in other words, by the rules of one day."""

    def __init__(self, value: float, unit: str, rules: WordingRules) -> None:
        self._value = value
        self._unit = unit
        self._rules = rules
        self._coarse = rules.amounts.widths.coarse

    def instead_of(self, claim: Claim) -> Saying:
        """What would be true in a claim's place."""
        amount = claim.high or claim.amount
        if self._unit == "ratio":
            return self._ratio(claim)
        if self._unit == "share" and claim.quantity is not None:
            return Saying(self._share_word(claim.often), same_shape=False)
        if amount is None or not fits_unit(amount, self._unit):
            return Saying(self.numerals(), same_shape=False)
        if amount.kind in {"fraction", "in", "of"}:
            return self._fraction(claim, amount)
        return Saying(self._numeral(claim, amount))

    def numerals(self) -> str:
        """The figure in plain numerals."""
        return in_numerals(self._value, self._unit, self._coarse)

    def _true(self, claim: Claim) -> bool:
        return holds(replace(claim, denied=False), self._value, self._unit, self._rules)

    def _numeral(self, claim: Claim, amount: Amount) -> str:
        """With the author's number when it is near, else with the figure's own."""
        written = amount.numeral or Numeral(0)
        if claim.rule not in {PLAIN, "exactly", "about", "between"} and amount.value > 0:
            shown = self._write(amount, named(amount, self._unit))
            for rule, before in (("almost", "almost "), ("just-over", "just over "), (PLAIN, "")):
                if self._true(Claim(0, 0, rule, amount)):
                    return before + shown
        value = measured(amount, self._value)
        if claim.rule == "about":
            if amount.kind in {"number", "pounds"} and written.step == 1 and abs(value) >= 100:
                value = float(f"{value:.1e}")
            return f"{claim.said or 'about'} {self._write(amount, value)}"
        return self._write(amount, value)

    def _write(self, amount: Amount, value: float) -> str:
        written = amount.numeral or Numeral(0)
        if amount.kind in {"percent", "points"}:
            return precise(written, 100 * value, self._coarse, whole=100)
        if amount.per:
            text = precise(
                written, value * (amount.per if self._unit == "share" else 1), self._coarse
            )
            return f"{text} per {amount.per:,.0f}"
        if written.scale > 1 and not 0.1 <= abs(value) / written.scale < 1000:
            return in_numerals(value, self._unit, self._coarse)  # £400, not £0.0004m
        return precise(written, value, self._coarse)

    def _fraction(self, claim: Claim, amount: Amount) -> Saying:
        """In fractions: "a third", "almost one in five", and at the ends "nearly all"."""
        if amount.kind == "fraction" and self._value >= 0.9:
            return Saying(self._verdict_words().of_share(self._value).share)
        nearest = self._nearest_fraction(claim, amount)
        style = "in" if amount.kind == "in" else "fraction"
        words = _so_many_in(nearest) if style == "in" else nearest.words
        rules = [(PLAIN, ""), ("almost", "almost "), ("just-over", "just over ")]
        if claim.rule == "about":
            rules.insert(0, ("about", f"{claim.said or 'about'} "))
        elif claim.rule != PLAIN and not isclose(nearest.part / nearest.of, self._value):
            rules = [*rules[1:], rules[0]]
        for rule, before in rules:
            if self._true(Claim(0, 0, rule, Amount("fraction", nearest.part / nearest.of))):
                return Saying(before + words)
        if style == "fraction" and not 0.07 < self._value < 0.9:
            return Saying(self._verdict_words().of_share(self._value).share)
        return Saying(self.numerals())

    def _nearest_fraction(self, claim: Claim, amount: Amount) -> Fraction:
        """The fraction that the figure is nearest to; the author's own while it is near."""
        known = self._verdict_words().fractions.words
        if claim.rule not in {PLAIN, "about", "exactly"}:
            own = [entry for entry in known if isclose(entry.part / entry.of, amount.value)]
            if own and any(
                self._true(Claim(0, 0, rule, amount)) for rule in ("almost", "just-over")
            ):
                return own[0]
        return min(known, key=lambda entry: abs(entry.part / entry.of - self._value))

    def _share_word(self, often: bool) -> str:
        """The word that openpeel itself writes; near the middle, on which side of half."""
        share = self._value
        if not 0.4 <= share < 0.6:
            pair = self._verdict_words().of_share(share)
            return pair.often if often else pair.share
        half = Amount("fraction", 0.5)
        if isclose(share, 0.5):
            words = "half"
        elif above(share, 0.5):
            words = (
                "just over half" if self._true(Claim(0, 0, "just-over", half)) else "more than half"
            )
        else:
            words = (
                "just under half" if self._true(Claim(0, 0, "almost", half)) else "fewer than half"
            )
        return words.replace("fewer", "less") + " the time" if often else words

    def _verdict_words(self) -> Words:
        return verdict_words(self._rules.day)

    def _ratio(self, claim: Claim) -> Saying:
        amount = claim.amount
        if amount is None or not fits_unit(amount, "ratio"):
            return Saying(self.numerals(), same_shape=False)
        if amount.kind == "number":
            return Saying(self._numeral(claim, amount))
        if amount.change or amount.moves:
            return self._change(amount)
        if isclose(self._value, 1):
            return Saying("the same as", same_shape=False)
        if amount.kind in {"percent", "points"}:
            return Saying(self._numeral(claim, amount))
        words = self._times(claim)
        if amount.ambiguous:
            words = f"{words} {amount.change_words}"
        return Saying(words)

    def _times(self, claim: Claim) -> str:
        """Double, almost three times, a third, 1.4 times."""
        assert claim.amount is not None
        multiples = [
            (2, "double" if claim.amount.word == "double" else "twice"),
            (0.5, "half"),
            (1 / 3, "a third"),
            (0.25, "a quarter"),
            *((n, f"{_SPELT[n]} times") for n in range(3, 11)),
        ]
        rules = [(PLAIN, ""), ("almost", "almost "), ("just-over", "just over ")]
        if claim.rule != PLAIN:
            rules = [*rules[1:], rules[0]]
        for value, words in multiples:
            amount = Amount("times" if value > 1 else "fraction", value)
            for rule, before in rules:
                if self._true(Claim(0, 0, rule, amount)):
                    return before + words
        is_whole = self._value > 10 or self._value == round(self._value)
        decimals = 2 if abs(self._value - 1) < 0.1 else 0 if is_whole else 1
        return precise(Numeral(0, decimals, after=" times"), self._value, self._coarse)

    def _change(self, amount: Amount) -> Saying:
        """Fifty percent higher, rose by 40 percent."""
        rose = self._value >= 1
        written = amount.numeral if amount.kind == "percent" and amount.numeral else PERCENT
        size = precise(written, 100 * abs(self._value - 1), self._coarse)
        if isclose(self._value, 1):
            return Saying("the same", same_shape=False)
        if not amount.change_words:
            return Saying(f"{'rose' if rose else 'fell'} by {size}")
        numbers = self._rules.numbers
        said_up = amount.change > 0
        word = amount.change_words
        if rose != said_up:
            word = (numbers.more if said_up else numbers.fewer)[word]
        return Saying(f"{size} {word}")


def fits_unit(amount: Amount, unit: str) -> bool:
    """Whether an amount is said of figures of a unit: pounds never of a share."""
    if unit == "share":
        if amount.change:
            return amount.kind == "points"
        is_rate = amount.kind == "number" and amount.per > 0
        return is_rate or amount.kind in {"percent", "points", "fraction", "in", "of"}
    if unit == "ratio":
        return amount.kind != "pounds" and not amount.per
    if unit == "pounds":
        return amount.kind in {"pounds", "number"} and not amount.per
    return amount.kind in {"number", "of"}


def _so_many_in(fraction: Fraction) -> str:
    if fraction.of == 2:
        return fraction.words
    return f"{_SPELT[fraction.part]} in {_SPELT[fraction.of]}"

"""Reads an amount where it is named: 20 percent, two thirds, one in five, £6m, double."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from openpeel.catalogue.wording_rules import WordingRules
from openpeel.reports.wording.characters import number_of
from openpeel.reports.wording.claims import Amount
from openpeel.reports.wording.numerals import Numeral, numeral_reader
from openpeel.reports.wording.text import Lexicon, Token, lexicon, phrase_at, word_at

Read = tuple[Amount, int]

# What may stand between x and y in "x of the y".
_ARTICLES = {"the", "its", "their", "our", "these", "those", "all", "every"}

# After "one call in five", these are no plural that the five count.
_VERBS = {"is", "was", "has", "does"}

# "Nine in ten" is a manner of speaking; "101 in 107" is a count.
_LARGEST_IN_SPEECH = 20


def moves(amount: Amount) -> bool:
    """Whether something may have moved by so much: by 20 percent, by a third."""
    return amount.kind in {"percent", "fraction"} and not amount.change


class AmountReader:
    """Reads amounts by the rules of one day."""

    def __init__(self, rules: WordingRules) -> None:
        numbers = self._rules = rules.numbers
        self._numerals = numeral_reader(rules)
        self._percent = lexicon(numbers.percent)
        self._points = lexicon(numbers.points)
        self._times = Lexicon(numbers.times)
        self._ambiguous = Lexicon(numbers.ambiguous)
        self._up = lexicon(numbers.moved_up)
        self._down = lexicon(numbers.moved_down)

    def read(self, listed: Sequence[Token], at: int) -> Read | None:
        """The amount at a place and the place after it, or None."""
        verb = self.verb(listed, at)
        if verb:
            found = self._level(listed, verb[1])
            if found and moves(found[0]):
                return replace(found[0], change=verb[0], moves=True), found[1]
        article = word_at(listed, at) == "a" and word_at(listed, at + 1)[:1].isdecimal()
        found = self._level(listed, at + article)
        return found and self._changed(listed, *found)

    def verb(self, listed: Sequence[Token], at: int) -> tuple[int, int] | None:
        """Which way a verb at a place moves, and the place after it: "rose by", "down"."""
        for verbs, change in ((self._up, 1), (self._down, -1)):
            found = verbs.at(listed, at)
            if found:
                return change, found[1]
        return None

    def _level(self, listed: Sequence[Token], at: int) -> Read | None:
        return (
            self._all_but(listed, at)
            or self._every_other(listed, at)
            or self._multiple(listed, at)
            or self._fraction(listed, at)
            or self._numeral(listed, at)
            or self._sign(listed, at)
        )

    def _multiple(self, listed: Sequence[Token], at: int) -> Read | None:
        found = self._times.at(listed, at)
        if found is None:
            return None
        value, end = found
        word = word_at(listed, at)
        change = -1 if value < 1 else 0
        return Amount(
            "times", value, change=change, word=word, moves=word in self._rules.moves
        ), end

    def _all_but(self, listed: Sequence[Token], at: int) -> Read | None:
        """What is left: "all but 5 percent", "all but a tenth"."""
        rest = self._level(listed, at + 2) if phrase_at(listed, at, "all", "but") else None
        if rest is None or not moves(rest[0]):
            return None
        return replace(rest[0], value=1 - rest[0].value), rest[1]

    def _every_other(self, listed: Sequence[Token], at: int) -> Read | None:
        """One in so many of what is counted: "every other call", "every third young victim"."""
        number = self._rules.every.get(word_at(listed, at + 1))
        if word_at(listed, at) != "every" or number is None:
            return None
        counted = at + 2 + (word_at(listed, at + 2) in self._rules.qualities)
        if word_at(listed, counted) not in self._rules.counted:
            return None
        return Amount("fraction", 1 / number), at + 2

    def _sign(self, listed: Sequence[Token], at: int) -> Read | None:
        """A sign that is a part of a whole: ½."""
        value = number_of(word_at(listed, at))
        return (Amount("fraction", value), at + 1) if value and 0 < value < 1 else None

    def _fraction(self, listed: Sequence[Token], at: int) -> Read | None:
        if self._numerals.read(listed, at) and word_at(listed, at) == "half":
            return None  # half a million
        top, place = 1.0, at
        if word_at(listed, at) in {"a", "an"}:
            place = at + 1
        elif word_at(listed, at) != "half":
            counted = self._numerals.read(listed, at)
            if counted is None:
                return None
            top, place = counted[0].value, counted[1]
            below = self._numerals.read(listed, place + 1)
            if word_at(listed, place) == "/" and below and 0 < top < below[0].value:
                return Amount("fraction", top / below[0].value), below[1]
        part = self._rules.parts.get(word_at(listed, place))
        if part is None or not 0 < top < part:
            return None
        return self._fraction_of(listed, top / part, place + 1)

    def _fraction_of(self, listed: Sequence[Token], value: float, at: int) -> Read:
        """A fraction, unless it is one of a million or of a percentage point."""
        place = at + (word_at(listed, at) == "of")
        if word_at(listed, place) in {"a", "one"}:
            scale = self._rules.multiples.get(word_at(listed, place + 1), 0)
            if scale >= 1000:
                written = Numeral(value * scale, 2, scale, after=f" {listed[place + 1].text}")
                return Amount("number", written.value, written), place + 2
            unit = self._points.at(listed, place + 1) or self._percent.at(listed, place + 1)
            if unit:
                written = Numeral(100 * value / 100, 1, after=" percent")
                return Amount("percent", value / 100, written), unit[1]
        return Amount("fraction", value), at

    def _numeral(self, listed: Sequence[Token], at: int) -> Read | None:
        found = self._numerals.read(listed, at)
        if found is None:
            return None
        number, end = found
        if self._numerals.is_money(number):
            return Amount("pounds", number.value, number), end
        return (
            self._share(listed, number, end)
            or self._proportion(listed, number, end)
            or self._so_many_times(listed, number, end)
            or self._rate(listed, number, end)
        )

    def _share(self, listed: Sequence[Token], number: Numeral, at: int) -> Read | None:
        for unit, kind in ((self._points, "points"), (self._percent, "percent")):
            found = unit.at(listed, at)
            if found:
                phrase = "%" if found[0] == "%" else f" {found[0]}"
                written = replace(number, after=number.after + phrase)
                amount = Amount("percent", number.value / 100, written)
                return (replace(amount, kind="points") if kind == "points" else amount), found[1]
        return None

    def _proportion(self, listed: Sequence[Token], number: Numeral, at: int) -> Read | None:
        """One in five, 101 of the 107."""
        if number.value == 1 and self._is_named_one(listed, at):
            at += 1  # one call in five
        word = word_at(listed, at)
        place = at + (2 if phrase_at(listed, at, "out", "of") else 1)
        if word not in {"in", "of", "out"} or (word == "out" and place == at + 1):
            return None
        articles = {"every"} if word == "in" else _ARTICLES
        place += word_at(listed, place) in articles
        whole = self._numerals.read(listed, place)
        if whole is None or not 0 <= number.value <= whole[0].value or whole[0].value < 2:
            return None
        if whole[0].decimals or self._share(listed, whole[0], whole[1]):
            return None
        base = int(whole[0].value)
        is_count = word == "of" or (base > _LARGEST_IN_SPEECH and number.value > 1)
        share = number.value / base
        if is_count:
            return Amount("of", share, number, base=base), whole[1]
        return Amount("in", share, number, base=base), whole[1]

    def _is_named_one(self, listed: Sequence[Token], at: int) -> bool:
        """Whether "call in five" stands at a place, and not "officer in five teams"."""
        if not (listed[at : at + 1] and listed[at].is_word and word_at(listed, at + 1) == "in"):
            return False
        whole = self._numerals.read(listed, at + 2)
        after = word_at(listed, whole[1]) if whole else "s"
        return not after.endswith("s") or after in _VERBS

    def _so_many_times(self, listed: Sequence[Token], number: Numeral, at: int) -> Read | None:
        if word_at(listed, at) not in {"times", "fold", "x"}:
            return None
        end = at + 1
        amount = Amount("times", number.value, number)
        tail = self._ambiguous.at(listed, end)
        if tail is None:
            return amount, end
        return replace(amount, ambiguous=True, change_words=tail[0]), tail[1]

    def _rate(self, listed: Sequence[Token], number: Numeral, at: int) -> Read:
        """A bare number, or 3.9 per 10,000."""
        amount = Amount("number", number.value, number)
        if word_at(listed, at) != "per":
            return amount, at
        per = self._numerals.read(listed, at + 1)
        if per is None or per[0].value <= 0:
            return amount, at
        return replace(amount, per=per[0].value), per[1]

    def _changed(self, listed: Sequence[Token], amount: Amount, at: int) -> Read:
        """The same amount, or so much more or less: "50 percent higher"."""
        if amount.kind not in {"percent", "fraction"}:
            return amount, at
        word = word_at(listed, at)
        for words, change in ((self._rules.more, 1), (self._rules.fewer, -1)):
            if word in words:
                return replace(amount, change=change, change_words=word), at + 1
        return amount, at

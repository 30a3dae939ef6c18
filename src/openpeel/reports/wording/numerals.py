"""Numbers as they are written: 13,000, £6m, sixty-seven, two and a half million."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from openpeel.catalogue.wording_rules import NumberRules, WordingRules
from openpeel.reports.wording.characters import number_of
from openpeel.reports.wording.text import Token, lexicon, phrase_at, word_at


@dataclass(frozen=True)
class Numeral:
    """A number, the unit of its last written place, and how another is written like it."""

    value: float
    decimals: int = 0
    scale: float = 1  # a million, in "6 million"
    before: str = ""
    after: str = ""
    spelt: bool = False  # in words, not in figures

    @property
    def step(self) -> float:
        """One unit of the last place that is written: 0.1 in "94.4", a million in "£6m"."""
        return self.scale * 10.0**-self.decimals

    @property
    def last_figure(self) -> float:
        """One unit of the last figure that is no trailing zero: 10 in "550", a million in "£6m"."""
        whole, unit = round(abs(self.value) / self.step), self.step
        while self.decimals == 0 and whole and whole % 10 == 0:
            whole, unit = whole // 10, unit * 10
        return unit

    def write(self, value: float, decimals: int | None = None) -> str:
        """Another value, written as this one is."""
        places = self.decimals if decimals is None else decimals
        text = f"{abs(value) / self.scale:,.{places}f}"
        sign = "-" if value < 0 and text.strip("0.,") else ""
        return f"{sign}{self.before}{text}{self.after}"


class NumeralReader:
    """Reads the number that begins at a token."""

    def __init__(self, rules: NumberRules) -> None:
        self._rules = rules
        self._minus = lexicon(rules.minus)
        self._pounds = lexicon(rules.pounds)
        self._other_money = set(rules.other_money)
        self._touching = {*rules.percent, *rules.joined, "x"}  # what may follow without a space
        self._ones = {word: n for word, n in rules.words.items() if n < 100}

    def read(self, listed: Sequence[Token], at: int) -> tuple[Numeral, int] | None:
        """The number at a place and the place after it, or None."""
        minus = self._minus.at(listed, at)
        place = minus[1] if minus else at
        if word_at(listed, place) == "-":
            minus, place = ("-", place + 1), place + 1
        pound = word_at(listed, place) == "£"
        place += pound
        found = self._figures(listed, place) or (None if pound else self._words(listed, place))
        others = {word_at(listed, at - 1), word_at(listed, found[1])} if found else set()
        if found is None or others & self._other_money:
            return None
        number, place = found
        unit = None if pound else self._pounds.at(listed, place)
        if unit:
            last = listed[unit[1] - 1].text
            number, place = replace(number, after=f"{number.after} {last}"), unit[1]
        if pound:
            number = replace(number, before="£")
        return (replace(number, value=-number.value) if minus else number), place

    def is_money(self, number: Numeral) -> bool:
        """Whether a number is written as pounds."""
        return number.before == "£" or number.after.split(" ")[-1] in {
            phrase.split(" ")[-1].lower() for phrase in self._rules.pounds
        }

    def _figures(self, listed: Sequence[Token], at: int) -> tuple[Numeral, int] | None:
        sign = number_of(word_at(listed, at))
        if sign is not None and (sign >= 1 or sign == 0):
            return Numeral(sign), at + 1
        if at >= len(listed) or not listed[at].is_numeral:
            return None
        text = listed[at].text.replace(",", "")
        decimals = len(text.partition(".")[2])
        after, end = self._multiple(listed, at + 1)
        if after is None:
            joined = word_at(listed, at + 1)
            touches = at + 1 < len(listed) and listed[at + 1].start == listed[at].end
            if touches and joined[:1].isalpha() and joined not in self._touching:
                return None  # 43rd, E23
            return Numeral(float(text), decimals), at + 1
        word, scale = after
        return Numeral(float(text) * scale, decimals, scale, after=word), end

    def _multiple(self, listed: Sequence[Token], at: int) -> tuple[tuple[str, float] | None, int]:
        """What multiplies the figures before it: " million", "m"."""
        text = word_at(listed, at)
        scale = self._rules.attached.get(text)
        is_money = word_at(listed, at - 2) == "£"  # "£6 m" can't be metres
        if scale and (is_money or listed[at].start == listed[at - 1].end):
            return (text, scale), at + 1
        scale = self._rules.multiples.get(text)
        if scale and text != "dozen":
            return (f" {text}", scale), at + 1
        return None, at

    def _words(self, listed: Sequence[Token], at: int) -> tuple[Numeral, int] | None:
        """A number in words: the sum of groups, each as large as its multiple makes it."""
        if word_at(listed, at) == "half" and word_at(listed, at + 1) in {"a", "of"}:
            scale = self._rules.multiples.get(word_at(listed, at + 2))
            if word_at(listed, at + 1) == "a" and scale:
                return Numeral(scale / 2, 1, scale, after=f" {listed[at + 2].text}"), at + 3
        place = at
        one = word_at(listed, at) == "a" and word_at(listed, at + 1) in self._rules.multiples
        if one:
            place = at + 1
        elif word_at(listed, at) not in {*self._ones, *self._rules.multiples}:
            return None
        total, group, place = self._groups(listed, place)
        if phrase_at(listed, place, "and", "a", "half"):
            return self._and_a_half(listed, total + group, place + 3)
        scale = self._rules.multiples.get(word_at(listed, place - 1), 1)
        if scale < 1000 or group:
            return Numeral(total + group, spelt=True), place
        # "A million" is nearer to a million than "1 million" need be.
        return Numeral(total, int(one), scale, after=f" {listed[place - 1].text}"), place

    def _groups(self, listed: Sequence[Token], place: int) -> tuple[float, float, int]:
        total, group, start = 0.0, 0.0, place
        last = 0
        while place < len(listed):
            word = word_at(listed, place)
            joins = word == "and" and last >= 100 and word_at(listed, place + 1) in self._ones
            if joins:
                place += 1
                continue
            if word in self._rules.multiples:
                scale = self._rules.multiples[word]
                if scale >= 1000:
                    total, group = total + (group or 1) * scale, 0.0
                else:
                    group = (group or 1) * scale
                last = scale
            elif word in self._ones and self._follows(last, self._ones[word], place == start):
                group += self._ones[word]
                last = self._ones[word]
            else:
                break
            place += 1
        return total, group, place

    def _follows(self, last: int, number: int, is_first: bool) -> bool:
        """Whether "twenty" may be followed by "five"; "one" may not by "two"."""
        return is_first or last >= 100 or (20 <= last < 100 and 0 < number < 10)

    def _and_a_half(
        self, listed: Sequence[Token], number: float, place: int
    ) -> tuple[Numeral, int]:
        scale = self._rules.multiples.get(word_at(listed, place), 1)
        after = f" {listed[place].text}" if scale > 1 else ""
        return Numeral((number + 0.5) * scale, 1, scale, after=after), place + (scale > 1)


@cache
def numeral_reader(rules: WordingRules) -> NumeralReader:
    """The reader of numbers for some rules."""
    return NumeralReader(rules.numbers)

"""Amounts in a sentence: numbers with their units, and words that stand for numbers.

What is a date, an address or a name (2021, section 60, PIP2, 999 calls) is set aside first. Then
kinds are tried from the most to the least particular, and no letter is read twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from openpeel.catalogue.report_reading import amount_words
from openpeel.reading.amount_patterns import patterns
from openpeel.reading.report import AmountKind

_DIGIT = re.compile(r"\d")
_UNIT_WORD = r"[A-Za-z‘’'“”][\w‘’'“”-]*"
_REACH = 6
"""How many words a number's noun may stand behind it."""
_REACH_BEHIND = 130
"""How many letters a number may stand behind its denominator."""
_CLAUSE_BEGINS = re.compile(r"(?:^|[;:–—]|\b(?:that|and|but|so|where|which|because),?)\s*$", re.I)


@dataclass(frozen=True)
class Amount:
    """An amount and the letters of the sentence that it takes up, from its qualifier on."""

    start: int
    end: int
    kind: AmountKind
    words: str
    value: float | None
    unit: str
    qualifier: str = ""
    interval: float | None = None


def amounts(sentence: str) -> list[Amount]:
    """Amounts of a sentence in order. Years, dates and names are none."""
    scan = _Scan(sentence)
    return [_qualified(sentence, found) for found in scan.run()]


class _Scan:
    """One sentence, and which of its letters have been read."""

    def __init__(self, sentence: str) -> None:
        self._text = sentence
        self._taken = bytearray(len(sentence))
        self._found: list[Amount] = []

    def run(self) -> list[Amount]:
        """Amounts by where they begin."""
        shown = self._shown()
        if not shown:
            return []
        intervals = [(m.start(), float(m["value"])) for m in self._take(patterns().interval)]
        if "number" in shown:
            for found in patterns().none.finditer(self._text):
                self._mark(found.start(), found.end())
        for sign, kind in (
            ("money", self._money),
            ("rate", self._rates),
            ("percent", self._percents),
            ("number", self._of),
            ("part", self._parts),
            ("ratio", self._ratios),
            ("rank", self._ranks),
            ("duration", self._durations),
            ("number", self._counts),
        ):
            if sign in shown:
                self._found.extend(kind())
        made = sorted(self._found, key=lambda one: one.start)
        return _with_intervals(made, intervals)

    def _shown(self) -> set[str]:
        """What there may be, by a quick look: most sentences have no number at all."""
        words, lowered = amount_words(), self._text.lower()
        parts = re.findall(r"[a-z]+", lowered)
        shown: set[str] = set()
        if _DIGIT.search(self._text) or not words.numbers.keys().isdisjoint([*parts]):
            shown.add("number")
        if any(part.removesuffix("s") in words.parts for part in parts):
            shown.add("part")
        if "one" in parts:
            shown |= {"number", "part"}
        signs = {
            "money": ("£",),
            "rate": (" per ", "for every ", "for each "),
            "percent": words.percent,
            "duration": words.durations,
            "ratio": words.ratio_signs,
            "rank": words.rank_signs,
        }
        return shown | {
            kind for kind, known in signs.items() if any(sign in lowered for sign in known)
        }

    def _take(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Matches in letters that nothing has read yet; they count as read from now on."""
        for found in pattern.finditer(self._text):
            if found.end() > found.start() and not any(self._taken[found.start() : found.end()]):
                self._mark(found.start(), found.end())
                yield found

    def _mark(self, start: int, end: int) -> None:
        self._taken[start:end] = b"\1" * (end - start)

    def _amount(
        self, found: re.Match[str], kind: AmountKind, value: float | None, unit: str
    ) -> Amount:
        return Amount(found.start(), found.end(), kind, found[0].strip(), value, unit)

    def _money(self) -> Iterator[Amount]:
        for found in self._take(patterns().money):
            scale = amount_words().scales.get((found["scale"] or "").strip().lower(), 1)
            value = round(float(found["number"].replace(",", "")) * scale, 2)
            yield self._amount(found, "money", value, "£")

    def _rates(self) -> Iterator[Amount]:
        """A number before "per 10,000 population", also when words or another number come first.

        "For every 100 offences" may stand at the head of its clause; then the number follows.
        """
        for found in self._take(patterns().per):
            if not re.search(r"\d|head|person|officer|million|thousand", found["per"]):
                continue
            per = self._denominator(found)
            number = self._number_behind(found.start(), found.start() + len(per))
            if number is not None:
                self._mark(number.start(), number.end())
                unit = f"{_noun(self._text[number.end() :][:120])} {per[0].lower()}{per[1:]}"
                yield self._amount(number, "rate", _value(number[0]), unit.strip())
                continue
            start = max(0, found.start() - 130)
            numbers = [
                n
                for n in patterns().number.finditer(self._text, start, found.start())
                if not any(self._taken[n.start() : n.end()])
            ]
            for number in _belonging(self._text, numbers, found.start()):
                self._mark(number.start(), number.end())
                unit = _rate_unit(self._text[number.end() : found.start()], per)
                yield self._amount(number, "rate", _value(number[0]), unit)

    def _denominator(self, found: re.Match[str]) -> str:
        """What a rate is of: after "for every 100" any noun may stand."""
        if found["of"] or not found[0].lower().startswith("for "):
            return found[0]
        return f"{found[0]} {_noun(self._text[found.end() :][:120])}".strip()

    def _number_behind(self, start: int, end: int) -> re.Match[str] | None:
        """The number that follows a denominator at the head of a clause; a percentage is none."""
        if not _CLAUSE_BEGINS.search(self._text[:start]):
            return None
        for number in patterns().number.finditer(self._text, end, end + _REACH_BEHIND):
            place = number.start()
            if any(self._taken[place : number.end()]) or patterns().duration.match(
                self._text, place
            ):
                continue
            other = (patterns().percent, patterns().of)
            return None if any(one.match(self._text, place) for one in other) else number
        return None

    def _percents(self) -> Iterator[Amount]:
        for found in chain(self._take(patterns().percents), self._take(patterns().percent)):
            unit = "percentage points" if "point" in found["unit"] else "percent"
            if first := found.groupdict().get("first"):
                yield replace(
                    self._amount(found, "percent", _value(first), unit),
                    end=found.start() + len(first),
                    words=first,
                )
            value = _value(found["number"])
            begin = found.start("number")
            yield Amount(
                begin, found.end(), "percent", self._text[begin : found.end()], value, unit
            )

    def _of(self) -> Iterator[Amount]:
        for found in self._take(patterns().of):
            top, bottom = _value(found["top"]), _value(found["bottom"])
            if bottom and top <= bottom:
                yield self._amount(found, "fraction", round(top / bottom, 6), "of the whole")
            else:
                self._taken[found.start() : found.end()] = bytes(found.end() - found.start())

    def _parts(self) -> Iterator[Amount]:
        words = amount_words()
        for found in self._take(patterns().parts):
            count = found["count"] or ""
            times = 1 if count.lower() in ("", "a", "one") else _value(count)
            value = times / words.parts[found["part"].lower().removesuffix("s")]
            if value < 1:
                yield self._amount(found, "fraction", round(value, 6), "of the whole")

    def _ratios(self) -> Iterator[Amount]:
        for found in self._take(patterns().multiples):
            yield self._amount(found, "ratio", _value(found["number"]), "times")
        for pattern, value in patterns().ratios:
            for found in self._take(pattern):
                yield self._amount(found, "ratio", value, "times")

    def _ranks(self) -> Iterator[Amount]:
        for pattern in patterns().ranks:
            for found in self._take(pattern):
                yield self._amount(found, "rank", None, "rank")

    def _durations(self) -> Iterator[Amount]:
        made: list[Amount] = []
        for found in self._take(patterns().duration):
            unit = found["unit"].lower()
            one = self._amount(found, "duration", _value(found["number"]), f"{unit}s")
            both = _together(self._text, made[-1], one) if made else None
            made[-1:] = [both] if both else [*made[-1:], one]
        yield from made

    def _counts(self) -> Iterator[Amount]:
        for found in self._take(patterns().counted):
            scale = amount_words().scales.get((found["scale"] or "").strip().lower(), 1)
            unit = _noun(self._text[found.end() :][:120])
            value = _value(found["number"])
            if unit and (value != 1 or "." in found["number"]):
                one = self._amount(found, "count", value * scale, unit)
                yield replace(one, words=f"{found[0].strip()} {unit}")


def _value(words: str) -> float:
    plain = words.strip().lower()
    known = amount_words().numbers
    if plain == "one":
        return 1.0
    if plain in known:
        return float(known[plain])
    tens, _, ones = plain.partition("-")
    if tens in known and (ones in known or ones == "one"):
        return float(known[tens] + known.get(ones, 1))
    return float(plain.replace(",", ""))


def _together(text: str, first: Amount, second: Amount) -> Amount | None:
    """One length of time of two: "2 minutes and 14 seconds" are 134 seconds."""
    size = amount_words().together.get(first.unit[:-1], {}).get(second.unit[:-1])
    joined = text[first.end : second.start] in (" ", " and ", ", ") and "-" not in first.words
    joined = joined and not text[: first.start].rstrip().lower().endswith("between")
    if size is None or first.value is None or second.value is None:
        return None
    if not joined or second.value >= size or first.value % 1:
        return None
    value = first.value * size + second.value
    return replace(second, start=first.start, words=text[first.start : second.end], value=value)


def _noun(after: str) -> str:
    """The words that a number counts: up to the first plural, and with "and" to the next.

    >>> _noun(" stop and search records from January"), _noun(" and the rest"), _noun("/7 cover")
    ('stop and search records', '', '')
    """
    known = amount_words()
    words: list[str] = []
    end = 0
    for found in re.finditer(rf" ({_UNIT_WORD})([^\w\s‘’'“”-]?)", after):
        word, stop = found[1], found[2]
        goes_in = words and (word == "and" or _in_quotes(words))
        if found.start() != end or len(words) == _REACH:
            return ""
        if word in known.no_nouns and not goes_in:
            return ""
        words.append(word)
        end = found.end()
        goes_on = re.match(rf" and (?:{_UNIT_WORD} )?({_UNIT_WORD}s)\b", after[end:])
        if _is_plural(word) and not (stop and goes_on and _is_plural(goes_on[1])):
            return " ".join(words)
        if stop:
            return ""
    return ""


def _in_quotes(words: list[str]) -> bool:
    """Whether a quotation is open: any word may stand in it."""
    joined = " ".join(words)
    return joined.count("‘") + joined.count("“") > joined.count("’") + joined.count("”")


def _is_plural(word: str) -> bool:
    known, plain = amount_words(), word.lower().strip("‘’'“”")
    if plain in known.plurals or plain in known.no_plurals or word.endswith(("’s", "'s")):
        return plain in known.plurals
    return plain.endswith("s") and not plain.endswith(("ss", "us", "is"))


def _belonging(text: str, numbers: list[re.Match[str]], end: int) -> list[re.Match[str]]:
    """The last number before "per 10,000", and the one joined to it by "and"."""
    if not numbers:
        return []
    last = numbers[-1]
    if len(text[last.end() : end].split()) > 8 or re.search(r"[.;:]\s", text[last.end() : end]):
        return []
    before = numbers[-2] if len(numbers) > 1 else None
    if before is not None and text[before.end() : last.start()].strip() in ("and", "to", "or"):
        return [before, last]
    return [last]


def _rate_unit(between: str, per: str) -> str:
    return " ".join(f"{between.strip(' ,')} {per}".split()) if "and" not in between else per


def _with_intervals(found: list[Amount], intervals: list[tuple[int, float]]) -> list[Amount]:
    """Each interval goes to the last estimate before it."""
    made = list(found)
    for place, half in intervals:
        before = [i for i, one in enumerate(made) if one.start < place and one.value is not None]
        if before and made[before[-1]].interval is None:
            made[before[-1]] = replace(made[before[-1]], interval=half)
    return made


def _qualified(sentence: str, one: Amount) -> Amount:
    """The amount with the words before it that belong to it: "almost", "fewer than"."""
    before = sentence[max(0, one.start - 60) : one.start]
    found = patterns().qualifier.search(before)
    if not found:
        return one
    qualifier = " ".join(found[0].split()).lower()
    return replace(one, qualifier=qualifier, start=one.start - len(before) + found.start())

"""The unit that words give to an amount, held against the unit of the figure.

A unit that is named otherwise is turned into: 240.3 seconds are four minutes, and 3.9 for every
10,000 people are 39 for every 100,000. Of a unit that nobody knows nothing is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from openpeel.catalogue.unit_words import unit_words
from openpeel.catalogue.units import PER
from openpeel.catalogue.wording_rules import wording_rules
from openpeel.reports.data.figures import Figure
from openpeel.reports.wording.claims import Claim
from openpeel.reports.wording.numerals import numeral_reader
from openpeel.reports.wording.reading import claim_reader
from openpeel.reports.wording.text import tokens

_WORD = r"\s+[a-z][a-z'-]*"
# What may stand between an amount and "a month": no word with which another clause begins.
_NOT_AGAIN = "and|but|which|that|who|while|when|with|to|it|they|has|was|is|are|were"
_OF_ITS_OWN = rf"\s+(?!(?:{_NOT_AGAIN})\b)[a-z'-]+"
_MONEY = ("pounds", "pounds per resident")
_FOR_ONE = ("per person", "pounds per resident", "hours per person")
_YEAR_ENDING = re.compile(r"year ending \w+ (\d{4})")
_MONTH = re.compile(r"[A-Z][a-z]+ \d{4}")
# Behind a number that counts; "two days' training" counts no days.
_TIMES = re.compile(r"(?i)\s+(?:seconds|minutes|hours|days|weeks|months|years)\b(?!['’])")
_POINTS = re.compile(r"\s+percentage\s+points?\b")


@dataclass(frozen=True)
class Own:
    """What is known of a figure's unit: None where the figure has none of the kind.

    `time` is in seconds; `per` is the base of a rate and `span` the seconds over which it counted.
    """

    time: float | None = None
    per: float | None = None
    span: float | None = None
    money: bool = False
    percent: bool = False
    count: bool = False


@dataclass(frozen=True)
class Said:
    """What words say of the unit: an amount that is `times` the figure's own is the same.

    `amount` is the words up to the unit. `part` says that the amount is a fraction of the unit.
    `why` says why the figure can't be in that unit at all. `named` is false where no unit is said.
    """

    words: str
    amount: str
    times: float = 1
    part: bool = False
    named: bool = False
    why: str = ""


def said(words: str, after: str, figure: Figure) -> Said:
    """The unit that stands in the words of an amount, or directly after them in the sentence."""
    own = own_unit(figure)
    words = _in_one_unit(words) if own.time else words
    for claim in _claims(words):
        found = _read(words, (words + after).lower(), claim, own, figure)
        if found.named:
            return found
    return Said(words, words)


def own_unit(figure: Figure) -> Own:
    """What is known of the unit of a figure."""
    unit, seconds = figure.unit, unit_words().seconds
    if unit == "percent":
        return Own(percent=True)
    if unit in PER or unit in (*_FOR_ONE, *_MONEY, "count"):
        return Own(
            time=seconds["hours"] if unit == "hours per person" else None,
            per=1 if unit in _FOR_ONE else PER.get(unit),
            span=_span(figure),
            money=unit in _MONEY,
            count=unit == "count",
        )
    return Own(time=seconds.get(unit))


def own_words(figure: Figure) -> str:
    """The figure's unit as it is written after a number: ` seconds`, ` per 10,000 people`."""
    own = own_unit(figure)
    if figure.unit == "hours per person":
        return " hours a month" if "a month" in figure.title else " hours"
    if own.money and own.span:
        years = round(own.span / unit_words().seconds["year"])
        return f" over {years} years" if years > 1 else f" in the {figure.period}"
    if own.per and own.per > 1:
        people = " people" if "people" in unit_words().kinds(figure.denominator_words) else ""
        return f" {figure.unit}{people}"
    return f" {figure.unit}" if own.time or own.percent else ""


def _read(words: str, text: str, claim: Claim, own: Own, figure: Figure) -> Said:
    """The unit behind one amount: its time or its kind, then its base, then its period."""
    amount = claim.high or claim.amount
    assert amount is not None
    bare, at, times, why, named = words[: claim.end], claim.end, 1.0, "", False
    part = False
    if own.percent and (amount.kind == "points" or _POINTS.match(text, at)):
        return Said(words, bare, named=True, why="a share is in percent, not in percentage points")
    if found := _time(text, at, fraction=amount.kind == "fraction"):
        if own.time:
            at, times, named = found[1], own.time / found[0], True
            part = amount.kind == "fraction"
        elif own.count and _TIMES.match(text, at) and not _TIMES.search(f" {figure.title}"):
            return Said(words, bare, named=True, why="it is a number in all, not a time")
    elif (thing := _thing(text, at)) and (own.time or (own.money and amount.kind == "number")):
        is_what = "an amount of money" if own.money else "a time"
        return Said(words, bare, named=True, why=f"it is {is_what}, not a number of {thing}")
    base = (amount.per or (amount.base if amount.kind == "of" else 0), at)
    if not base[0]:
        base = _base(text, at, own) or (0, at)
    if base[0] and (own.per or own.count or own.money):
        if not own.per:
            why = "it is a number in all, not for so many of anything"
        else:
            times, why = times * base[0] / own.per, _other_kind(text, base[1], figure)
        at, named = base[1], True
    if own.span and (period := _period(text, at, words_between=1 if own.count else 3)):
        times, named = times * period / own.span, True
    return Said(words, bare, times, part, named, why)


def _claims(words: str) -> list[Claim]:
    reader = claim_reader(wording_rules(None))
    found = reader.read(words, with_exceptions=True) or reader.read(words, with_exceptions=False)
    return [claim for claim in found if claim.amount is not None]


def _time(text: str, at: int, *, fraction: bool) -> tuple[float, int] | None:
    """The time that an amount is of, in seconds, and where its word ends."""
    found = _patterns()["fraction of time" if fraction else "time"].match(text, at)
    return (unit_words().seconds[found[1]], found.end()) if found else None


def _thing(text: str, at: int) -> str:
    """The things that a number directly before them counts: "calls"."""
    found = re.compile(r"\s+([a-z]+)\b").match(text, at)
    plural = found is not None and (found[1].endswith("s") or found[1] == "people")
    return found[1] if found and plural and unit_words().kinds(found[1]) else ""


def _base(text: str, at: int, own: Own) -> tuple[float, int] | None:
    """What a rate is for: 10,000 of "for every 10,000", 1 of "per officer"; where it ends."""
    found = _patterns()["base"].match(text, at)
    between = len(found[1].split()) if found else 0
    if found is None or between > (6 if own.per else 1):
        return None
    listed = tokens(text[found.end() :])
    number = numeral_reader(wording_rules(None)).read(listed, 0)
    if number is not None and number[0].value > 0:
        return number[0].value, found.end() + listed[number[1] - 1].end
    # "550 people for each officer to call on" is no rate, if the figure is none.
    near = between <= 2 and (own.per or own.money) and _kinds_after(text, found.end())
    return (1, found.end()) if near else None


def _kinds_after(text: str, at: int) -> set[str]:
    """The kind of the first of three words that names one: of what "10,000 young people" are."""
    near = re.compile(r"(?:\s*[a-z][a-z'-]*){0,3}").match(text, at)
    kinds = (unit_words().kinds(word) for word in (near[0].split() if near else []))
    return next((kind for kind in kinds if kind), set())


def _other_kind(text: str, at: int, figure: Figure) -> str:
    """Why a rate can't be for what the words say; empty if it can, or if nobody knows."""
    own = unit_words().kinds(figure.denominator_words)
    there = _kinds_after(text, at)
    if not own or not there or own & there:
        return ""
    return f"it is for so many {figure.denominator_words}"


def _period(text: str, at: int, *, words_between: int) -> float | None:
    """The seconds of "a month" behind a rate or an amount of money."""
    found = _patterns()[f"period {words_between}"].match(text, at)
    if found is None:
        return None
    return unit_words().seconds[found[1] or "year"]


def _span(figure: Figure) -> float | None:
    """The seconds over which a figure was counted, where its title or its period says so."""
    seconds = unit_words().seconds
    named = re.search(r"\b(?:a|per) (day|week|month|year)\b", figure.title)
    if named:
        return seconds[named[1]]
    years = [int(year) for year in _YEAR_ENDING.findall(figure.period)]
    if years:
        return (years[-1] - years[0] + 1) * seconds["year"]
    return seconds["month"] if _MONTH.fullmatch(figure.period) else None


def _in_one_unit(words: str) -> str:
    """A time as one number with one unit: "4 minutes 20 seconds", "an hour and a half"."""
    words = _patterns()["joined"].sub(" ", words)
    text = words.lower()
    read, seconds = numeral_reader(wording_rules(None)).read, unit_words().seconds
    if found := _patterns()["and a half"].search(text):
        return f"{words[: found.start()]}1.5 {found[1]}s{words[found.end() :]}"
    if found := _patterns()["two times"].search(text):
        numbers = [read(tokens(found[group]), 0) for group in (1, 3)]
        if numbers[0] and numbers[1] and seconds[found[2]] > seconds[found[4]]:
            larger = numbers[0][0].value * seconds[found[2]] / seconds[found[4]]
            total = f"{larger + numbers[1][0].value:g} {found[4]}"
            return f"{words[: found.start()]}{total}{words[found.end() :]}"
    if not _claims(words) and (found := _patterns()["one time"].search(text)):
        return f"{words[: found.start()]}1 {words[found.start(1) :]}"
    return words


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    held = unit_words()
    times = f"({'|'.join(sorted(held.seconds, key=len, reverse=True))})\\b"
    bases, each, later = ("|".join(kept) for kept in (held.bases, held.each, held.elsewhen))
    period = f"\\s+(?:(?:{each})\\s+{times}(?!\\s+(?:{later})\\b)|annually\\b)"
    return {
        "time": re.compile(f"(?:\\s+(?:full|whole|or so))?[\\s\u2011-]*{times}"),
        "fraction of time": re.compile(f"(?:\\s+of)?\\s+(?:an?|one)\\s+{times}"),
        "base": re.compile(f"((?:{_WORD}){{0,6}}?)\\s+(?:{bases})\\b"),
        "period 1": re.compile(f"(?:{_OF_ITS_OWN}){{0,1}}?{period}"),
        "period 3": re.compile(f"(?:{_OF_ITS_OWN}){{0,3}}?{period}"),
        "joined": re.compile(f"(?<=\\d)(?={times})"),
        "and a half": re.compile(f"\\b(?:an?|one)\\s+{times}\\s+and\\s+a\\s+half\\b"),
        "two times": re.compile(f"\\b(\\w+)\\s+{times},?(?:\\s+and)?\\s+(\\w+)\\s+{times}"),
        "one time": re.compile(f"\\b(?:an?|one)\\s+(?={times})"),
    }

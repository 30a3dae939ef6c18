"""Statistics of a report: every amount with its sentence, period, comparator and place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from openpeel.catalogue.report_reading import amount_words
from openpeel.reading.amounts import Amount, amounts
from openpeel.reading.numbers_stated import states_numbers
from openpeel.reading.places import Placed
from openpeel.reading.report import Statistic
from openpeel.reading.sentences import sentences

_WITHOUT = {
    None, "furniture", "contents", "title", "date", "section-heading", "area-heading", "label",
    "grade", "judgment", "annex-heading", "signatory", "pointer", "table", "update", "caption",
}  # fmt: skip
_LONGEST_COMPARATOR = 160
LONGEST_PARAGRAPH = 20_000
_CLOSE = 30  # letters between an amount and the period right behind it
_CLAUSE = re.compile(r"[;.]\s|, (?:and|but|which|although|though|when|while)\b|[.;]$")


def statistics(placed: Iterable[Placed], notes: list[str]) -> tuple[Statistic, ...]:
    """Statistics in the order of the report. A paragraph beyond measure is noted, not read."""
    found: list[Statistic] = []
    for one in placed:
        if one.kind in _WITHOUT:
            continue
        if len(one.block.text) > LONGEST_PARAGRAPH:
            notes.append(f"Line {one.block.lines[0]} is too long to look for numbers in it.")
            continue
        rate = ""  # a rate's unit carries over to the next sentence of the paragraph
        for start, sentence in sentences(one.block.text):
            found_here = [] if states_numbers(sentence) else amounts(sentence)
            if not found_here:
                rate = ""
                continue
            periods = list(_periods().finditer(sentence))
            read = [
                amount
                for amount in found_here  # the 12 of "in the 12 months to" is a period's
                if not any(p.start() <= amount.start and amount.end <= p.end() for p in periods)
            ]
            against = _comparator(sentence, read)
            told = [
                _statistic(
                    amount,
                    (_period(sentence, amount, read, periods), against),
                    sentence,
                    one,
                    start,
                    rate,
                )
                for amount in read
            ]
            found.extend(told)
            rate = next((s.unit for s in told if s.kind == "rate"), "")
    return tuple(found)


def _statistic(
    amount: Amount,
    beside: tuple[str | None, str | None],  # period and comparator
    sentence: str,
    one: Placed,
    start: int,
    rate: str,
) -> Statistic:
    kind, unit, borrowed = amount.kind, amount.unit, False
    if kind == "count" and rate and amount.value is not None and amount.value % 1:
        kind, borrowed = "rate", True  # 1.4 disclosures are a rate too
        unit = f"{unit} {rate[rate.rfind('per ') :]}"
    return Statistic(
        words=amount.words,
        kind=kind,
        value=amount.value,
        unit=unit,
        qualifier=amount.qualifier,
        interval=amount.interval,
        unit_from="the sentence before" if borrowed else "",
        period=beside[0],
        comparator=beside[1],
        sentence=sentence,
        line=one.block.line_at(start + amount.start),
        area=one.area,
        heading=one.heading,
    )


def _period(
    sentence: str, amount: Amount, read: list[Amount], periods: list[re.Match[str]]
) -> str | None:
    """The period right behind an amount, else the last one before it, else the next.

    "Up from 61 percent in 2022" says of no other amount that it is of 2022.
    """
    following = min((one.start for one in read if one.start > amount.start), default=None)
    after = [match for match in periods if match.start() >= amount.end]
    before = [match for match in periods if match.end() <= amount.start]
    close = after and after[0].start() - amount.end <= _CLOSE
    if close and (following is None or after[0].start() < following):
        return after[0][0]
    if before:
        return before[-1][0]
    if not after or any(_is_earlier(sentence, one, after[0]) for one in read if one is not amount):
        return None
    return after[0][0]


def _is_earlier(sentence: str, one: Amount, period: re.Match[str]) -> bool:
    """Whether a period is that of an amount of an earlier time, which stands right before it."""
    between = sentence[one.end : period.start()].strip()
    before = sentence[: one.start].rstrip()
    right_before = one.end < period.start() and between in ("", one.unit)
    return right_before and re.search(amount_words().earlier, before, re.IGNORECASE) is not None


def _comparator(sentence: str, read: list[Amount]) -> str | None:
    """From the first word of a comparison to the end of its clause.

    "Fewer than half" compares nothing: those words are the amount's own.
    """
    own = [range(one.start, one.end) for one in read if one.qualifier]
    for found in _comparators().finditer(sentence):
        if any(found.start() in taken for taken in own):
            continue
        end = _CLAUSE.search(sentence, found.end())
        words = sentence[found.start() : end.start() if end else len(sentence)]
        return words[:_LONGEST_COMPARATOR].rstrip(" .,;")
    return None


@cache
def _periods() -> re.Pattern[str]:
    words = amount_words()
    return re.compile("|".join(f"(?:{words.filled(one)})" for one in words.periods), re.IGNORECASE)


@cache
def _comparators() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in amount_words().comparators), re.IGNORECASE)

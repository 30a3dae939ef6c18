"""Statistics of a report: every amount with its sentence, period, comparator and place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from openpeel.catalogue.report_reading import amount_words
from openpeel.reading.amounts import Amount, amounts
from openpeel.reading.places import Placed
from openpeel.reading.report import Statistic
from openpeel.reading.sentences import sentences

_WITHOUT = {
    None, "furniture", "contents", "title", "section-heading", "area-heading", "label", "grade",
    "judgment", "annex-heading", "signatory", "pointer", "table", "update",
}  # fmt: skip
_LONGEST_COMPARATOR = 160
_CLAUSE = re.compile(r"[;.]\s|, (?:and|but|which|although|though|when|while)\b|[.;]$")


def statistics(placed: Iterable[Placed]) -> tuple[Statistic, ...]:
    """Statistics in the order of the report."""
    found: list[Statistic] = []
    for one in placed:
        if one.kind in _WITHOUT:
            continue
        rate = ""  # a rate's unit carries over to the next sentence of the paragraph
        for start, sentence in sentences(one.block.text):
            read = amounts(sentence)
            against = _comparator(sentence, read)
            told = [_statistic(amount, sentence, one, start, rate, against) for amount in read]
            found.extend(told)
            rate = next((s.unit for s in told if s.kind == "rate"), "")
    return tuple(found)


def _statistic(
    amount: Amount, sentence: str, one: Placed, start: int, rate: str, against: str | None
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
        period=_nearest(_periods(), sentence, amount),
        comparator=against,
        sentence=sentence,
        line=one.block.line_at(start + amount.start),
        area=one.area,
        heading=one.heading,
    )


def _nearest(patterns: re.Pattern[str], sentence: str, amount: Amount) -> str | None:
    """The period that stands nearest to an amount."""
    found = [
        (min(abs(amount.start - match.end()), abs(match.start() - amount.end)), match[0])
        for match in patterns.finditer(sentence)
    ]
    return min(found)[1] if found else None


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

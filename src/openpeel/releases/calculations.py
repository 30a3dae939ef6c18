"""A value's calculation spelled out, so that anyone can do it again with a pocket calculator."""

from __future__ import annotations

import math

from openpeel.catalogue.units import LENGTHS, PER, UNDIVIDED
from openpeel.charts.numbers import plain
from openpeel.measures.values import Value, Working
from openpeel.releases.words import method_words, unit_words


def amount(number: float) -> str:
    """A count as it is: whole where it is whole, else to two decimals.

    >>> amount(1298422.0), amount(2101.5)
    ('1,298,422', '2,101.50')
    """
    return plain(number, 0 if number == round(number) else 2)


def precise(number: float) -> str:
    """A result with at least two decimals and three significant figures.

    >>> precise(3.5897), precise(0.012345)
    ('3.59', '0.0123')
    """
    if number and abs(number) < 1:
        return plain(number, min(2 - math.floor(math.log10(abs(number))), 8))
    return plain(number, 2)


def spelled_out(value: Value) -> str:
    """`4,661 / 1,298,422 x 1,000 = 3.59 per 1,000; Byar's 95% interval 3.49 to 3.69`.

    Empty when there is no value.
    """
    if value.value is None:
        return ""
    if value.unit in UNDIVIDED:
        sign = "£" if value.unit == "pounds" else ""
        return f"{sign}{amount(value.value)}: the rows added up"
    sum_words = _ratio_sum(value.workings) if value.unit == "ratio" else _sum(value)
    result = precise(value.value)
    if value.unit.startswith("pounds"):
        result = f"£{result}"
    unit = "%" if value.unit == "percent" else f" {unit_words(value.unit).removeprefix('£ ')}"
    return f"{sum_words} = {result}{unit}{_interval(value)}"


def _sum(value: Value) -> str:
    if value.unit in LENGTHS and value.denominator is None:
        return f"{amount(value.numerator or 0)} durations in order"
    if value.numerator is None or value.denominator is None:
        return "numerator / denominator"
    divided = f"{amount(value.numerator)} / {amount(value.denominator)}"
    if value.unit in LENGTHS:
        return f"{divided}, in {value.unit},"
    return f"{divided} × {PER[value.unit]:,}" if value.unit in PER else divided


def _ratio_sum(workings: tuple[Working, ...]) -> str:
    """(group's events / its people) / (reference's events / its people)."""
    numbers = [working.number for working in workings]
    if len(numbers) != 4 or any(number is None for number in numbers):
        return "rate of the group / rate of the reference group"
    x1, n1, x2, n2 = (amount(number) for number in numbers if number is not None)
    return f"({x1} / {n1}) / ({x2} / {n2})"


def _interval(value: Value) -> str:
    if value.level is None or value.lower is None:
        return ""
    name = f"; {method_words(value)} {value.level:.0%} interval"
    if value.upper is None:
        return f"{name} at least {precise(value.lower)}"
    return f"{name} {precise(value.lower)} to {precise(value.upper)}"

"""How a chart writes a number: thousands separators, one number of decimals, the unit's sign.

Every chart picks its decimals once, from all its values, so that figures line up and can be
compared digit by digit.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

MINUS = "\N{MINUS SIGN}"
MOST_DECIMALS = 6


def finite(values: Iterable[float | None]) -> list[float]:
    """The values that are there and finite; what is missing or infinite is left out."""
    return [value for value in values if value is not None and math.isfinite(value)]


@dataclass(frozen=True)
class NumberFormat:
    """One way to write all the numbers of a chart: `decimals` after the point, and the unit."""

    unit: str = ""
    decimals: int = 0

    @classmethod
    def fitting(
        cls, values: Iterable[float | None], unit: str = "", decimals: int | None = None
    ) -> "NumberFormat":
        """The format that suits the values: about three significant figures in the middle one.

        Whole numbers stay whole. A percentage keeps one decimal, unless it is under 1; sums of
        money under a hundred pounds have pence.
        """
        if decimals is not None:
            return cls(unit, decimals)
        sizes = sorted(abs(value) for value in finite(values) if value)
        if all(size == int(size) for size in sizes):
            return cls(unit, 0)
        middle = sizes[len(sizes) // 2]
        if unit.startswith("pounds"):
            return cls(unit, 0 if middle >= 100 else 2)
        if middle >= 100 and unit != "percent":
            return cls(unit, 0)
        if middle >= 1:
            return cls(unit, 1)
        return cls(unit, min(2 + int(-math.log10(middle)), MOST_DECIMALS))

    def text(self, value: float) -> str:
        """The number for a reader: `1,234.5`, `12.3%`, with a true minus sign.

        What is not zero is never written as zero: it gets the decimals of its first digit.

        >>> NumberFormat("percent", 1).text(-12.345)
        '−12.3%'
        >>> NumberFormat("percent", 1).text(0.0173), NumberFormat("percent", 1).text(0)
        ('0.02%', '0.0%')
        """
        decimals = self.decimals
        if 10**-MOST_DECIMALS <= abs(value) < 0.5 * 10**-decimals:
            decimals = -math.floor(math.log10(abs(value)))
        if self.unit.startswith("pounds"):
            return pounds(value, decimals)
        sign = "%" if self.unit == "percent" else ""
        return f"{plain(value, decimals)}{sign}"


def plain(value: float, decimals: int) -> str:
    """A number with separators and `decimals` decimals; never a minus sign before zero.

    >>> plain(-0.04, 1), plain(1234567, 0)
    ('0.0', '1,234,567')
    """
    written = f"{value:,.{decimals}f}"
    if written.startswith("-"):
        digits = written[1:]
        return MINUS + digits if digits.strip("0.,") else digits
    return written


def pounds(value: float, decimals: int) -> str:
    """An amount of money as people write it; millions to one decimal.

    >>> pounds(212.4, 2), pounds(-1_240_000, 0), pounds(41_000_000, 0)
    ('£212.40', '\N{MINUS SIGN}£1.2m', '£41.0m')
    """
    sign = MINUS if value < 0 else ""
    size = abs(value)
    return f"{sign}£{size / 1e6:,.1f}m" if size >= 1e6 else f"{sign}£{plain(size, decimals)}"


def compact(value: float) -> str:
    """A size on an axis in words people read: `500`, `250,000`, `1.5 million`.

    >>> compact(1_500_000)
    '1.5 million'
    """
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            return f"{value / size:,.10g} {word}".replace("-", MINUS)
    return f"{value:,.10g}".replace("-", MINUS)

"""From values to pixels, and where the ticks of an axis fall."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Maps values from `low` to `high` onto pixels from `start` to `end`, evenly or by ratio."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def __call__(self, value: float) -> float:
        """The pixel of a value; a value outside the scale lands outside the pixels."""
        if self.log:
            share = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def inside(self, value: float) -> float:
        """The pixel of a value, held at the end of the scale if the value lies beyond."""
        return self(min(max(value, self.low), self.high))

    def ticks(self, count: int) -> list[float]:
        """About `count` round values within the scale."""
        if self.log:
            return log_ticks(self.low, self.high, count)
        return linear_ticks(self.low, self.high, count)


def step_for(span: float, count: int) -> float:
    """The round step (1, 2 or 5 times a power of ten) that cuts `span` into at most `count`."""
    rough = span / max(count, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    return next((m * power for m in (1, 2, 5) if m * power >= rough * 0.999999), 10 * power)


def linear_ticks(low: float, high: float, count: int) -> list[float]:
    """Round values from `low` to `high`, in steps of 1, 2 or 5 times a power of ten.

    >>> linear_ticks(0, 17, 5)
    [0.0, 5.0, 10.0, 15.0]
    """
    step = step_for(high - low, count)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(index * step, 12) for index in range(first, last + 1)]


def log_ticks(low: float, high: float, count: int) -> list[float]:
    """Round values that are evenly spread by ratio: 1, 2, 5, 10 ... or fewer if they crowd.

    >>> log_ticks(0.5, 20, 5)
    [0.5, 1.0, 2.0, 5.0, 10.0, 20.0]
    """
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    found: list[float] = []
    for multiples in ((1, 2, 5), (1, 3), (1,)):
        found = [
            tick
            for power in powers
            for multiple in multiples
            if low * 0.999999 <= (tick := round(multiple * 10.0**power, 12)) <= high * 1.000001
        ]
        if len(found) <= count + 1:
            break
    return found[:: math.ceil(len(found) / (count + 1))] if found else []


def axis(low: float, high: float, start: float, end: float, *, count: int = 5) -> Scale:
    """An even scale stretched outwards to whole steps, so that the ends carry ticks.

    A scale of no width (one value, or all the same) is given some.
    """
    if not high > low:
        low, high = (low - 1, high + 1) if low else (0.0, 1.0)
    step = step_for(high - low, count)
    return Scale(
        round(math.floor(low / step + 1e-9) * step, 12),
        round(math.ceil(high / step - 1e-9) * step, 12),
        start,
        end,
    )


def log_axis(low: float, high: float, start: float, end: float) -> Scale:
    """A scale by ratio with a little air at both ends; needs `low` above zero."""
    air = max(high / low, 1.2) ** 0.04
    return Scale(low / air, high * air, start, end, log=True)

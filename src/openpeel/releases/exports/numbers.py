"""How downloads print a number: the same digits on every machine, and none where there is none."""

from __future__ import annotations

import math

DIGITS = 10  # significant; beyond them machines may differ in the last bits of a float
_EXACT = 2**53  # whole numbers below it are exact in a float, so all their digits are printed


def rounded(number: float | None) -> int | float | None:
    """The number as downloads hold it: whole numbers exactly, others to ten significant digits.

    None stays None. NaN and infinities, with which the statistics say that there is no number
    (lines through two forces, a funnel of none), become None too: missing is never a number.

    >>> rounded(2.0), rounded(1 / 3), rounded(float("nan"))
    (2, 0.3333333333, None)
    """
    if number is None or not math.isfinite(number):
        return None
    kept = float(number)
    if not kept.is_integer():
        kept = float(f"{kept:.{DIGITS}g}")
    return int(kept) if kept.is_integer() and abs(kept) < _EXACT else kept


def printed(number: float | None) -> str:
    """The number as a cell of a CSV; empty when there is none. Reading it gives `rounded` back.

    >>> printed(557085.0), printed(0.0), printed(None)
    ('557085', '0', '')
    """
    kept = rounded(number)
    return "" if kept is None else repr(kept)

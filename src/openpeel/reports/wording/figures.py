"""The figure that words speak of: checked, and said in the plainest numerals."""

from __future__ import annotations

from math import isclose, isinf, isnan

from openpeel.catalogue.wording_rules import NOISE
from openpeel.reports.wording.numerals import Numeral

UNITS = ("share", "ratio", "count", "pounds")
PERCENT = Numeral(0, after=" percent")


def number(value: float | None, what: str) -> float | None:
    """A figure as a float, or None when it is missing; ValueError when it is without end."""
    if value is None or isnan(value):
        return None
    if isinf(value):
        raise ValueError(f"the {what} is {value}; a figure has an end")
    return float(value)


def bound(value: float | None) -> float | None:
    """A bound of an interval, infinite where the interval has no end, or None when missing."""
    return None if value is None or isnan(value) else float(value)


def interval_in_words(low: float, high: float) -> str:
    """The two ends of an interval.

    >>> interval_in_words(-0.03, 0.07), interval_in_words(0.02, float("inf"))
    ('-0.03 to 0.07', '0.02 and up')
    """
    if isinf(low) and isinf(high):
        return "without ends"
    if isinf(low):
        return f"{high:.4g} and down"
    return f"{low:.4g} and up" if isinf(high) else f"{low:.4g} to {high:.4g}"


def figure(value: float | None, unit: str) -> float | None:
    """A figure of a unit, or None when it is missing; ValueError when it can't be one."""
    if unit not in UNITS:
        raise ValueError(f"unit is {unit!r}; it is one of {', '.join(UNITS)}")
    found = number(value, unit)
    if found is None:
        return None
    if unit == "share":
        if not -NOISE <= found <= 1 + NOISE:
            raise ValueError(f"a share lies between 0 and 1, not at {found}")
        return 0.0 if found <= NOISE else 1.0 if found >= 1 - NOISE else found
    if unit == "ratio" and found < 0:
        raise ValueError(f"a ratio is 0 or more, not {found}")
    return found


def precise(numeral: Numeral, value: float, coarse: float, whole: float | None = None) -> str:
    """A value as the numeral is written, with more decimals where rounding would mislead.

    `coarse` is the part of itself by which a value may be rounded; `whole` a value that must not
    be named unless it is reached (100, of percent).
    """
    for decimals in range(numeral.decimals, numeral.decimals + 9):
        rounded = round(value / numeral.scale, decimals) * numeral.scale
        reaches = whole is not None and value < whole <= rounded
        if abs(rounded - value) <= coarse * abs(value) and not reaches:
            return numeral.write(value, decimals)
    return numeral.write(value)


def in_numerals(value: float, unit: str, coarse: float) -> str:
    """A figure in the numerals that openpeel would choose: "43 percent", "£6.2m", "1.9 times"."""
    if unit == "share":
        return precise(PERCENT, 100 * value, coarse, whole=100)
    if unit == "ratio" and isclose(value, 1):
        return "the same as"
    if unit == "ratio":
        return precise(Numeral(0, _one_unless_whole(value), after=" times"), value, coarse)
    if unit == "count":
        return precise(Numeral(0, _one_unless_whole(value)), value, coarse)
    for scale, after in ((1e9, "bn"), (1e6, "m")):
        if abs(value) >= scale:
            decimals = _one_unless_whole(value / scale)
            return precise(Numeral(0, decimals, scale, before="£", after=after), value, coarse)
    return precise(Numeral(0, before="£"), value, coarse)


def _one_unless_whole(value: float) -> int:
    return 0 if value == round(value) else 1


def exact(value: float, unit: str) -> str:
    """A figure with the digits that a reason needs: "19.34 percent", "1.93 times", "541"."""
    shown = 100 * value if unit == "share" else value
    text = f"{shown:,.2f}"
    if (
        unit == "share"
        and (text in {"0.00", "100.00"} or text.endswith("50.00"))
        and shown not in {0, 50, 100}
    ):
        text = f"{shown:.6g}"
    if unit in {"count", "ratio"} and shown and text.strip("-0.,") == "":
        text = f"{shown:.3g}"
    if "." in text and "e" not in text:
        text = text.rstrip("0").rstrip(".")
    if unit == "pounds":
        return f"-£{text[1:]}" if text.startswith("-") else f"£{text}"
    return (
        text
        + {"share": " percent", "ratio": " time" if text == "1" else " times", "count": ""}[unit]
    )
